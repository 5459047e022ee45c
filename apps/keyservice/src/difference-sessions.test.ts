import type { CampaignId, ContactId, EntryId, Receipt, UploadId } from '@sekisho/contract'
import { defaultRules } from '@sekisho/intake'
import { compareUpload, differUpload } from '@sekisho/vault'
import type { Differences, FindKnown, KeyServiceClient, KnownContact, SessionResult } from '@sekisho/vault'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { readCopy } from './test-support/read-copy.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

const folder = temporaryFolder()
const campaignId: CampaignId = newId()
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

const heading = '顧客番号,氏名,フリガナ,電話番号'
const mapping = {
  hasHeader: true,
  columns: [
    { heading: '顧客番号', field: 'customer_number' },
    { heading: '氏名', field: 'name' },
    { heading: 'フリガナ', field: 'kana' },
    { heading: '電話番号', field: 'phone_1' },
  ],
} as const
const format = { encoding: 'utf-8', delimiter: ',' } as const
const rules = { ...defaultRules('2026-10-01'), allowFictitious: true, required: ['customer_number'] as const }

async function upload(...lines: string[]) {
  const { tenantId } = world
  const uploadId: UploadId = newId()
  const bytes = Buffer.from(`${[heading, ...lines].join('\n')}\n`)
  const chunk = await keys.sealChunk({ tenantId, uploadId, index: 0, bytes })
  const { digest, trailer } = await keys.finishUpload({ tenantId, uploadId })
  return { uploadId, digest, chunks: [chunk, trailer] }
}
type Uploaded = Awaited<ReturnType<typeof upload>>

async function receiptFor(
  type: 'upload.compared' | 'upload.previewed' | 'list.difference_started' | 'list.import_started',
  { uploadId, digest }: Uploaded,
  { rows = 100, campaign = campaignId } = {},
): Promise<Receipt> {
  const id: EntryId = newId()
  const commitments = await world.commitments(id, { file: Buffer.from(digest).toString('hex') })
  const refs = { upload: uploadId, campaign, ...(type.startsWith('list.') ? { list: world.listId } : {}) }
  return world.enter({ type, id, commitments, refs, counts: { rows } })
}

const askedOf = (receipt: Receipt, { uploadId, digest }: Uploaded) => ({
  ...{ receipt, tenantId: world.tenantId, uploadId, digest, campaignId, format, mapping, rules },
  lists: [world.listId],
})
const differing = (receipt: Receipt, uploaded: Uploaded) => ({
  ...{ ...askedOf(receipt, uploaded), listId: world.listId, dueAtMs: 1_800_000_000_000 },
})

/** Somebody who is there, under the key of the list. */
async function somebody(values: Record<string, string>, contactId: ContactId = newId()) {
  const { tenantId, listId } = world
  const sealed = await keys.sealContact({ tenantId, listId, contactId, rowVersion: 4, values })
  return (row: number): KnownContact => ({
    ...{ row, contactId, listId, rowVersion: 4, sealed },
    numbers: [{ ordinal: 3, index: Buffer.alloc(16, 7) }],
  })
}

const hanako = {
  customer_number: 'A-1',
  name: '関所 花子',
  kana: 'セキショ ハナコ',
  phone_1: '090-0000-0001',
  amount: '12800',
}

async function run(results: AsyncIterable<SessionResult>) {
  const all: SessionResult[] = []
  for await (const result of results) all.push(result)
  const steps = all.filter((result): result is Differences => result.kind === 'differences')
  return { last: all.at(-1), steps, changed: steps.flatMap((step) => step.changed), text: JSON.stringify(all) }
}

async function differ(uploaded: Uploaded, find: FindKnown) {
  const receipt = await receiptFor('list.difference_started', uploaded)
  return run(differUpload(keys, differing(receipt, uploaded), { chunks: uploaded.chunks, find }))
}

describe('a difference in the key service', () => {
  it('seals anew who reads otherwise and who is new, tells neither in clear, and leaves the same alone', async () => {
    const uploaded = await upload(
      'A-1,別姓 花子,セキショ ハナコ,090-0000-0011',
      'A-2,関所 太郎,セキショ タロウ,090-0000-0002',
      'A-3,関所 次郎,セキショ ジロウ,090-0000-0003',
      'A-4,関所 三郎,,番号なし',
    )
    const [first, second] = [
      await somebody(hanako),
      await somebody({ customer_number: 'Ａ-2', name: '関所 太郎', kana: 'セキショ タロウ', phone_1: '090-0000-0002' }),
    ]
    const same = {
      ...hanako,
      customer_number: 'A-2',
      name: '関所 太郎',
      kana: 'セキショ タロウ',
      phone_1: '090-0000-0002',
    }
    const third = await somebody(same)
    const asked: number[] = []
    const { last, steps, changed, text } = await differ(uploaded, ({ rowNumbers }) => {
      asked.push(...rowNumbers)
      return Promise.resolve([first(2), third(3), second(3)])
    })
    // a refused row is asked for, too: its person is not missing
    expect(asked).toEqual([2, 3, 4, 5])
    expect(last).toMatchObject({ kind: 'differed', rows: 4, added: 1, changedRows: 2, sameRows: 0, refused: 1 })
    // the second one's customer number was written otherwise
    expect(changed).toMatchObject([
      { rowVersion: 5, keptOrdinals: [], newNumbers: [{ ordinal: 4, kind: 'mobile' }] },
      { rowVersion: 5 },
    ])
    const [own] = changed
    if (own === undefined) throw new Error('nobody changed')
    const { tenantId, listId } = world
    const contactId = own.contactId as ContactId
    const receipt = await world.receiptForContact(contactId, ['name', 'amount'])
    const fields = ['name', 'amount'] as const
    expect(
      await keys.openContact({ receipt, tenantId, listId, contactId, rowVersion: 5, sealed: own.sealed, fields }),
    ).toEqual({ name: '別姓 花子', amount: '12800' })
    expect(readCopy(steps[0]?.contacts ?? Buffer.alloc(0))).toHaveLength(1)
    for (const clear of ['花子', '次郎', 'A-3', '0000']) expect(text).not.toContain(clear)
  })

  it('gives counts and nothing sealed to a comparison', async () => {
    const uploaded = await upload('A-1,別姓 花子,,090-0000-0011', 'A-9,関所 九郎,,090-0000-0009')
    const known = await somebody(hanako)
    const receipt = await receiptFor('upload.compared', uploaded)
    const { chunks } = uploaded
    const find = () => Promise.resolve([known(2)])
    const { last, steps, changed } = await run(compareUpload(keys, askedOf(receipt, uploaded), { chunks, find }))
    expect(last).toMatchObject({ kind: 'differed', added: 1, changedRows: 1, sameRows: 0 })
    expect(changed).toEqual([])
    expect(steps.every(({ contacts, numbers, leads }) => contacts.length + numbers.length + leads.length === 0)).toBe(
      true,
    )
  })

  it('does not mix two people: a contact with another customer number ends it (a server that lies)', async () => {
    const uploaded = await upload('A-1,関所 花子,,090-0000-0001')
    const stranger = await somebody({ ...hanako, customer_number: 'B-1' })
    expect((await differ(uploaded, () => Promise.resolve([stranger(2)]))).last).toMatchObject({
      ...{ kind: 'problem', code: 'refused_wrong_subject' },
    })
    const moved = { ...(await somebody(hanako))(2), contactId: newId() as ContactId }
    expect((await differ(uploaded, () => Promise.resolve([moved]))).last).toMatchObject({
      ...{ kind: 'problem', code: 'sealed_data_damaged' },
    })
    const foreign = { ...(await somebody(hanako))(2), listId: newId() as typeof world.listId }
    expect((await differ(uploaded, () => Promise.resolve([foreign]))).last).toMatchObject({ code: 'unknown_key' })
  })

  it('answers large batches in parts and loses nobody', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `C-${i},関所 ${i},,0900${String(i).padStart(7, '0')}`)
    const uploaded = await upload(...lines)
    const note = 'x'.repeat(4_000)
    const { tenantId, listId } = world
    const contactId: ContactId = newId()
    const sealed = await keys.sealContact({
      ...{ tenantId, listId, contactId, rowVersion: 1 },
      values: { customer_number: 'C-5', name: '関所 5', custom_1: note },
    })
    const receipt = await receiptFor('list.difference_started', uploaded, { rows: 3_000 })
    const find: FindKnown = ({ rowNumbers }) =>
      Promise.resolve(
        rowNumbers.includes(7)
          ? Array.from({ length: 1_500 }, () => ({ row: 7, contactId, listId, rowVersion: 1, sealed, numbers: [] }))
          : [],
      )
    const asked = differing(receipt, uploaded)
    const { last, changed } = await run(differUpload(keys, asked, { chunks: uploaded.chunks, find }))
    expect(last).toMatchObject({ kind: 'differed', rows: 3_000, added: 2_999, changedRows: 1 })
    expect(changed).toHaveLength(1_500)
  })

  it('is refused with entries of another kind, file, list or campaign, more rows than declared, and answers nobody asked for', async () => {
    const [uploaded, other] = [
      await upload('A-1,関所 花子,,090-0000-0001'),
      await upload('A-2,関所 太郎,,090-0000-0002'),
    ]
    const begin = async (receipt: Promise<Receipt>) => codeOf(keys.beginDifference(differing(await receipt, uploaded)))
    const compare = async (receipt: Promise<Receipt>) => codeOf(keys.beginComparison(askedOf(await receipt, uploaded)))
    expect(await begin(receiptFor('upload.compared', uploaded))).toBe('refused_wrong_type')
    expect(await begin(receiptFor('list.import_started', uploaded))).toBe('refused_wrong_type')
    expect(await begin(receiptFor('list.difference_started', other))).toBe('refused_wrong_subject')
    expect(await begin(receiptFor('list.difference_started', uploaded, { campaign: newId() }))).toBe(
      'refused_wrong_subject',
    )
    expect(await compare(receiptFor('upload.previewed', uploaded))).toBe('refused_wrong_type')
    expect(await compare(receiptFor('list.difference_started', uploaded))).toBe('refused_wrong_type')
    const receipt = await receiptFor('upload.compared', uploaded, { rows: 0 })
    const find = () => Promise.resolve([])
    const { last } = await run(compareUpload(keys, askedOf(receipt, uploaded), { chunks: uploaded.chunks, find }))
    expect(last).toMatchObject({ kind: 'problem', code: 'refused_count' })
    expect(await codeOf(keys.beginComparison(askedOf(receipt, uploaded)))).toBe('refused_spent')
    const { session } = await keys.beginComparison(askedOf(await receiptFor('upload.compared', uploaded), uploaded))
    expect(await codeOf(keys.feedKnown({ session, known: [], isLast: true }))).toBe('bad_request')
    await keys.endSession({ session })
  })
})
