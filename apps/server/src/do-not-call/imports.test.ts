import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { searchKey } from '../ledger/index.ts'
import { startLists, supervisorOf, type TestLists } from '../lists/test-lists.ts'
import { systemActor } from '../platform/actor.ts'
import { wholeTenant } from '../platform/database/index.ts'
import type { TestContact, TestTenant } from '../test-spine.ts'
import { createDoNotCall, type DoNotCall } from './do-not-call.ts'
import { countRefusals, lookUpRefusals } from './look-up.ts'
import type { RefusalEvent } from './refusal-events.ts'
import { dialledNumber, refuse } from './test-refusals.ts'

let test: TestLists
let doNotCall: DoNotCall
beforeAll(async () => {
  test = await startLists()
  const { spine } = test.product
  doNotCall = createDoNotCall({
    ...{ database: spine.test.database, writer: spine.writer, events: localEvents<RefusalEvent>() },
    onError: (error) => {
      throw error
    },
  })
})
afterAll(async () => {
  await doNotCall.stop()
  await test.stop()
})

const file = (...rows: string[]) =>
  Buffer.from(['顧客番号,氏名,カナ,電話番号1,電話番号2', ...rows, ''].join('\r\n'), 'utf8')
const first = file(
  'K-1,架空 花子,カクウ ハナコ,090-0000-0101,03-0000-0101',
  'K-2,架空 次郎,カクウ ジロウ,090-0000-0102,',
  'K-3,架空 三郎,カクウ サブロウ,090-0000-0103,03-0000-0103',
)

async function supervisor(tenant: TestTenant) {
  return supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
}

async function contactAt(tenant: TestTenant, listId: string, row: number): Promise<TestContact> {
  const { rows } = await test.product.spine.test.superuser.query(
    `select c.contact_id, l.lead_id from tenant.contacts c join tenant.leads l using (tenant_id, contact_id)
      where c.list_id = $1 and c.row_number = $2`,
    [listId, row],
  )
  return { tenantId: tenant.tenantId, listId, contactId: rows[0].contact_id, leadId: rows[0].lead_id } as TestContact
}

/** A file of people who are known would be duplicates in the campaign that knows them. */
async function otherCampaign(tenant: TestTenant): Promise<TestTenant['campaignId']> {
  const { rows } = await test.product.spine.test.superuser.query(
    `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
      select $1, gen_random_uuid(), $2, '冬', kind, 'running', settings from tenant.campaigns where campaign_id = $3
      returning campaign_id`,
    [tenant.tenantId, tenant.jobId, tenant.campaignId],
  )
  return rows[0].campaign_id as TestTenant['campaignId']
}

describe('a new list of the client', () => {
  it('has whoever refused on an earlier one as a contact, counted and never called', async () => {
    const { spine } = test.product
    const tenant = await spine.tenant()
    const its = await supervisor(tenant)
    const { listId } = await its.imported(first)
    await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, 2), '32')
    await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, 4), '33')

    // the same people again under new customer numbers: a telephone is known, too
    const again = await its.imported(
      file(
        'N-1,架空 花子,カクウ ハナコ,03-0000-0101,',
        'N-2,架空 次郎,カクウ ジロウ,090-0000-0102,',
        'N-3,架空 三郎,カクウ サブロウ,090-0000-0103,03-0000-0103',
        'K-1,架空 花子,カクウ ハナコ,070-0000-0999,',
      ),
      await otherCampaign(tenant),
    )
    expect(again.rows).toMatchObject({ total: 4, accepted: 4, refused: 0, doNotCall: 2 })
    const imported = (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'list.imported')
    expect(imported.map(({ counts }) => counts?.do_not_call)).toEqual([undefined, 2])
    const { rows } = await spine.test.superuser.query(
      `select c.row_number, l.state, l.finished_reason from tenant.leads l join tenant.contacts c using (tenant_id, contact_id)
        where l.list_id = $1 order by 1`,
      [again.listId],
    )
    expect(rows.map((row) => [row.row_number, row.state, row.finished_reason])).toEqual([
      [2, 'finished', 'do_not_call'],
      [3, 'ready', null],
      [4, 'ready', null],
      [5, 'finished', 'do_not_call'],
    ])
  })

  it('of another client with the same people is not touched', async () => {
    const { spine } = test.product
    const tenant = await spine.tenant()
    const { listId } = await (await supervisor(tenant)).imported(first)
    await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, 3), '32')
    const stranger = await spine.tenant()
    const elsewhere = await (await supervisor(stranger)).imported(first)
    expect(elsewhere.rows.doNotCall).toBe(0)
    expect(await dialledNumber(spine, stranger, await contactAt(stranger, elsewhere.listId, 3))).toBe(1)
  })

  it('keeps a number that may be called when another of the contact may not', async () => {
    const { spine } = test.product
    const tenant = await spine.tenant()
    const its = await supervisor(tenant)
    const { listId } = await its.imported(first)
    await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, 4), '33')
    const again = await its.imported(
      file('N-3,架空 三郎,カクウ サブロウ,090-0000-0103,03-0000-0103'),
      await otherCampaign(tenant),
    )
    expect(again.rows.doNotCall).toBe(0)
    const contact = await contactAt(tenant, again.listId, 2)
    await spine.test.database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
      tx.client.query('update tenant.lists set first_leased_at = now() where list_id = $1', [again.listId]),
    )
    const { rows } = await spine.test.superuser.query('select campaign_id from tenant.lists where list_id = $1', [
      again.listId,
    ])
    const place = { ...tenant, campaignId: rows[0].campaign_id as TestTenant['campaignId'] }
    expect(await dialledNumber(spine, place, contact)).toBe(2)
  })
})

describe('a look-up', () => {
  it('tells why a number is not called, by one entry a question, and the same for a miss (curious operator)', async () => {
    const { spine } = test.product
    const tenant = await spine.tenant()
    const { listId } = await (await supervisor(tenant)).imported(first)
    await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, 2), '32')
    await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, 3), '31', 'job')
    const actor = await spine.person(tenant, 'supervisor')
    const asking = { actor, tenantId: tenant.tenantId, rowScope: wholeTenant, policyHash: '0'.repeat(64) }
    const dependencies = { ...spine, database: spine.test.database }
    const ask = (kind: 'phone' | 'customer_number', value: string) =>
      lookUpRefusals(dependencies, asking, { kind, value, purpose: 'complaint' })
    const both = { isOfTenant: true, isForOneContact: false }
    expect((await ask('phone', '+81300000101')).hits).toMatchObject([
      { result: '32', scope: 'client', jobName: null, ...both },
    ])
    expect((await ask('customer_number', 'K-2')).hits).toMatchObject([
      { result: '31', scope: 'job', jobName: '業務', ...both },
    ])
    expect((await ask('phone', '+819000000999')).hits).toEqual([])
    const asked = (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'do_not_call.searched')
    expect(asked.map(({ counts, purpose }) => [counts, purpose])).toEqual(
      Array.from({ length: 3 }, () => [{ lookups: 1 }, 'complaint']),
    )
    expect(JSON.stringify(asked)).not.toMatch(/81300000101|K-2/)
    expect(await countRefusals(dependencies, asking)).toMatchObject({
      ...{ refusals: 2, people: 2, numbers: 2 },
      byResult: [
        { result: '31', scope: 'job', refusals: 1 },
        { result: '32', scope: 'client', refusals: 1 },
      ],
    })
    const stranger = await spine.tenant()
    const elsewhere = { ...asking, tenantId: stranger.tenantId, actor: await spine.person(stranger, 'supervisor') }
    const theirs = await lookUpRefusals(dependencies, elsewhere, {
      ...{ kind: 'phone', value: '+81300000101', purpose: 'complaint' },
    } as const)
    expect(theirs.hits).toEqual([])
  })

  it('finds whoever refused by kana name and birth date, where the list has both', async () => {
    const { spine } = test.product
    const tenant = await spine.tenant()
    const people = ['P-1,架空 花子,ｶｸｳ ﾊﾅｺ,090-0000-0111,S38.5.1', 'P-2,架空 次郎,カクウ ジロウ,090-0000-0112,']
    const list = Buffer.from(['顧客番号,氏名,カナ,電話番号,生年月日', ...people, ''].join('\r\n'), 'utf8')
    const { listId } = await (await supervisor(tenant)).imported(list)
    for (const row of [2, 3]) await refuse(spine, doNotCall, tenant, await contactAt(tenant, listId, row), '32')
    const actor = await spine.person(tenant, 'supervisor')
    const asking = { actor, tenantId: tenant.tenantId, rowScope: wholeTenant, policyHash: '0'.repeat(64) }
    const ask = async (kana: string, birthDate: string) =>
      lookUpRefusals({ ...spine, database: spine.test.database }, asking, {
        ...searchKey({ kind: 'person', kana, birthDate }, '2026-10-01'),
        purpose: 'complaint',
      })
    expect((await ask('カクウ ハナコ', '1963/5/1')).hits).toMatchObject([{ result: '32', scope: 'client' }])
    expect((await ask('カクウ ジロウ', '1963/5/1')).hits).toEqual([])
    const asked = (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'do_not_call.searched')
    expect(asked.map(({ counts }) => counts)).toEqual([{ lookups: 1 }, { lookups: 1 }])
  })
})
