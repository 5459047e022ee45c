import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dateOf, dayOf } from '@sekisho/dialer'
import type { BenchmarkResult } from './run.ts'
import { startBenchSpine } from './support/bench-spine.ts'
import { addCampaigns, addClients, addPerson, addSession, type DayCampaign } from './support/day/clients.ts'
import { type Evening, loadPages, type PageTimes, shareOf, startEvening } from './support/day/evening.ts'
import { customerNumber, liveDay } from './support/day/live.ts'
import { type DayPlan, planDay } from './support/day/plan.ts'
import { settledDay } from './support/day/settled.ts'
import type { BenchSpine } from './support/bench-spine.ts'
import { openDoor } from './support/http-door.ts'
import { csvFile, takeFile } from './support/take-file.ts'

/**
 * A centre's whole day: 300 operators, 12 campaigns of 5 clients, 150,000 attempts with call-ins, files at 8:30 and 12:00.
 * Virtual time, which waits for everything that it causes; PostgreSQL, key service and sequencer are processes of their
 * own, dialler and desks the product's. Then, in real time and over HTTP, the pages of the evening and an exclusion file.
 *
 * `--scale 0.02` lives a small day, to try this out; it leaves the last result as it is.
 */
export async function run(): Promise<BenchmarkResult> {
  const result = await runDay(planDay(scaleAsked(process.argv), Date.now()))
  // what is not kept can be seen at least
  if (result.isKept !== true) process.stdout.write(`${JSON.stringify(result.details, null, 2)}\n`)
  return result
}

function scaleAsked(argv: readonly string[]): number {
  const at = argv.indexOf('--scale')
  return at === -1 ? 1 : Number(argv[at + 1])
}

export async function runDay(plan: DayPlan): Promise<BenchmarkResult> {
  const spine = await startBenchSpine()
  try {
    const clients = await addClients(spine, plan)
    const campaigns = await addCampaigns(spine, clients, plan)
    const day = await liveDay(spine, campaigns, plan, await freePort())
    const counts = await settledDay(spine)
    const evening = await startEvening(spine, day.endedAtMs, await freePort())
    try {
      const signedIn = await signIn(spine, campaigns, day.endedAtMs)
      const date = dateOf(dayOf(day.endedAtMs))
      // the server of the day was warm long ago, this one has just begun
      const first = await loadPages(evening, signedIn, { date, loads: signedIn.length })
      const pages = await loadPages(evening, signedIn, { date, loads: plan.pageLoads })
      const exclude100kSeconds = await excludePaid(spine, evening, campaigns, plan, day.endedAtMs)
      return {
        figures: {
          ...{ wallSeconds: day.wallSeconds, dbMb: await databaseMb(spine) },
          ...{ p99PageMs: shareOf(allOf(pages), 0.99), exclude100kSeconds },
        },
        details: {
          plan,
          counts,
          day,
          ...{ pages: inShort(pages), firstPages: inShort(first) },
        },
        isKept: plan.scale === 1,
      }
    } finally {
      await evening.stop()
    }
  } finally {
    await spine.stop()
  }
}

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const inShort = (pages: PageTimes) =>
  Object.fromEntries(
    Object.entries(pages).map(([page, times]) => [
      page,
      { p50Ms: shareOf(times, 0.5), p99Ms: shareOf(times, 0.99), loads: times.length },
    ]),
  )

const allOf = (pages: PageTimes): number[] =>
  Object.values(pages)
    .flat()
    .sort((left, right) => left - right)

/** A supervisor of each client, signed in by the clock of the evening. */
async function signIn(spine: BenchSpine, campaigns: readonly DayCampaign[], nowMs: number) {
  const firsts = new Map(campaigns.map((campaign) => [campaign.tenantId, campaign]))
  return Promise.all(
    [...firsts.values()].map(async (campaign) => {
      const { actor, tenantId } = await addPerson(spine, campaign, 'supervisor')
      const { cookie } = await addSession(spine.superuser, actor.personId, nowMs)
      return { tenantId, cookie, campaignId: campaign.campaignId }
    }),
  )
}

/** A file of everybody who has paid, until the last of their leads is stopped; gives the seconds. */
async function excludePaid(
  spine: BenchSpine,
  { origin }: Evening,
  campaigns: readonly DayCampaign[],
  { paidRows }: DayPlan,
  nowMs: number,
): Promise<number> {
  const [campaign] = campaigns
  if (campaign === undefined) throw new Error('no campaigns')
  const { actor, tenantId } = await addPerson(spine, campaign, 'supervisor')
  const { cookie } = await addSession(spine.superuser, actor.personId, nowMs)
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-paid-'))
  const date = dateOf(dayOf(nowMs))
  try {
    const paid = csvFile(join(folder, 'paid.csv'), '顧客番号,入金日', paidRows, (one) => {
      return `${customerNumber(campaigns.length, one)},${date}`
    })
    const seconds = await takeFile(openDoor({ origin, tenantId, cookie }), paid, campaign.campaignId, 'exclude')
    const { upload, inspect, preview, apply } = seconds
    const callable = await callablePaid(spine, campaign, paidRows)
    if (callable > 0) throw new Error(`${callable} who have paid may still be called`)
    return upload + inspect + preview + apply
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of the list of those who have paid, which is the one with so many rows. */
async function callablePaid({ superuser }: BenchSpine, { campaignId }: DayCampaign, rowCount: number): Promise<number> {
  const { rows } = await superuser.query<{ lists: number; callable: number }>(
    `select count(distinct i.list_id)::int as lists, count(l.lead_id) filter (where l.state <> 'finished' and l.excluded_by is null)::int as callable
      from tenant.lists i join tenant.leads l on l.tenant_id = i.tenant_id and l.list_id = i.list_id
      where i.campaign_id = $1 and i.rows_accepted = $2`,
    [campaignId, rowCount],
  )
  if (rows[0]?.lists !== 1) throw new Error('not one list of those who have paid')
  return rows[0].callable
}

async function databaseMb({ superuser }: BenchSpine): Promise<number> {
  const { rows } = await superuser.query<{ mb: number }>(
    'select (pg_database_size(current_database()) / 1048576.0)::float8 as mb',
  )
  return rows[0]?.mb ?? 0
}
