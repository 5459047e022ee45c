import type { ListId } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lockDueLeads } from '../dialling/due-leads.ts'
import { systemActor } from '../platform/actor.ts'
import type { TestTenant } from '../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor

beforeAll(async () => {
  test = await startLists()
})
beforeEach(async () => {
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
})
afterAll(() => test.stop())

const rulesOf = (priority?: number) => ({
  rules: {
    ...{ samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
    ...(priority === undefined ? {} : { priority }),
  },
})
const fileOf = (...names: string[]) =>
  Buffer.from(
    [
      '顧客番号,氏名,電話番号',
      ...names.map((name, at) => `${name}-${at},架空 ${name},090-0000-${1000 + hash(name) + at}`),
      '',
    ].join('\r\n'),
  )
const hash = (name: string) => name.charCodeAt(0) * 10
const sql = (text: string, ...values: unknown[]) => test.product.spine.test.superuser.query(text, values)

/** Lists in the order in which the dialler would call their people, an hour from now. */
async function order(limit = 20): Promise<ListId[]> {
  const due = await test.product.spine.test.database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
    lockDueLeads(tx, tenant.campaignId, Date.now() + 3_600_000, limit),
  )
  return due.map(({ list_id }) => list_id)
}

describe('the place of a list', () => {
  it('decides whose first call comes first, whenever it was imported, and is entered; without one nothing changes', async () => {
    const [plain, third, first, last] = [
      await supervisor.imported(fileOf('A')),
      await supervisor.imported(fileOf('B'), undefined, rulesOf(3)),
      await supervisor.imported(fileOf('C'), undefined, rulesOf(1)),
      await supervisor.imported(fileOf('D'), undefined, rulesOf(5)),
    ]
    expect(await order()).toEqual([first.listId, third.listId, plain.listId, last.listId])
    expect([plain, third, first, last].map(({ priority }) => priority)).toEqual([5, 3, 1, 5])
    const started = (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'list.import_started')
    expect(started.map(({ counts }) => counts?.priority)).toEqual([undefined, 3, 1, undefined])
    // each lead knows what the number is whose turn it is, by which an order of calling goes within a place (ADR 43)
    const { rows } = await sql(
      `select l.number_kind, n.kind from tenant.leads l join tenant.contact_numbers n using (tenant_id, contact_id)
        where l.campaign_id = $1 and n.ordinal = 1`,
      tenant.campaignId,
    )
    expect(rows).toHaveLength(4)
    for (const { number_kind, kind } of rows) expect(number_kind).toBe(kind)
  })

  it('comes behind a promise that is due, and does not outlive the first call', async () => {
    const urgent = await supervisor.imported(fileOf('E'), undefined, rulesOf(1))
    const plain = await supervisor.imported(fileOf('F', 'F'))
    await sql(
      `update tenant.leads set state = 'promised', due_at = now() where lead_id =
        (select lead_id from tenant.leads where list_id = $1 limit 1)`,
      plain.listId,
    )
    expect(await order()).toEqual([plain.listId, urgent.listId, plain.listId])
    expect(await order(1)).toEqual([plain.listId])
    // nobody answered: as any other lead that waits
    await sql(`update tenant.leads set state = 'waiting', due_at = now() where list_id = $1`, urgent.listId)
    await sql(`update tenant.leads set state = 'ready' where state = 'promised' and list_id = $1`, plain.listId)
    expect((await order())[0]).toBe(plain.listId)
  })

  it('holds for a refused row that is corrected, too', async () => {
    const plain = await supervisor.imported(fileOf('G'))
    const rows = ['顧客番号,氏名,電話番号', 'H-1,架空 H,番号なし', 'H-2,架空 I,番号なし', '']
    const { listId } = await supervisor.imported(Buffer.from(rows.join('\r\n')), undefined, rulesOf(2))
    await supervisor.call('refusedRows.correct', {
      ...{ params: { listId, rowNumber: '2' }, body: { changes: { phone_1: '090-0000-0777' } } },
    })
    expect(await order()).toEqual([listId, plain.listId])
  })

  it.each([0, 6, 1.5, '1'])('is a number of 1 to 5, and not %o', async (priority) => {
    const uploadId = await supervisor.uploaded(fileOf('J'))
    const changes = { rules: { ...rulesOf().rules, priority } }
    const answer = await supervisor.import(uploadId, await supervisor.inspected(uploadId), changes)
    expect(answer).toMatchObject({ status: 400, body: { detail: ['body.rules.priority'] } })
  })

  it('is none for files that bring nobody by themselves', async () => {
    const uploadId = await supervisor.uploaded(fileOf('K'))
    const changes = { mode: 'exclude', ...rulesOf(1) }
    const answer = await supervisor.import(uploadId, await supervisor.inspected(uploadId), changes)
    expect(answer).toMatchObject({ status: 400, body: { detail: ['body.rules.priority'] } })
  })
})
