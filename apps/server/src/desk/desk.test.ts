import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import type { PersonActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import type { Desks } from './desks.ts'
import { desksOf, openPage, type TestPage } from './test-desk.ts'
import { enteredRows } from '../test-entered.ts'

let test: DiallingTest
let desks: Desks
let operator: PersonActor
let page: TestPage

beforeAll(async () => {
  test = await startDialling()
  desks = desksOf(test)
  test.startDialler()
  operator = await test.spine.person(test.tenant, 'operator')
})
afterAll(async () => {
  await desks.stop()
  await test.stop()
})
afterEach(() => expect(test.errors).toEqual([]))

async function takeSeat(takeOver = false): Promise<void> {
  page = await openPage(test, desks, operator)
  expect(await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver })).toBe('ok')
  await test.pass(100)
}

/** A fresh lead is dialled, answered and connected to the page. */
async function connected() {
  const lead = await test.lead()
  if (page.desk().state !== 'available') expect(await page.ask({ type: 'available' })).toBe('ok')
  await test.pass(5_000)
  return { lead, attemptId: page.attemptId() }
}

async function rows(sql: string, ...values: unknown[]) {
  return (await test.spine.test.superuser.query(sql, values)).rows
}

async function entryTypes(attemptId: string): Promise<string[]> {
  const found = await rows(
    `select type from ${enteredRows} e where tenant_id = $1 and convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'attempt' = $2 order by entry_id`,
    test.tenant.tenantId,
    attemptId,
  )
  return found.map((row: { type: string }) => row.type)
}

describe('a desk', () => {
  it('shows the person on the line and takes the result, with an entry for each step (C-01, C-04, E-01)', async () => {
    await takeSeat()
    expect(page.desk()).toMatchObject({ state: 'away', call: null, today: { calls: 0 } })
    const { lead, attemptId } = await connected()
    expect(page.desk()).toMatchObject({ state: 'connected', call: { state: 'connected', attemptNumber: 1 } })
    expect(page.desk().call?.fields).toEqual([{ field: 'name', label: '氏名', value: '架空 1' }])
    expect(page.messages.map(({ type }) => type)).toContain('connecting')
    await test.pass(31_000)
    expect(page.desk()).toMatchObject({ state: 'wrap_up', call: { hasHungUp: true, state: 'wrap_up' } })
    const record = { type: 'record', attemptId, disposition: '11', memo: '来週 来所', then: 'available' } as const
    expect(await page.ask(record)).toBe('ok')
    await test.pass(100)
    expect(page.desk()).toMatchObject({ state: 'available', call: null, today: { calls: 1, talks: 1, successes: 1 } })
    expect(await page.ask(record)).toBe('call_over')
    expect(
      await rows('select state, finished_reason, last_disposition from tenant.leads where lead_id = $1', lead.leadId),
    ).toEqual([{ state: 'finished', finished_reason: 'result', last_disposition: '11' }])
    const [attempt] = await rows(
      'select state, disposition, memo_sealed from tenant.attempts where attempt_id = $1',
      attemptId,
    )
    expect(attempt).toMatchObject({ state: 'ended', disposition: '11' })
    expect(attempt.memo_sealed.toString('utf8')).not.toContain('来所')
    expect(await entryTypes(attemptId)).toEqual([
      'number.unsealed',
      'contact.opened',
      'attempt.ended',
      'attempt.recorded',
    ])
  })

  it('ends the call when its result is chosen during the talk, and calls nobody while a break lasts', async () => {
    const { attemptId } = await connected()
    expect(await page.ask({ type: 'record', attemptId, disposition: '23', memo: '', then: 'lunch' })).toBe('ok')
    await test.pass(200)
    expect(await test.network.carrier.listCalls()).toEqual([])
    expect(page.desk()).toMatchObject({ state: 'away', awayReason: 'lunch', call: null })
    const before = test.placed.length
    await test.lead()
    await test.pass(5_000)
    expect(test.placed.length).toBe(before)
    expect(await page.ask({ type: 'available' })).toBe('ok')
    await test.pass(5_000)
    expect(test.placed.length).toBe(before + 1)
  })

  it('refuses results the campaign does not have, promises outside of hours, in the past and after the end of the list, and records nothing', async () => {
    const attemptId = page.attemptId()
    const record = { type: 'record', attemptId, memo: '', then: 'available' } as const
    expect(await page.ask({ ...record, disposition: '99' })).toBe('invalid_input')
    expect(await page.ask({ ...record, disposition: '14' })).toBe('invalid_input')
    const past = test.clock.now() - 60_000
    expect(await page.ask({ ...record, disposition: '14', callbackAt: past })).toBe('invalid_input')
    const night = Date.parse('2026-11-25T02:00:00+09:00')
    expect(await page.ask({ ...record, disposition: '14', callbackAt: night })).toBe('invalid_input')
    const tomorrow = Date.parse('2026-11-25T15:00:00+09:00')
    const lists = 'select distinct l.list_id from tenant.leads l join tenant.attempts a using (tenant_id, lead_id)'
    const ending = `update tenant.lists set valid_until = $2 where list_id in (${lists} where a.attempt_id = $1)`
    await rows(ending, attemptId, '2026-11-24')
    expect(await page.ask({ ...record, disposition: '14', callbackAt: tomorrow })).toBe('after_list_end')
    await rows(ending, attemptId, '2026-11-25')
    expect(await page.ask({ ...record, disposition: '14', callbackAt: tomorrow })).toBe('ok')
    const [lead] = await rows(
      `select l.state, l.due_at, l.promised_to from tenant.leads l join tenant.attempts a using (tenant_id, lead_id) where a.attempt_id = $1`,
      attemptId,
    )
    expect(lead).toEqual({ state: 'promised', due_at: new Date(tomorrow), promised_to: operator.personId })
  })

  it('shows what was noted about the person on the line at the next call, by an entry of its own (D-01)', async () => {
    const { lead, attemptId } = await connected()
    expect(page.desk().call).toMatchObject({ previous: [], memosPosition: null })
    const memo = '土曜の午前を希望'
    const record = { type: 'record', disposition: '21', then: 'available' } as const
    expect(await page.ask({ ...record, attemptId, memo })).toBe('ok')
    await test.pass(200)
    await rows('update tenant.leads set due_at = $2 where lead_id = $1', lead.leadId, new Date(test.clock.now()))
    const talking = async (): Promise<void> => {
      await test.until(() => page.desk().call?.entryPosition != null)
      await test.pass(200)
    }
    await talking()
    const again = page.attemptId()
    expect(page.desk().call?.previous).toMatchObject([{ disposition: '21', hasMemo: true, memo }])
    await test.until(() => page.desk().call?.memosPosition != null)
    expect(page.desk().call?.memosPosition).toBeGreaterThan(page.desk().call?.entryPosition ?? 0)
    expect(await entryTypes(again)).toEqual(['number.unsealed', 'contact.opened', 'memo.opened'])
    expect(await page.ask({ ...record, attemptId: again, memo: '' })).toBe('ok')
    await test.pass(200)
    const { lead: other } = await connected()
    expect(other.contactId).not.toBe(lead.contactId)
    expect(page.desk().call).toMatchObject({ previous: [], memosPosition: null })
    expect(await page.ask({ ...record, attemptId: page.attemptId(), memo: '' })).toBe('ok')
    await test.pass(200)
  })

  it('belongs to one tab: another is refused, or takes over and the first sees nothing more', async () => {
    const second = await openPage(test, desks, operator)
    const take = { type: 'take_seat', campaignId: test.tenant.campaignId } as const
    expect(await second.ask({ ...take, takeOver: false })).toBe('seat_taken')
    expect(await second.ask({ type: 'available' })).toBe('seat_taken')
    await connected()
    const seen = page.messages.length
    expect(await second.ask({ ...take, takeOver: true })).toBe('ok')
    await test.pass(1_000)
    expect(page.messages.slice(seen)).toEqual([{ type: 'seat_lost' }])
    expect(second.desk().call?.fields).toHaveLength(1)
    expect(await page.ask({ type: 'away', reason: 'break' })).toBe('seat_taken')
    page.close()
    page = second
  })

  it('finds the call again after a lost network, by a new entry, and counts as left after fifteen seconds', async () => {
    const attemptId = page.attemptId()
    page.close()
    await test.pass(3_000)
    await takeSeat()
    expect(page.attemptId()).toBe(attemptId)
    expect(page.desk().call?.fields).toHaveLength(1)
    expect((await entryTypes(attemptId)).filter((type) => type === 'contact.opened')).toHaveLength(3)
    page.close()
    await test.pass(40_000)
    expect(await rows('select state from tenant.desks where operator_id = $1', operator.personId)).toEqual([
      { state: 'gone' },
    ])
    expect(await rows('select state from tenant.attempts where attempt_id = $1', attemptId)).toEqual([
      { state: 'wrap_up' },
    ])
    await takeSeat()
    expect(page.desk()).toMatchObject({ state: 'wrap_up', call: { attemptId, hasHungUp: true } })
    expect(await page.ask({ type: 'record', attemptId, disposition: '21', memo: '', then: 'break' })).toBe('ok')
  })

  it('answers a repeated message again and does it once', async () => {
    await test.pass(100)
    const countEntries = `select count(*)::int as entries from ${enteredRows} e`
    const before = await rows(countEntries)
    const seen = page.messages.length
    page.repeat()
    await test.pass(100)
    // the last message recorded a result: done twice it would be refused as recorded already
    expect(page.messages.slice(seen)).toEqual([{ type: 'ok', seq: expect.any(Number) }])
    expect(await rows(countEntries)).toEqual(before)
  })

  it("enters a reach for somebody else's call and changes nothing (M-01)", async () => {
    expect(await page.ask({ type: 'available' })).toBe('ok')
    const { attemptId } = await connected()
    const curious = await openPage(test, desks, await test.spine.person(test.tenant, 'operator'))
    const campaignId = test.tenant.campaignId
    expect(await curious.ask({ type: 'take_seat', campaignId, takeOver: false })).toBe('ok')
    expect(await curious.ask({ type: 'hang_up', attemptId })).toBe('no_live_call')
    const record = { type: 'record', disposition: '11', memo: '', then: 'available' } as const
    expect(await curious.ask({ ...record, attemptId })).toBe('no_live_call')
    expect(await curious.ask({ ...record, attemptId: newId() })).toBe('no_live_call')
    await test.pass(1_000)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { attemptId } })
    // entered beside the answer, in real time
    await expect.poll(() => entryTypes(attemptId), { timeout: 20_000 }).toContain('access.denied')
    curious.close()
  })
})
