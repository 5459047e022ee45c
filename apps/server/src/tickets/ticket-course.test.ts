import type { EntryId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { correcting, seatedOperator } from '../corrections/test-corrections.ts'
import type { Desks } from '../desk/index.ts'
import { desksOf } from '../desk/test-desk.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import type { PersonActor } from '../platform/actor.ts'
import { handingOver, ticketing } from './test-tickets.ts'

let test: DiallingTest
let desks: Desks
let operator: Awaited<ReturnType<typeof seatedOperator>>
let supervisor: PersonActor
let by: ReturnType<typeof ticketing>
let corrections: ReturnType<typeof correcting>

beforeAll(async () => {
  test = await startDialling({ settings: { dispositions: handingOver.map((disposition) => ({ ...disposition })) } })
  desks = desksOf(test)
  test.startDialler()
  by = ticketing(test.spine, test.tenant, test.clock)
  corrections = correcting(test)
  supervisor = await test.spine.person(test.tenant, 'supervisor')
  operator = await seatedOperator(test, desks)
})
afterAll(async () => {
  await desks.stop()
  await test.stop()
})
afterEach(() => expect(test.errors).toEqual([]))

interface Made {
  readonly ticket_id: EntryId
  readonly disposition: string
  readonly state: string
  readonly reason: string
}
const ticketsOf = (attemptId: string) =>
  by.rows<Made>(
    'select ticket_id, disposition, state, reason from tenant.call_tickets where attempt_id = $1 order by ticket_id',
    attemptId,
  )

describe('a result at the desk', () => {
  it('makes its ticket with it, with the reason that was chosen, and another result makes none', async () => {
    const call = await operator.connected()
    const answer = await operator.page.ask({
      ...{ type: 'record', attemptId: call.attemptId, disposition: '51', memo: '料金の説明を希望' },
      ...{ ticketReason: 'contract', then: 'paperwork' },
    })
    expect(answer).toBe('ok')
    await test.pass(200)
    const [ticket, ...others] = await ticketsOf(call.attemptId)
    expect([ticket, others]).toMatchObject([{ disposition: '51', state: 'open', reason: 'contract' }, []])
    const opened = await by.tickets.open(by.asking(supervisor), ticket?.ticket_id ?? ('' as EntryId))
    expect(opened.texts.map(({ text }) => text)).toEqual(['料金の説明を希望'])
    expect(await ticketsOf((await operator.recorded('11')).attemptId)).toEqual([])
  })

  it('is not recorded when its ticket cannot be: neither stands without the other', async () => {
    const call = await operator.connected()
    await by.rows('alter table tenant.call_tickets rename column addressee to gone')
    const refused = operator.page.ask({
      ...{ type: 'record', attemptId: call.attemptId, disposition: '52', memo: '', then: 'paperwork' },
    })
    await expect(refused).rejects.toThrow('addressee')
    await by.rows('alter table tenant.call_tickets rename column gone to addressee')
    expect((await test.attempts()).find((each) => each.attempt_id === call.attemptId)).toMatchObject({
      disposition: null,
    })
    const again = await operator.page.ask({
      ...{ type: 'record', attemptId: call.attemptId, disposition: '52', memo: '', then: 'paperwork' },
    })
    expect(again).toBe('ok')
    expect(await ticketsOf(call.attemptId)).toHaveLength(1)
    await test.pass(200)
  })
})

describe('a correction', () => {
  it('away from a handed-over result withdraws the ticket, and towards it makes one (U-03)', async () => {
    const { attemptId } = await operator.recorded('51')
    await corrections.correct(supervisor, attemptId, '11')
    expect(await ticketsOf(attemptId)).toMatchObject([{ state: 'withdrawn' }])
    await corrections.correct(supervisor, attemptId, '52', { version: 1 })
    expect(await ticketsOf(attemptId)).toMatchObject([
      { disposition: '51', state: 'withdrawn' },
      { disposition: '52', state: 'open', reason: 'complaint' },
    ])
    const [withdrawn] = await ticketsOf(attemptId)
    const entries = await by.entered(withdrawn?.ticket_id ?? ('' as EntryId))
    expect(entries.map(({ type, purpose }) => [type, purpose])).toEqual([
      ['ticket.made', 'call'],
      ['ticket.withdrawn', 'correction'],
    ])
  })

  it('takes no complaint from whoever looks into it: the ticket stays, and says that the result was corrected', async () => {
    const { attemptId } = await operator.recorded('52')
    const [made] = await ticketsOf(attemptId)
    const ticketId = made?.ticket_id ?? ('' as EntryId)
    const asking = by.asking(supervisor)
    await by.tickets.take(asking, ticketId, 1)
    await corrections.correct(supervisor, attemptId, '11')
    expect(await by.ticket(asking, ticketId)).toMatchObject({ state: 'taken', isCorrected: true, disposition: '52' })
    await corrections.correct(supervisor, attemptId, '51', { version: 1 })
    expect(await ticketsOf(attemptId)).toHaveLength(1)
  })
})
