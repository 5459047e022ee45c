import { ticketNote } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobBeside } from '../do-not-call/test-refusals.ts'
import type { PersonActor } from '../platform/actor.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import type { Asking } from './asking.ts'
import { handingOver, ticketing } from './test-tickets.ts'

const morning = Date.parse('2026-11-24T10:00:00+09:00')
let nowMs = morning
const clock = { now: () => nowMs, setTimer: () => () => undefined }
let spine: Spine
let tenant: TestTenant
let by: ReturnType<typeof ticketing>
let operator: PersonActor
let supervisor: Asking
let colleague: Asking

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant({ dispositions: handingOver.map((disposition) => ({ ...disposition })) })
  by = ticketing(spine, tenant, clock)
  operator = await spine.person(tenant, 'operator')
  supervisor = by.asking(await spine.person(tenant, 'supervisor'))
  colleague = by.asking(await spine.person(tenant, 'supervisor'))
})
afterAll(() => spine.stop())

const memo = '来週の水曜に折り返してほしいとのこと'

/** A ticket that the supervisor has in hand, of a call with a memo. */
async function inHand(code = '51') {
  const { ticketId, contact } = await by.made(operator, code)
  const seen = await by.ticket(supervisor, ticketId)
  if (seen === undefined) throw new Error('no such ticket')
  const { tenantId, contactId, listId } = contact
  const sealed = await spine.keys.sealMemo({ tenantId, contactId, listId, attemptId: seen.attemptId, text: memo })
  await by.rows(
    'update tenant.attempts set memo_sealed = $2 where attempt_id = $1',
    seen.attemptId,
    Buffer.from(sealed),
  )
  await by.tickets.take(supervisor, ticketId, 1)
  return { ticketId, attemptId: seen.attemptId }
}

describe('a hand-over ticket', () => {
  it('is due by the calendar, goes through its states, and is entered at each (K-05, M-01)', async () => {
    const { ticketId } = await inHand()
    expect(await by.ticket(supervisor, ticketId)).toMatchObject({
      ...{ state: 'taken', dueOn: '2026-11-26', timing: 'coming', disposition: '51', label: '引継ぎ', reason: 'other' },
      ...{ owner: { personId: supervisor.actor.personId }, texts: 1, revision: 2, operator: '試験 太郎' },
    })
    await by.tickets.wait(supervisor, ticketId, 2, '2026-12-01')
    await by.tickets.give(supervisor, ticketId, 3, colleague.actor.personId)
    await by.tickets.finish(colleague, ticketId, 4, 'called_back')
    expect(await by.ticket(supervisor, ticketId)).toMatchObject({
      state: 'done',
      outcome: 'called_back',
      timing: 'over',
    })
    const entries = await by.entered(ticketId)
    expect(entries.map(({ type }) => type)).toEqual([
      ...['ticket.made', 'ticket.taken', 'ticket.waits', 'ticket.given', 'ticket.done'],
    ])
    expect(entries[0]).toMatchObject({
      refs: { disposition: '51', ticket_to: 'supervisor', ticket_reason: 'other' },
      days: { from: '2026-11-26', until: '2026-11-26' },
    })
    expect(entries[2]?.days).toEqual({ from: '2026-12-01', until: '2026-12-01' })
    expect(entries[3]?.commitments).toHaveProperty('person')
    expect(entries[4]?.refs?.ticket_outcome).toBe('called_back')
    for (const entry of entries) expect(entry.commitments).toHaveProperty('subject')
    const steps = await by.tickets.history(supervisor, ticketId)
    expect(steps.map(({ kind }) => kind)).toEqual(['made', 'taken', 'waits', 'given', 'done'])
    expect(JSON.stringify([entries, steps, await by.ticket(supervisor, ticketId)])).not.toContain('架空')
  })

  it('is for whom and due when the campaign says; a complaint on the same day', async () => {
    const special = await by.made(operator, '45')
    expect(await by.ticket(supervisor, special.ticketId)).toMatchObject({
      ...{ addressee: 'client', dueOn: '2026-11-25', reason: 'consideration' },
    })
    const complaint = await by.made(operator, '52')
    expect(await by.ticket(supervisor, complaint.ticketId)).toMatchObject({
      ...{ addressee: 'supervisor', dueOn: '2026-11-24', timing: 'today', reason: 'complaint' },
    })
    await expect(by.made(operator, '11')).rejects.toThrow('makes no ticket')
  })

  it('is taken by one of two who want it, and only its owner goes on with it', async () => {
    const { ticketId } = await by.made(operator, '51')
    const both = await Promise.allSettled([
      by.tickets.take(supervisor, ticketId, 1),
      by.tickets.take(colleague, ticketId, 1),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    const [owner, other] = both[0].status === 'fulfilled' ? [supervisor, colleague] : [colleague, supervisor]
    for (const work of [
      () => by.tickets.note(other, ticketId, '…'),
      () => by.tickets.wait(other, ticketId, 2, '2026-11-30'),
      () => by.tickets.finish(other, ticketId, 2, 'settled'),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'not_your_ticket' })
    await by.tickets.take(other, ticketId, 2)
    await expect(by.tickets.finish(owner, ticketId, 3, 'settled')).rejects.toMatchObject({ code: 'not_your_ticket' })
  })

  it('is given to nobody but supervisors who may work there', async () => {
    const { ticketId } = await by.made(operator, '51')
    const gone = await spine.person(tenant, 'supervisor')
    await by.rows(`update house.designations set withdrawn_at = now() where person_id = $1`, gone.personId)
    for (const personId of [
      operator.personId,
      gone.personId,
      (await spine.person(await spine.tenant(), 'supervisor')).personId,
    ])
      await expect(by.tickets.give(supervisor, ticketId, 1, personId)).rejects.toMatchObject({ code: 'invalid_input' })
    const owners = (await by.tickets.owners(supervisor, ticketId)).map(({ personId }) => personId)
    expect(owners).toContain(colleague.actor.personId)
    expect(owners).not.toContain(operator.personId)
  })

  it('is overdue from the day after its last one, later while it waits, and then stands first and is counted', async () => {
    const before = await by.tickets.overdue(supervisor)
    const { ticketId } = await inHand('52')
    const waiting = await inHand('52')
    await by.tickets.wait(supervisor, waiting.ticketId, 2, '2026-11-25')
    nowMs = Date.parse('2026-11-25T00:00:00+09:00')
    try {
      expect(await by.ticket(supervisor, ticketId)).toMatchObject({ timing: 'overdue' })
      expect(await by.ticket(supervisor, waiting.ticketId)).toMatchObject({ timing: 'today', state: 'waiting' })
      const { tickets, today } = await by.tickets.list(supervisor, {})
      expect(today).toBe('2026-11-25')
      expect(tickets[0]?.timing).toBe('overdue')
      const overdue = tickets.filter(({ timing }) => timing === 'overdue').length
      expect(await by.tickets.overdue(supervisor)).toBe(overdue)
      expect(overdue).toBeGreaterThan(before)
      const own = (await by.tickets.list(supervisor, { state: 'own' })).tickets
      expect(own.every(({ owner }) => owner?.personId === supervisor.actor.personId)).toBe(true)
    } finally {
      nowMs = morning
    }
  })

  it.each([['2026-11-23'], ['2027-01-24']])('waits for no day like %s: over, or too far', async (until) => {
    const { ticketId } = await inHand()
    await expect(by.tickets.wait(supervisor, ticketId, 2, until)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('a complaint that somebody wants to be rid of', () => {
  it('cannot be deleted or rewritten by anybody of the product: it ends with an outcome, and stays (lazy manager)', async () => {
    const { ticketId } = await inHand('52')
    await by.tickets.note(supervisor, ticketId, '謝罪した')
    for (const change of [
      'delete from tenant.call_tickets where ticket_id = $1',
      'delete from tenant.call_ticket_steps where ticket_id = $1',
      'delete from tenant.call_ticket_notes where ticket_id = $1',
      `update tenant.call_ticket_steps set kind = 'done' where ticket_id = $1`,
      `update tenant.call_ticket_notes set sealed = '' where ticket_id = $1`,
    ])
      await expect(
        spine.test.database.transaction(supervisor.actor, tenant.tenantId, (tx) => tx.client.query(change, [ticketId])),
      ).rejects.toThrow(/permission denied/)
    await by.tickets.finish(supervisor, ticketId, 2, 'not_needed')
    for (const again of [
      () => by.tickets.take(colleague, ticketId, 3),
      () => by.tickets.give(supervisor, ticketId, 3, colleague.actor.personId),
      () => by.tickets.note(supervisor, ticketId, '…'),
      () => by.tickets.wait(supervisor, ticketId, 3, '2026-11-30'),
      () => by.tickets.finish(supervisor, ticketId, 3, 'settled'),
    ])
      await expect(again()).rejects.toMatchObject({ code: 'conflict' })
    expect(await by.ticket(supervisor, ticketId)).toMatchObject({ state: 'done', outcome: 'not_needed' })
  })

  it('of another job or tenant is not there (A-02, A-05)', async () => {
    const { ticketId } = await inHand('52')
    const { jobId } = await jobBeside(spine, tenant)
    const other = await spine.tenant()
    const strangers: Asking[] = [
      by.asking(supervisor.actor, { jobs: [jobId] }),
      { ...by.asking(await spine.person(other, 'supervisor')), tenantId: other.tenantId },
    ]
    for (const stranger of strangers) {
      expect((await by.tickets.list(stranger, {})).tickets).toEqual([])
      expect(await by.tickets.overdue(stranger)).toBe(0)
      for (const work of [
        () => by.tickets.history(stranger, ticketId),
        () => by.tickets.owners(stranger, ticketId),
        () => by.tickets.take(stranger, ticketId, 2),
        () => by.tickets.note(stranger, ticketId, '…'),
        () => by.tickets.finish(stranger, ticketId, 2, 'settled'),
      ])
        await expect(work()).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('what was said at a ticket', () => {
  const openings = async () => entriesOf(spine, tenant.tenantId, 'ticket.texts_opened')

  it('rests sealed, and opens with the memo of the call by one entry about the contact (promise 1)', async () => {
    const { ticketId, attemptId } = await inHand()
    const note = '改行も\n残る追記'
    const noteId = await by.tickets.note(supervisor, ticketId, note)
    const [kept] = await by.rows<{ sealed: Buffer }>(
      'select sealed from tenant.call_ticket_notes where note_id = $1',
      noteId,
    )
    expect(kept?.sealed.includes(Buffer.from('追記'))).toBe(false)
    const before = (await openings()).length
    const opened = await by.tickets.open(colleague, ticketId)
    expect(opened.texts).toEqual([
      { textId: attemptId, text: memo },
      { textId: noteId, text: note },
    ])
    expect(opened.entryPosition).not.toBeNull()
    const entries = (await openings()).slice(before)
    expect(entries).toMatchObject([{ counts: { memos: 2 }, purpose: 'supervision', refs: { attempt: attemptId } }])
    expect(entries[0]?.commitments).toHaveProperty('subject')
    expect(JSON.stringify(await by.entered(ticketId))).not.toContain('追記')
  })

  it('does not open for an operator, nor for a supervisor of another job, and both are entered (curious operator)', async () => {
    const { ticketId } = await inHand()
    const { jobId } = await jobBeside(spine, tenant)
    const denied = async () => (await openings()).filter(({ outcome }) => outcome === 'denied').length
    const before = await denied()
    await expect(by.tickets.open(by.asking(operator), ticketId)).rejects.toMatchObject({ code: 'forbidden' })
    const elsewhere = await spine.person(tenant, 'supervisor')
    await by.rows(
      `update house.designations set scope_kind = 'job', job_id = $2 where person_id = $1`,
      ...[elsewhere.personId, jobId],
    )
    await expect(by.tickets.open(by.asking(elsewhere), ticketId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await denied()).toBe(before + 2)
  })

  it('does not open from bytes that a database administrator moved from another ticket', async () => {
    const one = await inHand()
    const other = await inHand()
    const [mine, theirs] = [
      await by.tickets.note(supervisor, one.ticketId, 'こちら'),
      await by.tickets.note(supervisor, other.ticketId, 'あちら'),
    ]
    await by.rows(
      `update tenant.call_ticket_notes set sealed = (select sealed from tenant.call_ticket_notes where note_id = $1)
        where note_id = $2`,
      ...[mine, theirs],
    )
    await expect(by.tickets.open(supervisor, other.ticketId)).rejects.toMatchObject({ code: 'key_service_refused' })
  })

  it('is at most as much as opens at once, and each five hundred characters', async () => {
    const { ticketId } = await inHand()
    for (let count = 0; count < 19; count += 1) await by.tickets.note(supervisor, ticketId, `追記 ${count}`)
    await expect(by.tickets.note(supervisor, ticketId, '多すぎる')).rejects.toMatchObject({
      detail: ['text', 'too_many'],
    })
    expect((await by.tickets.open(supervisor, ticketId)).texts).toHaveLength(20)
    expect([500, 501].map((length) => ticketNote.safeParse('あ'.repeat(length)).success)).toEqual([true, false])
  })
})
