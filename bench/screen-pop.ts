import { fileURLToPath } from 'node:url'
import type { CampaignId } from '@sekisho/contract'
import { type BenchSpine, startBenchSpine, startScript, stopChild } from './support/bench-spine.ts'
import type { Answered, CallsProcessSettings } from './support/calls-process.ts'
import type { ImportNews, ImportProcessSettings } from './support/import-process.ts'
import { openOperatorPage } from './support/operator-page.ts'

const port = 4_877
const origin = `http://localhost:${port}`
const operators = 200
/** Two seconds until the answer, six and a half of talk, one and a half of wrap-up: a call every ten seconds each. */
const talkMs = 6_500
const wrapUpMs = 1_000
const settleMs = 15_000
const watchMs = 40_000
const calls = 3_000
const loadAttempts = 20_000
/** Lines that ring for somebody and are never answered: 100 attempts a second of eleven seconds each. */
const loadOperators = 1_100
const importRows = 300_000

/**
 * From the moment the carrier says `answered` to the moment the contact's fields are with the operator's page, over real
 * WebSockets, by the clock of one machine: alone, and beside 100 attempts a second of another campaign and an import.
 */
export async function run(): Promise<{ figures: Record<string, number> }> {
  const spine = await startBenchSpine()
  const talking = await spine.addCampaign({ ringSeconds: 30 })
  const ringing = await spine.addCampaign({ ringSeconds: 10 })
  await spine.addLeads(talking, calls, 'mobile')
  await spine.addLeads(ringing, loadAttempts, 'landline')
  const supervisor = await supervisorWithFile(spine, ringing)
  const settings: CallsProcessSettings = {
    database: spine.app,
    ...{ keySocket: spine.keySocket, sequencerSocket: spine.sequencerSocket, sealedFolder: spine.sealedFolder },
    ...{ perSecond: 130, talkMs, port },
  }
  const server = startScript(fileURLToPath(new URL('support/calls-process.ts', import.meta.url)), {}, [
    JSON.stringify(settings),
  ])
  const answered = new Map<string, number>()
  const shown: { answeredAt: number; ms: number }[] = []
  const ready = new Promise<void>((resolve, reject) => {
    server.on('message', (message: Answered | { kind: 'ready' }) => {
      if (message.kind === 'answered') answered.set(message.attemptId, message.at)
      else resolve()
    })
    server.once('exit', () => reject(new Error('the server ended')))
  })
  try {
    await ready
    const people = await spine.addPeople(operators, 'operator')
    const pages = []
    for (const { cookie } of people) {
      pages.push(
        await openOperatorPage({
          ...{ origin, tenantId: spine.tenantId, campaignId: talking, cookie, wrapUpMs },
          onData(attemptId, at) {
            const answeredAt = answered.get(attemptId)
            if (answeredAt !== undefined) shown.push({ answeredAt, ms: at - answeredAt })
          },
        }),
      )
    }
    await start(spine, talking)
    await sleep(settleMs)
    const alone = await watch(shown, answered)
    await spine.addFreeDesks(ringing, loadOperators)
    await start(spine, ringing)
    await sleep(settleMs)
    const attemptsBefore = await ended(spine, ringing)
    const [loaded, importSeconds] = await Promise.all([watch(shown, answered), supervisor.importFile()])
    const attempts = (await ended(spine, ringing)) - attemptsBefore
    for (const page of pages) page.close()
    return {
      figures: {
        p50Ms: alone.p50Ms,
        p99Ms: alone.p99Ms,
        maxMs: alone.maxMs,
        answersPerSecond: alone.perSecond,
        missing: alone.missing,
        loadedP50Ms: loaded.p50Ms,
        loadedP99Ms: loaded.p99Ms,
        loadedMaxMs: loaded.maxMs,
        loadedAnswersPerSecond: loaded.perSecond,
        loadedMissing: loaded.missing,
        loadAttemptsPerSecond: attempts / Math.max(watchMs / 1_000, importSeconds),
        importSeconds,
      },
    }
  } finally {
    await supervisor.stop()
    await stopChild(server)
    await spine.stop()
  }
}

async function start(spine: BenchSpine, campaignId: CampaignId): Promise<void> {
  await spine.superuser.query(`update tenant.campaigns set state = 'running' where campaign_id = $1`, [campaignId])
}

async function ended(spine: BenchSpine, campaignId: CampaignId): Promise<number> {
  const { rows } = await spine.superuser.query<{ ended: number }>(
    `select count(*)::int as ended from tenant.attempts where campaign_id = $1 and state = 'ended' and disposition <> 'S07'`,
    [campaignId],
  )
  return rows[0]?.ended ?? 0
}

/** What was answered in the time watched, and how long it took to be shown; what was not shown at all is missing. */
async function watch(shown: readonly { answeredAt: number; ms: number }[], answered: ReadonlyMap<string, number>) {
  const from = performance.timeOrigin + performance.now()
  await sleep(watchMs)
  const until = performance.timeOrigin + performance.now() - 1_000
  const isWatched = (at: number): boolean => at >= from && at < until
  const times = shown
    .filter(({ answeredAt }) => isWatched(answeredAt))
    .map(({ ms }) => ms)
    .sort((left, right) => left - right)
  const total = [...answered.values()].filter(isWatched).length
  const share = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
  return {
    p50Ms: share(0.5),
    p99Ms: share(0.99),
    maxMs: share(1),
    perSecond: (total * 1_000) / (until - from),
    missing: total - times.length,
  }
}

/** A supervisor's browser with a Shift_JIS file: a process of its own, because this one plays the operators' pages. */
async function supervisorWithFile(spine: BenchSpine, campaignId: CampaignId) {
  const [supervisor] = await spine.addPeople(1, 'supervisor')
  const settings: ImportProcessSettings = {
    ...{ origin, tenantId: spine.tenantId, campaignId },
    ...{ cookie: supervisor?.cookie ?? '', rows: importRows },
  }
  const child = startScript(fileURLToPath(new URL('support/import-process.ts', import.meta.url)), {}, [
    JSON.stringify(settings),
  ])
  const told = (kind: ImportNews['kind']) =>
    new Promise<ImportNews>((resolve, reject) => {
      child.on('message', (news: ImportNews) => news.kind === kind && resolve(news))
      child.once('exit', () => reject(new Error('the import ended')))
    })
  await told('ready')
  return {
    /** Through upload, inspection and import, by HTTP; gives the seconds. */
    async importFile(): Promise<number> {
      child.send('import')
      const news = await told('imported')
      return news.kind === 'imported' ? news.seconds : 0
    },
    stop: () => stopChild(child),
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
