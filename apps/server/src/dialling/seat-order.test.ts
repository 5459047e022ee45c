import type { AttemptId, CampaignId, EntryId, PersonId, SeatOrder } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { insertCallIn, noteCaller, seatWaiting } from './call-in-rows.ts'
import { pairOperator } from './call-rows.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'
import { addCampaign, attemptsOf, leadOf, sharedOperator } from './test-shared-seats.ts'

let spine: Spine
let test: DiallingTest

beforeAll(async () => {
  spine = await startSpine()
}, 120_000)
afterEach(() => test.stop(), 120_000)
afterAll(() => spine.stop())

const dialler = systemActor('dialler')
/** Nobody answers: whom each line rings for stands still. */
const ringsForLong = { ...everybodyAnswers, answerAfter: { medianMs: 3_600_000, sigma: 0 } }

/** A campaign and three who wait for its calls: the least skilled for longest, the most skilled for the shortest time. */
async function floor(
  seatOrder?: SeatOrder,
): Promise<{ campaignId: CampaignId; nameOf: (id: PersonId | null) => string }> {
  test = await startDialling({ spine, network: { profile: ringsForLong } })
  const settings = { ringSeconds: 60, ...(seatOrder === undefined ? {} : { seatOrder }) }
  const campaignId = await addCampaign(spine, test.tenant, { settings })
  const names = new Map<PersonId | null, string>()
  for (const [skill, name] of [
    [1, 'not alone'],
    [2, 'alone'],
    [3, 'experienced'],
  ] as const) {
    names.set((await sharedOperator(test, [[campaignId, { skill }]])).personId, name)
    await test.pass(1_000)
  }
  return { campaignId, nameOf: (id) => names.get(id) ?? 'nobody' }
}

const orders: readonly (readonly [SeatOrder | undefined, readonly string[]])[] = [
  [undefined, ['not alone', 'alone', 'experienced']],
  ['longest_waiting', ['not alone', 'alone', 'experienced']],
  ['most_skilled', ['experienced', 'alone', 'not alone']],
]

describe.each(orders)('operators of a campaign whose order is %s', { timeout: 600_000 }, (seatOrder, expected) => {
  it('get its calls in that order, one at a time, and nobody is left out', async () => {
    const { campaignId, nameOf } = await floor(seatOrder)
    test.startDialler()
    const seen: string[] = []
    for (let count = 1; count <= expected.length; count += 1) {
      await leadOf(test, campaignId)
      await test.until(async () => (await attemptsOf(test)).length === count, 900_000)
      seen.push(nameOf((await attemptsOf(test)).at(-1)?.operator_id ?? null))
    }
    expect(seen).toEqual(expected)
  })

  it('get whoever calls in, whoever called first before, in that order', async () => {
    const { campaignId, nameOf } = await floor(seatOrder)
    const [holder, nowMs] = [newId<string>(), test.clock.now()]
    const callers = [await leadOf(test, campaignId), await leadOf(test, campaignId)]
    const seated = await test.database.transaction(dialler, test.tenant.tenantId, async (tx) => {
      for (const [index, { leadId, contactId }] of callers.entries()) {
        const callInId = newId<EntryId>()
        const call = { ownNumber: '0300000000', callId: callInId, holder, arrivedAtMs: nowMs + index }
        await insertCallIn(tx, { callInId, campaignId, ...call })
        await noteCaller(tx, callInId, { leadId, contactId, ordinal: 1, isOnNoList: false }, true)
      }
      return seatWaiting(tx, campaignId, holder, nowMs)
    })
    expect(seated.map(({ operatorId }) => nameOf(operatorId))).toEqual(expected.slice(0, 2))
  })

  it('get a line that somebody answered and that rang for nobody, in that order', async () => {
    const { campaignId, nameOf } = await floor(seatOrder)
    const { tenantId } = test.tenant
    const seen: string[] = []
    for (const _ of expected) {
      const { leadId, contactId } = await leadOf(test, campaignId)
      const [attemptId, nowMs] = [newId<AttemptId>(), test.clock.now()]
      await spine.test.superuser.query(
        `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler, intended_at)
          values ($1, $2, $3, $4, $5, 1, clock_timestamp(), 'ringing', $6, now())`,
        [tenantId, attemptId, campaignId, leadId, contactId, newId()],
      )
      const answer = { attemptId, campaignId, ringingAtMs: null, answeredAtMs: nowMs, nowMs }
      seen.push(nameOf(await test.database.transaction(dialler, tenantId, (tx) => pairOperator(tx, answer))))
    }
    expect(seen).toEqual(expected)
  })
})

describe('a change of the order', { timeout: 600_000 }, () => {
  it('holds from its commit on, after the operators for whom the campaign comes first', async () => {
    const { campaignId, nameOf } = await floor()
    const elsewhere = await addCampaign(spine, test.tenant)
    // as skilled as can be, but for another campaign first: whoever this one comes first for gets its calls before
    const second = await sharedOperator(test, [[elsewhere], [campaignId, { skill: 3, priority: 2 }]])
    await spine.test.superuser.query(
      `update tenant.campaigns set settings = settings || '{"seatOrder": "most_skilled"}', revision = revision + 1
        where campaign_id = $1`,
      [campaignId],
    )
    test.startDialler()
    for (let count = 1; count <= 4; count += 1) {
      await leadOf(test, campaignId)
      await test.until(async () => (await attemptsOf(test)).length === count, 900_000)
    }
    const seen = (await attemptsOf(test)).map(({ operator_id }) =>
      operator_id === second.personId ? 'second' : nameOf(operator_id),
    )
    expect(seen).toEqual(['experienced', 'alone', 'not alone', 'second'])
  })
})
