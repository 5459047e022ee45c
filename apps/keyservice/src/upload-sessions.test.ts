import { randomBytes } from 'node:crypto'
import { importUpload, inspectUpload, matchUpload } from '@sekisho/vault'
import type {
  ImportRows,
  KeyServiceClient,
  MatchKey,
  OperationParameters,
  RowKeys,
  SessionResult,
} from '@sekisho/vault'
import type { CampaignId, EntryId, FieldCode, Receipt, UploadId } from '@sekisho/contract'
import { defaultRules } from '@sekisho/intake'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { readCopy } from './test-support/read-copy.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

const folder = temporaryFolder()
let service: KeyService
let keys: KeyServiceClient
let world: World

beforeAll(async () => {
  service = await startKeyService(keyServicePaths(folder.path))
  keys = bothCallers(service)
})

beforeEach(async () => {
  world = await newWorld(keys)
})

afterAll(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

const heading = '顧客番号,氏名,フリガナ,電話番号,生年月日'
const fields: FieldCode[] = ['customer_number', 'name', 'kana', 'phone_1', 'birth_date']
const rows = [
  'A-1,関所 花子,セキショ ハナコ,090-0000-0001,1980-01-02',
  'A-2,関所 太郎,セキショ タロウ,090-0000-0002,1981-01-02',
  'A-3,関所 次郎,セキショ ジロウ,not a number,1982-01-02',
  'A-1,関所 花子,セキショ ハナコ,090-0000-0001,1980-01-02',
  'A-5,関所 三郎,セキショ サブロウ,03-0000-0005,1983-01-02',
]

interface Uploaded {
  readonly uploadId: UploadId
  readonly digest: Uint8Array
  readonly chunks: Uint8Array[]
}

async function upload(text: string, pieceBytes = 64): Promise<Uploaded> {
  const { tenantId } = world
  const uploadId: UploadId = newId()
  const clear = Buffer.from(text, 'utf8')
  const chunks: Uint8Array[] = []
  for (let at = 0; at < clear.length; at += pieceBytes) {
    const bytes = clear.subarray(at, at + pieceBytes)
    chunks.push(await keys.sealChunk({ tenantId, uploadId, index: chunks.length, bytes }))
  }
  const { digest, trailer } = await keys.finishUpload({ tenantId, uploadId })
  return { uploadId, digest, chunks: [...chunks, trailer] }
}

async function receiptFor(
  type: 'upload.inspected' | 'upload.previewed' | 'list.exclusion_started' | 'list.import_started',
  of: Uploaded,
  rowsDeclared = 100,
): Promise<Receipt> {
  const id: EntryId = newId()
  const commitments = await world.commitments(id, { file: Buffer.from(of.digest).toString('hex') })
  const refs = type.startsWith('upload.') ? { upload: of.uploadId } : { upload: of.uploadId, list: world.listId }
  return await world.enter({ type, id, commitments, refs, counts: { rows: rowsDeclared } })
}

const campaignId: CampaignId = newId()
const rules = { ...defaultRules('2026-11-21'), allowFictitious: true }

function importOf(receipt: Receipt, { uploadId, digest }: Uploaded): OperationParameters<'beginImport'> {
  const { tenantId, listId } = world
  const mapping = { hasHeader: true, columns: fields.map((field) => ({ heading: null, field })) }
  const format = { encoding: 'utf-8', delimiter: ',' } as const
  return { receipt, tenantId, uploadId, digest, listId, campaignId, dueAtMs: 1_790_000_000_000, format, mapping, rules }
}

async function collect(asked: OperationParameters<'beginImport'>, chunks: Uint8Array[], existing: Uint8Array[] = []) {
  const results: SessionResult[] = []
  for await (const result of importUpload(keys, asked, { chunks, existing })) results.push(result)
  const batches = results.filter((result): result is ImportRows => result.kind === 'rows')
  return { last: results.at(-1), batches, refused: batches.flatMap((batch) => batch.refused) }
}

const file = `${[heading, ...rows].join('\r\n')}\r\n`

describe('inspecting an upload (K-07)', () => {
  it('tells columns, counts and masked samples, and no clear value', async () => {
    const uploaded = await upload(file)
    const receipt = await receiptFor('upload.inspected', uploaded)
    const { tenantId } = world
    const { uploadId, digest, chunks } = uploaded
    const options = { today: '2026-11-21' }
    const result = await inspectUpload(keys, { receipt, tenantId, uploadId, digest, options }, { chunks })
    expect(result).toMatchObject({ kind: 'inspection', inspection: { problem: null, records: 5 } })
    const text = JSON.stringify(result)
    for (const clear of ['花子', 'ハナコ', '0000-0001', '1980-01-02', 'A-1']) expect(text).not.toContain(clear)
    expect(text).toContain('氏名')
  })

  it('refuses an entry about another file, and one that starts an import', async () => {
    const [uploaded, other] = [await upload(file), await upload(`${file}x`)]
    const { tenantId } = world
    const ask = (receipt: Receipt) =>
      codeOf(
        keys.beginInspection({
          receipt,
          tenantId,
          uploadId: uploaded.uploadId,
          digest: uploaded.digest,
          options: { today: '2026-11-21' },
        }),
      )
    expect(await ask(await receiptFor('upload.inspected', other))).toBe('refused_wrong_subject')
    expect(await ask(await receiptFor('list.import_started', uploaded))).toBe('refused_wrong_type')
  })
})

describe('importing an upload (K-07, C-05)', () => {
  it('seals each accepted row so that it opens with a receipt, and tells the others by number and reason', async () => {
    const uploaded = await upload(file)
    const { last, batches, refused } = await collect(
      importOf(await receiptFor('list.import_started', uploaded), uploaded),
      uploaded.chunks,
    )
    expect(last).toMatchObject({ kind: 'imported', rows: 5, accepted: 3, refused: 1, duplicates: 1, numbers: 3 })
    expect(refused).toEqual([
      { rowNumber: 4, outcome: 'refused', reasons: ['phone_unreadable:phone_1'], sealed: expect.any(Uint8Array) },
      { rowNumber: 5, outcome: 'duplicate', reasons: ['duplicate_in_file'], sameAsRow: 2 },
    ])
    const contacts = batches.flatMap((batch) => readCopy(batch.contacts))
    const numbers = batches.flatMap((batch) => readCopy(batch.numbers))
    expect(contacts.map((columns) => columns[3]?.readInt32BE())).toEqual([2, 3, 6])
    expect(numbers.map((columns) => columns[3]?.toString('latin1'))).toEqual(['mobile', 'mobile', 'landline'])
    const { tenantId, listId } = world
    const [tenant, id, list, , sealed, customer, person] = contacts[1] as Buffer[]
    expect([tenant, list].map((bytes) => bytes?.toString('hex'))).toEqual(
      [tenantId, listId].map((text) => text.replaceAll('-', '')),
    )
    const contactId = String(id?.toString('hex')).replace(
      /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
      '$1-$2-$3-$4-$5',
    ) as never
    const row = { tenantId, listId, contactId, rowVersion: 1 }
    const opened = await keys.openContact({
      receipt: await world.receiptForContact(contactId, [...fields].sort()),
      ...row,
      sealed: sealed as Buffer,
      fields,
    })
    expect(opened).toEqual({
      customer_number: 'A-2',
      name: '関所 太郎',
      kana: 'セキショ タロウ',
      phone_1: '090-0000-0002',
      birth_date: '1981-01-02',
    })
    const number = await keys.openNumber({
      receipt: await world.receiptForNumber(contactId, 1),
      ...row,
      ordinal: 1,
      sealed: numbers[1]?.[4] as Buffer,
    })
    expect(number).toEqual({ e164: '+819000000002', asReceived: '090-0000-0002' })
    const index = async (kind: 'phone' | 'customer_number' | 'person', value: string) =>
      keys.lookup({ receipt: await world.receiptForLookup(kind, value), tenantId, kind, value })
    expect(await index('phone', '+819000000002')).toEqual(numbers[1]?.[5])
    expect(await index('customer_number', 'A-2')).toEqual(customer)
    expect(await index('person', 'セキシヨタロウ\n1981-01-02')).toEqual(person)
  })

  it('knows people that are there already by the index of their customer number', async () => {
    const { tenantId } = world
    const lookup = { receipt: await world.receiptForLookup('customer_number', 'A-2'), tenantId }
    const existing = [randomBytes(32), await keys.lookup({ ...lookup, kind: 'customer_number', value: 'A-2' })]
    const uploaded = await upload(file)
    const asked = importOf(await receiptFor('list.import_started', uploaded), uploaded)
    const { last, refused } = await collect(asked, uploaded.chunks, existing)
    expect(last).toMatchObject({ accepted: 2, duplicates: 2 })
    expect(refused[0]).toEqual({ rowNumber: 3, outcome: 'duplicate', reasons: ['duplicate_existing'] })
  })

  it('refuses a second import with the same receipt, and one of more rows than its entry declares', async () => {
    const uploaded = await upload(file)
    const asked = importOf(await receiptFor('list.import_started', uploaded, 4), uploaded)
    expect((await collect(asked, uploaded.chunks)).last).toMatchObject({ kind: 'problem', code: 'refused_count' })
    expect(await codeOf(keys.beginImport(asked))).toBe('refused_spent')
  })

  it('refuses another list, another campaign and another upload than the entry names', async () => {
    const [uploaded, other] = [await upload(file), await upload(file)]
    const asked = importOf(await receiptFor('list.import_started', uploaded), uploaded)
    expect(Buffer.from(other.digest)).toEqual(Buffer.from(uploaded.digest))
    expect(await codeOf(keys.beginImport({ ...asked, uploadId: other.uploadId }))).toBe('refused_wrong_subject')
    expect(await codeOf(keys.beginImport({ ...asked, listId: newId() }))).toBe('unknown_key')
    const receipt = await world.enter({
      type: 'list.import_started',
      commitments: {},
      refs: { upload: uploaded.uploadId, list: world.listId, campaign: newId() },
    })
    expect(await codeOf(keys.beginImport({ ...asked, receipt }))).toBe('refused_wrong_subject')
  })

  it('notices a chunk that is missing, repeated, out of order or of another upload, and a missing trailer', async () => {
    const uploaded = await upload(file)
    const other = await upload(file)
    const { chunks } = uploaded
    const [first = new Uint8Array(), second = new Uint8Array(), ...rest] = chunks
    const damaged: Record<string, Uint8Array[]> = {
      missing: [first, ...rest],
      repeated: [first, first, second, ...rest],
      swapped: [second, first, ...rest],
      foreign: [first, other.chunks[1] as Uint8Array, ...rest],
      cut: chunks.slice(0, -2),
      'without trailer': chunks.slice(0, -1),
      'with a foreign trailer': [...chunks.slice(0, -1), other.chunks.at(-1) as Uint8Array],
    }
    for (const [how, given] of Object.entries(damaged)) {
      const asked = importOf(await receiptFor('list.import_started', uploaded), uploaded)
      const { last } = await collect(asked, given)
      expect([how, last]).toEqual([how, { kind: 'problem', code: 'sealed_data_damaged', detail: {} }])
    }
  })

  it('tells a file that cannot be read by code and row, and ends when the reader of its batches leaves', async () => {
    const broken = await upload(`${file}"never closed`)
    const asked = importOf(await receiptFor('list.import_started', broken), broken)
    expect((await collect(asked, broken.chunks)).last).toMatchObject({ kind: 'problem', code: 'quote_not_closed' })
    const uploaded = await upload(file)
    const again = importOf(await receiptFor('list.import_started', uploaded), uploaded)
    for await (const result of importUpload(keys, again, { chunks: uploaded.chunks })) {
      expect(result.kind).toBe('rows')
      break
    }
    expect((await keys.status({})).openSessions).toBe(0)
  })

  it('gives every row once and in order when there are many batches', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => {
      const digits = String(i).padStart(4, '0')
      return `B-${digits},関所 花子,セキショ ハナコ,090-0000-${digits},1980-01-02`
    })
    const uploaded = await upload(`${[heading, ...many].join('\n')}\n`, 100_000)
    const asked = importOf(await receiptFor('list.import_started', uploaded, 9_000), uploaded)
    const { last, batches } = await collect(asked, uploaded.chunks)
    expect(last).toMatchObject({ kind: 'imported', accepted: 9_000, numbers: 9_000 })
    expect(batches.length).toBeGreaterThan(2)
    const contacts = batches.flatMap((batch) => readCopy(batch.contacts))
    expect(contacts.map((columns) => columns[3]?.readInt32BE())).toEqual(many.map((_, i) => i + 2))
    expect(new Set(contacts.map((columns) => columns[1]?.toString('hex'))).size).toBe(9_000)
    expect(batches.flatMap((batch) => readCopy(batch.leads))).toHaveLength(9_000)
  })
})

describe('comparing an upload with people who are there (A-02)', () => {
  function matchingOf(receipt: Receipt, { uploadId, digest }: Uploaded, by: MatchKey) {
    const { format, mapping } = importOf(receipt, { uploadId, digest, chunks: [] })
    return { receipt, tenantId: world.tenantId, uploadId, digest, by, format, mapping, rules }
  }

  async function match(text: string, by: MatchKey, rowsDeclared = 100) {
    const uploaded = await upload(text)
    const receipt = await receiptFor('list.exclusion_started', uploaded, rowsDeclared)
    const asked = matchingOf(receipt, uploaded, by)
    const results: SessionResult[] = []
    for await (const result of matchUpload(keys, asked, { chunks: uploaded.chunks })) results.push(result)
    const batches = results.filter((result): result is RowKeys => result.kind === 'keys')
    return { asked, last: results.at(-1), batches, text: JSON.stringify(results) }
  }

  const indexesOf = ({ indexes, rowNumbers }: RowKeys) =>
    rowNumbers.map((row, at) => [row, Buffer.from(indexes.subarray(16 * at, 16 * at + 16)).toString('hex')])

  it('gives the blind indexes that a look-up gives, row by row, and no value', async () => {
    const { tenantId } = world
    const index = async (kind: 'phone' | 'customer_number', value: string) => {
      const receipt = await world.receiptForLookup(kind, value)
      return Buffer.from(await keys.lookup({ receipt, tenantId, kind, value })).toString('hex')
    }
    const byNumber = await match(file, 'customer_number')
    expect(byNumber.last).toMatchObject({ kind: 'matched', rows: 5, accepted: 3, refused: 1, duplicates: 1 })
    expect(byNumber.batches.flatMap(indexesOf)).toEqual([
      [2, await index('customer_number', 'A-1')],
      [3, await index('customer_number', 'A-2')],
      [6, await index('customer_number', 'A-5')],
    ])
    const byPhone = await match(file, 'phone')
    expect(byPhone.batches.flatMap(indexesOf)[1]).toEqual([3, await index('phone', '+819000000002')])
    for (const clear of ['花子', '0000', 'A-2', '1980']) expect(byNumber.text + byPhone.text).not.toContain(clear)
    expect((await match(file, 'nothing')).batches.flatMap(indexesOf)).toEqual([])
  })

  it('waits with what nobody has taken yet, and loses none of it', async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `C-${i},関所 花子,セキショ ハナコ,090-0000-0001,1980-01-02`)
    const { last, batches } = await match(`${[heading, ...many].join('\n')}\n`, 'customer_number', 30_000)
    expect(last).toMatchObject({ kind: 'matched', accepted: 30_000 })
    expect(batches.flatMap((batch) => batch.rowNumbers)).toEqual(many.map((_, i) => i + 2))
    expect(batches.length).toBeGreaterThan(4)
  })

  it('refuses a second reading with one receipt, more rows than declared, and entries of another kind or file', async () => {
    const { asked } = await match(file, 'phone')
    expect(await codeOf(keys.beginMatching(asked))).toBe('refused_spent')
    expect((await match(file, 'phone', 4)).last).toMatchObject({ kind: 'problem', code: 'refused_count' })
    const [uploaded, other] = [await upload(file), await upload(`${file}x`)]
    const ask = (receipt: Receipt) => codeOf(keys.beginMatching(matchingOf(receipt, uploaded, 'phone')))
    expect(await ask(await receiptFor('upload.previewed', other))).toBe('refused_wrong_subject')
    expect(await ask(await receiptFor('upload.inspected', uploaded))).toBe('refused_wrong_type')
    expect(await ask(await receiptFor('list.import_started', uploaded))).toBe('refused_wrong_type')
    const receipt = await receiptFor('list.exclusion_started', uploaded)
    expect(await codeOf(keys.beginImport(importOf(receipt, uploaded)))).toBe('refused_wrong_type')
  })
})
