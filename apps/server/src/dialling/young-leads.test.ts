import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSpine, type Spine } from '../test-spine.ts'
import { systemActor } from '../platform/actor.ts'
import { asIndexed, dueByClassSql, dueLeadsSql } from './due-leads.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'

let spine: Spine
let test: DiallingTest

beforeAll(async () => {
  spine = await startSpine()
  test = await startDialling({ spine })
})
afterAll(async () => {
  await test.stop()
  await spine.stop()
})

/**
 * A list of so many due leads, each of a person with a number, some of them on a line and a third promised a call, for which the
 * index of classes is smaller than that of due times; nobody analyses anything.
 */
async function fill(leads: number, onLine: number): Promise<void> {
  const { superuser } = spine.test
  const { leadId } = await test.lead()
  await superuser.query('set session_replication_role = replica')
  await superuser.query(
    `create temporary table copies as select gen_random_uuid() as contact_id, gen_random_uuid() as lead_id, n
      from generate_series(1, ${leads}) n`,
  )
  await superuser.query(
    `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed)
      select c.tenant_id, n.contact_id, c.list_id, c.row_number + n.n, c.sealed
      from tenant.leads l join tenant.contacts c using (tenant_id, contact_id), copies n where l.lead_id = $1`,
    [leadId],
  )
  await superuser.query(
    `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
      select m.tenant_id, n.contact_id, m.ordinal, m.kind, m.sealed, uuid_send(n.contact_id)
      from tenant.leads l join tenant.contact_numbers m using (tenant_id, contact_id), copies n where l.lead_id = $1`,
    [leadId],
  )
  await superuser.query(
    `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at, state)
      select l.tenant_id, n.lead_id, l.campaign_id, l.list_id, n.contact_id, l.due_at - n.n * interval '1 second',
        case when n.n <= ${onLine} then 'dialling' when n.n % 3 = 0 then 'promised' else 'ready' end
      from tenant.leads l, copies n where l.lead_id = $1`,
    [leadId],
  )
  await superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, intended_at, dialler)
      select l.tenant_id, gen_random_uuid(), l.campaign_id, l.lead_id, l.contact_id, 1, l.due_at, 'ringing', l.due_at, gen_random_uuid()
      from tenant.leads l where l.state = 'dialling'`,
  )
  await superuser.query('reset session_replication_role')
  await superuser.query('update tenant.lists set first_leased_at = now()')
}

/** Pages of 8 kB that a statement looks at, as the product asks it: by its role, under row-level security, planned for any values. */
async function pagesRead(sql: string, values: readonly unknown[]): Promise<{ rows: number; pages: number }> {
  return spine.test.database.transaction(systemActor('dialler'), test.tenant.tenantId, async (tx) => {
    await tx.client.query('set local plan_cache_mode = force_generic_plan')
    const { rows } = await asIndexed(tx, () =>
      tx.client.query<{
        'QUERY PLAN': readonly [{ Plan: Record<'Actual Rows' | 'Shared Hit Blocks' | 'Shared Read Blocks', number> }]
      }>(`explain (analyze, buffers, format json) ${sql}`, [...values]),
    )
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    if (plan === undefined) throw new Error('no plan')
    return { rows: plan['Actual Rows'], pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] }
  })
}

describe('leads that nobody analysed yet', () => {
  it('are found by their indexes: one or twenty of thousands are read, not all of them, and lines are looked up, not joined', async () => {
    await fill(6_000, 50)
    const { tenantId, campaignId } = test.tenant
    const { rows: sizes } = await spine.test.superuser.query<{ reltuples: number }>(
      `select reltuples from pg_class where oid = 'tenant.leads'::regclass`,
    )
    expect(sizes).toEqual([{ reltuples: -1 }])
    for (const limit of [1, 20]) {
      const values = [tenantId, campaignId, new Date(test.clock.now()), limit, []]
      const inOrder = await pagesRead(`${dueLeadsSql} for update of l skip locked`, values)
      expect(inOrder.rows).toBe(limit)
      // some pages for each that is taken; to sort all of them they are all read
      expect(inOrder.pages).toBeLessThan(1_000)
      const byClass = await pagesRead(dueByClassSql('', ' for update of l skip locked'), [...values, [0]])
      expect(byClass.rows).toBe(limit)
      expect(byClass.pages).toBeLessThan(1_000)
    }
  })
})
