import type { ImportPreview, ListId, ListView } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { createDoNotCall } from '../do-not-call/do-not-call.ts'
import type { RefusalEvent } from '../do-not-call/refusal-events.ts'
import { dialledNumber, refuse } from '../do-not-call/test-refusals.ts'
import { newId } from '../platform/new-id.ts'
import type { TestContact, TestTenant } from '../test-spine.ts'
import { rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let signedIn: Awaited<ReturnType<TestLists['signedIn']>>

beforeAll(async () => {
  test = await startLists()
})
beforeEach(async () => {
  tenant = await test.tenant()
  signedIn = await test.signedIn(tenant, 'supervisor')
  supervisor = supervisorOf(test, signedIn.browser, tenant)
})
afterAll(() => test.stop())

const heading = '顧客番号,氏名,フリガナ,電話番号1,電話番号2'
const file = (...lines: string[]) => Buffer.from(`${[heading, ...lines].join('\n')}\n`)
const people = [
  'k1,架空 花子,カクウ ハナコ,090-0000-0001,03-0000-0001',
  'k2,架空 太郎,カクウ タロウ,090-0000-0002,',
  'k3,架空 次郎,カクウ ジロウ,090-0000-0003,',
  'k4,架空 三郎,カクウ サブロウ,090-0000-0004,',
]
/** k1 has another name and telephone, k2 is the same, k3 is missing, k4's row is refused, k5 is new. */
const next = [
  'k1,別姓 花子,カクウ ハナコ,090-0000-0011,03-0000-0001',
  'k2,架空 太郎,カクウ タロウ,090-0000-0002,',
  'k4,架空 三郎,カクウ サブロウ,番号なし,',
  'k5,架空 五郎,カクウ ゴロウ,090-0000-0005,',
]

const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
const keep = { mode: 'difference', rules }
const takeOut = { mode: 'difference', rules: { ...rules, missing: 'take_out' } }

const difference = (bytes: Buffer, changes: object = keep): Promise<ListView> =>
  supervisor.imported(bytes, undefined, changes as Record<string, unknown>)

/** What a difference would do, then the difference. */
async function shownAndDone(bytes: Buffer, changes: Record<string, unknown>) {
  const uploadId = await supervisor.uploaded(bytes)
  const seen = await supervisor.inspected(uploadId)
  const { preview } = (await supervisor.preview(uploadId, seen, changes)).body as { preview: ImportPreview }
  const answer = await supervisor.import(uploadId, seen, changes)
  await test.lists.idle()
  return { preview, list: await supervisor.read((answer.body as { listId: ListId }).listId) }
}

const sql = <Row extends object>(text: string, ...values: unknown[]) =>
  test.product.spine.test.superuser.query<Row>(text, values).then(({ rows }) => rows)

interface Person extends TestContact {
  readonly row: number
  readonly version: number
  readonly state: string
  readonly reason: string | null
  readonly numbers: string
}

/** The people of a list by row, with their numbers as `ordinal state`. */
async function peopleOf(listId: ListId): Promise<Person[]> {
  const rows = await sql<Person>(
    `select c.contact_id as "contactId", l.lead_id as "leadId", c.row_number as row, c.row_version as version, l.state,
        l.finished_reason as reason, (select string_agg(n.ordinal || ' ' || n.state, ', ' order by n.ordinal)
          from tenant.contact_numbers n where n.contact_id = c.contact_id) as numbers
      from tenant.contacts c join tenant.leads l using (tenant_id, contact_id) where c.list_id = $1 order by 3`,
    listId,
  )
  return rows.map((row) => ({ ...row, tenantId: tenant.tenantId, listId }))
}

async function opened(person: Person) {
  const { spine } = test.product
  const operator = await spine.person(tenant, 'operator')
  const attemptId = await spine.connect(person, tenant.campaignId, operator)
  const { values } = await spine.gate.openContact(operator, tenant.tenantId, attemptId)
  await sql(`update tenant.attempts set state = 'ended', disposition = '21' where attempt_id = $1`, attemptId)
  return values
}

async function hold(kind: string, id: string): Promise<void> {
  await sql(
    `insert into house.legal_holds (hold_id, tenant_id, object_kind, object_id, reason, placed_by) values ($1, $2, $3, $4, '調査', $5)`,
    ...[newId(), tenant.tenantId, kind, id, signedIn.actor.personId],
  )
}

const entriesAbout = async (listId: ListId) =>
  (await test.entries(tenant.tenantId))
    .filter(({ refs }) => refs?.list === listId)
    .map(({ type, actor_kind, counts }) => [type, actor_kind, counts])

describe('a file that says how people read now (差分更新)', () => {
  it('changes who reads otherwise, adds who is new, leaves the rest, and is entered step by step', async () => {
    const { listId } = await supervisor.imported(file(...people))
    const before = await sql<{ sealed: Buffer }>('select sealed from tenant.contacts where list_id = $1', listId)
    const { preview, list } = await shownAndDone(file(...next), keep)
    expect(preview).toMatchObject({
      ...{ rows: 4, toAdd: 1, known: 2, refused: 1 },
      difference: { changed: 1, same: 1, missing: 1 },
    })
    expect(list).toMatchObject({
      ...{ mode: 'difference', state: 'ready', mayUndo: false },
      rows: { total: 4, accepted: 1, refused: 1, duplicate: 0 },
      difference: { changed: 1, same: 1, missing: 1, shown: null, takenOut: 0 },
    })
    expect(await peopleOf(listId)).toMatchObject([
      { row: 2, version: 2, state: 'ready', numbers: '1 gone, 2 usable, 3 usable' },
      { row: 3, version: 1, state: 'ready', numbers: '1 usable' },
      { row: 4, version: 1, state: 'ready' },
      { row: 5, version: 1, state: 'ready' },
    ])
    expect(await peopleOf(list.listId)).toMatchObject([{ row: 5, version: 1, state: 'ready' }])
    expect(await entriesAbout(list.listId)).toEqual([
      ['list.difference_started', 'person', { rows: 4 }],
      ['list.contacts_changed', 'importer', { contacts: 1, numbers: 1 }],
      ['list.difference_done', 'importer', { rows: 4, accepted: 1, refused: 1, duplicates: 0, contacts: 1, leads: 0 }],
      ['upload.discarded', 'importer', undefined],
    ])
    // the old text is gone, also sealed
    const after = await sql<{ sealed: Buffer }>('select sealed from tenant.contacts where list_id = $1', listId)
    const remains = (sealed: Buffer) => after.some((row) => row.sealed.equals(sealed))
    expect(before.filter((row) => !remains(row.sealed))).toHaveLength(1)
    expect((await supervisor.undo(list.listId)).body).toMatchObject({ code: 'conflict' })
  })

  it('opens as the file says it now, keeps fields that the file has no column for, and counts the same file as the same', async () => {
    const { listId } = await supervisor.imported(file(...people))
    const narrow = Buffer.from('顧客番号,氏名,電話番号1\nｋ１,別姓 花子,090-0000-0011\n')
    expect((await difference(narrow)).difference).toMatchObject({ changed: 1, same: 0 })
    const [person] = await peopleOf(listId)
    if (person === undefined) throw new Error('nobody is there')
    expect(await opened(person)).toEqual({ name: '別姓 花子', kana: 'カクウ ハナコ' })
    expect(person.numbers).toBe('1 gone, 2 gone, 3 usable')
    expect(await dialledNumber(test.product.spine, tenant, person)).toBe(3)
    expect((await difference(narrow)).difference).toMatchObject({ changed: 0, same: 1 })
    // and back: the old numbers are called again, nothing is doubled
    expect((await difference(file(...people))).difference).toMatchObject({ changed: 1, same: 3, missing: 0 })
    expect((await peopleOf(listId))[0]).toMatchObject({ version: 3, numbers: '1 usable, 2 usable, 3 gone' })
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 4, leads: 4 })
  })

  it('keeps attempts, promises and finished leads of whom it changes', async () => {
    const { listId } = await supervisor.imported(file(...people))
    await sql(
      `update tenant.leads set state = 'promised', attempts = 3, promised_to = $2, next_ordinal = 2 where lead_id = $1`,
      (await peopleOf(listId))[0]?.leadId,
      signedIn.actor.personId,
    )
    await difference(file('k1,別姓 花子,,090-0000-0001,'))
    expect(
      await sql(
        'select state, attempts, promised_to, next_ordinal from tenant.leads where list_id = $1 and attempts > 0',
        listId,
      ),
    ).toEqual(
      // the second number is gone: the first one's turn again
      [{ state: 'promised', attempts: 3, promised_to: signedIn.actor.personId, next_ordinal: 1 }],
    )
  })

  it('does not call a new number that refused before, nor a person who did', async () => {
    const { spine } = test.product
    const doNotCall = createDoNotCall({
      ...{ database: spine.test.database, writer: spine.writer, events: localEvents<RefusalEvent>() },
      onError: (error) => {
        throw error
      },
    })
    const { listId } = await supervisor.imported(file(...people))
    const [person, beside, other] = await peopleOf(listId)
    if (person === undefined || beside === undefined || other === undefined) throw new Error('nobody is there')
    // the first wants no more calls, the third's telephone is refused
    await refuse(spine, doNotCall, tenant, person, '32')
    await refuse(spine, doNotCall, tenant, other, '33')
    // what follows refusals has marked the leads, so that it cannot mark them after the next two lines
    await doNotCall.stop()
    await sql(`update tenant.leads set state = 'ready' where lead_id = $1`, person.leadId)
    await sql(`update tenant.leads set state = 'waiting' where lead_id = $1`, beside.leadId)
    const list = await difference(
      file('k1,架空 花子,カクウ ハナコ,070-0000-0001,', 'k2,架空 太郎,カクウ タロウ,090-0000-0003,'),
    )
    expect((await peopleOf(listId)).slice(0, 2)).toMatchObject([
      { state: 'finished', reason: 'do_not_call' },
      { state: 'finished', reason: 'do_not_call' },
    ])
    const counts = { contacts: 2, numbers: 2, do_not_call: 2 }
    expect(await entriesAbout(list.listId)).toContainEqual(['list.contacts_changed', 'importer', counts])
  })

  it('needs customer numbers, in the file and in each row', async () => {
    const uploadId = await supervisor.uploaded(Buffer.from('氏名,電話番号\n架空 花子,090-0000-0001\n'))
    const seen = await supervisor.inspected(uploadId)
    const byPhone = { mode: 'difference', rules: { ...rules, samePersonBy: 'phone' } }
    expect((await supervisor.import(uploadId, seen, byPhone)).body).toMatchObject({
      ...{ code: 'invalid_input', detail: ['body.rules.samePersonBy'] },
    })
    await supervisor.imported(file(...people))
    const list = await difference(file(',架空 花子,,090-0000-0001,', '　,架空 花子,,090-0000-0001,', people[1] ?? ''))
    expect(list).toMatchObject({ rows: { accepted: 0, refused: 2 }, difference: { same: 1, missing: 3 } })
  })

  it('changes nobody under a legal hold (rule 10)', async () => {
    const { listId } = await supervisor.imported(file(...people))
    const uploadId = await supervisor.uploaded(file(...next))
    const seen = await supervisor.inspected(uploadId)
    await hold('list', listId)
    for (const answer of [
      await supervisor.preview(uploadId, seen, keep),
      await supervisor.import(uploadId, seen, keep),
    ]) {
      expect(answer.body).toMatchObject({ code: 'conflict', detail: ['legal_hold'] })
    }
    expect((await peopleOf(listId)).map(({ version }) => version)).toEqual([1, 1, 1, 1])
    // one that was placed between the beginning and the first step
    await sql('update house.legal_holds set lifted_at = now() where object_id = $1', listId)
    vi.spyOn(test.sealed, 'read').mockImplementationOnce(async function* (object) {
      await hold('campaign', tenant.campaignId)
      vi.restoreAllMocks()
      yield* test.sealed.read(object)
    })
    const answer = await supervisor.import(uploadId, seen, keep)
    await test.lists.idle()
    expect(await supervisor.read((answer.body as { listId: ListId }).listId)).toMatchObject({
      ...{ state: 'failed', reasons: [{ code: 'legal_hold', ja: expect.stringContaining('法的保全') }] },
    })
    expect((await peopleOf(listId)).map(({ version }) => version)).toEqual([1, 1, 1, 1])
  })
})

describe('people whom a difference does not name', () => {
  it('are taken out of calling as many as the preview has shown; who talks is let finish, nobody is deleted', async () => {
    const { listId } = await supervisor.imported(file(...people, 'k9,架空 九郎,,090-0000-0009,'))
    const talking = (await peopleOf(listId))[4]
    await sql(`update tenant.leads set state = 'connected' where lead_id = $1`, talking?.leadId)
    const { preview, list } = await shownAndDone(file(...next), takeOut)
    expect(preview.difference?.missing).toBe(2)
    expect(list.difference).toMatchObject({ missing: 2, shown: 2, takenOut: 2 })
    expect(await peopleOf(listId)).toMatchObject([
      { state: 'ready' },
      { state: 'ready' },
      { state: 'finished', reason: 'excluded' },
      // its row was refused: it is in the file all the same
      { state: 'ready' },
      { state: 'connected' },
    ])
    expect(
      await sql('select lead_id from tenant.leads where excluded_by = $1 and state <> $2', list.listId, 'finished'),
    ).toEqual([{ lead_id: talking?.leadId }])
    expect(await entriesAbout(list.listId)).toContainEqual(['list.leads_excluded', 'importer', { leads: 2 }])
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 6, leads: 6 })
  })

  it('stay where no preview of these very choices has shown how many they are (a script that skips the page)', async () => {
    const { listId } = await supervisor.imported(file(...people))
    const uploadId = await supervisor.uploaded(file(...next))
    const seen = await supervisor.inspected(uploadId)
    const refused = { status: 400, body: { code: 'invalid_input', detail: ['not_previewed'] } }
    expect(await supervisor.import(uploadId, seen, takeOut)).toMatchObject(refused)
    await supervisor.preview(uploadId, seen, keep)
    expect(await supervisor.import(uploadId, seen, takeOut)).toMatchObject(refused)
    expect((await test.entries(tenant.tenantId)).at(-1)).toMatchObject({
      ...{ type: 'list.difference_started', outcome: 'denied', reason: 'invalid_input' },
    })
    expect((await peopleOf(listId)).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready'])
  })

  it('all stay when more are missing than the preview has shown', async () => {
    const { listId } = await supervisor.imported(file(...people))
    const uploadId = await supervisor.uploaded(file(...next))
    const seen = await supervisor.inspected(uploadId)
    await supervisor.preview(uploadId, seen, takeOut)
    await supervisor.imported(file('k6,架空 六郎,,090-0000-0006,'))
    const answer = await supervisor.import(uploadId, seen, takeOut)
    await test.lists.idle()
    const list = await supervisor.read((answer.body as { listId: ListId }).listId)
    expect(list).toMatchObject({ state: 'ready', difference: { changed: 1, missing: 2, shown: 1, takenOut: 0 } })
    expect((await peopleOf(listId)).every(({ state }) => state === 'ready')).toBe(true)
  })

  it('can be ruled on by a difference only', async () => {
    const uploadId = await supervisor.uploaded(file(...people))
    const answer = await supervisor.import(uploadId, await supervisor.inspected(uploadId), { rules: takeOut.rules })
    expect(answer.body).toMatchObject({ code: 'invalid_input', detail: ['body.rules.missing'] })
  })
})
