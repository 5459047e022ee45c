import type { CampaignId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { patienceMs } from './abandonment.ts'
import { createAnswerAccount } from './answer-account.ts'
import { readFloor } from './floor-rows.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'
import { addCampaign, leadOf, sharedOperator } from './test-shared-seats.ts'

let spine: Spine
let test: DiallingTest
let other: CampaignId
beforeAll(async () => {
  spine = await startSpine()
  test = await startDialling({ spine })
  other = await addCampaign(spine, test.tenant)
}, 120_000)
afterAll(async () => {
  await test.stop()
  await spine.stop()
}, 120_000)

const here = () => test.tenant.campaignId

async function change(sql: string, ...values: unknown[]): Promise<void> {
  await spine.test.superuser.query(sql, values)
}

/** A line as a dialler leaves it in the tables. */
async function line(campaignId: CampaignId, state: string, ageMs: number, operatorId: string | null = null) {
  const { leadId, contactId } = await leadOf(test, campaignId)
  const atMs = test.clock.now() - ageMs
  await change(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
        operator_id, dialler, intended_at, answered_at)
      values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $2, $6, case when $7 = 'answered' then $6::timestamptz end)`,
    ...[test.tenant.tenantId, newId(), campaignId, leadId, contactId, new Date(atMs), state, operatorId],
  )
  return atMs
}

const asDialler = <T>(work: Parameters<typeof spine.test.database.transaction<T>>[2]) =>
  spine.test.database.transaction(systemActor('dialler'), test.tenant.tenantId, work)

describe('the floor of a campaign as its pacer sees it', () => {
  it('holds who waits, who talks, who leaves after it, and whoever serves another campaign first as away (C-03)', async () => {
    const nowMs = test.clock.now()
    await test.operator()
    const ringsFor = await test.operator()
    await line(here(), 'ringing', 3_000, ringsFor.personId)
    const leaving = await test.operator('connected')
    await change(`update tenant.desks set away_reason = 'lunch' where operator_id = $1`, leaving.personId)
    await test.operator('wrap_up')
    await test.operator('away')
    await sharedOperator(test, [[other], [here()]])
    // the other campaign has a dialler that says nothing: it may want whoever comes first there
    await change(
      `insert into tenant.campaign_leases (tenant_id, campaign_id, holder, leased_until)
        values ($1, $2, $3, now() + interval '1 hour')`,
      ...[test.tenant.tenantId, other, newId()],
    )
    await sharedOperator(test, [[other], [here(), { priority: 2 }]])
    const { seats } = await asDialler((tx) => readFloor(tx, here(), nowMs))
    expect(seats.map(({ state }) => state).sort()).toEqual(
      ['away', 'away', 'reserved', 'talking', 'waiting', 'waiting', 'wrapping_up'].sort(),
    )
    expect(seats.find(({ state }) => state === 'talking')?.leavesAtMs).toBe(nowMs)
    expect(seats.filter(({ leavesAtMs }) => leavesAtMs !== null)).toHaveLength(1)
  })

  it('holds its lines of nobody’s seat, the oldest first, and those of a campaign with the same operators as rivals', async () => {
    const nowMs = test.clock.now()
    const [younger, older] = [await line(here(), 'intent', 2_000), await line(here(), 'ringing', 9_000)]
    const rival = await line(other, 'dialling', 4_000)
    await line(here(), 'answered', 500)
    await line(other, 'answered', 500)
    const stranger = await addCampaign(spine, test.tenant, { name: '夏' })
    await line(stranger, 'ringing', 1_000)
    const { today: before } = await asDialler((tx) => createAnswerAccount(here()).read(tx, nowMs))
    const floor = await asDialler((tx) => readFloor(tx, here(), nowMs))
    expect(floor.ringing.map(({ sinceMs }) => sinceMs)).toEqual([older, younger])
    expect(floor.rivals).toEqual([{ campaignId: other, lines: [{ sinceMs: rival }] }])
    expect([floor.answeredWaiting, floor.rivalsWaiting]).toEqual([1, 1])
    expect(before).toEqual({ answered: 1, abandoned: 0 })
    // whoever waits for longer is abandoned, whatever is written by then, and nobody's to take any more
    const laterMs = nowMs + patienceMs
    const later = await asDialler((tx) => readFloor(tx, here(), laterMs))
    expect([later.answeredWaiting, later.rivalsWaiting]).toEqual([0, 0])
    const after = await asDialler((tx) => createAnswerAccount(here()).read(tx, laterMs))
    expect(after.today).toEqual({ answered: 1, abandoned: 1 })
    expect(after.window).toEqual(after.today)
  })
})
