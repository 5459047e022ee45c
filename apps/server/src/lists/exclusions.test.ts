import type { ImportPreview, ListId, ListView } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestTenant } from '../test-spine.ts'
import { addCampaign, rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

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

const utf8 = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`)
const list = () =>
  utf8(
    '顧客番号,氏名,携帯電話番号,自宅電話番号',
    'k1,架空 花子,090-0000-0001,03-0000-0001',
    'k2,架空 太郎,090-0000-0002,03-0000-0001',
    'k3,架空 次郎,090-0000-0003,',
    'k4,架空 三郎,090-0000-0004,',
  )

async function leads() {
  const { rows } = await test.product.spine.test.superuser.query<Record<string, string | null>>(
    `select l.state, l.finished_reason, l.excluded_by, c.row_number from tenant.leads l
      join tenant.contacts c on c.tenant_id = l.tenant_id and c.contact_id = l.contact_id
      where l.tenant_id = $1 order by l.campaign_id = $2 desc, c.row_number`,
    [tenant.tenantId, tenant.campaignId],
  )
  return rows
}
const states = async () => (await leads()).map(({ state }) => state)

const byNumber = { samePersonBy: 'phone', required: [], withoutRepairs: [] }
const exclude = (bytes: Buffer, rules?: typeof byNumber): Promise<ListView> =>
  supervisor.imported(bytes, undefined, { mode: 'exclude', ...(rules === undefined ? {} : { rules }) })

describe('a file of people who are not to be called any more', () => {
  it('stops their leads by customer number, says who stands for nobody, and is entered (消込)', async () => {
    await supervisor.imported(list())
    const done = await exclude(utf8('顧客番号,入金日', 'k1,2026-02-31', 'Ｋ９,', 'k3,2026-11-20', ',2026-11-20', 'k1,'))
    expect(done).toMatchObject({
      ...{ mode: 'exclude', state: 'ready', mayUndo: false },
      rows: { total: 5, accepted: 0, refused: 1, duplicate: 1 },
      exclusion: { known: 2, unknown: 1, stopped: 2 },
    })
    expect(await leads()).toMatchObject([
      { state: 'finished', finished_reason: 'excluded', excluded_by: done.listId },
      { state: 'ready', excluded_by: null },
      { state: 'finished', finished_reason: 'excluded' },
      { state: 'ready' },
    ])
    const answer = await supervisor.call('lists.refusedRows', { params: { listId: done.listId } })
    expect(answer.body).toMatchObject({
      rows: [
        { rowNumber: 3, outcome: 'unknown', reasons: [{ code: 'not_in_campaign' }] },
        { rowNumber: 5, outcome: 'refused', reasons: [{ code: 'required_missing:customer_number' }] },
        { rowNumber: 6, outcome: 'duplicate', sameAsRow: 2 },
      ],
    })
    const entries = (await test.entries(tenant.tenantId)).filter(({ refs }) => refs?.list === done.listId)
    expect(entries.map(({ type, actor_kind, counts }) => [type, actor_kind, counts])).toEqual([
      ['list.exclusion_started', 'person', { rows: 5 }],
      ['list.leads_excluded', 'importer', { leads: 2 }],
      ['list.excluded', 'importer', { rows: 5, accepted: 2, refused: 1, duplicates: 1, leads: 2 }],
      ['upload.discarded', 'importer', undefined],
    ])
    expect((await test.sealed.list()).filter(({ tenantId }) => tenantId === tenant.tenantId)).toEqual([])
    expect((await supervisor.undo(done.listId)).body).toMatchObject({ code: 'conflict' })
  })

  it('finds by number everybody who has it, as any of their numbers', async () => {
    await supervisor.imported(list())
    const done = await exclude(utf8('電話番号', '０３－００００－０００１', '9000000003', '090-0000-0099'), byNumber)
    expect(done.exclusion).toEqual({ known: 2, unknown: 1, stopped: 3 })
    expect(await states()).toEqual(['finished', 'finished', 'finished', 'ready'])
  })

  it('stops nobody in another campaign, and counts nobody twice when it comes again', async () => {
    await supervisor.imported(list())
    await supervisor.imported(list(), await addCampaign(test, tenant))
    expect((await exclude(utf8('顧客番号', 'k1', 'k2'))).exclusion).toEqual({ known: 2, unknown: 0, stopped: 2 })
    expect(await states()).toEqual(['finished', 'finished', 'ready', 'ready', 'ready', 'ready', 'ready', 'ready'])
    expect((await exclude(utf8('顧客番号', 'k1', 'k2'))).exclusion).toEqual({ known: 2, unknown: 0, stopped: 0 })
  })

  it('stops whoever rings, as soon as the call has ended (rule: the end of the attempt finishes the lead)', async () => {
    await supervisor.imported(list())
    await test.product.spine.test.superuser.query(`update tenant.leads set state = 'dialling' where tenant_id = $1`, [
      tenant.tenantId,
    ])
    expect((await exclude(utf8('顧客番号', 'k1'))).exclusion?.stopped).toBe(1)
    expect(await leads()).toMatchObject([{ state: 'dialling', excluded_by: expect.any(String) }, {}, {}, {}])
  })

  it('is refused without a column to find people by', async () => {
    const uploadId = await supervisor.uploaded(utf8('氏名,携帯電話番号', '架空 花子,090-0000-0001'))
    const seen = await supervisor.inspected(uploadId)
    const answer = await supervisor.import(uploadId, seen, { mode: 'exclude' })
    expect(answer).toMatchObject({ status: 400, body: { detail: ['body.rules.samePersonBy'] } })
    expect((await test.entries(tenant.tenantId)).at(-1)).toMatchObject({
      ...{ type: 'list.exclusion_started', outcome: 'denied' },
    })
  })
})

describe('a preview', () => {
  const more = utf8(
    '顧客番号,氏名,携帯電話番号',
    'k1,架空 花子,090-0000-0001',
    'k8,架空 八郎,090-0000-0008',
    'k8,架空 八郎,090-0000-0008',
    'k7,架空 七郎,番号なし',
  )

  it('says what an import would add, knows already and would refuse, and changes nothing', async () => {
    await supervisor.imported(list())
    const before = await rowCounts(test, tenant.tenantId)
    const uploadId = await supervisor.uploaded(more)
    const answer = await supervisor.preview(uploadId, await supervisor.inspected(uploadId))
    expect(answer).toMatchObject({
      status: 200,
      body: { preview: { rows: 4, toAdd: 1, known: 1, toStop: 0, unknown: 0, duplicate: 1, refused: 1 } },
    })
    expect(await rowCounts(test, tenant.tenantId)).toEqual(before)
    expect((await test.entries(tenant.tenantId)).at(-1)).toMatchObject({
      ...{ type: 'upload.previewed', outcome: 'done', actor_kind: 'person', counts: { rows: 4 } },
      refs: { upload: uploadId, campaign: tenant.campaignId },
    })
    const imported = await supervisor.import(uploadId, await supervisor.inspected(uploadId))
    await test.lists.idle()
    const { listId } = imported.body as { listId: ListId }
    expect((await supervisor.read(listId)).rows).toMatchObject({ accepted: 1, refused: 1, duplicate: 2 })
  })

  it('shows what would be read otherwise, masked, and refuses those cells when it is switched off', async () => {
    const messy = utf8(
      '顧客番号,氏名,携帯電話番号',
      'm1,架空 \ue000,9000000001',
      'm2,架空 二,０９０−００００−０００２',
      'm3,架空 三,090-0000-0003 内線4',
    )
    const uploadId = await supervisor.uploaded(messy)
    const seen = await supervisor.inspected(uploadId)
    const { body } = await supervisor.preview(uploadId, seen)
    const { preview } = body as { preview: ImportPreview }
    expect(preview).toMatchObject({ toAdd: 3, refused: 0, notes: [{ code: 'gaiji_kept', rows: 1 }] })
    expect(Object.fromEntries(preview.repairs.map(({ code, cells }) => [code, cells]))).toEqual({
      extension: 1,
      full_width: 1,
      hyphens: 1,
      leading_zero: 1,
    })
    const zero = preview.repairs.find(({ code }) => code === 'leading_zero')
    expect(zero?.samples).toEqual([{ row: 2, before: '9•••••0001', after: '090-••••-0001' }])
    const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: ['leading_zero', 'hyphens'] }
    const without = await supervisor.preview(uploadId, seen, { rules })
    expect(without.body).toMatchObject({ preview: { toAdd: 1, refused: 2, repairs: [{ code: 'extension' }] } })
  })

  it('says whom an exclusion would stop, as the exclusion does', async () => {
    await supervisor.imported(list())
    const uploadId = await supervisor.uploaded(utf8('顧客番号', 'k1', 'k2', 'k9'))
    const answer = await supervisor.preview(uploadId, await supervisor.inspected(uploadId), { mode: 'exclude' })
    expect(answer.body).toMatchObject({ preview: { rows: 3, toAdd: 0, known: 2, toStop: 2, unknown: 1 } })
    expect(await states()).toEqual(['ready', 'ready', 'ready', 'ready'])
  })

  it('and the first list of a campaign are refused where a list is already', async () => {
    const uploadId = await supervisor.uploaded(more)
    const seen = await supervisor.inspected(uploadId)
    expect((await supervisor.preview(uploadId, seen, { mode: 'new' })).status).toBe(200)
    await supervisor.imported(list())
    for (const answer of [
      await supervisor.preview(uploadId, seen, { mode: 'new' }),
      await supervisor.import(uploadId, seen, { mode: 'new' }),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: { detail: ['campaign_has_lists'] } })
    }
  })

  it('of a file or into a campaign of another tenant finds neither (A-02)', async () => {
    const uploadId = await supervisor.uploaded(more)
    const seen = await supervisor.inspected(uploadId)
    const other = await test.tenant()
    const stranger = supervisorOf(test, (await test.signedIn(other, 'supervisor')).browser, other)
    expect((await stranger.preview(uploadId, seen)).status).toBe(404)
    expect((await supervisor.preview(uploadId, seen, { campaignId: other.campaignId })).status).toBe(404)
  })
})
