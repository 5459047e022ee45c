import type { CampaignSettings, EntryId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readCampaigns } from '../campaigns/queries.ts'
import type { Desks } from '../desk/index.ts'
import { desksOf, openPage, type TestPage } from '../desk/test-desk.ts'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { createTickets } from '../tickets/index.ts'
import { createCampaignBook } from './campaign-book.ts'
import { callIn, callInsOf, ownNumberOf, patientCallers, somebody } from './test-call-ins.ts'
import { startDialling, type DiallingTest } from './test-dialling.ts'
import { violated } from './test-invariants.ts'

// Whoever calls an own number and is on no list of its campaign: who gets an operator, and what is kept of them.

let spine: Spine
let test: DiallingTest
let desks: Desks
let ours: string
let numbers = 0

beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
afterEach(async () => {
  await desks.stop()
  await test.stop()
  expect(test.errors).toEqual([])
})

const final = { next: 'final', isSuccess: false, isFast: false } as const
const dispositions: CampaignSettings['dispositions'] = [
  { code: '12', label: '対応済み', ...final },
  { code: '41', label: '番号違い', ...final },
  { code: '32', label: '今後架電不可', ...final },
  { code: '51', label: '引継ぎ', ...final, ticket: { to: 'client', businessDays: 2 } },
  { code: '14', label: '再コール', next: 'callback', isSuccess: false, isFast: false },
  { code: '21', label: '本人不在', next: 'retry', retryMinutes: 1, isSuccess: false, isFast: false },
]

type Joining = 'everybody is joined' | 'nobody is joined'

/** @param joining  while the ledger stands still for the dialler, nobody is put on a line: whoever waits goes on waiting */
async function start(
  settings: Partial<CampaignSettings> = {},
  joining: Joining = 'everybody is joined',
): Promise<void> {
  test = await startDialling({ spine, network: { profile: patientCallers }, settings: { dispositions, ...settings } })
  desks = desksOf(test)
  numbers += 1
  ours = `030000${String(3_000 + numbers)}`
  await ownNumberOf(spine, test.tenant, ours)
  const isAvailable = joining === 'everybody is joined'
  test.startDialler({ receipts: { ...spine.receipts, state: () => ({ ...spine.receipts.state(), isAvailable }) } })
  await test.pass(1_000)
}

async function ready(): Promise<{ page: TestPage; actor: PersonActor }> {
  const actor = await spine.person(test.tenant, 'operator')
  const page = await openPage(test, desks, actor)
  expect(await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: true })).toBe('ok')
  expect(await page.ask({ type: 'available' })).toBe('ok')
  return { page, actor }
}

const stranger = () => `+8190000${String(40_000 + numbers).padStart(6, '0')}`
const entries = (type: string) => entriesOf(spine, test.tenant.tenantId, type)
const sql = async (text: string, values: unknown[] = []) => (await spine.test.superuser.query(text, values)).rows

/** Lets virtual time pass until something was seen once. */
const until = (isSo: () => Promise<boolean> | boolean) =>
  expect
    .poll(
      async () => {
        await test.pass(500)
        return isSo()
      },
      { timeout: 120_000, interval: 1 },
    )
    .toBe(true)

const talks = (page: TestPage) => until(() => page.desk().state === 'connected' && page.desk().call !== null)

async function record(page: TestPage, disposition: string, rest: { callbackAt?: number; memo?: string } = {}) {
  const attemptId = page.attemptId()
  return page.ask({ type: 'record', attemptId, disposition, memo: '', then: 'lunch', ...rest })
}

/** What is kept of callers: sealed with a call-in, or written down. */
async function kept(): Promise<{ sealed: number; people: number }> {
  const [counts] = await sql(
    `select (select count(*)::int from tenant.call_ins i where i.tenant_id = $1
        and num_nonnulls(i.caller_list_id, i.caller_sealed, i.caller_number_sealed, i.caller_index) > 0) as sealed,
      (select count(*)::int from tenant.contacts c join tenant.lists l using (tenant_id, list_id)
        where l.tenant_id = $1 and l.mode = 'callers') as people`,
    [test.tenant.tenantId],
  )
  return counts
}

const leadOfTalk = async (page: TestPage) => {
  const [row] = await sql(
    `select l.lead_id, l.state, l.contact_id, l.list_id from tenant.attempts a join tenant.leads l using (tenant_id, lead_id)
      where a.attempt_id = $1`,
    [page.attemptId()],
  )
  return row
}

describe('a caller who is on no list', () => {
  it('reaches a free operator, who is shown nobody: the arrival and the answer are entered, and nothing is opened (C-02)', async () => {
    await start()
    const { page, actor } = await ready()
    callIn(test, stranger(), ours)
    await talks(page)
    const { call } = page.desk()
    expect(call).toMatchObject({ calledNumber: ours, onNoList: { hasNumber: true }, fields: [], entryPosition: null })
    expect(JSON.stringify(page.messages)).not.toContain(stranger().slice(4))
    const attemptId = page.attemptId()
    const lead = await leadOfTalk(page)
    expect(await entries('call_in.answered')).toMatchObject([{ refs: { attempt: attemptId, list: lead.list_id } }])
    expect(await entries('list.callers_begun')).toMatchObject([{ refs: { list: lead.list_id } }])
    // not even by asking past the page, nor by saying that it is certain who this is
    await expect(spine.gate.openContact(actor, test.tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    expect((await entries('contact.opened')).map(({ outcome }) => outcome)).toEqual(['denied'])
    expect(await record(page, '12')).toBe('ok')
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'answered', attempt_id: attemptId }])
    // nobody gave them to be called: no list has one more
    const [counts] = await test.database.transaction(systemActor('dialler'), test.tenant.tenantId, (tx) =>
      readCampaigns(tx, test.tenant.campaignId),
    )
    expect(counts?.leads).toEqual({ total: 0, callable: 0, inProgress: 0, finished: 0, held: 0 })
    expect(await violated(test)).toEqual({})
  })

  it('who refuses is on the client’s list by the index of the number, which stops whoever has it (C-02)', async () => {
    await start()
    const { page } = await ready()
    callIn(test, stranger(), ours)
    await talks(page)
    expect(await record(page, '32')).toBe('ok')
    expect(await entries('do_not_call.recorded')).toHaveLength(1)
    // the same number comes with a list afterwards
    const person = await somebody(test, stranger())
    await sql(`update tenant.leads set state = 'ready', due_at = $2 where lead_id = $1`, [
      person.leadId,
      new Date(test.clock.now()),
    ])
    await page.ask({ type: 'available' })
    await until(
      async () =>
        (await sql('select state from tenant.leads where lead_id = $1', [person.leadId]))[0].state === 'finished',
    )
    expect(test.placed).toEqual([])
  })

  it('who withholds the number is told apart: no refusal and no call-back, but a hand-over with a memo (C-02)', async () => {
    await start()
    const { page } = await ready()
    callIn(test, stranger(), ours, true)
    await talks(page)
    expect(page.desk().call).toMatchObject({ onNoList: { hasNumber: false } })
    const attemptId = page.attemptId()
    expect(await record(page, '32')).toBe('number_withheld')
    expect(await record(page, '14', { callbackAt: test.clock.now() + 3_600_000 })).toBe('number_withheld')
    expect(await record(page, '51', { memo: '折り返し先 架空の番号' })).toBe('ok')
    expect(await entries('ticket.made')).toMatchObject([{ refs: { attempt: attemptId } }])
    // nor by a correction afterwards
    const correction = { type: 'correct', attemptId, disposition: '32', version: 0 } as const
    expect(await page.ask(correction)).toBe('number_withheld')
    expect(await page.ask({ ...correction, disposition: '41' })).toBe('ok')
    expect(await entries('do_not_call.recorded')).toEqual([])
    expect(await violated(test)).toEqual({})
  })

  it('is handed over with the number, which opens to whoever takes the ticket, by an entry of its own', async () => {
    await start()
    const { page } = await ready()
    callIn(test, stranger(), ours)
    await talks(page)
    expect(await record(page, '51', { memo: '資料を求めている' })).toBe('ok')
    const [made] = await entries('ticket.made')
    const { database, gate, clock } = test
    const { writer, keys } = spine
    const tickets = createTickets({ database, gate, clock, writer, keys, campaigns: createCampaignBook() })
    const { tenantId } = test.tenant
    const actor = await spine.person(test.tenant, 'supervisor')
    const decision = await spine.authorise(actor, 'tickets.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not a supervisor')
    const asking = { actor, tenantId, policyHash: decision.policyHash, rowScope: decision.rowScope }
    const ticketId = made?.id as EntryId
    await expect(tickets.openContact(asking, ticketId)).rejects.toMatchObject({ code: 'not_your_ticket' })
    await tickets.take(asking, ticketId, 1)
    expect((await tickets.openContact(asking, ticketId)).fields).toEqual([
      { field: 'phone_1', label: '', value: `0${stranger().slice(3)}` },
    ])
    expect((await entries('ticket.contact_opened')).map(({ outcome }) => outcome)).toEqual(['denied', 'done'])
  })

  it('is called when they asked for it and never by a rule, whatever the result says', async () => {
    await start()
    const { page } = await ready()
    callIn(test, stranger(), ours)
    await talks(page)
    const lead = await leadOfTalk(page)
    const attemptId = page.attemptId()
    expect(await record(page, '21')).toBe('ok')
    const state = async () => (await sql('select state from tenant.leads where lead_id = $1', [lead.lead_id]))[0].state
    expect(await state()).toBe('finished')
    // nor by a correction
    const correct = (disposition: string, version: number, callbackAt?: number) =>
      page.ask({
        type: 'correct',
        attemptId,
        disposition,
        version,
        ...(callbackAt === undefined ? {} : { callbackAt }),
      })
    expect(await correct('14', 0, test.clock.now() + 3_600_000)).toBe('ok')
    expect(await state()).toBe('promised')
    expect(await correct('21', 1)).toBe('ok')
    expect(await state()).toBe('finished')
    await page.ask({ type: 'available' })
    // known by the first call now: the same person, and still on no list
    callIn(test, stranger(), ours)
    await talks(page)
    expect(await leadOfTalk(page)).toMatchObject({ lead_id: lead.lead_id })
    expect(page.desk().call).toMatchObject({ onNoList: { hasNumber: true }, previous: [{ disposition: '21' }] })
    expect(await record(page, '14', { callbackAt: test.clock.now() + 60_000 })).toBe('ok')
    expect(await state()).toBe('promised')
    expect(test.placed).toEqual([])
    await page.ask({ type: 'available' })
    await until(() => test.placed.length === 1)
    expect(await entries('list.callers_begun')).toHaveLength(1)
  })

  it('hears the announcement where nobody is free, where one of two was first, and where the campaign says so', async () => {
    await start()
    callIn(test, stranger(), ours)
    await until(async () => (await callInsOf(test))[0]?.outcome === 'unknown_caller')
    const { page } = await ready()
    callIn(test, `${stranger().slice(0, -1)}8`, ours)
    callIn(test, `${stranger().slice(0, -1)}9`, ours)
    await talks(page)
    await until(async () => (await callInsOf(test)).filter(({ state }) => state === 'ended').length === 3)
    const outcomes = (await callInsOf(test)).map(({ outcome }) => outcome ?? '')
    expect(outcomes.toSorted((one, other) => one.localeCompare(other))).toEqual([
      'answered',
      'unknown_caller',
      'unknown_caller',
    ])
    expect(await record(page, '12')).toBe('ok')
    await sql(
      `update tenant.campaigns set revision = revision + 1, settings = settings || '{"callersOnNoList": "announcement"}'
        where campaign_id = $1`,
      [test.tenant.campaignId],
    )
    await page.ask({ type: 'available' })
    callIn(test, stranger(), ours)
    await until(async () => (await callInsOf(test)).filter(({ state }) => state === 'ended').length === 4)
    expect((await callInsOf(test)).at(-1)).toMatchObject({ outcome: 'unknown_caller' })
    // whoever never talked to anybody left nothing
    expect(await kept()).toEqual({ sealed: 0, people: 1 })
    expect(await violated(test)).toEqual({})
  })

  it('is whoever came with a list, when they did, and not the caller of before', async () => {
    await start()
    const { page } = await ready()
    callIn(test, stranger(), ours)
    await talks(page)
    expect(await record(page, '12')).toBe('ok')
    const person = await somebody(test, stranger())
    await page.ask({ type: 'available' })
    callIn(test, stranger(), ours)
    await talks(page)
    await until(() => page.desk().call?.fields.length === 1)
    expect(page.desk().call).toMatchObject({ onNoList: null })
    expect(await leadOfTalk(page)).toMatchObject({ lead_id: person.leadId })
  })
})

describe('a kill of the dialler', () => {
  it('in the middle of the talk leaves the operator their call, and its result one attempt', async () => {
    await start()
    const { page } = await ready()
    callIn(test, stranger(), ours)
    await talks(page)
    const attemptId = page.attemptId()
    await test.crash()
    test.startDialler()
    await until(() => page.desk().state === 'wrap_up')
    expect(page.desk().call).toMatchObject({ attemptId, onNoList: { hasNumber: true } })
    expect(await record(page, '12')).toBe('ok')
    expect(await test.attempts()).toMatchObject([{ attempt_id: attemptId, disposition: '12' }])
    expect(await violated(test)).toEqual({})
  })

  it('before somebody talks leaves them waiting, sealed, and they are written down when an operator talks with them', async () => {
    await start({}, 'nobody is joined')
    const { page } = await ready()
    callIn(test, stranger(), ours)
    await until(async () => (await callInsOf(test))[0]?.state === 'waiting')
    expect(await kept()).toEqual({ sealed: 1, people: 0 })
    await test.crash()
    test.startDialler()
    await talks(page)
    expect(page.desk().call).toMatchObject({ onNoList: { hasNumber: true } })
    expect(await kept()).toEqual({ sealed: 0, people: 1 })
    expect(await record(page, '32')).toBe('ok')
    expect(await entries('do_not_call.recorded')).toHaveLength(1)
    expect(await violated(test)).toEqual({})
  })
})

describe('a caller who rings off before anybody talks', () => {
  it('is nobody: what was sealed is gone, and nobody calls them', async () => {
    await start({}, 'nobody is joined')
    await ready()
    callIn(test, stranger(), ours)
    await until(async () => (await callInsOf(test))[0]?.state === 'ended')
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'rang_off', lead_id: null }])
    expect(await kept()).toEqual({ sealed: 0, people: 0 })
    expect(await violated(test)).toEqual({})
  })
})
