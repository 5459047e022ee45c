import type { Entry, ListView } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from '../lists/test-lists.ts'
import type { TestContact, TestTenant } from '../test-spine.ts'
import { createDoNotCall, type DoNotCall } from './do-not-call.ts'
import type { RefusalEvent } from './refusal-events.ts'
import { digestOf } from './refusal-rows.ts'
import { dialledNumber, jobBeside } from './test-refusals.ts'

// A client's own do-not-call file, from its bytes to what the dialler finds.

let test: TestLists
let doNotCall: DoNotCall
let tenant: TestTenant
/** Another job of the tenant. */
let beside: TestTenant
let supervisor: TestSupervisor
const told: (readonly string[])[] = []
const errors: unknown[] = []

beforeAll(async () => {
  const events = localEvents<RefusalEvent>()
  test = await startLists({ refusals: events })
  const { database } = test.product.spine.test
  const { writer } = test.product.spine
  doNotCall = createDoNotCall({ database, writer, events, onError: (error) => void errors.push(error) })
  doNotCall.onRefusal((tenantIds) => void told.push(tenantIds))
})
beforeEach(async () => {
  tenant = await test.tenant()
  beside = await jobBeside(test.product.spine, tenant)
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
  told.length = 0
})
afterAll(async () => {
  await doNotCall.stop()
  await test.stop()
  expect(errors).toEqual([])
})

const utf8 = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`)
const people = () =>
  utf8(
    '顧客番号,氏名,携帯電話番号,自宅電話番号',
    'k1,架空 花子,090-0000-0001,03-0000-0001',
    'k2,架空 太郎,090-0000-0002,03-0000-0001',
    'k3,架空 次郎,090-0000-0003,',
  )
const refusal = { scope: 'client', reason: 'told_client', source: 'client_register', asOf: '2026-11-20' } as const
const byNumber = { samePersonBy: 'phone', required: [], withoutRepairs: [] }
const take = (bytes: Buffer, changes: Record<string, unknown> = {}): Promise<ListView> =>
  supervisor.imported(bytes, undefined, { mode: 'do_not_call', refusal, ...changes })

async function contactsOf({ tenantId, campaignId }: TestTenant): Promise<(TestContact & { state: string })[]> {
  const { rows } = await test.product.spine.test.superuser.query(
    `select l.lead_id as "leadId", l.contact_id as "contactId", l.list_id as "listId", l.tenant_id as "tenantId", l.state
      from tenant.leads l join tenant.contacts c using (tenant_id, contact_id)
      where l.tenant_id = $1 and l.campaign_id = $2 order by c.row_number`,
    [tenantId, campaignId],
  )
  return rows as (TestContact & { state: string })[]
}

/** What the dialler finds of each person of a campaign, in the order of the file. */
async function found(where: TestTenant) {
  const numbers: Awaited<ReturnType<typeof dialledNumber>>[] = []
  // one after the other: each locks what is due, and passes over what another has locked
  for (const contact of await contactsOf(where)) numbers.push(await dialledNumber(test.product.spine, where, contact))
  return numbers
}

describe('a client’s own do-not-call file', () => {
  it('stops its people in every job of the client, each row counted and each refused one with its reason', async () => {
    await supervisor.imported(people(), tenant.campaignId)
    await supervisor.imported(people(), beside.campaignId)
    const done = await take(utf8('顧客番号,申出日', 'k1,2026-02-31', 'Ｋ９,', 'k3,', ',2026-11-20', 'k1,'))
    expect(done).toMatchObject({
      ...{ mode: 'do_not_call', state: 'ready', mayUndo: false, exclusion: null },
      rows: { total: 5, accepted: 3, refused: 1, duplicate: 1 },
      refusal: { ...refusal, known: 0 },
    })
    expect(done.reasons.map(({ rows }) => rows)).toEqual([1, 1])
    const answer = await supervisor.call('lists.refusedRows', { params: { listId: done.listId } })
    expect((answer.body as { rows: { rowNumber: number }[] }).rows.map(({ rowNumber }) => rowNumber)).toEqual([5, 6])
    for (const where of [tenant, beside]) {
      await expect
        .poll(async () => (await contactsOf(where)).map(({ state }) => state), { timeout: 40_000 })
        .toEqual(['finished', 'ready', 'finished'])
    }
    expect(told.flat()).toContain(tenant.tenantId)
  })

  it('stops leads that nobody has marked yet: the dialler asks in the statement that takes them', async () => {
    await supervisor.imported(people(), beside.campaignId)
    await take(utf8('顧客番号', 'k2'))
    // as if the news had been lost
    await test.product.spine.test.superuser.query(
      `update tenant.leads set state = 'ready', finished_reason = null where tenant_id = $1`,
      [tenant.tenantId],
    )
    expect(await found(beside)).toEqual([1, 'refused', 1])
  })

  it('that is for one job leaves the others, and is taken once more for all of the client', async () => {
    await supervisor.imported(people(), tenant.campaignId)
    await supervisor.imported(people(), beside.campaignId)
    const file = utf8('顧客番号', 'k1')
    expect(await take(file, { refusal: { ...refusal, scope: 'job' } })).toMatchObject({ rows: { accepted: 1 } })
    await expect.poll(async () => (await contactsOf(tenant))[0]?.state, { timeout: 40_000 }).toBe('finished')
    expect(await found(beside)).toEqual([1, 1, 1])
    expect(await take(file)).toMatchObject({ rows: { accepted: 1 }, refusal: { known: 0 } })
    expect(await take(file)).toMatchObject({ rows: { accepted: 0 }, refusal: { known: 1 } })
    await expect.poll(async () => (await contactsOf(beside))[0]?.state, { timeout: 40_000 }).toBe('finished')
  })

  it('of numbers alone leaves whoever has another one, and stops everybody who has none', async () => {
    await supervisor.imported(people(), tenant.campaignId)
    const numbers = utf8('電話番号', '03-0000-0001', '090-0000-0003', '壊れた番号')
    const done = await take(numbers, { rules: byNumber, refusal: { ...refusal, scope: 'number' } })
    expect(done).toMatchObject({ rows: { accepted: 2, refused: 1 } })
    await expect.poll(async () => (await contactsOf(tenant))[2]?.state, { timeout: 40_000 }).toBe('finished')
    expect((await found(tenant)).slice(0, 2)).toEqual([1, 1])
  })

  it('of one client stops nobody of another', async () => {
    const stranger = await test.tenant()
    const theirs = supervisorOf(test, (await test.signedIn(stranger, 'supervisor')).browser, stranger)
    await theirs.imported(people())
    await take(utf8('顧客番号', 'k1', 'k2', 'k3'))
    expect(await found(stranger)).toEqual([1, 1, 1])
  })

  it('stands in the ledger with its reach, source and day, and each batch with the digest of what it put on the list', async () => {
    const { listId } = await take(utf8('顧客番号', 'customer-00123345', 'customer-00123346'))
    const entries = (await test.entries(tenant.tenantId)).filter(({ refs }) => refs?.list === listId)
    const one = (type: Entry['type']) => entries.find((entry) => entry.type === type)
    expect(one('do_not_call.file_started')).toMatchObject({
      refs: { refusal_scope: 'client', refusal_source: 'client_register', disposition: 'F1' },
      days: { from: '2026-11-20', until: '2026-11-20' },
    })
    expect(one('do_not_call.file_taken')).toMatchObject({ counts: { rows: 2, accepted: 2, do_not_call: 0 } })
    const recorded = one('do_not_call.recorded')
    const { rows } = await test.product.spine.test.superuser.query(
      `select key_index as "keyIndex", key_kind as "keyKind", scope, job_id as "jobId", only_for as "onlyFor"
        from house.do_not_call where entry_id = $1`,
      [recorded?.id],
    )
    expect(rows).toHaveLength(2)
    expect(recorded?.digest).toBe(digestOf(tenant.clientId, 'F1', rows))
    expect(JSON.stringify(entries)).not.toContain('customer-0012334')
  })

  it.each([
    ['without its scope', { refusal: undefined }, 'body.refusal'],
    ['of tomorrow', { refusal: { ...refusal, asOf: '2099-01-01' } }, 'body.refusal.asOf'],
    ['of customer numbers for single numbers', { refusal: { ...refusal, scope: 'number' } }, 'body.refusal.scope'],
    ['that is to be a list of people', { mode: 'add' }, 'body.refusal'],
    ['without the column to find people by', { rules: byNumber }, 'body.rules.samePersonBy'],
  ])('%s is refused, and nothing of it is kept', async (_what, changes, place) => {
    const uploadId = await supervisor.uploaded(utf8('顧客番号', 'k1'))
    const seen = await supervisor.inspected(uploadId)
    const answer = await supervisor.import(uploadId, seen, { mode: 'do_not_call', refusal, ...changes })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', detail: [place] } })
    const { rows } = await test.product.spine.test.superuser.query(
      'select from house.do_not_call where tenant_id = $1',
      [tenant.tenantId],
    )
    expect(rows).toHaveLength(0)
  })

  it('can be seen before it is taken: how many of the campaign it would stop, and nothing is changed', async () => {
    await supervisor.imported(people(), tenant.campaignId)
    const uploadId = await supervisor.uploaded(utf8('顧客番号', 'k1', 'k9'))
    const seen = await supervisor.inspected(uploadId)
    const { body } = await supervisor.preview(uploadId, seen, { mode: 'do_not_call', refusal })
    expect(body).toMatchObject({ preview: { rows: 2, toAdd: 2, toStop: 1, refused: 0 } })
    expect(await found(tenant)).toEqual([1, 1, 1])
  })

  it('cannot be taken back, by undoing it neither', async () => {
    const { listId } = await take(utf8('顧客番号', 'k1'))
    expect((await supervisor.undo(listId)).status).toBe(409)
  })
})
