import { chownSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { ListId, UploadId } from '@sekisho/contract'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import { openSealedObjects } from '../platform/sealed-objects/index.ts'
import { mayMount, smallDisk } from '../test-small-disk.ts'
import type { TestTenant } from '../test-spine.ts'
import { mappingOf } from './mapping-of.ts'
import { rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

const heading = '顧客番号,氏名,電話番号'
const row = (number: number) => `${number},架空 ${number},090-0000-${String(number).padStart(4, '0')}`
const text = (...lines: string[]) => `${lines.join('\r\n')}\r\n`
const utf8 = (...lines: string[]) => Buffer.from(text(...lines))

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let cookie: string

beforeAll(async () => {
  test = await startLists({ storage: (folder) => openSealedObjects(folder, { maxBytes: 3_000_000 }) })
  tenant = await test.tenant()
  const { browser } = await test.signedIn(tenant, 'supervisor')
  cookie = browser.cookieHeader()
  supervisor = supervisorOf(test, browser, tenant)
})
afterAll(() => test.stop())

const objects = (): string[] => {
  try {
    return readdirSync(join(test.sealedFolder, tenant.tenantId))
  } catch {
    return []
  }
}

async function uploadStates(): Promise<Record<string, number>> {
  const { rows } = await test.product.spine.test.superuser.query(
    `select coalesce(jsonb_object_agg(state, count), '{}') as states
      from (select state, count(*) from tenant.uploads where tenant_id = $1 group by state) as s`,
    [tenant.tenantId],
  )
  return rows[0].states
}

const lastEntry = async () => (await test.entries(tenant.tenantId)).at(-1)

describe('an upload that does not arrive whole', () => {
  it('of fewer bytes than announced is refused, entered as failed, and leaves nothing', async () => {
    const answer = await supervisor.upload(utf8(heading, row(1)), 5_000)
    expect(answer).toMatchObject({ status: 400, body: { code: 'upload_incomplete' } })
    expect(objects()).toEqual([])
    expect(await lastEntry()).toMatchObject({ type: 'upload.received', outcome: 'failed', reason: 'interrupted' })
  })

  it('of more bytes than announced is refused, too', async () => {
    const answer = await supervisor.upload(utf8(heading, row(1)), 5)
    expect(answer.body).toMatchObject({ code: 'upload_incomplete' })
    expect(objects()).toEqual([])
  })

  it('whose connection breaks is settled as failed, and leaves nothing', async () => {
    const before = (await uploadStates()).failed ?? 0
    const { port } = new URL(test.product.origin)
    const outgoing = request({
      ...{ host: '127.0.0.1', port, method: 'POST' },
      path: `/api/tenants/${tenant.tenantId}/uploads?bytes=2000000`,
      headers: { host: `localhost:${port}`, origin: test.product.origin, cookie, 'content-length': '2000000' },
    })
    outgoing.on('error', () => undefined)
    outgoing.write(Buffer.alloc(600_000, 'あ'))
    while (objects().length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    outgoing.destroy()
    while (((await uploadStates()).failed ?? 0) === before) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(objects()).toEqual([])
    expect(await lastEntry()).toMatchObject({ type: 'upload.received', outcome: 'failed', reason: 'interrupted' })
  })

  it('larger than the largest file is refused on the way, and leaves nothing', async () => {
    const answer = await supervisor.upload(Buffer.alloc(4_000_000, 'a'))
    expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } })
    expect(objects()).toEqual([])
    expect(await lastEntry()).toMatchObject({ type: 'upload.received', outcome: 'failed', reason: 'invalid_input' })
  })

  it('with nothing in it says so', async () => {
    const answer = await supervisor.upload(Buffer.alloc(0))
    expect(answer).toMatchObject({ status: 422, body: { code: 'unreadable_file', detail: ['file_empty'] } })
    expect(objects()).toEqual([])
  })
})

const manyColumns = Array.from({ length: 1_000_000 }, () => 'a').join(',')
const unreadable: [name: string, bytes: Buffer, code: string, sentence: RegExp][] = [
  ['a heading row only', utf8(heading), 'file_header_only', /データの行がありません/],
  ['line ends only', Buffer.from('\r\n\r\n'), 'file_empty', /空です/],
  ['UTF-16', iconv.encode(text(heading, row(1)), 'utf-16'), 'encoding_utf16', /UTF-16/],
  ['EUC-JP', iconv.encode(text(heading, row(1), row(2)), 'euc-jp'), 'encoding_euc_jp', /EUC-JP/],
  [
    'ISO-2022-JP',
    Buffer.from('\u001b$B;aL>\u001b(B,a\r\n\u001b$B2M6u\u001b(B,1\r\n', 'latin1'),
    'encoding_iso_2022_jp',
    /ISO-2022-JP/,
  ],
  [
    'a damaged workbook',
    Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, '[Content_Types].xml')]),
    'packed_damaged',
    /壊れ|開けません/,
  ],
  [
    'a picture',
    Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(500)]),
    '',
    /文字データではありません|NUL/,
  ],
  ['a NUL byte', utf8(heading, row(1), `2,架空\u0000,090-0000-0002`), 'nul_byte', /3 行目.*NUL/],
  [
    'a quote that is never closed',
    utf8(heading, row(1), '2,"架空,090-0000-0002', row(3)),
    'quote_not_closed',
    /3 行目/,
  ],
  ['one huge field', utf8(heading, `1,${'長'.repeat(100_000)},090-0000-0001`), 'field_too_long', /2 行目 2 列目/],
  [
    'a million columns',
    Buffer.from(`${manyColumns}\r\n${manyColumns.slice(0, 500_000)}`),
    'too_many_columns',
    /列が多すぎます/,
  ],
  ['a heading that stands twice', utf8('氏名,氏名,電話番号', 'a,b,090-0000-0001'), 'duplicate_headers', /見出しが重複/],
  [
    'a damaged character',
    Buffer.concat([utf8(heading, row(1)), Buffer.from('2,架空'), Buffer.from([0xe3]), utf8(',090-0000-0002')]),
    'invalid_bytes',
    /3 行目/,
  ],
]

describe('a file that cannot be imported', () => {
  it.each(unreadable)(
    'with %s is explained in a sentence, cannot be imported, and can be thrown away',
    async (_name, bytes, code, sentence) => {
      const before = await rowCounts(test, tenant.tenantId)
      const uploadId = await supervisor.uploaded(bytes)
      const answer = await supervisor.inspect(uploadId)
      const view = (await supervisor.call('uploads.read', { params: { uploadId } })).body as {
        inspection: { problems: { code: string; ja: string }[]; columns: unknown[] }
      }
      const [problem] = view.inspection.problems
      if (code !== '') expect(problem?.code).toBe(code)
      expect(problem?.ja).toMatch(sentence)
      if (view.inspection.columns.length === 0)
        expect(answer).toMatchObject({ status: 422, body: { detail: [problem?.code] } })
      else expect(answer.status).toBe(200)

      const seen = {
        ...view.inspection,
        encoding: 'utf-8',
        hasHeader: true,
        columns: [{ column: 0, guess: 'name' }],
      } as never
      const started = await supervisor.import(uploadId, seen)
      expect(started).toMatchObject({ status: 400, body: { code: 'invalid_input', detail: [problem?.code] } })
      expect(await lastEntry()).toMatchObject({
        type: 'list.import_started',
        outcome: 'denied',
        reason: 'invalid_input',
      })
      expect((await supervisor.call('uploads.discard', { params: { uploadId } })).status).toBe(200)
      expect(objects()).toEqual([])
      expect(await rowCounts(test, tenant.tenantId)).toEqual(before)
    },
  )

  it('read with the wrong encoding on purpose is explained, and right again with the right one', async () => {
    const uploadId = await supervisor.uploaded(iconv.encode(text(heading, row(1), row(2)), 'cp932'))
    const wrong = await supervisor.inspect(uploadId, 'utf-8')
    const problems = (wrong.body as { inspection?: { problems: { code: string }[] } }).inspection?.problems
    expect(wrong.status === 422 || problems?.[0]?.code === 'encoding_mismatch').toBe(true)
    const right = await supervisor.inspect(uploadId, 'shift_jis')
    expect(right).toMatchObject({ status: 200, body: { inspection: { encoding: 'shift_jis', problems: [] } } })
    await supervisor.call('uploads.discard', { params: { uploadId } })
  })
})

describe('a request to import', () => {
  it('with an undeclared field, a column that is not there, a field given twice or rules beyond the file is refused by place', async () => {
    const uploadId = await supervisor.uploaded(utf8(heading, row(1)))
    const seen = await supervisor.inspected(uploadId)
    const mapping = mappingOf(seen)
    const cases: [Record<string, unknown>, string][] = [
      [{ campaign: 'x' }, 'body.campaign'],
      [{ mapping: { ...mapping, columns: [{ column: 9, field: 'name' }] } }, 'body.mapping.columns'],
      [
        {
          mapping: {
            hasHeader: true,
            columns: [
              { column: 0, field: 'phone_1' },
              { column: 2, field: 'phone_1' },
            ],
          },
        },
        'mapping_invalid',
      ],
      [
        { rules: { samePersonBy: 'customer_number', required: ['birth_date'], withoutRepairs: [] } },
        'body.rules.required',
      ],
      [{ rules: { samePersonBy: 'name_and_birth', required: [], withoutRepairs: [] } }, 'body.rules.samePersonBy'],
      [{ rules: { samePersonBy: 'kana_birth_date', required: [], withoutRepairs: [] } }, 'body.rules.samePersonBy'],
      [{ encoding: 'shift_jis' }, 'body.encoding'],
      [{ label: '  ' }, 'body.label'],
    ]
    for (const [changes, place] of cases) {
      const answer = await supervisor.import(uploadId, seen, changes)
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', detail: [place] } })
    }
    const unknown = await supervisor.import(uploadId, seen, { uploadId: newId<UploadId>() })
    expect(unknown.body).toMatchObject({ code: 'not_found' })
    expect((await supervisor.undo(newId<ListId>())).body).toMatchObject({ code: 'not_found' })
    await supervisor.call('uploads.discard', { params: { uploadId } })
  })

  it('of a file whose sealed chunks were altered or cut on the disk fails, says so, and leaves nothing', async () => {
    const uploadId = await supervisor.uploaded(utf8(heading, row(11), row(12)))
    const seen = await supervisor.inspected(uploadId)
    // somebody with access to the disk takes the trailer away
    const folder = join(test.sealedFolder, tenant.tenantId, uploadId)
    rmSync(join(folder, readdirSync(folder).sort().at(-1) ?? ''))
    const before = await rowCounts(test, tenant.tenantId)
    const answer = await supervisor.import(uploadId, seen)
    await test.lists.idle()
    const list = await supervisor.read((answer.body as { listId: ListId }).listId)
    expect(list).toMatchObject({ state: 'failed', rows: { accepted: 0 }, mayUndo: false })
    expect(list.reasons).toHaveLength(1)
    expect(await rowCounts(test, tenant.tenantId)).toEqual(before)
    expect(await lastEntry()).toMatchObject({
      type: 'list.import_failed',
      outcome: 'failed',
      reason: 'key_service_refused',
    })
  })
})

describe.runIf(mayMount)('a full disk', () => {
  it('under the sealed objects refuses the upload with storage_full, and leaves nothing', async () => {
    const disk = smallDisk('1m')
    const full = await startLists({ storage: () => openSealedObjects(join(disk.path, 'sealed')) })
    try {
      const own = await full.tenant()
      const its = supervisorOf(full, (await full.signedIn(own, 'supervisor')).browser, own)
      const answer = await its.upload(Buffer.alloc(3_000_000, 'a'))
      expect(answer).toMatchObject({ status: 507, body: { code: 'storage_full' } })
      expect(readdirSync(join(disk.path, 'sealed', own.tenantId))).toEqual([])
      const entry = (await full.entries(own.tenantId)).at(-1)
      expect(entry).toMatchObject({ type: 'upload.received', outcome: 'failed', reason: 'storage_full' })
      // there is room again, and everything works
      expect((await its.upload(utf8(heading, row(1)))).status).toBe(200)
    } finally {
      await full.stop()
      disk.remove()
    }
  })

  it('under PostgreSQL fails the import with storage_full, leaves nothing, and a later import works', async () => {
    const disk = smallDisk('1m')
    const { superuser } = test.product.spine.test
    const space = `tiny_${newId().replaceAll('-', '')}`
    try {
      const { rows } = await superuser.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
      const { uid, gid } = statSync(rows[0]?.folder ?? '')
      chownSync(disk.path, uid, gid)
      await superuser.query(`create tablespace ${space} location '${disk.path}'`)
      await superuser.query(`alter table tenant.contacts set tablespace ${space}`)
      const own = await test.tenant()
      const its = supervisorOf(test, (await test.signedIn(own, 'supervisor')).browser, own)
      const bytes = utf8(
        heading,
        ...Array.from({ length: 4_000 }, (_, index) => row(index)).map((line) => `${line}${' '.repeat(200)}`),
      )
      const list = await its.imported(bytes)
      expect(list).toMatchObject({ state: 'failed', reasons: [{ code: 'storage_full' }] })
      expect(await rowCounts(test, own.tenantId)).toEqual({ contacts: 0, numbers: 0, leads: 0, refused: 0 })
      expect((await test.entries(own.tenantId)).at(-1)).toMatchObject({
        type: 'list.import_failed',
        reason: 'storage_full',
      })
      await superuser.query('alter table tenant.contacts set tablespace pg_default')
      expect(await its.imported(Buffer.concat([bytes, Buffer.from('\r\n')]))).toMatchObject({ state: 'ready' })
    } finally {
      await superuser.query('alter table tenant.contacts set tablespace pg_default')
      await superuser.query(`drop tablespace if exists ${space}`)
      disk.remove()
    }
  })
})

describe('numbers of credit cards (E-11)', () => {
  // published by its issuer for tests: nobody holds such a card
  const file = (tag: string) =>
    utf8('顧客番号,氏名,電話番号,備考', `${tag}1,架空,090-0000-0001,4111-1111-1111-1111`, `${tag}2,架空,090-0000-0002,`)

  it('are refused unless the campaign may hold them, and told without a digit', async () => {
    const { superuser } = test.product.spine.test
    const refused = await supervisor.imported(file('card-'))
    expect(refused.rows).toMatchObject({ accepted: 1, refused: 1 })
    const [reason] = refused.reasons
    expect(reason?.code).toMatch(/^card_number_found:/)
    expect(JSON.stringify(refused)).not.toMatch(/4111-?1111/)

    const held = (mayHold: boolean) =>
      superuser.query(`update tenant.campaigns set settings = settings || $2::jsonb where campaign_id = $1`, [
        tenant.campaignId,
        JSON.stringify({ mayHoldCards: mayHold }),
      ])
    await held(true)
    const uploadId = await supervisor.uploaded(file('held-'))
    const seen = await supervisor.inspected(uploadId)
    const { body } = await supervisor.preview(uploadId, seen)
    expect(body).toMatchObject({ preview: { toAdd: 2, refused: 0, notes: [{ code: 'card_number_kept', rows: 1 }] } })
    await held(false)
    expect((await supervisor.preview(uploadId, seen)).body).toMatchObject({ preview: { toAdd: 1, refused: 1 } })
  })

  it('keep nobody from being stopped: nothing of an exclusion is kept', async () => {
    const list = await supervisor.imported(utf8('顧客番号,氏名,電話番号', '4222222222222,架空,090-0000-0001'))
    expect(list.rows).toMatchObject({ accepted: 0, refused: 1 })
    const uploadId = await supervisor.uploaded(utf8('顧客番号', '4222222222222', 'card-2'))
    const answer = await supervisor.preview(uploadId, await supervisor.inspected(uploadId), { mode: 'exclude' })
    expect(answer.body).toMatchObject({ preview: { refused: 0, known: 1, toStop: 1, unknown: 1 } })
  })
})
