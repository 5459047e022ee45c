import { join } from 'node:path'
import { HEAD_OFFICE, type ListId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf } from '../../do-not-call/test-refusals.ts'
import { auditDatabase } from '../../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../../ledger/audit/ledger-audit.ts'
import { systemClock } from '../../platform/clock.ts'
import type { TestTenant } from '../../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from '../test-lists.ts'
import { listTermsCheck } from './terms-check.ts'

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let audit: { stop(): Promise<void> }
const errors: unknown[] = []
let files = 0

beforeAll(async () => {
  test = await startLists()
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
  const { test: postgres, sequencer, sequencerKeys: keys, dataDir } = test.product.spine
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(postgres.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [listTermsCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await test.stop()
  expect(errors).toEqual([])
})

const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
const terms = { validUntil: '2999-12-30', heldOutPercent: 50, priority: 2 }

/** A list with terms and a draw, whose terms were changed once. */
async function listed(): Promise<ListId> {
  files += 1
  const rows = Array.from({ length: 40 }, (_, at) => `${files}-${at},架空 花子,090-0000-${String(1_000 + at)}`)
  const bytes = Buffer.from(`${['顧客番号,氏名,電話番号', ...rows].join('\n')}\n`)
  const { listId } = await supervisor.imported(bytes, undefined, { rules: { ...rules, ...terms } })
  const body = { revision: 1, validFrom: null, validUntil: '2999-12-31', priority: 3, heldOutPercent: 50 }
  expect(await supervisor.call('lists.setTerms', { params: { listId }, body })).toMatchObject({ status: 200 })
  await test.lists.idle()
  return listId
}

async function found(): Promise<string[]> {
  const entries = await entriesOf(test.product.spine, HEAD_OFFICE, 'finding.list_terms_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}
async function entriesOfList(listId: ListId): Promise<string[]> {
  const { rows } = await test.product.spine.test.superuser.query<{ entry_id: string }>(
    `select entry_id from tenant.list_terms where list_id = $1
      union select entry_id from tenant.list_holdouts where list_id = $1`,
    [listId],
  )
  return rows.map((row) => row.entry_id)
}

/** Past the product: what the tables themselves refuse is switched off, as their administrator can. */
async function asAdministrator(text: string, listId: ListId): Promise<void> {
  await test.product.spine.test.superuser.query(
    `begin; set local session_replication_role = replica; ${text.replaceAll('$1', `'${listId}'`)}; commit`,
  )
}

describe('the terms of a list', () => {
  it('fit the ledger where only the product wrote to them, also of an import that was taken back', async () => {
    const listId = await listed()
    const undone = await listed()
    const own = [...(await entriesOfList(listId)), ...(await entriesOfList(undone))]
    expect(own).toHaveLength(6)
    expect(await supervisor.undo(undone)).toMatchObject({ status: 200 })
    await test.lists.idle()
    // what is found after it was looked at after it
    const changed = await listed()
    const theirs = await entriesOfList(changed)
    await asAdministrator(`update tenant.lists set valid_until = null where list_id = $1`, changed)
    await expect
      .poll(async () => (await found()).some((entry) => theirs.includes(entry)), { timeout: 40_000 })
      .toBe(true)
    expect((await found()).filter((entry) => own.includes(entry))).toEqual([])
  })

  it.each([
    ['moves its end', `update tenant.lists set valid_until = '3000-01-01' where list_id = $1`],
    [
      'moves its end and the version of it',
      `update tenant.lists set valid_until = '3000-01-01' where list_id = $1;
        update tenant.list_terms set valid_until = '3000-01-01' where list_id = $1 and revision = 2`,
    ],
    ['deletes the last version', 'delete from tenant.list_terms where list_id = $1 and revision = 2'],
    ['gives it another place', 'update tenant.lists set priority = 1 where list_id = $1'],
    [
      'takes somebody out of those who are held out',
      `delete from tenant.held_out_contacts where contact_id =
        (select contact_id from tenant.held_out_contacts where list_id = $1 limit 1)`,
    ],
    [
      'puts somebody among those who are held out',
      `insert into tenant.held_out_contacts (tenant_id, list_id, contact_id, campaign_id)
        select c.tenant_id, c.list_id, c.contact_id, l.campaign_id from tenant.contacts c
          join tenant.lists l using (tenant_id, list_id)
        where c.list_id = $1 and c.contact_id not in (select contact_id from tenant.held_out_contacts) limit 1`,
    ],
    ['deletes the draw', 'delete from tenant.list_holdouts where list_id = $1'],
  ])('are found changed when somebody %s past the product (database administrator)', async (_what, change) => {
    const listId = await listed()
    const own = await entriesOfList(listId)
    await asAdministrator(change, listId)
    await expect.poll(async () => (await found()).some((entry) => own.includes(entry)), { timeout: 40_000 }).toBe(true)
  })
})
