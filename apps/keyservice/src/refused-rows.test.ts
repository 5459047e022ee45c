import { createHash, randomBytes } from 'node:crypto'
import type { EntryId, FieldCode, Receipt, UploadId } from '@sekisho/contract'
import { defaultRules, mappingOfFields } from '@sekisho/intake'
import { importUpload } from '@sekisho/vault'
import type { JudgedRow, KeyServiceClient, RefusedImportRow } from '@sekisho/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

const folder = temporaryFolder()
let service: KeyService
let keys: KeyServiceClient
let world: World
let rows: Map<number, RefusedImportRow>

const fields: FieldCode[] = ['customer_number', 'name', 'phone_1', 'custom_1']
const rules = { ...defaultRules('2026-11-22'), allowFictitious: true }
const mapping = mappingOfFields(fields.map((field) => ({ field })))
const lines = [
  '顧客番号,氏名,電話番号,備考',
  'A-1,関所 花子,090-0000-0001,',
  'A-2,関所 太郎,no number,',
  'A-3,関所 次郎,no number either,',
  'A-1,関所 花子,090-0000-0001,',
  'A-5,関所 三郎,no number,4111-1111-1111-1111',
  `A-6,関所 四郎,no number,${'長'.repeat(9_000)}`,
]

beforeAll(async () => {
  service = await startKeyService(keyServicePaths(folder.path))
  keys = bothCallers(service)
  world = await newWorld(keys)
  rows = new Map((await refusedOf(lines)).map((row) => [row.rowNumber, row]))
})

afterAll(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

/** Imports a file into the world's list and gives the rows that it refused. */
async function refusedOf(file: readonly string[]): Promise<RefusedImportRow[]> {
  const { tenantId, listId } = world
  const uploadId: UploadId = newId()
  const chunk = await keys.sealChunk({ tenantId, uploadId, index: 0, bytes: Buffer.from(`${file.join('\n')}\n`) })
  const { digest, trailer } = await keys.finishUpload({ tenantId, uploadId })
  const id: EntryId = newId()
  const receipt = await world.enter({
    ...{ type: 'list.import_started', id, refs: { upload: uploadId, list: listId }, counts: { rows: file.length } },
    commitments: await world.commitments(id, { file: Buffer.from(digest).toString('hex') }),
  })
  const refused: RefusedImportRow[] = []
  const ofFile = { hasHeader: true, columns: mapping.columns }
  const format = { encoding: 'utf-8', delimiter: ',' } as const
  const asked = { receipt, tenantId, uploadId, digest, listId, campaignId: newId(), dueAtMs: 1_790_000_000_000 }
  for await (const step of importUpload(
    keys,
    { ...asked, format, mapping: ofFile, rules },
    { chunks: [chunk, trailer] },
  )) {
    if (step.kind === 'problem') throw new Error(step.code)
    if (step.kind === 'rows') refused.push(...step.refused)
  }
  return refused
}

const entry = (type: 'refused_row.opened' | 'refused_row.judged', rowNumber: number, named: FieldCode[] = fields) =>
  world.enter({
    ...{ type, fields: named.toSorted() },
    ...{ refs: { list: world.listId }, counts: { row_number: rowNumber } },
  })

function openRow(
  receipt: Receipt,
  rowNumber: number,
  more: Partial<Parameters<KeyServiceClient['openRefusedRow']>[0]> = {},
) {
  const { tenantId, listId } = world
  const sealed = rows.get(rowNumber)?.sealed ?? randomBytes(60)
  return keys.openRefusedRow({ receipt, tenantId, listId, rowNumber, version: 1, sealed, fields, ...more })
}

async function judged(rowNumber: number, changes: Partial<Record<FieldCode, string>>): Promise<JudgedRow> {
  const { tenantId, listId } = world
  const sealed = rows.get(rowNumber)?.sealed ?? randomBytes(60)
  const receipt = await entry('refused_row.judged', rowNumber, Object.keys(changes) as FieldCode[])
  return keys.judgeRefusedRow({ receipt, tenantId, listId, rowNumber, version: 1, sealed, changes, mapping, rules })
}

describe('what an import keeps of refused rows', () => {
  it('is sealed, and only of rows that may be corrected on a screen: no duplicate, no card number, nothing very long', () => {
    const kept = [...rows.values()].map(({ rowNumber, sealed }) => [rowNumber, sealed !== undefined])
    expect(kept).toEqual([
      [3, true],
      [4, true],
      [5, false],
      [6, false],
      [7, false],
    ])
    expect(Buffer.from(rows.get(3)?.sealed ?? []).includes(Buffer.from('関所'))).toBe(false)
  })

  it('ends with the ten-thousandth row of a list', async () => {
    const many = Array.from({ length: 10_002 }, (_, index) => `B-${index},架空 ${index},none,`)
    const refused = await refusedOf([lines[0] ?? '', ...many])
    expect(refused).toHaveLength(10_002)
    expect(refused.filter(({ sealed }) => sealed !== undefined).map(({ rowNumber }) => rowNumber)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => index + 2),
    )
  }, 60_000)
})

describe('opening a refused row (K-07)', () => {
  it('gives the fields that its entry names, and no others', async () => {
    expect(await openRow(await entry('refused_row.opened', 3), 3)).toEqual({
      ...{ customer_number: 'A-2', name: '関所 太郎', phone_1: 'no number' },
    })
    const receipt = await entry('refused_row.opened', 3, ['name'])
    expect(await codeOf(openRow(receipt, 3))).toBe('refused_wrong_field')
    expect(await openRow(receipt, 3, { fields: ['name'] })).toEqual({ name: '関所 太郎' })
  })

  it('is refused with a receipt that was used, of another row, of another list, of another type, of another tenant', async () => {
    const receipt = await entry('refused_row.opened', 3)
    expect(await codeOf(openRow(receipt, 4))).toBe('refused_wrong_subject')
    await openRow(receipt, 3)
    expect(await codeOf(openRow(receipt, 3))).toBe('refused_spent')
    const ofOtherList = await world.enter({
      ...{ type: 'refused_row.opened', fields, refs: { list: newId() }, counts: { row_number: 3 } },
    })
    expect(await codeOf(openRow(ofOtherList, 3))).toBe('refused_wrong_subject')
    expect(await codeOf(openRow(await entry('refused_row.judged', 3), 3))).toBe('refused_wrong_type')
    const stranger = await newWorld(keys)
    const theirs = await entry('refused_row.opened', 3)
    expect(await codeOf(openRow(theirs, 3, { tenantId: stranger.tenantId, listId: stranger.listId }))).toMatch(
      /^refused_/,
    )
  })

  it('is refused with a receipt that somebody made up', async () => {
    const receipt = await entry('refused_row.opened', 3)
    const leaf = Buffer.from(Buffer.from(receipt.leaf).toString('utf8').replace('"row_number":3', '"row_number":4'))
    expect(createHash('sha256').update(leaf).digest()).not.toEqual(createHash('sha256').update(receipt.leaf).digest())
    expect(await codeOf(openRow({ ...receipt, leaf }, 4))).toBe('refused_bad_proof')
  })

  it('opens no row that was moved to another number, to another version, or among the contacts', async () => {
    const moved = rows.get(4)?.sealed as Uint8Array
    expect(await codeOf(openRow(await entry('refused_row.opened', 3), 3, { sealed: moved }))).toBe(
      'sealed_data_damaged',
    )
    expect(await codeOf(openRow(await entry('refused_row.opened', 3), 3, { version: 2 }))).toBe('sealed_data_damaged')
    const receipt = await world.receiptForContact(world.contactId, ['name'])
    const { tenantId, listId, contactId } = world
    const asContact = { receipt, tenantId, listId, contactId, rowVersion: 1, sealed: moved, fields: ['name'] as const }
    expect(await codeOf(keys.openContact(asContact))).toBe('sealed_data_damaged')
  })
})

describe('judging a refused row with fields typed anew', () => {
  it('says by codes what is still wrong, and never what it reads', async () => {
    const verdict = await judged(3, { phone_1: '12' })
    expect(verdict).toEqual({ kind: 'refused', reasons: ['phone_length:phone_1'] })
    expect(await judged(4, { phone_1: '090-0000-0009', custom_1: '4111 1111 1111 1111' })).toEqual({
      ...{ kind: 'refused', reasons: ['card_number_found:custom_1'] },
    })
  })

  it('seals and indexes it as an import would, with what was not typed anew as it was', async () => {
    const verdict = await judged(3, { phone_1: '０９０－００００－０００２' })
    if (verdict.kind !== 'accepted') throw new Error('refused')
    expect(verdict).toMatchObject({ comparedBy: 'customer_number', personIndex: null })
    const { tenantId, listId } = world
    const contactId = verdict.contactId as never
    const receipt = await world.receiptForContact(contactId, fields)
    const contact = { receipt, tenantId, listId, contactId, rowVersion: 1, sealed: verdict.sealed, fields }
    expect(await keys.openContact(contact)).toEqual({
      ...{ customer_number: 'A-2', name: '関所 太郎', phone_1: '０９０－００００－０００２' },
    })
    const index = async (kind: 'phone' | 'customer_number', value: string) =>
      keys.lookup({ receipt: await world.receiptForLookup(kind, value), tenantId, kind, value })
    expect(verdict.customerIndex).toEqual(await index('customer_number', 'A-2'))
    expect(verdict.numbers[0]?.index).toEqual(await index('phone', '+819000000002'))
  })

  it('changes no field that its entry does not name, and takes no entry of an opening', async () => {
    const { tenantId, listId } = world
    const changes = { name: '関所 別人', phone_1: '090-0000-0002' }
    const ask = async (receipt: Receipt) =>
      keys.judgeRefusedRow({
        ...{ receipt, tenantId, listId, rowNumber: 3, version: 1, mapping, rules, changes },
        sealed: rows.get(3)?.sealed as Uint8Array,
      })
    expect(await codeOf(ask(await entry('refused_row.judged', 3, ['phone_1'])))).toBe('refused_wrong_field')
    expect(await codeOf(ask(await entry('refused_row.opened', 3)))).toBe('refused_wrong_type')
  })

  it('compares people without customer numbers by number and name, whatever the server says of their numbers', async () => {
    const verdict = await judged(3, { customer_number: '', phone_1: '090-0000-0077' })
    if (verdict.kind !== 'accepted') throw new Error('refused')
    expect(verdict.comparedBy).toBe('number_and_name')
    const { tenantId, listId } = world
    const sealedAs = async (values: Partial<Record<FieldCode, string>>) => {
      const contactId = newId()
      const sealed = await keys.sealContact({ tenantId, listId, contactId, rowVersion: 1, values })
      return { contactId, rowVersion: 1, sealed }
    }
    const partner = await sealedAs({ name: '関所 花子', phone_1: '090-0000-0077' })
    const namesake = await sealedAs({ name: '関所 太郎', phone_1: '090-0000-0078' })
    const same = await sealedAs({ name: '関所　太郎', phone_1: '09000000077' })
    const { judgement } = verdict
    expect(await keys.compareCorrection({ judgement, contacts: [partner, namesake] })).toBe(false)
    // asked once
    expect(await codeOf(keys.compareCorrection({ judgement, contacts: [same] }))).toBe('unknown_key')
    const again = await judged(3, { customer_number: '', phone_1: '090-0000-0077' })
    if (again.kind !== 'accepted') throw new Error('refused')
    expect(await keys.compareCorrection({ judgement: again.judgement, contacts: [partner, same] })).toBe(true)
  })
})
