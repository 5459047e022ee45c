import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { dueLeadsSql } from './due-leads.ts'
import { refusePromiseAfterEnd } from './list-period.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'

// Days are Japan's, and the clock is the test's: nothing here depends on when it runs.

let spine: Spine
let test: DiallingTest

beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  test = await startDialling({ spine, network: { profile: everybodyAnswers } })
})
afterEach(async () => {
  expect(test.errors).toEqual([])
  await test.stop()
})
afterAll(() => spine.stop())

/** A day of the test's clock in Japan, so many days from its today. */
const day = (from: number) => new Date(test.clock.now() + 9 * 3_600_000 + from * 86_400_000).toISOString().slice(0, 10)

async function setPeriod(listId: string, from: string | null, until: string | null): Promise<void> {
  await spine.test.superuser.query('update tenant.lists set valid_from = $2, valid_until = $3 where list_id = $1', [
    ...[listId, from, until],
  ])
}
const called = async () => (await test.attempts()).map(({ lead_id }) => lead_id)
const sentences = () => test.events.seen.flatMap((event) => (event.kind === 'pacing' ? [event.because] : []))

describe('the period of a list', () => {
  it('lets its people be called on the first and on the last day, and the others of the campaign meanwhile', async () => {
    const over = await test.lead()
    const coming = await test.lead()
    const first = await test.lead()
    const last = await test.lead()
    const open = await test.lead()
    await setPeriod(over.listId, day(-30), day(-1))
    await setPeriod(coming.listId, day(1), null)
    await setPeriod(first.listId, day(0), day(3))
    await setPeriod(last.listId, null, day(0))
    for (let seat = 0; seat < 5; seat += 1) await test.operator()
    test.startDialler()
    await expect
      .poll(
        async () => {
          await test.pass(500)
          return (await called()).toSorted()
        },
        { timeout: 30_000 },
      )
      .toEqual([first.leadId, last.leadId, open.leadId].toSorted())
    await test.pass(5_000)
    expect(await called()).toHaveLength(3)
  })

  it('is asked within the index: a look reads no lead of a list that is over', async () => {
    const { superuser } = spine.test
    const over = await test.lead()
    const open = await test.lead()
    await superuser.query(
      `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at)
        select tenant_id, gen_random_uuid(), campaign_id, list_id, contact_id, due_at - n * interval '1 minute'
        from tenant.leads, generate_series(1, 3000) n where lead_id = $1`,
      [over.leadId],
    )
    await setPeriod(over.listId, null, day(-1))
    await superuser.query('update tenant.lists set first_leased_at = now() where list_id = $1', [open.listId])
    await superuser.query('analyze tenant.leads, tenant.lists')
    const { tenantId, campaignId } = test.tenant
    const values = [tenantId, campaignId, new Date(test.clock.now()), 10, []]
    const { rows: due } = await superuser.query(`${dueLeadsSql} for update of l skip locked`, values)
    expect(due.map(({ lead_id }) => lead_id)).toEqual([open.leadId])
    const { rows } = await superuser.query(`explain (analyze) ${dueLeadsSql} for update of l skip locked`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/leads_due on leads[^\n]*\n\s+Index Cond:[^\n]*list_id = ANY/)
    expect(plan).not.toMatch(/Rows Removed by Filter: \d{4}/)
  })

  it('holds for a call-back that was promised, too, and is over with a change of it', async () => {
    const lead = await test.lead()
    await setPeriod(lead.listId, null, day(-1))
    await spine.test.superuser.query(`update tenant.leads set state = 'promised' where lead_id = $1`, [lead.leadId])
    await test.operator()
    test.startDialler()
    await test.pass(5_000)
    expect(await called()).toEqual([])
    await setPeriod(lead.listId, null, day(0))
    await expect
      .poll(
        async () => {
          await test.pass(500)
          return called()
        },
        { timeout: 30_000 },
      )
      .toEqual([lead.leadId])
  })

  it('is said on the floor where nobody else is left, with how many it keeps back', async () => {
    const lead = await test.lead()
    await setPeriod(lead.listId, null, day(-1))
    await test.operator()
    test.startDialler()
    await expect
      .poll(
        async () => {
          await test.pass(1_000)
          return sentences().at(-1)?.ja
        },
        { timeout: 30_000 },
      )
      .toContain('有効期間外の架電リストに1件あります。')
  })

  it('ends no call that is under way when it is over', async () => {
    const lead = await test.lead()
    await test.operator()
    test.startDialler()
    const untilTrue = (isSo: () => Promise<boolean>) =>
      expect
        .poll(
          async () => {
            await test.pass(50)
            return isSo()
          },
          { timeout: 30_000 },
        )
        .toBe(true)
    await untilTrue(async () => (await called()).length === 1)
    await setPeriod(lead.listId, null, day(-1))
    await untilTrue(async () => (await test.attempts()).every(({ state }) => state === 'connected'))
  })

  it('refuses a call-back after the last day, and none on it', async () => {
    const { listId } = await test.lead()
    await setPeriod(listId, null, '2026-11-30')
    const ask = (at: string) =>
      spine.test.database.transaction(systemActor('dialler'), test.tenant.tenantId, (tx) =>
        refusePromiseAfterEnd(tx, listId, Date.parse(at)),
      )
    await expect(ask('2026-12-01T00:00:00+09:00')).rejects.toMatchObject({ code: 'after_list_end' })
    // still November in UTC
    await expect(ask('2026-12-01T08:59:00+09:00')).rejects.toMatchObject({ code: 'after_list_end' })
    await expect(ask('2026-11-30T23:59:00+09:00')).resolves.toBeUndefined()
  })
})
