import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { fictitiousNumber } from '@sekisho/fictitious'
import { callingRules, nextCallableAt } from '@sekisho/dialer'
import { seededRandom } from '@sekisho/telephony'
import { createOwnNumbers } from '../../../apps/server/src/call-ins/index.ts'
import { defaultCampaignSettings } from '../../../apps/server/src/campaigns/index.ts'
import { systemClock } from '../../../apps/server/src/platform/clock.ts'
import { wholeTenant } from '../../../apps/server/src/platform/database/index.ts'
import { createReports } from '../../../apps/server/src/reports/index.ts'
import type { BenchSpine } from '../bench-spine.ts'
import { type BenchFile, csvFile, takeFile } from '../take-file.ts'
import { type Centre, openCentre } from './centre.ts'
import { addPerson, type DayCampaign, type DayPerson } from './clients.ts'
import { type ImportDoor, openImportDoor } from './import-door.ts'
import { type DayOperator, seatOperator } from './operator.ts'
import { atClock, type DayPlan } from './plan.ts'

export interface LivedDay {
  /** Real seconds from half past eight to the last call. */
  readonly wallSeconds: number
  /** Where the virtual clock stood at the end. */
  readonly endedAtMs: number
  readonly importedRows: number
  readonly importSeconds: readonly number[]
  /** What went wrong in the background. */
  readonly errors: readonly string[]
}

interface Day {
  readonly plan: DayPlan
  readonly spine: BenchSpine
  readonly campaigns: readonly DayCampaign[]
  readonly supervisors: ReadonlyMap<string, DayPerson>
  readonly centre: Centre
  readonly door: ImportDoor
  readonly folder: string
  readonly importSeconds: number[]
  imported: number
}

const MINUTE_MS = 60_000
const seed = 20

/**
 * Lives through a day: files at half past eight, operators from nine on, files again at noon beside the calls, a lunch
 * break in two halves, a look at the reports each hour, until so many attempts have ended or it is eight in the evening.
 */
export async function liveDay(
  spine: BenchSpine,
  campaigns: readonly DayCampaign[],
  plan: DayPlan,
  port: number,
): Promise<LivedDay> {
  const startedAt = performance.now()
  const supervisors = new Map<string, DayPerson>()
  for (const campaign of campaigns)
    if (!supervisors.has(campaign.tenantId))
      supervisors.set(campaign.tenantId, await addPerson(spine, campaign, 'supervisor'))
  const centre = await openCentre(spine, atClock(plan, 8, 30), seed)
  const door = await openImportDoor(spine, centre, port)
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-day-'))
  const day: Day = { ...{ plan, spine, campaigns, supervisors, centre, door, folder }, importSeconds: [], imported: 0 }
  try {
    await assignNumbers(day)
    await importAll(day, 0, plan.morningRows)
    await importPaid(day)
    await centre.jumpTo(atClock(plan, 9))
    const operators = await seatAll(day)
    await work(day, operators, Math.ceil(plan.attempts / 2), atClock(plan, 12))
    if (centre.clock.now() < atClock(plan, 12)) await toNoon(day, operators)
    const importing = importAll(day, plan.morningRows, plan.noonRows)
    await work(day, operators, plan.attempts, atClock(plan, 20))
    await importing
    await lastCall(day, operators)
    for (const operator of operators) operator.leave()
    await centre.pass(20_000)
    const endedAtMs = centre.clock.now()
    return {
      ...{ wallSeconds: (performance.now() - startedAt) / 1_000, endedAtMs, importedRows: day.imported },
      importSeconds: day.importSeconds,
      errors: centre.errors.map(String),
    }
  } finally {
    await door.stop()
    await centre.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each campaign shows a number of its own, so that people can call back. */
async function assignNumbers({ centre, campaigns, supervisors }: Day): Promise<void> {
  const { database, writer, policyHash } = centre
  const ownNumbers = createOwnNumbers({ database, writer, clock: systemClock })
  for (const [index, { tenantId, campaignId }] of campaigns.entries()) {
    const { actor } = personOf(supervisors, tenantId)
    const asking = { actor, tenantId, rowScope: wholeTenant, policyHash }
    await ownNumbers.assign(asking, campaignId, fictitiousNumber(99, index, 'landline'))
  }
}

function personOf(people: ReadonlyMap<string, DayPerson>, tenantId: string): DayPerson {
  const person = people.get(tenantId)
  if (person === undefined) throw new Error('nobody')
  return person
}

/** One file for each campaign, one after the other, as supervisors of one office do. */
async function importAll(day: Day, from: number, rows: number): Promise<void> {
  for (const [index, campaign] of day.campaigns.entries()) {
    const file = customers(day, `${from}-${index}.csv`, index, from, rows)
    await importFile(day, campaign, file, rows)
  }
}

/** Of the first campaign: those who will have paid by the evening. */
async function importPaid(day: Day): Promise<void> {
  const [first] = day.campaigns
  const { paidRows } = day.plan
  if (first === undefined) throw new Error('no campaigns')
  await importFile(day, first, customers(day, 'paid.csv', day.campaigns.length, 0, paidRows), paidRows)
}

async function importFile(day: Day, campaign: DayCampaign, file: BenchFile, rows: number): Promise<void> {
  const door = await day.door.doorOf(personOf(day.supervisors, campaign.tenantId))
  const { upload, inspect, preview, apply } = await takeFile(door, file, campaign.campaignId, 'add')
  day.importSeconds.push(upload + inspect + preview + apply)
  day.imported += rows
  await requireLeads(day, campaign, rows)
}

/** Of the newest list that a file made: whoever calls and is on none gets one, too. */
async function requireLeads({ spine }: Day, { campaignId }: DayCampaign, rows: number): Promise<void> {
  const found = await spine.superuser.query<{ accepted: number }>(
    `select rows_accepted as accepted from tenant.lists
      where campaign_id = $1 and mode <> 'callers' order by created_at desc limit 1`,
    [campaignId],
  )
  const accepted = found.rows[0]?.accepted ?? 0
  if (accepted !== rows) throw new Error(`${accepted} of ${rows} rows were accepted`)
}

export const customerNumber = (file: number, one: number): string => `K${file}-${one}`

/** Customers of a client's file; half have a mobile, half a landline, and nobody has somebody else's. */
function customers({ folder, plan }: Day, name: string, file: number, from: number, rows: number): BenchFile {
  const perFile = plan.morningRows + plan.noonRows
  return csvFile(join(folder, name), '顧客番号,氏名,フリガナ,電話番号,住所', rows, (one) => {
    const index = file * perFile + from + one
    const number = fictitiousNumber(7, index, index % 2 === 0 ? 'mobile' : 'landline')
    return `${customerNumber(file, from + one)},架空 太郎${index},カクウ タロウ,${number},架空県架空市架空町1-${one}`
  })
}

async function seatAll({ plan, spine, centre, campaigns }: Day): Promise<DayOperator[]> {
  const { clock, desks, rights } = centre
  const { hours } = defaultCampaignSettings('production', 'company')
  const calling = callingRules(hours)
  const operators: DayOperator[] = []
  for (let index = 0; index < plan.operators; index += 1) {
    const campaign = campaigns[index % campaigns.length]
    if (campaign === undefined) throw new Error('no campaigns')
    const { actor, tenantId } = await addPerson(spine, campaign, 'operator')
    const decision = await rights.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    const random = seededRandom(`operator ${seed} ${index}`)
    operators.push(
      await seatOperator({
        ...{ desks, clock, random, actor, tenantId, decision, campaignId: campaign.campaignId },
        nextOpenMs: (afterMs) => nextCallableAt(calling, afterMs),
      }),
    )
  }
  return operators
}

async function endedAttempts({ superuser }: BenchSpine): Promise<{ ended: number; open: number }> {
  const { rows } = await superuser.query<{ ended: number; open: number }>(
    `select (select count(*) from tenant.attempts where state = 'ended')::int as ended,
      ((select count(*) from tenant.attempts where state <> 'ended')
        + (select count(*) from tenant.call_ins where state <> 'ended')
        + (select count(*) from tenant.previews where ended_at is null))::int as open`,
  )
  return rows[0] ?? { ended: 0, open: 0 }
}

/** Works until so many attempts have ended or the clock says so; half of the operators eat at noon, half at one. */
async function work(day: Day, operators: readonly DayOperator[], attempts: number, untilMs: number): Promise<void> {
  const { centre, plan, spine } = day
  const { clock } = centre
  const halves = [operators.filter((_, index) => index % 2 === 0), operators.filter((_, index) => index % 2 === 1)]
  const isAt = (hour: number) => clock.now() >= atClock(plan, hour) && clock.now() < atClock(plan, hour + 1)
  const areAway = [false, false]
  let readAtMs = clock.now()
  while (clock.now() < untilMs) {
    await centre.pass(MINUTE_MS / 2)
    for (const [half, hour] of [12, 13].entries()) {
      if (isAt(hour) === areAway[half]) continue
      areAway[half] = isAt(hour)
      for (const operator of halves[half] ?? []) operator.setBreak(isAt(hour))
    }
    if (clock.now() - readAtMs >= 60 * MINUTE_MS) {
      readAtMs = clock.now()
      await readReports(day)
    }
    if ((await endedAttempts(spine)).ended >= attempts) return
  }
}

/** The supervisor of each client looks at the day so far. */
async function readReports({ centre, supervisors }: Day): Promise<void> {
  const { database, writer, receipts, clock, policyHash } = centre
  const monotonic = { ...clock, monotonicMs: () => performance.now() }
  const reports = createReports({ database, writer, receipts, clock: monotonic, isTrial: true })
  const date = new Date(clock.now() + 9 * 60 * MINUTE_MS).toISOString().slice(0, 10)
  for (const { actor, tenantId } of supervisors.values())
    await reports.read({ actor, tenantId, rowScope: wholeTenant, policyHash }, { kind: 'daily', date }, true)
}

/** A small day has done its share before noon: everybody goes away until the last call is over, and comes back at noon. */
async function toNoon(day: Day, operators: readonly DayOperator[]): Promise<void> {
  await lastCall(day, operators)
  await day.centre.jumpTo(atClock(day.plan, 12))
  for (const operator of operators) operator.setBreak(false)
}

/** Everybody finishes the call in hand, and nobody takes another. */
async function lastCall({ centre, spine }: Day, operators: readonly DayOperator[]): Promise<void> {
  for (const operator of operators) operator.setBreak(true)
  for (let minutes = 0; minutes < 60; minutes += 1) {
    await centre.pass(MINUTE_MS)
    if ((await endedAttempts(spine)).open === 0) return
  }
  throw new Error('a call does not come to its end')
}
