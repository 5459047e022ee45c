import { inflateSync } from 'node:zlib'
import type { ImportPreview, Inspection, ListId, UploadId } from '@sekisho/contract'
import { agileWorkbook, rowsOf, workbookOf } from '@sekisho/intake/test-files'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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

const heading = ['顧客番号', '氏名', '携帯電話', '生年月日']
const east = rowsOf(
  heading,
  ['e1', '架空 花子', 9_000_000_001, 23_132],
  ['e2', '架空 太郎', '090-0000-0002', '1990/1/2'],
)
const west = rowsOf(heading, ['w1', '架空 次郎', '090-0000-0003', '昭和38年5月1日'])

const inspectionOf = async (uploadId: UploadId) =>
  ((await supervisor.call('uploads.read', { params: { uploadId } })).body as { inspection: Inspection }).inspection

async function imported(uploadId: UploadId, seen: Inspection, changes: Record<string, unknown> = {}) {
  const answer = await supervisor.import(uploadId, seen, changes)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  await test.lists.idle()
  return supervisor.read((answer.body as { listId: ListId }).listId)
}

describe('an Excel workbook', () => {
  it('is inspected, previewed with what Excel did to its cells, and imported, sheet by sheet', async () => {
    const file = await workbookOf({
      sheets: [
        { name: '表紙', rows: '' },
        { name: '東日本', rows: east },
        { name: '西日本', rows: west },
      ],
    })
    const uploadId = await supervisor.uploaded(file)
    const seen = await supervisor.inspected(uploadId)
    expect(seen).toMatchObject({
      isReadable: true,
      records: 2,
      packed: { kind: 'workbook', isProtected: false, part: 1 },
    })
    const { preview } = (await supervisor.preview(uploadId, seen)).body as { preview: ImportPreview }
    expect(preview).toMatchObject({
      ...{ rows: 2, toAdd: 2, refused: 0 },
      repairs: [
        { code: 'leading_zero', samples: [{ row: 2, after: '090-••••-0001' }] },
        { code: 'serial_date', samples: [{ row: 2, after: '1963-••-••' }] },
      ],
    })
    expect(await imported(uploadId, seen)).toMatchObject({ state: 'ready', rows: { accepted: 2 } })

    const again = await supervisor.uploaded(file)
    expect((await supervisor.import(again, await supervisor.inspected(again))).body).toMatchObject({
      code: 'already_imported',
    })
    expect((await supervisor.inspect(again, undefined, { part: 2 })).body).toMatchObject({
      inspection: { packed: { part: 2 } },
    })
    expect(await imported(again, await inspectionOf(again))).toMatchObject({ rows: { accepted: 1 } })
  })

  it('can say how people read now, and whom to call no more', async () => {
    const first = await supervisor.uploaded(await workbookOf({ sheets: [{ name: '名簿', rows: east }] }))
    await imported(first, await supervisor.inspected(first))
    const moved = rowsOf(
      heading,
      ['e1', '別姓 花子', 9_000_000_001, 23_132],
      ['e2', '架空 太郎', '090-0000-0002', '1990/1/2'],
    )
    const next = await supervisor.uploaded(await workbookOf({ sheets: [{ name: '名簿', rows: moved }] }))
    expect(await imported(next, await supervisor.inspected(next), { mode: 'difference' })).toMatchObject({
      difference: { changed: 1, same: 1, missing: 0 },
    })
    const paid = await supervisor.uploaded(
      await workbookOf({ sheets: [{ name: '入金', rows: rowsOf(['顧客番号'], ['e2']) }] }),
    )
    expect(await imported(paid, await supervisor.inspected(paid), { mode: 'exclude' })).toMatchObject({
      exclusion: { known: 1, stopped: 1 },
    })
    const refused = await supervisor.uploaded(
      await workbookOf({
        sheets: [
          { name: '案内', rows: rowsOf(['作成日'], ['2026-11-20']) },
          { name: '拒否', rows: rowsOf(['顧客番号'], ['e1'], ['e9']) },
        ],
      }),
    )
    await supervisor.inspect(refused, undefined, { part: 1 })
    const refusal = { scope: 'client', reason: 'told_client', source: 'client_register', asOf: '2026-11-20' }
    expect(await imported(refused, await inspectionOf(refused), { mode: 'do_not_call', refusal })).toMatchObject({
      ...{ state: 'ready', rows: { total: 2, accepted: 2, refused: 0 } },
    })
  })
})

describe('a protected file', () => {
  it('opens with the password that is typed each time, and says in words why it does not', async () => {
    const uploadId = await supervisor.uploaded(inflateSync(Buffer.from(agileWorkbook, 'base64')))
    const unreadable = (code: string) => ({ status: 422, body: { code: 'unreadable_file', detail: [code] } })
    expect(await supervisor.inspect(uploadId)).toMatchObject(unreadable('password_needed'))
    expect(await inspectionOf(uploadId)).toMatchObject({
      ...{ isReadable: false, columns: [], packed: { isProtected: true } },
      problems: [{ code: 'password_needed', ja: expect.stringContaining('パスワードで保護されています') }],
    })
    expect(await supervisor.inspect(uploadId, undefined, { password: 'ひみつ' })).toMatchObject(
      unreadable('password_wrong'),
    )
    const password = 'ひみつ2026'
    expect(await supervisor.inspect(uploadId, undefined, { password })).toMatchObject({ status: 200 })
    const seen = await inspectionOf(uploadId)
    expect(seen).toMatchObject({ isReadable: true, records: 1 })
    expect(await supervisor.preview(uploadId, seen)).toMatchObject(unreadable('password_needed'))
    expect(await supervisor.preview(uploadId, seen, { password: 'x' })).toMatchObject(unreadable('password_wrong'))
    expect((await supervisor.preview(uploadId, seen, { password })).body).toMatchObject({ preview: { toAdd: 1 } })
    // nothing remembers it: an import without it fails, and the file is still there
    const failed = await imported(uploadId, seen)
    expect(failed).toMatchObject({ state: 'failed', uploadId, reasons: [{ code: 'password_needed' }] })
    expect(await imported(uploadId, seen, { password })).toMatchObject({ state: 'ready', rows: { accepted: 1 } })
  })

  it('that is cut off is refused, and the next file is read as ever', async () => {
    const whole = inflateSync(Buffer.from(agileWorkbook, 'base64'))
    const uploadId = await supervisor.uploaded(whole.subarray(0, 3_000))
    expect(await supervisor.inspect(uploadId, undefined, { password: 'ひみつ2026' })).toMatchObject({
      body: { detail: ['packed_damaged'] },
    })
    const next = await supervisor.uploaded(await workbookOf({ sheets: [{ name: '名簿', rows: west }] }))
    expect(await supervisor.inspected(next)).toMatchObject({ records: 1 })
  })
})
