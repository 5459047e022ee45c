import type { CampaignId, EntryId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { desksOf, diligentOperator } from '../desk/test-desk.ts'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { insertCallIn, noteCaller, seatWaiting } from './call-in-rows.ts'
import type { DiallerStep } from './steps.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'
import { violatedIn } from './test-invariants.ts'
import { addCampaign, assign, attemptsOf, leadOf, sharedOperator, withdraw } from './test-shared-seats.ts'

/** In virtual time a minute takes as long as PostgreSQL on a busy machine needs for it. */
const patienceMs = 600_000
let spine: Spine
let test: DiallingTest
const leaving: (() => unknown)[] = []

beforeAll(async () => {
  spine = await startSpine()
}, 120_000)
afterEach(async () => {
  for (const leave of leaving.splice(0)) await leave()
  await test.stop()
}, 120_000)
afterAll(() => spine.stop())

/** Nobody answers for the next minute: what is looked at stands still. */
const ringsForLong = { ...everybodyAnswers, answerAfter: { medianMs: 60_000, sigma: 0 } }

async function begin(network: typeof everybodyAnswers = everybodyAnswers): Promise<[CampaignId, CampaignId]> {
  test = await startDialling({ spine, network: { profile: network }, settings: { ringSeconds: 60 } })
  return [test.tenant.campaignId, await addCampaign(spine, test.tenant, { settings: { ringSeconds: 60 } })]
}

const open = async () => (await attemptsOf(test)).filter(({ state }) => state !== 'ended')

/** A diligent operator at a desk for all campaigns they are assigned to. */
async function seat(campaigns: readonly CampaignId[], priorityOf: (campaignId: CampaignId) => number = () => 1) {
  const actor = await spine.person(test.tenant, 'operator')
  for (const campaignId of campaigns)
    await assign(spine, test.tenant, actor.personId, campaignId, { priority: priorityOf(campaignId) })
  const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId: test.tenant.tenantId })
  const [campaignId, ...alsoServing] = campaigns
  if (!decision.allowed || campaignId === undefined) throw new Error('not an operator')
  const desks = desksOf(test)
  leaving.push(() => desks.stop())
  leaving.push(
    await diligentOperator(desks, { actor, tenantId: test.tenant.tenantId, campaignId, alsoServing, decision }),
  )
  return actor
}

/** Lets time pass until every lead was dealt with and nothing is open. */
async function untilAtRest(): Promise<void> {
  for (let seconds = 0; seconds < 1_200; seconds += 5) {
    await test.pass(5_000)
    const { rows } = await spine.test.superuser.query<{ left: number }>(
      `select (select count(*) from tenant.leads where tenant_id = $1 and attempts = 0)::int
        + (select count(*) from tenant.attempts where tenant_id = $1 and state <> 'ended')::int as left`,
      [test.tenant.tenantId],
    )
    if (rows[0]?.left === 0) return
    await spine.test.superuser.query(
      `update tenant.leads set due_at = $2 where tenant_id = $1 and state = 'waiting' and attempts = 0 and due_at > $2`,
      [test.tenant.tenantId, new Date(test.clock.now())],
    )
  }
  throw new Error('it never came to rest')
}

describe('operators of several campaigns', { timeout: patienceMs }, () => {
  it('are counted for one line at a time, however many campaigns want them (C-03)', async () => {
    const [one, other] = await begin(ringsForLong)
    for (const campaignId of [one, other, one, other, one, other]) await leadOf(test, campaignId)
    await sharedOperator(test, [[one], [other]])
    await sharedOperator(test, [[one], [other]])
    test.startDialler()
    await test.pass(8_000)
    const rings = await open()
    expect(rings).toHaveLength(2)
    expect(new Set(rings.map(({ operator_id }) => operator_id)).size).toBe(2)
  })

  it('go to the campaign that comes first for them, and to the next when that one needs nobody', async () => {
    const [first, second] = await begin()
    for (const campaignId of [second, second, first, first, first]) await leadOf(test, campaignId)
    await seat([second, first], (campaignId) => (campaignId === first ? 1 : 2))
    test.startDialler()
    await untilAtRest()
    const order = (await attemptsOf(test)).map(({ campaign_id }) => (campaign_id === first ? 'first' : 'second'))
    expect(order).toEqual(['first', 'first', 'first', 'second', 'second'])
  })

  it('are taken by those for whom the campaign comes first, then by who has waited longest', async () => {
    const [one, other] = await begin(ringsForLong)
    await leadOf(test, one)
    await sharedOperator(test, [[one, { priority: 2 }], [other]])
    await test.pass(1_000)
    const longer = await sharedOperator(test, [[one], [other, { priority: 2 }]])
    await test.pass(1_000)
    await sharedOperator(test, [[one], [other, { priority: 2 }]])
    test.startDialler()
    await test.pass(5_000)
    expect((await open()).map(({ operator_id }) => operator_id)).toEqual([longer.personId])
  })

  it('get no call of a campaign that asks for more skill, from the change on', async () => {
    const [one] = await begin(ringsForLong)
    const hard = await addCampaign(spine, test.tenant, { settings: { minimumSkill: 3, ringSeconds: 60 } })
    await leadOf(test, hard)
    const person = await sharedOperator(test, [
      [one, { skill: 1 }],
      [hard, { skill: 2 }],
    ])
    // who is not assigned is not known to be skilled
    await spine.test.superuser.query(
      `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
        select tenant_id, $2, $3, connection, session_id, state, since from tenant.desks where operator_id = $1`,
      [person.personId, (await spine.person(test.tenant, 'operator')).personId, hard],
    )
    test.startDialler()
    await test.pass(5_000)
    expect(await open()).toEqual([])
    await spine.test.superuser.query(
      'update tenant.assignments set skill = 3 where person_id = $1 and campaign_id = $2',
      [person.personId, hard],
    )
    await test.pass(5_000)
    expect(await open()).toMatchObject([{ campaign_id: hard, operator_id: person.personId }])
  })

  it('keep the line that rings when its campaign is taken from them, and get none of it afterwards', async () => {
    const [one, other] = await begin()
    for (const campaignId of [one, one, other]) await leadOf(test, campaignId)
    const person = await seat([one, other], (campaignId) => (campaignId === one ? 1 : 2))
    test.startDialler()
    while ((await open()).length === 0) await test.pass(250)
    await withdraw(spine, person.personId, one)
    await test.pass(120_000)
    const attempts = await attemptsOf(test)
    expect(attempts).toMatchObject([
      { campaign_id: one, operator_id: person.personId, disposition: '11' },
      { campaign_id: other, operator_id: person.personId, disposition: '11' },
    ])
  })

  it('take who calls in after those for whom the campaign comes first, and stand in it from then on', async () => {
    const [one, other] = await begin(ringsForLong)
    const shared = await sharedOperator(test, [[other], [one, { priority: 2 }]])
    await test.pass(1_000)
    const own = await test.operator()
    const callers = [await leadOf(test, one), await leadOf(test, one)]
    const holder = newId<string>()
    const nowMs = test.clock.now()
    const seated = await test.database.transaction(systemActor('dialler'), test.tenant.tenantId, async (tx) => {
      for (const [index, { leadId, contactId }] of callers.entries()) {
        const callInId = newId<EntryId>()
        const call = { ownNumber: '0300000000', callId: callInId, holder, arrivedAtMs: nowMs + index }
        await insertCallIn(tx, { callInId, campaignId: one, ...call })
        await noteCaller(tx, callInId, { leadId, contactId, ordinal: 1, isOnNoList: false }, true)
      }
      return seatWaiting(tx, one, holder, nowMs)
    })
    expect(seated.map(({ operatorId }) => operatorId)).toEqual([own.personId, shared.personId])
    const { rows } = await spine.test.superuser.query(
      'select campaign_id, state from tenant.desks where operator_id = $1',
      [shared.personId],
    )
    expect(rows).toEqual([{ campaign_id: one, state: 'reserved' }])
  })

  it('leave nobody who answers without an operator, and the floor is told where they are', async () => {
    const [one, other] = await begin()
    for (let count = 0; count < 8; count += 1) for (const campaignId of [one, other]) await leadOf(test, campaignId)
    const shared = [await seat([one, other]), await seat([other, one])]
    await seat([one])
    await seat([other])
    test.startDialler()
    await untilAtRest()
    expect(await violatedIn(spine, test.tenant)).toEqual({})
    const attempts = await attemptsOf(test)
    expect(attempts.filter(({ disposition }) => disposition === 'S08')).toEqual([])
    const campaignsOf = (id: string) =>
      new Set(attempts.flatMap((each) => (each.operator_id === id ? [each.campaign_id] : [])))
    expect(shared.some(({ personId }) => campaignsOf(personId).size === 2)).toBe(true)
    const said = test.events.seen.flatMap((event) => (event.kind === 'pacing' ? [event.because.ja] : []))
    expect(said.some((sentence) => sentence.includes('兼務の'))).toBe(true)
    expect(test.errors).toEqual([])
  })
})

describe('a dialler that is killed while campaigns share operators', { timeout: patienceMs }, () => {
  const steps: readonly DiallerStep[] = ['intended', 'answered', 'paired', 'connected']
  it.each(steps)(
    'at %s leaves one outcome for each attempt, and nobody called for two campaigns at once',
    async (killAt) => {
      const [one, other] = await begin()
      for (let count = 0; count < 3; count += 1) for (const campaignId of [one, other]) await leadOf(test, campaignId)
      await seat([one, other])
      await seat([other, one])
      const crashes: Promise<void>[] = []
      test.startDialler({
        atStep(step) {
          if (step === killAt && crashes.length === 0) crashes.push(test.crash())
        },
      })
      for (let passes = 0; passes < 100 && crashes.length === 0; passes += 1) await test.pass(1_000)
      expect(crashes).toHaveLength(1)
      await Promise.all(crashes)
      test.startDialler()
      await untilAtRest()
      expect(await violatedIn(spine, test.tenant)).toEqual({})
      expect(new Set(test.placed).size).toBe(test.placed.length)
      expect(test.errors).toEqual([])
    },
  )
})
