import type { Entry, ListId, ListView, RefusedRowState } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PersonActor } from '../../platform/actor.ts'
import { newId } from '../../platform/new-id.ts'
import type { TestBrowser } from '../../test-product.ts'
import type { TestTenant } from '../../test-spine.ts'
import { rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from '../test-lists.ts'

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let actor: PersonActor
let files = 0

beforeAll(async () => {
  test = await startLists()
})
beforeEach(async () => {
  tenant = await test.tenant()
  const person = await test.signedIn(tenant, 'supervisor')
  actor = person.actor
  supervisor = supervisorOf(test, person.browser, tenant)
})
afterAll(() => test.stop())

const heading = '顧客番号,氏名,フリガナ,電話番号,生年月日'
/** Row 2 is taken; 3 has a number that cannot be read; 4 has none; 5 is a duplicate; 6 an impossible birth date. */
const lines = () => {
  files += 1
  return [
    heading,
    `F${files}-1,架空 花子,カクウ ハナコ,090-0000-0001,1980-01-02`,
    `F${files}-2,架空 太郎,カクウ タロウ,not a number,1981-01-02`,
    `F${files}-3,架空 次郎,カクウ ジロウ,,1982-01-02`,
    `F${files}-1,架空 花子,カクウ ハナコ,090-0000-0001,1980-01-02`,
    `F${files}-4,架空 三郎,カクウ サブロウ,090-0000-0004,1983-02-31`,
  ]
}
const fileOf = (rows: readonly string[]) => Buffer.from(`${rows.join('\n')}\n`)

async function importedList(rows: readonly string[] = lines()): Promise<ListView> {
  const list = await supervisor.imported(fileOf(rows))
  expect(list.state).toBe('ready')
  return list
}

type Changes = Readonly<Record<string, string>>
const place = (listId: ListId, rowNumber: number) => ({ listId, rowNumber: String(rowNumber) })
const open = (listId: ListId, rowNumber: number, by: Pick<TestSupervisor, 'call'> = supervisor) =>
  by.call('refusedRows.open', { params: place(listId, rowNumber), body: {} })
const correct = (listId: ListId, rowNumber: number, changes: Changes, by: Pick<TestSupervisor, 'call'> = supervisor) =>
  by.call('refusedRows.correct', { params: place(listId, rowNumber), body: { changes } })
const setAside = (listId: ListId, rowNumber: number, ground = 'cannot_be_known') =>
  supervisor.call('refusedRows.setAside', { params: place(listId, rowNumber), body: { ground } })
const sql = (text: string, ...values: unknown[]) => test.product.spine.test.superuser.query(text, values)

interface Page {
  readonly states: Record<string, number>
  readonly rows: {
    rowNumber: number
    state: RefusedRowState | null
    settledBy: string | null
    setAside: string | null
  }[]
}
const page = async (listId: ListId, query: Record<string, string> = {}) =>
  (await supervisor.call('lists.refusedRows', { params: { listId }, query })).body as Page
const cells = async (listId: ListId) =>
  (
    await sql(
      'select row_number, state, sealed is not null as is_kept from tenant.refused_cells where list_id = $1 order by 1',
      listId,
    )
  ).rows
const entriesOf = async (type: string): Promise<Entry[]> =>
  (await test.entries(tenant.tenantId)).filter((entry) => entry.type === type)

async function hold(kind: 'list' | 'campaign', id: string): Promise<void> {
  await sql(
    `insert into house.legal_holds (hold_id, tenant_id, object_kind, object_id, reason, placed_by) values ($1, $2, $3, $4, '調査', $5)`,
    ...[newId(), tenant.tenantId, kind, id, actor.personId],
  )
}

describe('a refused row', () => {
  it('is opened one at a time, by an entry that names the row, its fields and the purpose (C-04, E-01)', async () => {
    const { listId } = await importedList()
    const answer = await open(listId, 3)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      outcome: 'opened',
      fields: ['customer_number', 'name', 'kana', 'phone_1', 'birth_date'],
      values: { name: '架空 太郎', phone_1: 'not a number' },
      reasons: [{ code: 'phone_unreadable:phone_1', field: 'phone_1' }],
    })
    const [entry] = await entriesOf('refused_row.opened')
    expect(entry).toMatchObject({
      ...{ outcome: 'done', purpose: 'list_intake', counts: { row_number: 3 }, refs: { list: listId } },
      fields: ['birth_date', 'customer_number', 'kana', 'name', 'phone_1'],
    })
    expect(JSON.stringify(entry)).not.toContain(actor.personId)
  })

  it('stands in the table with what became of it; duplicates are not kept', async () => {
    const { listId } = await importedList()
    expect(await page(listId)).toMatchObject({
      states: { open: 3, corrected: 0, setAside: 0, notKept: 0 },
      rows: [
        { rowNumber: 3, state: 'open' },
        { rowNumber: 4, state: 'open' },
        { rowNumber: 5, state: null },
        { rowNumber: 6, state: 'open' },
      ],
    })
    expect((await open(listId, 5)).status).toBe(404)
  })

  it('with a number like that of a card is not kept, wherever it stands; in a campaign that may hold cards it is', async () => {
    const row = `F-9,架空 九,カクウ,4111-1111-1111-1111,1980-01-02`
    const { listId } = await importedList([heading, row, 'F-10,架空 十,カクウ,,1980-01-02'])
    expect(await page(listId)).toMatchObject({ states: { open: 1, notKept: 1 } })
    expect((await open(listId, 2)).status).toBe(404)
    await sql(
      `update tenant.campaigns set settings = settings || '{"mayHoldCards":true}' where tenant_id = $1`,
      tenant.tenantId,
    )
    const holding = await importedList([heading, row, ...lines().slice(3, 4)])
    expect(await page(holding.listId)).toMatchObject({ states: { open: 2, notKept: 0 } })
  })
})

describe('a correction', () => {
  it('is refused by the rules of the import, in words beside the field, and keeps nothing of what was typed', async () => {
    const { listId } = await importedList()
    const before = await cells(listId)
    const refused = await correct(listId, 3, { phone_1: '0120-000-000' })
    expect(refused.body).toMatchObject({
      outcome: 'refused',
      reasons: [{ field: 'phone_1', code: 'phone_toll_free:phone_1' }],
    })
    expect((refused.body as { reasons: { ja: string }[] }).reasons[0]?.ja).not.toBe('')
    const born = await correct(listId, 6, { birth_date: '2999-01-01' })
    expect(born.body).toMatchObject({ outcome: 'refused', reasons: [{ code: 'birth_date_future:birth_date' }] })
    const card = await correct(listId, 6, { birth_date: '', name: '4111 1111 1111 1111' })
    expect(card.body).toMatchObject({ outcome: 'refused', reasons: [{ code: 'card_number_found:name' }] })
    expect(await cells(listId)).toEqual(before)
    expect(await supervisor.read(listId)).toMatchObject({ rows: { accepted: 1, refused: 3 } })
    // each judging is entered, because an index of a guess was made
    expect((await entriesOf('refused_row.judged')).map(({ fields, counts }) => [fields, counts])).toEqual([
      [['phone_1'], { row_number: 3 }],
      [['birth_date'], { row_number: 6 }],
      [['birth_date', 'name'], { row_number: 6 }],
    ])
  })

  it('that the rules accept brings contact, numbers and lead with one entry that names fields and no value', async () => {
    const { listId } = await importedList()
    const answer = await correct(listId, 3, { phone_1: '０９０－００００－０００２' })
    expect(answer.body).toEqual({ outcome: 'accepted', isOnDoNotCall: false })
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 2, numbers: 2, leads: 2 })
    const list = await supervisor.read(listId)
    expect(list).toMatchObject({ rows: { total: 5, accepted: 2, refused: 2, duplicate: 1 } })
    expect(list.reasons.map(({ code }) => code)).not.toContain('phone_unreadable:phone_1')
    expect((await cells(listId))[0]).toEqual({ row_number: 3, state: 'corrected', is_kept: false })
    const [entry] = await entriesOf('refused_row.corrected')
    expect(entry).toMatchObject({ fields: ['phone_1'], counts: { row_number: 3, numbers: 1 }, refs: { list: listId } })
    expect((await page(listId)).rows[0]).toMatchObject({ state: 'corrected', settledBy: expect.any(String) })
    // found by its indexes, as anybody of the list
    const { rows } = await sql(
      `select l.state, c.row_number, c.customer_index is not null as has_number, c.person_index is not null as has_person
        from tenant.contacts c join tenant.leads l using (tenant_id, contact_id)
        where c.list_id = $1 and c.row_number = 3`,
      listId,
    )
    expect(rows).toEqual([{ state: 'ready', row_number: 3, has_number: true, has_person: true }])
    expect((await open(listId, 3)).body).toMatchObject({ outcome: 'settled', state: 'corrected' })
  })

  it('without a change takes a row as it is, when the rules accept it now', async () => {
    const { listId } = await importedList([heading, 'F-1,架空 花子,カクウ,090-0000-0021,1980-01-02,ずれた列'])
    expect((await open(listId, 2)).body).toMatchObject({ reasons: [{ code: 'too_many_columns_in_row', field: null }] })
    expect((await correct(listId, 2, {})).body).toMatchObject({ outcome: 'accepted' })
    expect((await entriesOf('refused_row.corrected'))[0]).toMatchObject({ fields: [] })
  })

  it('brings nobody who is there already: in the list, in another list of the campaign, or by number and name', async () => {
    const other = await importedList()
    const { listId } = await importedList()
    const taken = `F${files}-1`
    const inList = await correct(listId, 3, { customer_number: taken, phone_1: '090-0000-0031' })
    expect(inList.body).toMatchObject({ outcome: 'refused', reasons: [{ code: 'duplicate_in_file' }] })
    expect(inList.body).toMatchObject({ reasons: [{ ja: '2 行目と同じ人です。' }] })
    const theirs = `F${files - 1}-1`
    const inCampaign = await correct(listId, 3, { customer_number: theirs, phone_1: '090-0000-0031' })
    expect(inCampaign.body).toMatchObject({
      ...{ outcome: 'refused', reasons: [{ code: 'duplicate_existing', field: 'customer_number' }] },
    })
    expect((await supervisor.read(other.listId)).rows.accepted).toBe(1)
    const byName = await supervisor.imported(
      fileOf(['氏名,電話番号', '架空 花子,03-0000-0041', '架空 太郎,not a number']),
      undefined,
      { rules: { samePersonBy: 'phone', required: [], withoutRepairs: [] } },
    )
    const same = await correct(byName.listId, 3, { name: '架空　花子', phone_1: '0300000041' })
    expect(same.body).toMatchObject({ outcome: 'refused', reasons: [{ code: 'duplicate_in_file' }] })
    // a couple shares its telephone
    expect((await correct(byName.listId, 3, { phone_1: '03-0000-0041' })).body).toMatchObject({ outcome: 'accepted' })
  })

  it('of somebody on the do-not-call list of the client is taken in and never called', async () => {
    const { listId } = await importedList()
    const refusals = fileOf(['電話番号', '090-0000-0051'])
    await supervisor.imported(refusals, undefined, {
      mode: 'do_not_call',
      rules: { samePersonBy: 'phone', required: [], withoutRepairs: [] },
      refusal: { scope: 'client', reason: 'told_client', source: 'client_register', asOf: '2026-01-01' },
    })
    expect((await correct(listId, 4, { phone_1: '090-0000-0051' })).body).toEqual({
      ...{ outcome: 'accepted', isOnDoNotCall: true },
    })
    expect((await supervisor.read(listId)).rows).toMatchObject({ accepted: 2, doNotCall: 1 })
    const { rows } = await sql(
      `select l.state, l.finished_reason from tenant.leads l join tenant.contacts c using (tenant_id, contact_id)
        where c.list_id = $1 and c.row_number = 4`,
      listId,
    )
    expect(rows).toEqual([{ state: 'finished', finished_reason: 'do_not_call' }])
  })

  it('of a field that the file has no column for is refused before anything is entered', async () => {
    const { listId } = await importedList()
    expect((await correct(listId, 3, { email: 'a@example.jp' })).status).toBe(400)
    expect((await correct(listId, 3, { name: 'a\0b' })).status).toBe(400)
    expect(await entriesOf('refused_row.judged')).toEqual([])
  })
})

describe('setting a row aside', () => {
  it('needs a ground of the list, and deletes what the row reads with its entry', async () => {
    const { listId } = await importedList()
    expect((await setAside(listId, 4, '電話が嫌い')).status).toBe(400)
    expect((await setAside(listId, 4)).body).toEqual({ outcome: 'set_aside' })
    expect((await cells(listId))[1]).toEqual({ row_number: 4, state: 'set_aside', is_kept: false })
    expect((await entriesOf('refused_row.set_aside'))[0]).toMatchObject({
      ...{ counts: { row_number: 4 }, refs: { list: listId, set_aside: 'cannot_be_known' } },
    })
    expect((await correct(listId, 4, { phone_1: '090-0000-0061' })).body).toMatchObject({ outcome: 'settled' })
    expect((await supervisor.read(listId)).rows).toMatchObject({ accepted: 1, refused: 3 })
    expect((await page(listId, { state: 'set_aside' })).rows).toMatchObject([
      { rowNumber: 4, setAside: 'cannot_be_known' },
    ])
  })

  it('keeps what a legal hold keeps, sealed and without a way to open it, until the hold is over (rule 10)', async () => {
    const { listId } = await importedList()
    await hold('list', listId)
    await setAside(listId, 4)
    await correct(listId, 3, { phone_1: '090-0000-0062' })
    expect((await cells(listId)).slice(0, 2)).toEqual([
      { row_number: 3, state: 'corrected', is_kept: true },
      { row_number: 4, state: 'set_aside', is_kept: true },
    ])
    expect((await open(listId, 4)).body).toMatchObject({ outcome: 'settled' })
    expect((await supervisor.undo(listId)).status).toBe(409)
    await sql('update house.legal_holds set lifted_at = now() where object_id = $1', listId)
    await test.lists.recover()
    expect((await cells(listId)).map(({ is_kept }) => is_kept)).toEqual([false, false, true])
  })
})

describe('the end of a list', () => {
  it('takes corrected contacts with it, and what is kept of refused rows in the same moment', async () => {
    const { listId } = await importedList()
    await open(listId, 4)
    await correct(listId, 3, { phone_1: '090-0000-0071' })
    expect((await supervisor.undo(listId)).status).toBe(200)
    expect(await cells(listId)).toEqual([])
    for (const answer of [await open(listId, 4), await correct(listId, 4, {}), await setAside(listId, 4)]) {
      expect(answer.status).toBe(404)
    }
    await test.lists.idle()
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 0, numbers: 0, leads: 0, refused: 0 })
    const { rows } = await sql('select keys_ended_at is not null as ended from tenant.lists where list_id = $1', listId)
    expect(rows).toEqual([{ ended: true }])
  })

  it('cannot be an undo any more once somebody of it was called', async () => {
    const { listId } = await importedList()
    await sql('update tenant.lists set first_leased_at = now() where list_id = $1', listId)
    expect((await correct(listId, 3, { phone_1: '090-0000-0072' })).body).toMatchObject({ outcome: 'accepted' })
    expect((await supervisor.undo(listId)).status).toBe(409)
  })
})

describe('who may not', () => {
  async function as(
    ...seats: string[]
  ): Promise<Pick<TestSupervisor, 'call'> & { browser: TestBrowser; actor: PersonActor }> {
    const person = await test.signedIn(tenant, ...seats)
    return { ...person, call: supervisorOf(test, person.browser, tenant).call }
  }

  it.each(['operator', 'centre_manager', 'auditor', 'client_auditor', 'watch_officer', 'maintainer', 'vendor'])(
    'a %s opens and corrects nothing, and the try is entered (B-02, M-01)',
    async (seat) => {
      const { listId } = await importedList()
      const person = await as(seat)
      expect((await open(listId, 3, person)).status).toBe(403)
      expect((await correct(listId, 3, { phone_1: '090-0000-0081' }, person)).status).toBe(403)
      await expect
        .poll(async () => (await entriesOf('access.denied')).map(({ refs }) => refs?.permission))
        .toContain('refused_rows.correct')
      expect((await cells(listId))[0]).toMatchObject({ state: 'open' })
      await expect(
        test.product.spine.gate.openRefusedRow(person.actor, tenant.tenantId, listId, 3),
      ).rejects.toMatchObject({
        code: 'forbidden',
      })
    },
  )

  it("another job's supervisor finds no such row (A-05)", async () => {
    const { listId } = await importedList()
    const stranger = await as('supervisor')
    await sql(
      `update house.designations set scope_kind = 'job', job_id = $2 where person_id = $1`,
      stranger.actor.personId,
      newId(),
    )
    expect((await open(listId, 3, stranger)).status).toBe(404)
    expect((await correct(listId, 3, { phone_1: '090-0000-0082' }, stranger)).status).toBe(404)
    const denied = (await entriesOf('refused_row.opened')).filter(({ outcome }) => outcome === 'denied')
    expect(denied).toMatchObject([{ reason: 'not_found' }])
    expect(JSON.stringify(denied)).not.toContain(listId)
  })

  it('a database administrator who swaps two rows gets neither opened nor corrected as the other (K-07)', async () => {
    const { listId } = await importedList()
    await sql(
      `update tenant.refused_cells t set sealed = s.sealed from tenant.refused_cells s
        where t.list_id = $1 and s.list_id = $1 and (t.row_number, s.row_number) in ((3, 4), (4, 3))`,
      listId,
    )
    expect((await open(listId, 3)).body).toMatchObject({ code: 'key_service_refused' })
    expect((await correct(listId, 4, { phone_1: '090-0000-0083' })).status).toBe(403)
    expect((await supervisor.read(listId)).rows).toMatchObject({ accepted: 1, refused: 3 })
  })

  it('nor who puts a corrected row back: its person is there already', async () => {
    const { listId } = await importedList()
    const { rows } = await sql('select sealed from tenant.refused_cells where list_id = $1 and row_number = 3', listId)
    await correct(listId, 3, { phone_1: '090-0000-0085' })
    await sql(
      `update tenant.refused_cells set state = 'open', settled_by = null, settled_at = null, sealed = $2
        where list_id = $1 and row_number = 3`,
      ...[listId, rows[0]?.sealed],
    )
    expect((await correct(listId, 3, { phone_1: '090-0000-0086' })).body).toMatchObject({
      ...{ outcome: 'refused', reasons: [{ code: 'duplicate_in_file' }] },
    })
    expect((await supervisor.read(listId)).rows).toMatchObject({ accepted: 2, refused: 2 })
  })

  it('nobody opens a row while the ledger stands still (rule 2)', async () => {
    const { listId } = await importedList()
    const { spine } = test.product
    await spine.stopSequencer()
    expect((await open(listId, 3)).status).toBe(503)
    expect((await correct(listId, 3, { phone_1: '090-0000-0084' })).status).toBe(503)
    await spine.startSequencer()
    expect((await open(listId, 3)).status).toBe(200)
  })
})
