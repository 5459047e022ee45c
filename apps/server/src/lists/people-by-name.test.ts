import type { ListId } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { searchKey } from '../ledger/index.ts'
import { enterAndPlace } from '../ledger/test-entries.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { TestContact, TestTenant } from '../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

// People of lists, found by kana name and birth date: after an import, a difference and a correction.

const today = '2026-10-01'
let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let auditor: PersonActor

beforeAll(async () => {
  test = await startLists()
})
beforeEach(async () => {
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
  auditor = await test.product.spine.person(tenant, 'auditor')
})
afterAll(() => test.stop())

const heading = '顧客番号,氏名,フリガナ,電話番号,生年月日'
const fileOf = (...rows: string[]) => Buffer.from([heading, ...rows, ''].join('\r\n'))
const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }

const find = (kana: string, birthDate: string, actor = auditor) =>
  test.product.spine.gate.lookUp(actor, tenant.tenantId, searchKey({ kind: 'person', kana, birthDate }, today))

async function rowsOf(contacts: readonly string[]): Promise<number[]> {
  const { rows } = await test.product.spine.test.superuser.query<{ row_number: number }>(
    'select row_number from tenant.contacts where contact_id = any ($1) order by 1',
    [contacts],
  )
  return rows.map(({ row_number }) => row_number)
}

const searched = async () => (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'contact.searched')

describe('people of a list', () => {
  it('are found however name and date are written, several at once, by one entry each, misses too (M-09)', async () => {
    await supervisor.imported(
      fileOf(
        'N-1,架空 花子,ｶｸｳ ﾊﾅｺ,090-0000-0001,S38.5.1',
        'N-2,架空 華子,カクウ　ハナコ,090-0000-0002,1963/05/01',
        'N-3,架空 花子,カクウ ハナコ,090-0000-0003,1970-01-01',
        'N-4,架空 葉奈,カクウ ハナ,090-0000-0004,1963-05-01',
        'N-5,架空 名無,カクウ ナナシ,090-0000-0005,',
      ),
    )
    expect(await rowsOf(await find('かくう はなこ', '昭和38年5月1日'))).toEqual([2, 3])
    expect(await rowsOf(await find('カクウ ハナコ', '1970.1.1'))).toEqual([4])
    expect(await find('カクウ ナナシ', '1963-05-01')).toEqual([])
    const entries = await searched()
    expect(entries).toMatchObject(
      Array.from({ length: 3 }, () => ({ outcome: 'done', purpose: 'oversight', counts: { lookups: 1 } })),
    )
    expect(JSON.stringify(entries)).not.toMatch(/カクウ|1963[-./]0?5|19630501|1970[-./]0?1|19700101/)
  })

  it('are found by what they read now: after a difference and when a refused row was corrected', async () => {
    const { listId } = await supervisor.imported(
      fileOf('D-1,架空 一,カクウ ハジメ,090-0000-0011,1960-01-01', 'D-2,架空 二,カクウ ツギ,090-0000-0012,1961-02-30'),
    )
    await supervisor.imported(fileOf('D-1,架空 一,カクウ ハジメ,090-0000-0011,1960-10-10'), undefined, {
      ...{ mode: 'difference', rules: { ...rules, missing: 'keep' } },
    })
    expect(await find('カクウ ハジメ', '1960-01-01')).toEqual([])
    expect(await rowsOf(await find('カクウ ハジメ', 'S35.10.10'))).toEqual([2])
    const corrected = await correctRow(listId, 3, { birth_date: '1961-02-28' })
    expect(corrected).toMatchObject({ outcome: 'accepted' })
    expect(await rowsOf(await find('カクウ ツギ', '1961-02-28'))).toEqual([3])
  })

  async function correctRow(listId: ListId, rowNumber: number, changes: Record<string, string>) {
    const params = { listId, rowNumber: String(rowNumber) }
    return (await supervisor.call('refusedRows.correct', { params, body: { changes } })).body
  }
})

describe('who may not', () => {
  it.each(['operator', 'supervisor', 'centre_manager'])(
    'a curious %s learns nothing of a neighbour by name and birth date, and each try is entered (M-01)',
    async (seat) => {
      await supervisor.imported(fileOf('C-1,架空 隣,カクウ トナリ,090-0000-0021,1980-01-01'))
      const actor = await test.product.spine.person(tenant, seat)
      for (const birthDate of ['1980-01-01', '1980-01-02'])
        await expect(find('カクウ トナリ', birthDate, actor)).rejects.toMatchObject({ code: 'forbidden' })
      expect((await searched()).map(({ outcome, reason }) => [outcome, reason])).toEqual([
        ['denied', 'no_grant'],
        ['denied', 'no_grant'],
      ])
    },
  )

  it('a contractor gets no index from the key service without an entry of this very person, nor a second by one (M-01)', async () => {
    const { spine } = test.product
    const { tenantId } = tenant
    const enter = (query: string) =>
      enterAndPlace(spine, tenantId, {
        ...{ type: 'contact.searched', purpose: 'oversight', counts: { lookups: 1 }, commit: { query } },
      })
    const ask = (receipt: Awaited<ReturnType<typeof enter>>['receipt'], value: string) =>
      spine.keys.lookup({ receipt, tenantId, kind: 'person', value })
    const known = 'カクウトナリ\n1980-01-01'
    const { receipt } = await enter(`person:${known}`)
    await expect(ask(receipt, 'カクウトナリ\n1980-01-02')).rejects.toMatchObject({ code: 'refused_wrong_subject' })
    // an entry about a number says nothing about a name
    const { receipt: ofNumber } = await enter('phone:+819000000021')
    await expect(ask(ofNumber, known)).rejects.toMatchObject({ code: 'refused_wrong_subject' })
    await expect(ask({ ...receipt, position: receipt.position + 1 }, known)).rejects.toMatchObject({
      code: 'refused_bad_proof',
    })
    expect(await ask(receipt, known)).toHaveLength(16)
    await expect(ask(receipt, known)).rejects.toMatchObject({ code: 'refused_spent' })
  })

  it('a database administrator who swaps two indexes misleads the search, and gets nothing opened by it (K-07)', async () => {
    const { spine } = test.product
    const { listId } = await supervisor.imported(
      fileOf('S-1,架空 右,カクウ ミギ,090-0000-0031,1980-01-01', 'S-2,架空 左,カクウ ヒダリ,090-0000-0032,1981-01-01'),
    )
    await spine.test.superuser.query(
      `update tenant.contacts t set person_index = s.person_index from tenant.contacts s
        where t.list_id = $1 and s.list_id = $1 and t.row_number <> s.row_number`,
      [listId],
    )
    const found = await find('カクウ ミギ', '1980-01-01')
    expect(await rowsOf(found)).toEqual([3])
    // whom the operator of a call sees goes by the row itself, not by its indexes
    const { rows } = await spine.test.superuser.query<TestContact>(
      `select c.contact_id as "contactId", l.lead_id as "leadId", c.list_id as "listId", c.tenant_id as "tenantId"
        from tenant.contacts c join tenant.leads l using (tenant_id, contact_id) where c.contact_id = any ($1)`,
      [found],
    )
    const operator = await spine.person(tenant, 'operator')
    const attemptId = await spine.connect(rows[0] as TestContact, tenant.campaignId, operator)
    const { values } = await spine.gate.openContact(operator, tenant.tenantId, attemptId)
    expect(values.name).toBe('架空 左')
  })
})
