import type { ImportPreview, ListId, ListView, SamePersonKey } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestTenant } from '../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

// Who is the same person (名寄せ): inside a file, against the campaign, in the preview, the import and a correction.

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

const heading = '顧客番号,氏名,フリガナ,電話番号,生年月日'
const fileOf = (...rows: string[]) => Buffer.from([heading, ...rows, ''].join('\r\n'))
const by = (samePersonBy: SamePersonKey) => ({
  mode: 'add',
  rules: { samePersonBy, required: [], withoutRepairs: [] },
})

/** 花子 stands there already, with another customer number and telephone than in the files below. */
const before = fileOf('K-1,架空 花子,カクウ ハナコ,090-0000-0001,1963-05-01')
const file = fileOf(
  // the same name, date and number as before, under a new customer number
  'N-1,架空 花子,ｶｸｳ ﾊﾅｺ,09000000001,S38.5.1',
  // moved: another number
  'N-2,架空 花子,カクウ ハナコ,090-0000-0002,1963/5/1',
  // her husband, at her telephone
  'N-3,架空 一郎,カクウ イチロウ,090-0000-0001,1960-01-01',
  // somebody with the customer number of before
  'K-1,架空 三郎,カクウ サブロウ,090-0000-0003,1970-01-01',
  // twice in the file: by telephone and name, by name and date, not by customer number
  'N-5,架空 四郎,カクウ シロウ,090-0000-0004,1971-01-01',
  'N-6,架空 四郎,カクウ シロウ,090-0000-0004,1971-01-01',
  // no birth date
  'N-7,架空 四郎,カクウ シロウ,090-0000-0005,',
)

async function previewOf(bytes: Buffer, changes: Record<string, unknown>): Promise<ImportPreview> {
  const uploadId = await supervisor.uploaded(bytes)
  const answer = await supervisor.preview(uploadId, await supervisor.inspected(uploadId), changes)
  await supervisor.call('uploads.discard', { params: { uploadId } })
  return (answer.body as { preview: ImportPreview }).preview
}

async function outcomes({ listId }: Pick<ListView, 'listId'>) {
  const { rows } = await test.product.spine.test.superuser.query<{ row_number: number; reasons: string[] }>(
    'select row_number, reasons from tenant.refused_rows where list_id = $1 order by 1',
    [listId],
  )
  return rows.map(({ row_number, reasons }) => [row_number, ...reasons])
}

describe('two rows are the same person', () => {
  it.each([
    { key: 'customer_number', there: [5], twice: [] },
    { key: 'phone', there: [2], twice: [7] },
    { key: 'name_and_birth', there: [2, 3], twice: [7] },
    { key: 'none', there: [], twice: [] },
  ] as const)(
    'by $key, and the preview counts what the import then does, which enters the key and nothing else',
    async ({ key, there, twice }) => {
      await supervisor.imported(before)
      const accepted = 7 - there.length - twice.length
      const preview = await previewOf(file, by(key))
      expect(preview).toMatchObject({
        rows: 7,
        toAdd: accepted,
        known: there.length,
        duplicate: twice.length,
        refused: 0,
      })
      const list = await supervisor.imported(file, undefined, by(key))
      expect(list.rows).toMatchObject({ total: 7, accepted, duplicate: there.length + twice.length, refused: 0 })
      expect(list.samePersonBy).toBe(key)
      expect(await outcomes(list)).toEqual(
        [
          ...there.map((row) => [row, 'duplicate_existing'] as const),
          ...twice.map((row) => [row, 'duplicate_in_file'] as const),
        ].toSorted((a, b) => a[0] - b[0]),
      )
      const started = (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'list.import_started')
      expect(started.map(({ refs }) => refs?.same_person_by)).toEqual(['customer_number', key])
      expect(JSON.stringify(started)).not.toMatch(/カクウ|架空|1963[-./]0?5|19630501|9000000/)
    },
  )

  it('by none even when everybody of a file is there already', async () => {
    await supervisor.imported(before)
    const again = await supervisor.imported(Buffer.concat([before, Buffer.from('\r\n')]), undefined, by('none'))
    expect(again.rows).toMatchObject({ accepted: 1, duplicate: 0 })
  })

  it('by what people read now: after a difference the old number and birth date compare with nobody', async () => {
    await supervisor.imported(before)
    const now = fileOf('K-1,架空 花子,カクウ ハナコ,090-0000-0009,1963-05-02')
    const changed = { samePersonBy: 'customer_number', required: [], withoutRepairs: [], missing: 'keep' }
    await supervisor.imported(now, undefined, { mode: 'difference', rules: changed })
    const old = fileOf('N-1,架空 花子,カクウ ハナコ,090-0000-0001,1963-05-01')
    const current = fileOf('N-2,架空 花子,カクウ ハナコ,090-0000-0009,1963-05-02')
    for (const key of ['phone', 'name_and_birth'] as const) {
      expect(await previewOf(old, by(key))).toMatchObject({ toAdd: 1, known: 0 })
      expect(await previewOf(current, by(key))).toMatchObject({ toAdd: 0, known: 1 })
    }
  })

  it.each(['phone', 'name_and_birth'] as const)(
    'by %s also for a refused row that is corrected, in its list and in others of the campaign',
    async (key) => {
      await supervisor.imported(before)
      const { listId } = await supervisor.imported(
        fileOf(
          'R-1,架空 二郎,カクウ ジロウ,090-0000-0011,1980-01-01',
          'R-2,架空 花子,カクウ ハナコ,番号なし,1963-05-01',
          'R-3,架空 二郎,カクウ ジロウ,番号なし,1980-01-01',
          'R-4,架空 五郎,カクウ ゴロウ,番号なし,1980-01-01',
        ),
        undefined,
        by(key),
      )
      expect(await correct(listId, 3, '090-0000-0001')).toMatchObject({
        ...{ outcome: 'refused', reasons: [{ code: 'duplicate_existing' }] },
      })
      expect(await correct(listId, 4, '090-0000-0011')).toMatchObject({
        ...{ outcome: 'refused', reasons: [{ code: 'duplicate_in_file' }] },
      })
      expect(await correct(listId, 5, '090-0000-0011')).toMatchObject({ outcome: 'accepted' })
    },
  )

  async function correct(listId: ListId, rowNumber: number, phone: string) {
    const params = { listId, rowNumber: String(rowNumber) }
    return (await supervisor.call('refusedRows.correct', { params, body: { changes: { phone_1: phone } } })).body
  }
})

describe('a key', () => {
  it.each([
    ['name_and_birth', 'add', '顧客番号,氏名,電話番号\r\nA-1,架空 花子,090-0000-0001\r\n'],
    ['customer_number', 'add', '氏名,電話番号\r\n架空 花子,090-0000-0001\r\n'],
    ['phone', 'difference', '顧客番号,氏名,電話番号\r\nA-1,架空 花子,090-0000-0001\r\n'],
    ['none', 'difference', '顧客番号,氏名,電話番号\r\nA-1,架空 花子,090-0000-0001\r\n'],
    ['none', 'exclude', '顧客番号,氏名,電話番号\r\nA-1,架空 花子,090-0000-0001\r\n'],
    ['name_and_birth', 'exclude', `${heading}\r\nA-1,架空 花子,カクウ ハナコ,090-0000-0001,1963-05-01\r\n`],
  ] as const)('%s that a file for %s cannot be compared by is refused', async (key, mode, text) => {
    const uploadId = await supervisor.uploaded(Buffer.from(text))
    const changes = { ...by(key), mode }
    const answer = await supervisor.import(uploadId, await supervisor.inspected(uploadId), changes)
    expect(answer).toMatchObject({ status: 400, body: { detail: ['body.rules.samePersonBy'] } })
  })
})
