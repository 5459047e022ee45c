import type { CampaignId, FigureRules, PersonId } from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS, dayOf, startOfDay } from '@sekisho/dialer'
import {
  type Counts,
  countCallIns,
  countRaw,
  dayOfDate,
  DEFAULT_FIGURE_RULES,
  type Measured,
  type Period,
  periodOf,
  type RawAttempt,
  type RawCallIn,
  type RawSpan,
  type SlotCallIns,
} from '@sekisho/figures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { readCallIns } from './read-call-ins.ts'
import { readMeasured } from './read-measured.ts'
import { settleTallies } from './settle-tallies.ts'
import { reportRows, type ReportRows, seeded } from './test-report-rows.ts'

const rules = DEFAULT_FIGURE_RULES
const scheduler = systemActor('scheduler')
const midnight = startOfDay(dayOfDate('2026-12-01'))
const DAY_MS = 86_400_000
const random = seeded(20_261_130)
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item

let spine: Spine
let tenant: TestTenant
let rows: ReportRows
let campaigns: CampaignId[]
let operators: PersonId[]
let attempts: RawAttempt[]
let spans: RawSpan[]
let callIns: (RawCallIn & { readonly attemptId: string })[]

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  rows = reportRows(spine.test.superuser)
  campaigns = [tenant.campaignId, newId<CampaignId>()]
  await rows.addCampaign(tenant, campaigns[1] ?? tenant.campaignId)
  operators = []
  for (let index = 0; index < 4; index++) operators.push((await spine.person(tenant, 'operator')).personId)
  attempts = makeAttempts(600)
  spans = makeSpans(60)
  await rows.addAttempts(tenant.tenantId, attempts)
  await rows.addSpans(tenant.tenantId, spans)
  await addCallIns()
}, 120_000)
afterAll(() => spine.stop())

/** The same people call, too: nobody dialled them, and no figure of outbound calls may notice. */
async function addCallIns(): Promise<void> {
  const calledIn = makeAttempts(120).map((attempt) => ({
    ...attempt,
    leadId: pick(attempts.filter(({ campaignId }) => campaignId === attempt.campaignId)).leadId,
  }))
  await rows.addAttempts(tenant.tenantId, calledIn)
  callIns = calledIn.map((attempt, index) => ({ ...callInOf(attempt, index), attemptId: attempt.attemptId }))
  await spine.test.superuser.query(`update tenant.attempts set direction = 'in' where attempt_id = any ($1)`, [
    calledIn.map(({ attemptId }) => attemptId),
  ])
  await rows.addCallIns(tenant.tenantId, callIns)
}

/** Every third is answered, some within the seconds that count, some not. */
function callInOf({ campaignId, disposition, intendedAtMs }: RawAttempt, index: number): RawCallIn {
  const others = ['rang_off', 'outside_hours', 'calling_stopped', 'unknown_caller', 'interrupted'] as const
  const outcome = index % 3 === 0 ? 'answered' : pick(others)
  const endedAtMs = intendedAtMs + Math.floor(random() * 40_000)
  return { campaignId, outcome, arrivedAtMs: intendedAtMs, endedAtMs, disposition }
}

/** Four days around the end of a month, some calls going on past midnight. */
function makeAttempts(count: number): RawAttempt[] {
  const leads = campaigns.map(() => Array.from({ length: 90 }, () => newId()))
  return Array.from({ length: count }, () => {
    const which = Math.floor(random() * campaigns.length)
    const { code, class: by } = pick(DEFAULT_DISPOSITIONS)
    const intendedAtMs = midnight + Math.floor((random() - 0.6) * 4 * DAY_MS)
    const answeredAtMs = intendedAtMs + Math.floor(random() * 25_000)
    const isConnected = by !== 'system'
    const connectedAtMs = answeredAtMs + Math.floor(random() * 2_000)
    const hungUpAtMs = connectedAtMs + Math.floor(random() * 600_000)
    return {
      ...{ campaignId: campaigns[which] ?? tenant.campaignId, leadId: pick(leads[which] ?? []), attemptId: newId() },
      ...{ operatorId: isConnected ? pick(operators) : null, disposition: code, intendedAtMs },
      answeredAtMs: isConnected || code === 'S08' || code === 'S03' ? answeredAtMs : null,
      connectedAtMs: isConnected ? connectedAtMs : null,
      hungUpAtMs: isConnected ? hungUpAtMs : null,
      endedAtMs: hungUpAtMs + Math.floor(random() * 60_000),
    }
  })
}

function makeSpans(count: number): RawSpan[] {
  return Array.from({ length: count }, (_, index) => {
    const state = pick(['available', 'previewing', 'reserved', 'connected', 'wrap_up', 'away'])
    // one after another, as an operator can only be in one state
    const fromMs = midnight - DAY_MS + Math.floor(index / operators.length) * 7_200_000 + (index % operators.length)
    return {
      ...{
        campaignId: pick(campaigns),
        operatorId: operators[index % operators.length] ?? pick(operators),
        state,
        fromMs,
      },
      awayReason: state === 'away' ? pick(['lunch', 'training']) : null,
      untilMs: fromMs + 1 + Math.floor(random() * 7_000_000),
    }
  })
}

const inShort = (counts: Counts) => Object.entries(counts).filter(([, count]) => count !== 0)

/** In one order, and without lists and names, which raw attempts do not hold. */
function comparable(measured: Omit<Measured, 'lists' | 'operators'>, byOperator: ReadonlyMap<PersonId, Counts>) {
  const sorted = <Item>(items: readonly Item[]) => items.map((item) => JSON.stringify(item)).sort()
  const tuple = ({ campaignId, day, slot, counts }: Measured['attempts'][number]) => [
    campaignId,
    day,
    slot,
    inShort(counts),
  ]
  return {
    attempts: sorted(measured.attempts.map(tuple)),
    times: sorted(measured.times.map(tuple)),
    results: sorted(
      measured.results.map(({ campaignId, day, disposition, attempts: n }) => [campaignId, day, disposition, n]),
    ),
    contacts: sorted(
      measured.contacts.map((c) => [
        c.campaignId,
        c.day,
        c.tried,
        c.reached,
        c.triedFirstInMonth,
        c.reachedFirstInMonth,
      ]),
    ),
    operators: sorted([...byOperator].map(([operatorId, counts]) => [operatorId, inShort(counts)])),
  }
}
const successesOf = () => ['11']

async function byDatabase(period: Period, nowMs: number) {
  const measured = await spine.test.database.transaction(scheduler, tenant.tenantId, (tx) =>
    readMeasured(tx, { campaignIds: campaigns, period, rules, successesOf, withOperators: true, nowMs }),
  )
  return comparable(measured, new Map(measured.operators.map(({ operatorId, counts }) => [operatorId, counts])))
}

function byHand(period: Period) {
  const counted = countRaw({ attempts, spans, period, rules, isSuccess: (_, code) => code === '11' })
  return comparable(counted, counted.operators)
}

const settle = async (untilMs: number, codes = rules.person) => {
  for (const campaignId of campaigns)
    await settleTallies(spine.test.database, tenant.tenantId, campaignId, codes, untilMs)
}

const periods = [
  ...['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02'].map((date) => periodOf('daily', date)),
  ...['2026-11-01', '2026-12-01'].map((date) => periodOf('monthly', date)),
]
const later = midnight + 3 * DAY_MS

describe('every figure of a report', () => {
  it('reconciles with the raw attempts and states: no tallies yet, tallies up to the middle of a call, all tallied', async () => {
    for (const settledUntil of [null, midnight - 3_000_000, midnight + 3_000_000, later]) {
      if (settledUntil !== null) await settle(settledUntil)
      for (const period of periods) expect(await byDatabase(period, later)).toEqual(byHand(period))
    }
  })

  it('would be seen not to reconcile: a tally that was changed by hand differs', async () => {
    await spine.test.superuser.query(
      `update tenant.slot_tallies set attempts = attempts - 1 where (campaign_id, slot, disposition) =
        (select campaign_id, slot, disposition from tenant.slot_tallies order by slot limit 1)`,
    )
    const [first] = periods.filter((period) => period.untilDay - period.fromDay > 1)
    if (first === undefined) throw new Error('no month')
    expect(await byDatabase(first, later)).not.toEqual(byHand(first))
    await spine.test.superuser.query('delete from tenant.tally_marks')
    await spine.test.superuser.query('delete from tenant.slot_tallies')
    await spine.test.superuser.query(
      'delete from tenant.operator_tallies; delete from tenant.slot_times; delete from tenant.operator_times; delete from tenant.start_tallies',
    )
    await settle(later)
    expect(await byDatabase(first, later)).toEqual(byHand(first))
  })

  it('follows a correction long after the day was tallied, also where it makes a later attempt the first', async () => {
    const corrected = attempts.find(({ disposition, intendedAtMs }) => disposition === '11' && intendedAtMs < midnight)
    if (corrected === undefined) throw new Error('nothing to correct')
    await spine.test.superuser.query(`update tenant.attempts set disposition = '44' where attempt_id = $1`, [
      corrected.attemptId,
    ])
    attempts = attempts.map((each) => (each === corrected ? { ...each, disposition: '44' } : each))
    await settle(later)
    for (const period of periods) expect(await byDatabase(period, later)).toEqual(byHand(period))
  })

  it('follows a call that ends after its half hour was tallied', async () => {
    const [late] = makeAttempts(1)
    if (late === undefined) throw new Error('no attempt')
    await rows.addAttempts(tenant.tenantId, [late])
    attempts = [...attempts, late]
    await settle(later)
    for (const period of periods) expect(await byDatabase(period, later)).toEqual(byHand(period))
  })

  it('follows another meaning of a person reached', async () => {
    const own = { ...rules, person: ['11', '13'] }
    await settle(later, own.person)
    const measured = await spine.test.database.transaction(scheduler, tenant.tenantId, (tx) =>
      readMeasured(tx, {
        campaignIds: campaigns,
        period: periodOf('monthly', '2026-11-01'),
        rules: own,
        successesOf,
        withOperators: true,
        nowMs: later,
      }),
    )
    const counted = countRaw({
      attempts,
      spans,
      period: periodOf('monthly', '2026-11-01'),
      rules: own,
      isSuccess: (_, code) => code === '11',
    })
    const found = comparable(
      measured,
      new Map(measured.operators.map(({ operatorId, counts }) => [operatorId, counts])),
    )
    expect(found).toEqual(comparable(counted, counted.operators))
  })

  it('waits for a call that is just ending, so that none is counted neither before nor after', async () => {
    await settle(later)
    const [ending] = makeAttempts(1)
    if (ending === undefined) throw new Error('no attempt')
    await spine.test.superuser.query('begin')
    await rows.addAttempts(tenant.tenantId, [ending])
    let isDone = false
    const settling = settle(later + DAY_MS).then(() => void (isDone = true))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(isDone).toBe(false)
    await spine.test.superuser.query('commit')
    await settling
    attempts = [...attempts, ending]
    await settle(later + DAY_MS)
    for (const period of periods) expect(await byDatabase(period, later + DAY_MS)).toEqual(byHand(period))
  })
})

describe('every figure of call-ins', () => {
  const own = { ...rules, callIns: { ...rules.callIns, inTimeSeconds: 7, refusal: ['31', '52'] } }
  const inOrder = (slots: readonly SlotCallIns[]) => slots.map((slot) => JSON.stringify(slot)).sort()
  const read = (period: Period, by: FigureRules) =>
    spine.test.database.transaction(scheduler, tenant.tenantId, (tx) =>
      readCallIns(tx, { campaignIds: campaigns, period, rules: by, successesOf }),
    )
  const byHand = ({ fromDay, untilDay }: Period, by: FigureRules) =>
    countCallIns(
      callIns.filter(({ arrivedAtMs }) => dayOf(arrivedAtMs) >= fromDay && dayOf(arrivedAtMs) < untilDay),
      by,
      (_, code) => successesOf().includes(code),
    )

  it('reconciles with the raw call-ins and the results of their attempts, under anybody’s definitions', async () => {
    for (const by of [rules, own])
      for (const period of periods) expect(inOrder(await read(period, by))).toEqual(inOrder(byHand(period, by)))
    const month = byHand(periodOf('monthly', '2026-11-01'), own)
    expect(month.some(({ counts }) => counts.refusals > 0)).toBe(true)
  })

  it('follows a correction of the result', async () => {
    const corrected = callIns.find(({ outcome, disposition }) => outcome === 'answered' && disposition !== '31')
    if (corrected === undefined) throw new Error('nothing to correct')
    await spine.test.superuser.query(`update tenant.attempts set disposition = '31' where attempt_id = $1`, [
      corrected.attemptId,
    ])
    callIns = callIns.map((each) => (each === corrected ? { ...each, disposition: '31' } : each))
    for (const period of periods) expect(inOrder(await read(period, rules))).toEqual(inOrder(byHand(period, rules)))
  })

  it('leaves out who still waits', async () => {
    const [period] = periods.filter(({ fromDay, untilDay }) => untilDay - fromDay > 1)
    if (period === undefined) throw new Error('no month')
    const before = await read(period, rules)
    await spine.test.superuser.query(
      `insert into tenant.call_ins (tenant_id, call_in_id, campaign_id, own_number, call_id, state, dialler, kept_until, arrived_at)
        values ($1, $2, $3, '0300000000', 'waits', 'waiting', $2, $4, $4)`,
      [tenant.tenantId, newId(), campaigns[0], new Date(midnight - DAY_MS)],
    )
    expect(inOrder(await read(period, rules))).toEqual(inOrder(before))
  })
})

describe('a desk', () => {
  it('leaves every state behind as a stretch of time, whoever changes it', async () => {
    const { personId, sessionId } = await spine.person(tenant, 'operator')
    const at = (second: number) => new Date(midnight + second * 1_000)
    await spine.test.superuser.query(
      `insert into tenant.desks (tenant_id, operator_id, campaign_id, session_id, state, since) values ($1, $2, $3, $4, 'away', $5)`,
      [tenant.tenantId, personId, tenant.campaignId, sessionId, at(0)],
    )
    const changes = [
      ['available', null, 10],
      ['reserved', null, 40],
      ['connected', 'lunch', 45],
      ['wrap_up', 'lunch', 105],
      ['away', 'lunch', 120],
      ['gone', null, 600],
      ['away', null, 900],
    ] as const
    for (const [state, reason, second] of changes)
      await spine.test.superuser.query(
        'update tenant.desks set state = $2, away_reason = $3, since = $4 where operator_id = $1',
        [personId, state, reason, at(second)],
      )
    const { rows: kept } = await spine.test.superuser.query<{
      state: string
      away_reason: string | null
      seconds: number
    }>(
      `select state, away_reason, extract(epoch from ended_at - began_at)::int as seconds from tenant.desk_spans
        where operator_id = $1 order by began_at`,
      [personId],
    )
    expect(kept.map(({ state, away_reason, seconds }) => [state, away_reason, seconds])).toEqual([
      ['away', null, 10],
      ['available', null, 30],
      ['reserved', null, 5],
      ['connected', null, 60],
      ['wrap_up', null, 15],
      ['away', 'lunch', 480],
    ])
  })
})
