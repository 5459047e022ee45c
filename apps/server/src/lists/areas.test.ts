import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestTenant } from '../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

// What is told of where people are, by each way on which they come in. Nothing else of address and number is in clear.

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

const heading = '顧客番号,氏名,住所,電話番号1,電話番号2'
const file = (...lines: string[]) => Buffer.from(`${[heading, ...lines].join('\n')}\n`)
const people = [
  'k1,架空 花子,石川県架空市1-1,03-0000-0001,090-0000-0001',
  'k2,架空 太郎,架空市2-2,090-0000-0002,',
  'k3,架空 次郎,,番号なし,',
]

/** Of each person by row, as the lead says it. */
async function areas(): Promise<unknown[]> {
  const { rows } = await test.product.spine.test.superuser.query(
    `select l.prefecture, l.areas from tenant.leads l join tenant.contacts c using (tenant_id, contact_id)
      where l.tenant_id = $1 order by c.row_number, c.contact_id`,
    [tenant.tenantId],
  )
  return rows
}

describe('where somebody is', () => {
  it('is told by an import: a prefecture that the address begins with, three digits of a landline', async () => {
    await supervisor.imported(file(...people))
    expect(await areas()).toEqual([
      { prefecture: 17, areas: '300' },
      { prefecture: null, areas: '' },
    ])
  })

  it('is told of a refused row that was corrected', async () => {
    const { listId } = await supervisor.imported(file(...people))
    const changes = { phone_1: '03-0000-0003', address: '新潟県架空市3-3' }
    const params = { listId, rowNumber: '4' }
    const answer = await supervisor.call('refusedRows.correct', { params, body: { changes } })
    expect(answer.body).toMatchObject({ outcome: 'accepted' })
    expect((await areas()).at(-1)).toEqual({ prefecture: 15, areas: '300' })
  })

  it('follows a difference: a new address, a new number, a person who is new', async () => {
    await supervisor.imported(file(...people))
    const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
    const next = [
      'k1,架空 花子,京都府架空市1-1,03-0000-0001,03-0000-0011',
      'k2,架空 太郎,架空市2-2,090-0000-0002,',
      'k5,架空 五郎,沖縄県架空市5-5,090-0000-0005,',
    ]
    await supervisor.imported(file(...next), undefined, { mode: 'difference', rules })
    expect(await areas()).toEqual(
      expect.arrayContaining([
        { prefecture: 26, areas: '300' },
        { prefecture: null, areas: '' },
        { prefecture: 47, areas: '' },
      ]),
    )
  })

  it('is told with one and the same index for one municipality, by each way', async () => {
    const towns = () =>
      test.product.spine.test.superuser.query<{ town: string }>(
        `select encode(l.municipality_index, 'hex') as town from tenant.leads l
            join tenant.contacts c using (tenant_id, contact_id) where l.tenant_id = $1 order by c.row_number`,
        [tenant.tenantId],
      )
    const imported = ['k1,架空 花子,石川県輪島市1-1,090-0000-0001,', 'k2,架空 太郎,石川県珠洲市2-2,090-0000-0002,']
    const { listId } = await supervisor.imported(file(...imported, 'k3,架空 次郎,,番号なし,'))
    const changes = { phone_1: '090-0000-0003', address: '輪島市3-3' }
    await supervisor.call('refusedRows.correct', { params: { listId, rowNumber: '4' }, body: { changes } })
    const [first, second, corrected] = (await towns()).rows.map(({ town }) => town)
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect([corrected, second === first]).toEqual([first, false])
    const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
    const next = ['k2,架空 太郎,石川県　輪島市2-2,090-0000-0002,', 'k4,架空 四郎,石川県輪島市4-4,090-0000-0004,']
    await supervisor.imported(file(...next), undefined, { mode: 'difference', rules })
    expect((await towns()).rows.map(({ town }) => town)).toEqual([first, first, first, first])
  })
})
