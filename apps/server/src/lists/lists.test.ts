import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Inspection, ListId, UploadId } from '@sekisho/contract'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import type { TestTenant } from '../test-spine.ts'
import { mappingOf } from './mapping-of.ts'
import { addCampaign, rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

const headings = '顧客番号,氏名,フリガナ,携帯電話番号,自宅電話番号,住所,生年月日'
const good = [
  '0001,架空 花子,カクウ ハナコ,090-0000-0001,03-0000-0001,架空市一丁目1,1980/01/02',
  '0002,髙橋 試,タカハシ タメシ,070-0000-0002,,架空市二丁目2,1975/03/04',
  '0003,試験 三郎,シケン サブロウ,9000000003,,架空市三丁目3,1990/05/06',
]
const bad = [
  '0004,電話 無,デンワ ナシ,,,架空市四丁目4,1991/01/01',
  '0005,日付 違,ヒヅケ チガイ,090-0000-0005,,架空市五丁目5,1991/02/31',
  '0001,架空 花子,カクウ ハナコ,090-0000-0001,,架空市一丁目1,1980/01/02',
]
const sjis = (lines: string[]) => iconv.encode(`${lines.join('\r\n')}\r\n`, 'cp932')
const utf8 = (lines: string[]) => Buffer.from(`${lines.join('\n')}\n`)
/** A file of its own: the same content may be imported once. */
const fileOf = (tag: string, ...lines: string[]) =>
  sjis([headings, ...lines.map((line) => line.replace(/^\d{4}/, (number) => `${tag}-${number}`))])

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor

beforeAll(async () => {
  test = await startLists()
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
})
afterAll(() => test.stop())

const objectsOf = ({ tenantId }: TestTenant): string[] => {
  try {
    return readdirSync(join(test.sealedFolder, tenantId))
  } catch {
    return []
  }
}

describe('a Shift_JIS file made by Excel', () => {
  it('becomes contacts, numbers and due leads; every row that was not taken says why', async () => {
    const uploadId = await supervisor.uploaded(sjis([headings, ...good, ...bad]))
    const seen = await supervisor.inspected(uploadId)
    expect(seen).toMatchObject({ encoding: 'shift_jis', hasHeader: true, records: 6, delimiter: 'comma', problems: [] })
    expect(seen.columns.map(({ guess }) => guess)).toEqual([
      'customer_number',
      'name',
      'kana',
      'phone_1',
      'phone_2',
      'address',
      'birth_date',
    ])
    const samples = JSON.stringify(seen.columns.flatMap((column) => column.samples))
    for (const clear of ['花子', '髙橋 試', '90-0000-0001', '一丁目']) expect(samples).not.toContain(clear)

    const answer = await supervisor.import(uploadId, seen)
    expect(answer.status).toBe(200)
    await test.lists.idle()
    const { listId } = answer.body as { listId: ListId }
    const list = await supervisor.read(listId)
    expect(list).toMatchObject({
      state: 'ready',
      rows: { total: 6, accepted: 3, refused: 2, duplicate: 1 },
      mayUndo: true,
      progress: null,
      label: '秋の名簿',
    })
    expect(list.reasons.map(({ code, rows }) => [code, rows])).toEqual([
      ['birth_date_impossible:birth_date', 1],
      ['duplicate_in_file', 1],
      ['phone_missing', 1],
    ])
    expect(await rowCounts(test, tenant.tenantId)).toEqual({ contacts: 3, numbers: 4, leads: 3, refused: 3 })
    const refused = (await supervisor.call('lists.refusedRows', { params: { listId } })).body
    expect(refused).toMatchObject({
      rows: [
        { rowNumber: 5, outcome: 'refused', reasons: [{ ja: '電話番号がありません。' }] },
        { rowNumber: 6, outcome: 'refused', reasons: [{ code: 'birth_date_impossible:birth_date' }] },
        { rowNumber: 7, outcome: 'duplicate', sameAsRow: 2, reasons: [{ ja: '2 行目と同じ人です。' }] },
      ],
      nextAfterRow: null,
    })
    const filter = { params: { listId }, query: { reason: 'phone_missing', afterRow: '0' } }
    expect((await supervisor.call('lists.refusedRows', filter)).body).toMatchObject({ rows: [{ rowNumber: 5 }] })
  })

  it('stands in the ledger from receipt to import, by counts and commitments only (M-01, A-07)', async () => {
    const entries = (await test.entries(tenant.tenantId)).slice(-5)
    expect(entries.map(({ type, outcome, actor_kind }) => [type, outcome, actor_kind])).toEqual([
      ['upload.received', 'done', 'person'],
      ['upload.inspected', 'done', 'person'],
      ['list.import_started', 'done', 'person'],
      ['list.imported', 'done', 'importer'],
      ['upload.discarded', 'done', 'importer'],
    ])
    expect(entries[2]?.counts).toEqual({ rows: 6 })
    expect(entries[3]?.counts).toEqual({ rows: 6, accepted: 3, refused: 2, duplicates: 1 })
    expect(entries[0]?.commitments).toHaveProperty('file')
    expect(JSON.stringify(entries)).not.toContain('秋の名簿')
  })

  it('opens again through the key service exactly as it was received', async () => {
    const operator = await test.product.spine.person(tenant, 'operator')
    const { rows } = await test.product.spine.test.superuser.query(
      `select c.contact_id, c.list_id, l.lead_id from tenant.contacts c join tenant.leads l using (tenant_id, contact_id)
        where c.tenant_id = $1 and c.row_number = 3`,
      [tenant.tenantId],
    )
    const contact = { tenantId: tenant.tenantId, listId: rows[0].list_id, contactId: rows[0].contact_id }
    const { spine } = test.product
    const attemptId = await spine.connect({ ...contact, leadId: rows[0].lead_id }, tenant.campaignId, operator)
    const opened = await spine.gate.openContact(operator, tenant.tenantId, attemptId)
    expect(opened.values).toEqual({ name: '髙橋 試', kana: 'タカハシ タメシ' })
  })

  it('is kept only until it is imported: its sealed chunks go then', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const uploadId = await its.uploaded(fileOf('k', ...good))
    expect(objectsOf(own)).toEqual([uploadId])
    const seen = await its.inspected(uploadId)
    await its.import(uploadId, seen)
    await test.lists.idle()
    expect(objectsOf(own)).toEqual([])
    const gone = await its.import(uploadId, seen)
    expect(gone.body).toMatchObject({ code: 'already_imported' })
  })

  it('asks no question about its columns the second time', async () => {
    const first = await supervisor.uploaded(fileOf('m', ...good))
    const seen = await supervisor.inspected(first)
    const mapping = { ...mappingOf(seen), columns: mappingOf(seen).columns.filter(({ field }) => field !== 'address') }
    await supervisor.import(first, seen, { mapping })
    await test.lists.idle()
    const second = await supervisor.uploaded(fileOf('n', ...good))
    const again = (await supervisor.inspect(second)).body as { inspection: Inspection; keptMapping: unknown }
    expect(again.keptMapping).toEqual(mapping)
    expect(again.inspection.columns.map(({ guess, because }) => [guess, because])).toContainEqual([
      null,
      'kept_mapping',
    ])
  })
})

describe('several numbers of a contact', () => {
  it('keep what their columns are called and the order that was chosen', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const file = utf8([
      '顧客番号,自宅電話番号,勤務先電話番号,携帯電話番号',
      'n1,03-0000-0001,03-0000-0002,090-0000-0003',
    ])
    const uploadId = await its.uploaded(file)
    const seen = await its.inspected(uploadId)
    expect(seen.columns.map(({ place }) => place)).toEqual([null, 'home', 'work', null])
    const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [], firstNumber: 'mobile' }
    expect((await its.import(uploadId, seen, { rules })).status).toBe(200)
    await test.lists.idle()
    const { rows } = await test.product.spine.test.superuser.query(
      'select ordinal, kind, state from tenant.contact_numbers where tenant_id = $1 order by ordinal',
      [own.tenantId],
    )
    expect(rows.map(({ ordinal, kind, state }) => [ordinal, kind, state])).toEqual([
      [1, 'mobile', 'usable'],
      [2, 'home', 'usable'],
      [3, 'work', 'usable'],
    ])
  })
})

describe('people who are there already', () => {
  it('are not taken twice by a second file into the same campaign, and are into another', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    await its.imported(sjis([headings, ...good]))
    const second = await its.imported(sjis([headings, good[0] ?? '', (good[1] ?? '').replace('0002', '0009')]))
    expect(second.rows).toEqual({ total: 2, accepted: 1, refused: 0, duplicate: 1, doNotCall: 0 })
    expect(second.reasons).toMatchObject([{ code: 'duplicate_existing', rows: 1 }])
    const elsewhere = await its.imported(sjis([headings, good[0] ?? '']), await addCampaign(test, own))
    expect(elsewhere.rows).toMatchObject({ accepted: 1, duplicate: 0 })
  })
})

describe('one file imported twice', () => {
  it('at the same time yields one set of contacts', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const bytes = sjis([headings, ...good])
    const uploads = [await its.uploaded(bytes), await its.uploaded(bytes)]
    const seen = await Promise.all(uploads.map((uploadId) => its.inspected(uploadId)))
    const answers = await Promise.all(
      [0, 1, 0].map((index) => its.import(uploads[index] as UploadId, seen[index] as Inspection)),
    )
    await test.lists.idle()
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409])
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body)).toMatchObject([
      { code: 'already_imported' },
      { code: 'already_imported' },
    ])
    expect(await rowCounts(test, own.tenantId)).toEqual({ contacts: 3, numbers: 4, leads: 3, refused: 0 })
    const refused = (await test.entries(own.tenantId)).filter(({ outcome }) => outcome === 'denied')
    expect(refused.map(({ type, reason }) => [type, reason])).toEqual([
      ['list.import_started', 'already_imported'],
      ['list.import_started', 'already_imported'],
    ])
  })

  it('is possible again after the first was undone', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const first = await its.imported(sjis([headings, ...good]))
    expect((await its.undo(first.listId)).status).toBe(200)
    const second = await its.imported(sjis([headings, ...good]))
    expect(second).toMatchObject({ state: 'ready', rows: { accepted: 3 } })
    await test.lists.idle()
    expect(await rowCounts(test, own.tenantId)).toEqual({ contacts: 3, numbers: 4, leads: 3, refused: 0 })
  })
})

describe('undoing an import', () => {
  it('leaves no contact, number, lead or refused row, and stands in the ledger', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const list = await its.imported(sjis([headings, ...good, ...bad]))
    expect((await its.undo(list.listId)).status).toBe(200)
    await test.lists.idle()
    expect(await rowCounts(test, own.tenantId)).toEqual({ contacts: 0, numbers: 0, leads: 0, refused: 0 })
    expect(await its.read(list.listId)).toMatchObject({ state: 'undone', mayUndo: false })
    const entry = (await test.entries(own.tenantId)).at(-1)
    expect(entry).toMatchObject({ type: 'list.import_undone', outcome: 'done', counts: { contacts: 3, leads: 3 } })
    expect((await its.undo(list.listId)).body).toMatchObject({ code: 'conflict' })
  })

  it('is refused once somebody was called, and the attempt is entered', async () => {
    const own = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
    const list = await its.imported(sjis([headings, ...good]))
    await test.product.spine.test.superuser.query(
      'update tenant.lists set first_leased_at = now() where list_id = $1',
      [list.listId],
    )
    expect((await its.undo(list.listId)).body).toMatchObject({ code: 'already_called' })
    expect((await test.entries(own.tenantId)).at(-1)).toMatchObject({ outcome: 'denied', reason: 'already_called' })
    expect(await rowCounts(test, own.tenantId)).toMatchObject({ contacts: 3, leads: 3 })
  })

  it.each(['list', 'campaign', 'tenant'])('asks the legal hold on a %s first (rule 10)', async (kind) => {
    const own = await test.tenant()
    const { browser, actor } = await test.signedIn(own, 'supervisor')
    const its = supervisorOf(test, browser, own)
    const list = await its.imported(sjis([headings, ...good]))
    const held = { list: list.listId, campaign: own.campaignId, tenant: own.tenantId }[kind]
    await test.product.spine.test.superuser.query(
      `insert into house.legal_holds (hold_id, tenant_id, object_kind, object_id, reason, placed_by) values ($1, $2, $3, $4, '調査', $5)`,
      [newId(), own.tenantId, kind, held, actor.personId],
    )
    expect((await its.undo(list.listId)).body).toMatchObject({ code: 'conflict', detail: ['legal_hold'] })
    expect(await rowCounts(test, own.tenantId)).toMatchObject({ contacts: 3, leads: 3 })
  })
})

describe('a file that nobody wants', () => {
  it('is discarded with its sealed chunks, unless it is under a legal hold', async () => {
    const own = await test.tenant()
    const { browser, actor } = await test.signedIn(own, 'supervisor')
    const its = supervisorOf(test, browser, own)
    const [held, other] = [await its.uploaded(fileOf('h', ...good)), await its.uploaded(fileOf('i', ...good))]
    await test.product.spine.test.superuser.query(
      `insert into house.legal_holds (hold_id, tenant_id, object_kind, object_id, reason, placed_by) values ($1, $2, 'upload', $3, '調査', $4)`,
      [newId(), own.tenantId, held, actor.personId],
    )
    const answer = await its.call('uploads.discard', { params: { uploadId: held } })
    expect(answer.body).toMatchObject({ code: 'conflict', detail: ['legal_hold'] })
    expect((await its.call('uploads.discard', { params: { uploadId: other } })).status).toBe(200)
    expect(objectsOf(own)).toEqual([held])
    // an import of a held file keeps the file, too
    await its.import(held, await its.inspected(held))
    await test.lists.idle()
    expect(objectsOf(own)).toEqual([held])
  })
})

describe('a supervisor of another tenant or job', () => {
  it('finds neither upload nor list (A-02, A-05)', async () => {
    const list = await supervisor.imported(fileOf('t', ...good))
    const uploadId = await supervisor.uploaded(fileOf('u', ...good))
    const other = await test.tenant()
    const its = supervisorOf(test, (await test.signedIn(other, 'supervisor')).browser, other)
    const { listId } = list
    for (const name of ['lists.read', 'lists.refusedRows', 'lists.undo'] as const) {
      expect((await its.call(name, { params: { listId } })).body).toMatchObject({ code: 'not_found' })
    }
    for (const name of ['uploads.read', 'uploads.inspect', 'uploads.discard'] as const) {
      expect((await its.call(name, { params: { uploadId } })).body).toMatchObject({ code: 'not_found' })
    }
    const seen = await supervisor.inspected(uploadId)
    expect((await its.import(uploadId, seen)).body).toMatchObject({ code: 'not_found' })
    expect((await its.import(uploadId, seen, {}, tenant.campaignId)).body).toMatchObject({ code: 'not_found' })
  })

  it('an operator can neither upload nor import (B-01)', async () => {
    const { browser } = await test.signedIn(tenant, 'operator')
    const its = supervisorOf(test, browser, tenant)
    expect((await its.upload(utf8(['a']))).status).toBe(403)
    expect((await its.call('lists.list')).status).toBe(403)
  })
})
