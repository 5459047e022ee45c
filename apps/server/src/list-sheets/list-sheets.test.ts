import type { InventoryList, ListId, ListSheet } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from '../lists/test-lists.ts'
import type { TestTenant } from '../test-spine.ts'

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

const file = Buffer.from(
  [
    '顧客番号,氏名,携帯電話番号,住所,備考',
    'k1,架空 花子,090-0000-0001,架空県架空市1-2,あ',
    'k2,架空 太郎,090-0000-0002,架空県架空市1-3,い',
    'k2,架空 太郎,090-0000-0002,架空県架空市1-3,い',
    'k3,架空 次郎,,架空県架空市1-4,う',
  ].join('\n'),
)

/** The last column is left out of what is taken. */
async function imported(changes: Record<string, unknown> = {}) {
  const uploadId = await supervisor.uploaded(file)
  const seen = await supervisor.inspected(uploadId)
  const columns = (['customer_number', 'name', 'phone_1', 'address'] as const).map((field, column) => ({
    column,
    field,
  }))
  const answer = await supervisor.import(uploadId, seen, { mapping: { hasHeader: true, columns }, ...changes })
  await test.lists.idle()
  return { listId: (answer.body as { listId: ListId }).listId, uploadId }
}

const sheet = async (listId: string) => supervisor.call('listSheets.read', { params: { listId } })
const inventory = async () => ((await supervisor.call('listSheets.inventory')).body as { lists: InventoryList[] }).lists

/** The index of entries is a moment behind their receipts. */
async function placed(listId: string): Promise<ListSheet> {
  for (;;) {
    const read = (await sheet(listId)).body as ListSheet
    if (read.file.position !== null && read.import.position !== null) return read
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('the sheet of a list', () => {
  it('says who handed over what to whom, how many rows of it, and which entries say so (D-01, D-03)', async () => {
    const { listId, uploadId } = await imported()
    const read = await placed(listId)
    expect(read).toMatchObject({
      ...{
        listId,
        label: '秋の名簿',
        mode: 'add',
        state: 'ready',
        contacts: 2,
        keptRows: 1,
        mayHoldCards: false,
      },
      file: { bytes: file.length },
      rows: { total: 4, accepted: 2, refused: 1, duplicate: 1 },
    })
    expect(read.fields.map(({ field, sensitivity }) => [field, sensitivity])).toEqual([
      ['customer_number', 'identifying'],
      ['name', 'identifying'],
      ['phone_1', 'contact'],
      ['address', 'contact'],
    ])
    const entries = await test.entries(tenant.tenantId)
    expect(entries[read.file.position ?? -1]).toMatchObject({ type: 'upload.received', refs: { upload: uploadId } })
    expect(entries[read.import.position ?? -1]).toMatchObject({ type: 'list.imported', refs: { list: listId } })
  })

  it('holds nothing of a row', async () => {
    const { listId } = await imported()
    const said = JSON.stringify([(await sheet(listId)).body, await inventory()])
    for (const word of ['花子', '090-0000', '0000001', 'k1', '架空市', '備考']) expect(said).not.toContain(word)
  })

  it('says of exclusions that their rows were not kept, and of an undone list that nobody is here any more', async () => {
    const { listId } = await imported()
    const exclusion = await imported({ mode: 'exclude' })
    expect((await sheet(exclusion.listId)).body).toMatchObject({ mode: 'exclude', fields: [], contacts: 0 })
    expect((await inventory()).map((list) => list.listId)).toEqual([listId])
    await supervisor.undo(listId)
    await test.lists.idle()
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 0 })
    expect((await sheet(listId)).body).toMatchObject({ state: 'undone', contacts: 0, keptRows: 0 })
    expect(await inventory()).toEqual([])
  })

  it('names every field that is held, by list (A-07)', async () => {
    const { listId } = await imported()
    expect(await inventory()).toMatchObject([
      {
        listId,
        contacts: 2,
        fields: [{ field: 'customer_number' }, { field: 'name' }, { field: 'phone_1' }, { field: 'address' }],
      },
    ])
  })

  it('names fields that a difference brought to people who were there (A-07)', async () => {
    const { listId } = await imported()
    const columns = (['customer_number', 'name', 'phone_1', 'email'] as const).map((field, column) => ({
      column,
      field,
    }))
    const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [], missing: 'keep' }
    const difference = Buffer.from('顧客番号,氏名,携帯電話番号,メール\nk1,架空 花子,090-0000-0001,k1@example.jp\n')
    const changed = await supervisor.imported(difference, undefined, {
      ...{ mode: 'difference', rules, mapping: { hasHeader: true, columns } },
    })
    expect(changed).toMatchObject({ state: 'ready', difference: { changed: 1 } })
    const [held, ...others] = await inventory()
    expect([held?.listId, others]).toEqual([listId, []])
    expect(held?.fields.map(({ field }) => field)).toContain('email')
  })

  it('is not there for whoever sits at another tenant or does not import', async () => {
    const { listId } = await imported()
    const other = await test.tenant()
    const foreigner = supervisorOf(test, (await test.signedIn(other, 'supervisor')).browser, tenant)
    expect((await foreigner.call('listSheets.read', { params: { listId } })).status).toBe(403)
    const operator = supervisorOf(test, (await test.signedIn(tenant, 'operator')).browser, tenant)
    expect((await operator.call('listSheets.read', { params: { listId } })).status).toBe(403)
    const own = supervisorOf(test, (await test.signedIn(other, 'supervisor')).browser, other)
    expect((await own.call('listSheets.read', { params: { listId } })).status).toBe(404)
  })
})
