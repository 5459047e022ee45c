import { fileURLToPath } from 'node:url'
import type { CallsProcessSettings } from './support/calls-process.ts'
import { startBenchSpine, startScript, stopChild } from './support/bench-spine.ts'
import { cpuMs } from './support/process-tree.ts'

const settleMs = 20_000
const watchMs = 40_000
const leads = 40_000
const operators = 4_000
/** The line contract: above what is asked for, below where this machine only queues. */
const offeredPerSecond = 150

/**
 * How many attempts one dialler process can make and bring to their end, each with its two entries in the ledger (number
 * unsealed, attempt ended). Nobody answers: every call is dialled, rings for ten seconds and ends, for thousands of free
 * operators, so that neither talks nor operators limit it. The simulated telephone network runs within the same process
 * and is counted with it.
 */
export async function run(): Promise<{ figures: Record<string, number> }> {
  const spine = await startBenchSpine()
  const campaignId = await spine.addCampaign({ ringSeconds: 10 })
  await spine.addLeads(campaignId, leads, 'landline')
  await spine.addFreeDesks(campaignId, operators)
  const settings: CallsProcessSettings = {
    database: spine.app,
    ...{ keySocket: spine.keySocket, sequencerSocket: spine.sequencerSocket, sealedFolder: spine.sealedFolder },
    ...{ perSecond: offeredPerSecond, talkMs: 1_000, port: null },
  }
  const child = startScript(fileURLToPath(new URL('support/calls-process.ts', import.meta.url)), {}, [
    JSON.stringify(settings),
  ])
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', () => reject(new Error('the dialler ended')))
    })
    await spine.superuser.query(`update tenant.campaigns set state = 'running'`)
    await sleep(settleMs)
    const dialler = child.pid ?? 0
    const before = await count(spine.superuser)
    const cpuBefore = { dialler: cpuMs([dialler]), others: cpuMs(spine.pids) }
    const startedAt = performance.now()
    await sleep(watchMs)
    const after = await count(spine.superuser)
    const seconds = (performance.now() - startedAt) / 1_000
    const ended = after.ended - before.ended
    return {
      figures: {
        perSecond: ended / seconds,
        cpuPerAttemptMs: (cpuMs([dialler]) - cpuBefore.dialler) / ended,
        cpuPercentDialler: (cpuMs([dialler]) - cpuBefore.dialler) / seconds / 10,
        entriesPerSecond: (after.entries - before.entries) / seconds,
        failedShare: (after.failed - before.failed) / ended,
        cpuPercentOthers: (cpuMs(spine.pids) - cpuBefore.others) / seconds / 10,
        openAtEnd: after.open,
        unplacedAtEnd: after.unplaced,
      },
    }
  } finally {
    await stopChild(child)
    await spine.stop()
  }
}

interface Counted {
  readonly ended: number
  readonly failed: number
  readonly open: number
  readonly entries: number
  readonly unplaced: number
}

async function count(superuser: { query(sql: string): Promise<{ rows: Counted[] }> }): Promise<Counted> {
  const { rows } = await superuser.query(
    `select count(*) filter (where state = 'ended')::int as ended, count(*) filter (where disposition = 'S07')::int as failed,
        count(*) filter (where state <> 'ended')::int as open,
        (select count(*)::int from tenant.entry_index) as entries, (select count(*)::int from tenant.entry_queue) as unplaced
      from tenant.attempts`,
  )
  const row = rows[0]
  if (row === undefined) throw new Error('nothing counted')
  return row
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
