import {
  type AttemptRecord,
  callingRules,
  campaignRules,
  DEFAULT_LIMITS,
  dayOf,
  judgeHistory,
  mayCallAt,
  nextCallableAt,
} from '@sekisho/dialer'
import { DEFAULT_PROFILE, seededRandom } from '@sekisho/telephony'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desksOf, diligentOperator } from '../desk/test-desk.ts'
import { startSpine, type Spine, testSettings } from '../test-spine.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'
import { violated } from './test-invariants.ts'

const minuteMs = 60_000
const settings = {
  ...testSettings,
  ...DEFAULT_LIMITS,
  ringSeconds: 10,
  hours: {
    weekday: { fromMinute: 9 * 60, untilMinute: 20 * 60 },
    saturday: null,
    sundayAndHoliday: null,
  },
}
const calling = callingRules(settings.hours)
const ruleOf = campaignRules(settings.dispositions)

/** Short calls that end in every way there is. */
const profile = {
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: Array<number>(24).fill(0.5), weekend: Array<number>(24).fill(0.5) },
  postDialDelay: { medianMs: 500, sigma: 0.3 },
  answerAfter: { medianMs: 1_500, sigma: 0.4 },
  machineAfter: { medianMs: 3_000, sigma: 0.2 },
  talk: { medianMs: 2_500, sigma: 0.3 },
  refusalTalk: { medianMs: 1_500, sigma: 0.3 },
  familyTalk: { medianMs: 1_500, sigma: 0.3 },
  wrongNumberTalk: { medianMs: 1_500, sigma: 0.3 },
  machineTalk: { medianMs: 2_000, sigma: 0.3 },
  ...{ busyRate: 0.15, unreachableRate: 0.1, declineRate: 0.1, failureRate: 0.05 },
}

let spine: Spine
beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())

/** A stretch of the day that is lived through; between two of them nobody is due and no telephone rings. */
interface Stretch {
  /** After the moment at which the next lead is due. */
  readonly laterByMinutes: number
  /** When the process is killed, ms after its begin; null leaves it alone. */
  readonly killAfterMs: number | null
}

const stretch: fc.Arbitrary<Stretch> = fc.record({
  laterByMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
  killAfterMs: fc.option(fc.integer({ min: 50, max: 6_000 }), { freq: 2 }),
})

async function rows<Row extends object>(test: DiallingTest, sql: string, ...more: unknown[]): Promise<Row[]> {
  return (await spine.test.superuser.query<Row>(sql, [test.tenant.tenantId, ...more])).rows
}

async function untilNobodyIsOnALine(test: DiallingTest): Promise<void> {
  for (let turns = 0; turns < 120; turns += 1) {
    await test.pass(500)
    const open = await rows(test, `select from tenant.attempts where tenant_id = $1 and state <> 'ended'`)
    if (open.length === 0) return
  }
  throw new Error('a call does not come to its end')
}

/** Jumps to when the next lead is due. At night they wait for the morning, and are looked at nevertheless. */
async function jump(test: DiallingTest, laterByMinutes: number): Promise<void> {
  const [next] = await rows<{ due_at: Date | null }>(
    test,
    `select min(due_at) as due_at from tenant.leads where tenant_id = $1 and state in ('ready', 'waiting', 'promised')`,
  )
  const nowMs = test.clock.now()
  const dueMs = next?.due_at?.getTime() ?? nowMs
  // who is due already was found at night: on to the morning
  const fromMs = dueMs > nowMs ? dueMs : (nextCallableAt(calling, nowMs) ?? nowMs)
  test.clock.advance(fromMs + laterByMinutes * minuteMs - nowMs)
}

/** Leads that are due while operators wait and calls are allowed, and that nobody calls. */
async function overlooked(test: DiallingTest): Promise<unknown[]> {
  await jump(test, 0)
  await test.pass(5_000)
  await untilNobodyIsOnALine(test)
  const nowMs = test.clock.now()
  if (!mayCallAt(calling, nowMs)) return []
  return rows(
    test,
    `select lead_id, state, due_at from tenant.leads
      where tenant_id = $1 and state in ('ready', 'waiting', 'promised') and due_at < $2`,
    new Date(nowMs - 10_000),
  )
}

async function live(test: DiallingTest, day: readonly Stretch[], seed: number): Promise<void> {
  const { tenantId, campaignId } = test.tenant
  const desks = desksOf(test)
  const leaving: (() => void)[] = []
  const random = seededRandom(`results of operators ${seed}`)
  const results = [
    ['11', 1],
    ['14', 2],
    ['21', 1],
    ['23', 1],
  ] as const
  const choose = () => {
    const disposition = random.pick(results)
    const wanted = nextCallableAt(calling, test.clock.now() + Math.ceil(random.next() * 300) * minuteMs)
    if (disposition !== '14') return { disposition }
    return wanted === null ? { disposition: '21' } : { disposition, callbackAt: wanted }
  }
  for (let index = 0; index < 2; index += 1) {
    const actor = await spine.person(test.tenant, 'operator')
    const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    leaving.push(await diligentOperator(desks, { actor, tenantId, campaignId, decision }, undefined, choose))
  }
  for (let index = 0; index < 4; index += 1) await test.lead()
  test.startDialler()
  for (const { laterByMinutes, killAfterMs } of day) {
    await jump(test, laterByMinutes)
    await test.pass(killAfterMs ?? 2_500)
    if (killAfterMs !== null) {
      await test.crash()
      test.startDialler()
    }
    await untilNobodyIsOnALine(test)
  }
  expect(await overlooked(test)).toEqual([])
  for (const leave of leaving) leave()
  await test.pass(16_000)
  await desks.stop()
}

/** What the attempts of a day say when they are held against the rules from outside. */
async function brokenRules(test: DiallingTest): Promise<string[]> {
  const attempts = await rows<{ lead_id: string; intended_at: Date; disposition: string; callback_at: Date | null }>(
    test,
    `select lead_id, intended_at, disposition, callback_at from tenant.attempts where tenant_id = $1 order by intended_at`,
  )
  const byLead = new Map<string, AttemptRecord[]>()
  const broken: string[] = []
  for (const { lead_id, intended_at, disposition, callback_at } of attempts) {
    const history = byLead.get(lead_id) ?? []
    const asked = history.findLast(({ disposition: code }) => code !== 'S07' && code !== 'S09')?.askedAtMs ?? null
    if (asked !== null && intended_at.getTime() < asked) broken.push('called before the promised time')
    const askedAtMs = callback_at?.getTime() ?? null
    byLead.set(lead_id, [...history, { atMs: intended_at.getTime(), disposition, askedAtMs }])
  }
  for (const history of byLead.values()) {
    const { countedAtMs } = judgeHistory(history, ruleOf)
    const perDay = new Map<number, number>()
    for (const atMs of countedAtMs) perDay.set(dayOf(atMs), (perDay.get(dayOf(atMs)) ?? 0) + 1)
    if (Math.max(0, ...perDay.values()) > settings.maxAttemptsPerDay) broken.push('too often on a day')
    if (countedAtMs.length > settings.maxAttempts) broken.push('too often in all')
  }
  if (test.placedAtMs.some((atMs) => !mayCallAt(calling, atMs))) broken.push('outside of hours')
  if (new Set(test.placed).size !== test.placed.length) broken.push('an attempt was dialled twice')
  return broken
}

describe('a lead’s days', () => {
  it('know no call outside of hours, too early or too often, and every attempt its one result, whenever the dialler is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(stretch, { minLength: 20, maxLength: 30 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        async (day, seed) => {
          const test = await startDialling({ spine, settings, network: { profile, seed, lostReplyRate: 0.05 } })
          try {
            await live(test, day, seed)
            expect(await violated(test)).toEqual({})
            expect(await brokenRules(test)).toEqual([])
            expect(test.placed.length).toBeGreaterThanOrEqual(6)
            expect(test.errors).toEqual([])
          } finally {
            await test.stop()
          }
        },
      ),
      { numRuns: 3 },
    )
  }, 600_000)
})
