import * as fc from 'fast-check'
import { DEFAULT_PROFILE } from '@sekisho/telephony'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desksOf, diligentOperator } from '../desk/test-desk.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { lineOf } from './live-calls.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'
import { violated } from './test-invariants.ts'

let spine: Spine
beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())

type Happening =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'leads'; readonly count: number }
  | { readonly kind: 'outage'; readonly of: 'connection' | 'trunk'; readonly ms: number }
  | { readonly kind: 'crash' }
  | { readonly kind: 'line lost' }
  | { readonly kind: 'campaign'; readonly isRunning: boolean }
  | { readonly kind: 'someone leaves' }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 50, max: 9_000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leads' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('outage' as const),
      of: fc.constantFrom('connection' as const, 'trunk' as const),
      ms: fc.integer({ min: 50, max: 15_000 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'crash' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'line lost' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('campaign' as const), isRunning: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'someone leaves' as const }) },
)

/** A busy, moody network: everything that can end a call does so now and then. */
const moody = {
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: Array<number>(24).fill(0.7), weekend: Array<number>(24).fill(0.7) },
  postDialDelay: { medianMs: 800, sigma: 0.4 },
  answerAfter: { medianMs: 2_000, sigma: 0.6 },
  talk: { medianMs: 5_000, sigma: 0.6 },
  refusalTalk: { medianMs: 3_000, sigma: 0.6 },
  familyTalk: { medianMs: 3_000, sigma: 0.6 },
  machineTalk: { medianMs: 4_000, sigma: 0.3 },
  machineAfter: { medianMs: 6_000, sigma: 0.2 },
  ...{ busyRate: 0.1, unreachableRate: 0.1, declineRate: 0.2, failureRate: 0.1 },
}

async function live(test: DiallingTest, schedule: readonly Happening[]): Promise<void> {
  const { tenantId, campaignId } = test.tenant
  const desks = desksOf(test)
  const leaving: (() => void)[] = []
  const operators = []
  for (let index = 0; index < 3; index += 1) {
    const actor = await spine.person(test.tenant, 'operator')
    const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    operators.push(actor)
    leaving.push(await diligentOperator(desks, { actor, tenantId, campaignId, decision }))
  }
  for (let index = 0; index < 4; index += 1) await test.lead()
  test.startDialler()
  for (const each of schedule) await happen(test, each, operators, leaving)
  await setRunning(test, true)
  // long enough for every ring, talk and retry of an outage
  await test.pass(60_000)
  for (const leave of leaving) leave()
  await test.pass(20_000)
  await desks.stop()
}

async function happen(
  test: DiallingTest,
  each: Happening,
  operators: readonly { readonly personId: Parameters<typeof lineOf>[1] }[],
  leaving: (() => void)[],
): Promise<void> {
  switch (each.kind) {
    case 'pass':
      return test.pass(each.ms)
    case 'leads':
      for (let index = 0; index < each.count; index += 1) await test.lead()
      return
    case 'outage':
      test.network.simulation.beginOutage(each.of)
      await test.pass(each.ms)
      test.network.simulation.endOutage(each.of)
      return
    case 'crash':
      await test.crash()
      test.startDialler()
      return
    case 'line lost':
      for (const { personId } of operators) test.network.simulation.loseLine(lineOf(test.tenant.tenantId, personId))
      return
    case 'campaign':
      return setRunning(test, each.isRunning)
    case 'someone leaves':
      // one stays: what is owed has to be recorded
      if (leaving.length > 1) leaving.pop()?.()
  }
}

async function setRunning(test: DiallingTest, isRunning: boolean): Promise<void> {
  await spine.test.superuser.query('update tenant.campaigns set state = $2 where campaign_id = $1', [
    test.tenant.campaignId,
    isRunning ? 'running' : 'stopped',
  ])
}

describe('any schedule of outages, crashes, lost lines and stops', () => {
  it('leaves one outcome and one opened number for each attempt, dials nobody twice for one due time, and no operator stuck', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (schedule) => {
        const test = await startDialling({ spine, network: { profile: moody, lostReplyRate: 0.1 } })
        try {
          await live(test, schedule)
          expect(await violated(test)).toEqual({})
          expect(new Set(test.placed).size).toBe(test.placed.length)
          expect(test.placed.length).toBeGreaterThan(0)
        } finally {
          await test.stop()
        }
      }),
      { numRuns: 10 },
    )
  }, 600_000)
})
