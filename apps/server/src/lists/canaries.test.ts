import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ListId } from '@sekisho/contract'
import { rowsOf, workbookOf, zipOf } from '@sekisho/intake/test-files'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestTenant } from '../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

/** Values that stand nowhere else. Each would show in clear if any step kept, logged or answered it. */
const canaries = {
  name: '薔薇咲カナリヤ子',
  kana: 'バラサキカナリヤコ',
  number: '7391846205',
  customer: 'KNRY-58301-Q',
  address: '金糸雀県籠目市囀町七十七',
  refusedName: '拒否ヶ丘カナリヤ助',
  refusedNumber: '12-34-KANARIA',
  typedNumber: '56-78-KANARIA',
  typedAddress: '訂正県カナリヤ市囀町八十八',
  password: 'kanaria-no-aikotoba-77',
}

const lines = [
  '顧客番号,氏名,フリガナ,電話番号,住所',
  `${canaries.customer},${canaries.name},${canaries.kana},０９０－０７３８－４６２０,${canaries.address}${canaries.number}`,
  `A2,${canaries.refusedName},キョヒ,${canaries.refusedNumber},どこか`,
]

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
const answers: string[] = []

beforeAll(async () => {
  test = await startLists()
  tenant = await test.tenant()
  const { browser } = await test.signedIn(tenant, 'supervisor')
  supervisor = supervisorOf(test, browser, tenant)
})
afterAll(() => test.stop())

/** Every form in which a canary could stand in bytes. */
const forms: [string, Buffer][] = Object.entries({
  ...canaries,
  dialled: '09007384620',
  e164: '+819007384620',
  dialledCorrected: '09007384621',
  e164Corrected: '+819007384621',
}).flatMap(([name, value]): [string, Buffer][] => [
  [name, Buffer.from(value)],
  [name, iconv.encode(value, 'cp932')],
  [name, Buffer.from(Buffer.from(value).toString('hex'))],
  [name, Buffer.from(iconv.encode(value, 'cp932').toString('hex'))],
  [name, Buffer.from(Buffer.from(value).toString('base64').slice(0, -4))],
])

function found(where: string, bytes: Buffer): string[] {
  return forms.filter(([, form]) => bytes.includes(form)).map(([name]) => `${name} in ${where}`)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Everything a database administrator sees. */
async function tables(): Promise<[string, Buffer][]> {
  const { superuser } = test.product.spine.test
  const { rows } = await superuser.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('house', 'tenant', 'public') and c.relkind = 'r'`,
  )
  const contents: [string, Buffer][] = []
  for (const { name } of rows) {
    const content = await superuser.query<{ text: string | null }>(
      `select string_agg(t::text, E'\\n') as text from ${name} t`,
    )
    contents.push([name, Buffer.from(content.rows[0]?.text ?? '')])
  }
  return contents
}

async function everywhere(): Promise<string[]> {
  const { spine, logLines } = test.product
  const places: [string, Buffer][] = [
    ...(await tables()),
    ...filesBelow(spine.dataDir).map((path): [string, Buffer] => [
      path.slice(spine.dataDir.length),
      readFileSync(path),
    ]),
    ['the log', Buffer.from(logLines.join('\n'))],
    ['the answers', Buffer.from(answers.join('\n'))],
  ]
  return places.flatMap(([where, bytes]) => found(where, bytes))
}

describe('clear personal data of an imported file (rule 9)', () => {
  it.each(['cp932', 'utf-8'])('stands in no table, file, log line or answer, at no step (%s)', async (encoding) => {
    const bytes = iconv.encode(`${lines.join('\r\n')}\r\n`, encoding)
    expect(found('the file itself', bytes)).toContain('name in the file itself')
    const uploadId = await supervisor.uploaded(bytes)
    expect(await everywhere()).toEqual([])

    const inspected = await supervisor.inspect(uploadId)
    answers.push(JSON.stringify(inspected.body))
    expect(await everywhere()).toEqual([])

    const read = await supervisor.call('uploads.read', { params: { uploadId } })
    const { inspection } = read.body as { inspection: Parameters<TestSupervisor['import']>[1] }
    const previewed = await supervisor.preview(uploadId, inspection)
    expect(previewed.body).toMatchObject({ preview: { toAdd: 1, repairs: [{ cells: 1 }, { cells: 1 }] } })
    answers.push(JSON.stringify(previewed.body))
    expect(await everywhere()).toEqual([])

    const started = await supervisor.import(uploadId, inspection)
    await test.lists.idle()
    const { listId } = started.body as { listId: ListId }
    const list = await supervisor.read(listId)
    expect(list).toMatchObject({ state: 'ready', rows: { accepted: 1, refused: 1 } })
    const refused = await supervisor.call('lists.refusedRows', { params: { listId } })
    const campaigns = await supervisor.call('campaigns.list')
    answers.push(JSON.stringify([list, refused.body, campaigns.body]))
    // what was refused is shown by the one route that opens it, and by no other
    const row = { params: { listId, rowNumber: '3' } }
    const opened = await supervisor.call('refusedRows.open', { ...row, body: {} })
    expect(opened.body).toMatchObject({ values: { name: canaries.refusedName, phone_1: canaries.refusedNumber } })
    expect(await everywhere()).toEqual([])
    const typed = canaries.typedNumber
    const again = await supervisor.call('refusedRows.correct', { ...row, body: { changes: { phone_1: typed } } })
    expect(again.body).toMatchObject({ outcome: 'refused' })
    const changes = { phone_1: '０９０－０７３８－４６２１', address: canaries.typedAddress }
    const corrected = await supervisor.call('refusedRows.correct', { ...row, body: { changes } })
    expect(corrected.body).toMatchObject({ outcome: 'accepted' })
    answers.push(JSON.stringify([again.body, corrected.body]))
    expect(await everywhere()).toEqual([])
    const moved = `別姓カナリヤ子`
    const difference = await supervisor.imported(
      iconv.encode(
        `顧客番号,氏名,電話番号\r\n${canaries.customer},${canaries.name}${moved},090-0738-4620\r\n`,
        encoding,
      ),
      undefined,
      { mode: 'difference' },
    )
    expect(difference.difference).toMatchObject({ changed: 1 })
    answers.push(JSON.stringify(difference))
    const byNumber = { samePersonBy: 'phone', required: [], withoutRepairs: [] }
    const excluded = await supervisor.imported(
      iconv.encode(`電話番号,備考\r\n090-0738-4620,${canaries.name}\r\n`, encoding),
      undefined,
      {
        ...{ mode: 'exclude', rules: byNumber },
      },
    )
    expect(excluded.exclusion).toMatchObject({ stopped: 1 })
    answers.push(JSON.stringify(excluded))
    // what is placed is published when the sequencer stops
    const { spine } = test.product
    await spine.stopSequencer()
    await spine.startSequencer()
    expect(await everywhere()).toEqual([])
    expect((await supervisor.undo(listId)).status).toBe(200)
    await test.lists.idle()
  })

  it('stands nowhere either when it came as a workbook in a protected archive, nor does the password', async () => {
    const rows = lines.map((line) => line.split(','))
    const workbook = await workbookOf({ sheets: [{ name: '名簿', rows: rowsOf(...rows) }] })
    const { password } = canaries
    const uploadId = await supervisor.uploaded(await zipOf({ '名簿.xlsx': workbook }, { password }))
    expect(await everywhere()).toEqual([])
    for (const how of [{}, { password: `${password}?` }, { password }]) {
      answers.push(JSON.stringify((await supervisor.inspect(uploadId, undefined, how)).body))
    }
    const read = await supervisor.call('uploads.read', { params: { uploadId } })
    const { inspection } = read.body as { inspection: Parameters<TestSupervisor['import']>[1] }
    const previewed = await supervisor.preview(uploadId, inspection, { password })
    expect(previewed.body).toMatchObject({ preview: { rows: 2, refused: 1 } })
    const started = await supervisor.import(uploadId, inspection, { password })
    await test.lists.idle()
    const list = await supervisor.read((started.body as { listId: ListId }).listId)
    expect(list).toMatchObject({ state: 'ready', rows: { total: 2, refused: 1 } })
    answers.push(JSON.stringify([read.body, previewed.body, list]))
    const { spine } = test.product
    await spine.stopSequencer()
    await spine.startSequencer()
    expect(await everywhere()).toEqual([])
  })

  it('stands in no trace of a file that fails in the middle', async () => {
    const broken = `${lines.join('\r\n')}\r\nB3,"${canaries.name},開いたまま,090-0000-0001,\r\n`
    const uploadId = await supervisor.uploaded(Buffer.from(broken))
    answers.push(JSON.stringify((await supervisor.inspect(uploadId)).body))
    const cutOff = await supervisor.upload(Buffer.from(broken), 9_999)
    answers.push(JSON.stringify(cutOff.body))
    expect(cutOff.status).toBe(400)
    expect(await everywhere()).toEqual([])
  })
})
