import { fictitiousNumber } from '@sekisho/fictitious'
import { seededRandom } from '@sekisho/telephony'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desksOf, diligentOperator } from '../desk/test-desk.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { callIn, type Callable, ownNumberOf, patientCallers, somebody } from './test-call-ins.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'
import { violated } from './test-invariants.ts'

// A lively quarter of an hour: people are dialled, miss the call, call back, share a telephone, ring off; processes die.

const profile = {
  ...patientCallers,
  answerRateByHour: { weekday: Array<number>(24).fill(0.5), weekend: Array<number>(24).fill(0.5) },
  talk: { medianMs: 4_000, sigma: 0.5 },
  refusalTalk: { medianMs: 3_000, sigma: 0.5 },
  callBack: {
    ...{ rate: 0.9, withheldRate: 0.1, after: { medianMs: 5_000, sigma: 0.5 } },
    patience: { medianMs: 6_000, sigma: 0.8 },
  },
}

let spine: Spine
beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())

async function live(test: DiallingTest, seed: number, ours: string): Promise<void> {
  const random = seededRandom(`call-ins of a day ${seed}`)
  const { tenantId, campaignId } = test.tenant
  const desks = desksOf(test)
  const leaving: (() => void)[] = []
  for (let index = 0; index < 2; index += 1) {
    const actor = await spine.person(test.tenant, 'operator')
    const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    leaving.push(await diligentOperator(desks, { actor, tenantId, campaignId, decision }))
  }
  const people: Callable[] = []
  for (let index = 0; index < 6; index += 1) people.push(await somebody(test))
  await spine.test.superuser.query('update tenant.leads set due_at = $2 where tenant_id = $1', [
    tenantId,
    new Date(test.clock.now()),
  ])
  test.startDialler()
  for (let turn = 0; turn < 12; turn += 1) {
    await test.pass(random.duration({ medianMs: 2_000, sigma: 0.8 }))
    const person = people[Math.floor(random.next() * people.length)]
    const stranger = `+81${fictitiousNumber(5, turn).slice(1)}`
    if (random.chance(0.6)) callIn(test, random.chance(0.8) ? (person?.from ?? stranger) : stranger, ours)
    if (random.chance(0.25)) {
      await test.crash()
      await test.pass(random.duration({ medianMs: 500, sigma: 1 }))
      test.startDialler()
    }
  }
  // the last conversations are had, then everybody goes home, and whoever still calls back waits in vain
  await test.pass(30_000)
  for (const leave of leaving) leave()
  await untilNothingIsOpen(test)
  await desks.stop()
}

/** Passes until nothing is open. The dialler is dead by then, so that nobody arrives between this look and the next. */
async function untilNothingIsOpen(test: DiallingTest): Promise<void> {
  for (let turns = 0; turns < 240; turns += 1) {
    await test.pass(500)
    if ((await open(test)) > 0) continue
    await test.crash()
    if ((await open(test)) === 0) return
    test.startDialler()
  }
  throw new Error('a call does not come to its end')
}

async function open({ tenant }: DiallingTest): Promise<number> {
  const { rows } = await spine.test.superuser.query<{ open: number }>(
    `select (select count(*) from tenant.attempts where tenant_id = $1 and state not in ('ended', 'wrap_up'))::int
      + (select count(*) from tenant.call_ins where tenant_id = $1 and state <> 'ended')::int as open`,
    [tenant.tenantId],
  )
  if (rows[0] === undefined) throw new Error('no count')
  return rows[0].open
}

describe('a stretch of a day with call-ins', () => {
  it.each([1, 2, 3, 4])(
    'leaves nothing open, nothing twice and nobody stuck, whoever dies when (seed %i)',
    async (seed) => {
      const test = await startDialling({ spine, network: { profile, seed } })
      try {
        const ours = `030000${3_000 + seed}`
        await ownNumberOf(spine, test.tenant, ours)
        await live(test, seed, ours)
        expect(await violated(test)).toEqual({})
        const { rows } = await spine.test.superuser.query<{ outcome: string; count: number }>(
          'select outcome, count(*)::int as count from tenant.call_ins where tenant_id = $1 group by 1',
          [test.tenant.tenantId],
        )
        expect(rows.find(({ outcome }) => outcome === 'answered')?.count ?? 0).toBeGreaterThan(0)
      } finally {
        await test.stop()
      }
      expect(test.errors).toEqual([])
    },
  )
})
