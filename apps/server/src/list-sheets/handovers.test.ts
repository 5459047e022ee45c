import { join } from 'node:path'
import { type Entry, HEAD_OFFICE, type ListHandover, type ListId } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from '../lists/test-lists.ts'
import { systemClock } from '../platform/clock.ts'
import { enteredRows } from '../test-entered.ts'
import type { TestTenant } from '../test-spine.ts'
import { handoverCheck } from './index.ts'

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  test = await startLists()
  const { test: postgres, sequencer, sequencerKeys: keys, dataDir } = test.product.spine
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(postgres.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [handoverCheck({ everyMs: 50 })],
  })
})
beforeEach(async () => {
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
})
afterAll(async () => {
  await audit.stop()
  await test.stop()
  expect(errors).toEqual([])
})

const sql = async <Row>(text: string, ...values: unknown[]) =>
  (await test.product.spine.test.superuser.query(text, values)).rows as Row[]
let files = 0

/** A list whose file came in so many days ago. */
async function listed(daysAgo = 0): Promise<ListId> {
  files += 1
  const file = Buffer.from(`顧客番号,氏名,電話番号\n${files},架空 花子,090-0000-0001\n`)
  const { listId } = await supervisor.imported(file)
  await sql(
    `update tenant.uploads set created_at = created_at - $2 * interval '1 day'
      where upload_id = (select upload_id from tenant.lists where list_id = $1)`,
    ...[listId, daysAgo],
  )
  return listId
}
const read = async (listId: ListId) =>
  (await supervisor.call('handovers.read', { params: { listId } })).body as ListHandover
const enter = (listId: ListId, body: object) =>
  supervisor.call('handovers.enter', { params: { listId }, body: { version: 0, client: null, centre: null, ...body } })
const before = (day: string, days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)

async function entered(listId: ListId): Promise<Entry[]> {
  const rows = await sql<{ entry: Entry }>(
    `select convert_from(body, 'utf8')::jsonb as entry from ${enteredRows} e
      where type = 'list.handover_entered' and convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'list' = $1 order by entry_id`,
    listId,
  )
  return rows.map(({ entry }) => entry)
}

describe('a hand-over (D-02)', () => {
  it('is entered with both sides’ functions and days, by whom and when, in time', async () => {
    const listId = await listed()
    const { uploadedOn, versions, isMissing } = await read(listId)
    expect([versions, isMissing]).toEqual([[], false])
    const client = { function: 'client_manager', on: uploadedOn }
    expect(await enter(listId, { receivedOn: uploadedOn, client })).toMatchObject({ status: 200 })
    const centre = { function: 'centre_supervisor', on: uploadedOn }
    expect(await enter(listId, { version: 1, receivedOn: uploadedOn, client, centre })).toMatchObject({ status: 200 })
    const now = await read(listId)
    expect(now.versions).toMatchObject([
      { version: 2, client, centre, businessDays: 1, isLate: false },
      { version: 1, client, centre: null, isLate: false },
    ])
    expect(now.versions[0]?.enteredBy).not.toBe('')
    const entries = await entered(listId)
    expect(entries.map(({ counts }) => counts)).toEqual([
      { business_days: 1, days_late: 0 },
      { business_days: 1, days_late: 0 },
    ])
    expect(entries.map(({ days }) => days?.from)).toEqual([uploadedOn, uploadedOn])
    expect(entries[0]?.digest).not.toBe(entries[1]?.digest)
  })

  it('that is entered too late says so on the list and in its entry, and so does one that nobody entered (lazy manager)', async () => {
    const listId = await listed(30)
    const { uploadedOn, isMissing, dueOn } = await read(listId)
    expect([isMissing, dueOn > uploadedOn]).toEqual([true, true])
    expect(await enter(listId, { receivedOn: uploadedOn })).toMatchObject({ status: 200 })
    const [version] = (await read(listId)).versions
    expect(version).toMatchObject({ isLate: true, dueOn })
    const [entry] = await entered(listId)
    expect(entry?.counts?.days_late).toBeGreaterThan(10)
  })

  it('is not put right by a version with another day: it becomes late by one, and never timely (lazy manager)', async () => {
    const listId = await listed()
    const { uploadedOn } = await read(listId)
    expect(await enter(listId, { receivedOn: uploadedOn })).toMatchObject({ status: 200 })
    // what the paper says
    expect(await enter(listId, { version: 1, receivedOn: before(uploadedOn, 20) })).toMatchObject({ status: 200 })
    expect((await read(listId)).versions.map(({ isLate }) => isLate)).toEqual([true, false])
    const late = await listed(30)
    const day = (await read(late)).uploadedOn
    await enter(late, { receivedOn: day })
    expect(await enter(late, { version: 1, receivedOn: before(day, 1) })).toMatchObject({ status: 200 })
    expect((await read(late)).versions.map(({ isLate }) => isLate)).toEqual([true, true])
  })

  it('was not received after its file came in, and not confirmed on a day that is not over', async () => {
    const listId = await listed(5)
    const { uploadedOn, today } = await read(listId)
    const cases = [
      [{ receivedOn: before(uploadedOn, -1) }, 'body.receivedOn'],
      [{ receivedOn: uploadedOn, client: { function: 'client_contact', on: before(today, -2) } }, 'body.client.on'],
      [{ receivedOn: uploadedOn, centre: { function: 'centre_manager', on: before(uploadedOn, 1) } }, 'body.centre.on'],
    ] as const
    for (const [body, place] of cases)
      expect(await enter(listId, body)).toMatchObject({ status: 400, body: { detail: [place] } })
    expect((await read(listId)).versions).toEqual([])
  })

  it('is entered by one of two who saw the same, and no row of it is changed by anybody of the product', async () => {
    const listId = await listed()
    const { uploadedOn } = await read(listId)
    const both = await Promise.all([
      enter(listId, { receivedOn: uploadedOn }),
      enter(listId, { receivedOn: before(uploadedOn, 1) }),
    ])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const { actor } = await test.signedIn(tenant, 'supervisor')
    for (const change of ['update tenant.list_handovers set is_late = false', 'delete from tenant.list_handovers'])
      await expect(
        test.product.spine.test.database.transaction(actor, tenant.tenantId, (tx) => tx.client.query(change)),
      ).rejects.toThrow(/permission denied/)
  })

  it('is held to the rule of its tenant, which a centre manager sets and who enters it does not', async () => {
    const body = { revision: 0, businessDays: 20 }
    expect(await supervisor.call('handovers.setRule', { body })).toMatchObject({ status: 403 })
    const manager = supervisorOf(test, (await test.signedIn(tenant, 'centre_manager')).browser, tenant)
    expect(await manager.call('handovers.setRule', { body })).toMatchObject({ status: 200 })
    expect(await manager.call('handovers.setRule', { body })).toMatchObject({ status: 409 })
    const listId = await listed(5)
    const { uploadedOn } = await read(listId)
    await enter(listId, { receivedOn: uploadedOn })
    expect((await read(listId)).versions).toMatchObject([{ businessDays: 20, isLate: false }])
    const rules = await entriesOf(test.product.spine, tenant.tenantId, 'list.handover_rule_set')
    expect(rules).toMatchObject([{ counts: { business_days: 20 } }])
  })
})

describe('a hand-over, held against the ledger', () => {
  async function found(): Promise<string[]> {
    const entries = await entriesOf(test.product.spine, HEAD_OFFICE, 'finding.handover_changed')
    return entries.map(({ refs }) => (refs as { entry: string }).entry)
  }

  it.each([
    ['takes the word late off it', 'update tenant.list_handovers set is_late = false where list_id = $1'],
    ['puts it into the past', `update tenant.list_handovers set received_on = received_on - 1 where list_id = $1`],
    ['gives it more time', `update tenant.list_handovers set due_on = due_on + 60 where list_id = $1`],
    [
      'confirms it for the client',
      `update tenant.list_handovers set client_function = 'client_manager', client_confirmed_on = received_on where list_id = $1`,
    ],
    ['deletes it', 'delete from tenant.list_handovers where list_id = $1'],
  ])('is found when somebody %s past the product (database administrator)', async (_what, change) => {
    const lawful = await listed(30)
    await enter(lawful, { receivedOn: (await read(lawful)).uploadedOn })
    const listId = await listed(30)
    await enter(listId, { receivedOn: (await read(listId)).uploadedOn })
    const [own] = await sql<{ entry_id: string }>(
      'select entry_id from tenant.list_handovers where list_id = $1',
      listId,
    )
    const [other] = await sql<{ entry_id: string }>(
      'select entry_id from tenant.list_handovers where list_id = $1',
      lawful,
    )
    await test.product.spine.test.superuser.query(
      `begin; set local session_replication_role = replica; ${change.replaceAll('$1', `'${listId}'`)}; commit`,
    )
    await expect.poll(found, { timeout: 40_000 }).toContain(own?.entry_id)
    expect(await found()).not.toContain(other?.entry_id)
  })
})
