import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import type { Desks } from '../desk/index.ts'
import { desksOf } from '../desk/test-desk.ts'
import { indexOf } from '../do-not-call/test-refusals.ts'
import type { PersonActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import type { TestContact } from '../test-spine.ts'
import { correctableDispositions, correcting, seatedOperator } from './test-corrections.ts'

let test: DiallingTest
let desks: Desks
let supervisor: PersonActor
let operator: Awaited<ReturnType<typeof seatedOperator>>
let by: ReturnType<typeof correcting>

beforeAll(async () => {
  test = await startDialling({ settings: { dispositions: correctableDispositions } })
  desks = desksOf(test)
  test.startDialler()
  supervisor = await test.spine.person(test.tenant, 'supervisor')
  operator = await seatedOperator(test, desks)
  by = correcting(test)
})
afterAll(async () => {
  await desks.stop()
  await test.stop()
})
afterEach(() => expect(test.errors).toEqual([]))

let people = 0
/** Makes a contact known by a customer number, which all its leads share. */
async function named(lead: TestContact, customer = `K-${(people += 1)}`): Promise<string> {
  await by.rows(
    'update tenant.contacts set customer_index = $2 where contact_id = $1',
    lead.contactId,
    indexOf(customer),
  )
  return customer
}

const dueNow = ({ leadId }: TestContact) =>
  by.rows('update tenant.leads set due_at = $2 where lead_id = $1', leadId, new Date(test.clock.now() - 1_000))

describe('a correction', () => {
  it('keeps the original, and says in its entry from what to what, of which first entry (U-03, M-01)', async () => {
    const { lead, attemptId } = await operator.recorded('11')
    const memo = (await by.resultOf(attemptId))?.memo_sealed
    expect(await by.correct(supervisor, attemptId, '21')).toEqual({
      ...{ movedLead: true, addedRefusal: false, withdrewRefusal: false },
    })
    expect(await by.resultOf(attemptId)).toEqual({ disposition: '21', memo_sealed: memo })
    expect(await by.leadOf(lead)).toMatchObject({ state: 'waiting', finished_reason: null, attempts: 1 })
    expect(await by.correct(supervisor, attemptId, '52', { version: 1, reason: 'memo_read' })).toMatchObject({
      movedLead: true,
    })
    expect(await by.history(attemptId)).toEqual([
      { version: 1, disposition_before: '11', disposition: '21', reason: 'operator_told', moved_lead: true },
      { version: 2, disposition_before: '21', disposition: '52', reason: 'memo_read', moved_lead: true },
    ])
    const entries = await by.entries(attemptId)
    const first = entries.find(({ type }) => type === 'attempt.recorded')
    const corrected = entries.filter(({ type }) => type === 'attempt.corrected')
    expect(corrected.map(({ refs }) => refs)).toMatchObject([
      { entry: first?.id, disposition_before: '11', disposition: '21', correction: 'operator_told' },
      { entry: first?.id, disposition_before: '21', disposition: '52', correction: 'memo_read' },
    ])
    expect(JSON.stringify(corrected)).not.toContain(lead.leadId)
    expect(JSON.stringify(corrected)).not.toContain(lead.contactId)
  })

  it('cannot be changed or taken away by the application itself', async () => {
    const { attemptId } = await operator.recorded('11')
    await by.correct(supervisor, attemptId, '21')
    for (const change of ['delete from', 'update'] as const) {
      const text = `${change} tenant.attempt_corrections ${change === 'update' ? `set reason = 'client_told'` : ''}`
      const tried = test.database.transaction(supervisor, test.tenant.tenantId, (tx) => tx.client.query(text))
      await expect(tried).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('makes a promise of a final result, one to one with whoever gave it, and a final result of a promise', async () => {
    const { lead, attemptId } = await operator.recorded('11')
    await expect(by.correct(supervisor, attemptId, '14')).rejects.toMatchObject({ detail: ['callbackAt', 'no_time'] })
    const callbackAt = test.clock.now() + 3_600_000
    await by.correct(supervisor, attemptId, '14', { callbackAt })
    expect(await by.leadOf(lead)).toMatchObject({ state: 'promised', due_at: new Date(callbackAt) })
    const later = callbackAt + 3_600_000
    await by.correct(supervisor, attemptId, '14', { version: 1, callbackAt: later })
    expect(await by.leadOf(lead)).toMatchObject({ state: 'promised', due_at: new Date(later) })
    await by.correct(supervisor, attemptId, '11', { version: 2 })
    expect(await by.leadOf(lead)).toMatchObject({ state: 'finished', finished_reason: 'result' })
    const [{ promised_to: promisedTo } = {}] = await by.rows<{ promised_to: string | null }>(
      'select promised_to from tenant.leads where lead_id = $1',
      lead.leadId,
    )
    expect(promisedTo).toBeNull()
  })

  it('makes a number usable again that was called wrong by mistake', async () => {
    const { lead, attemptId } = await operator.recorded('41')
    const numberState = async () =>
      (
        await by.rows<{ state: string }>(
          'select state from tenant.contact_numbers where contact_id = $1',
          lead.contactId,
        )
      )[0]?.state
    expect(await numberState()).toBe('dead')
    await by.correct(supervisor, attemptId, '21')
    expect(await numberState()).toBe('usable')
    expect(await by.leadOf(lead)).toMatchObject({ state: 'waiting' })
    await by.correct(supervisor, attemptId, '41', { version: 1 })
    expect(await numberState()).toBe('dead')
    expect(await by.leadOf(lead)).toMatchObject({ state: 'finished', finished_reason: 'no_number_left' })
  })

  it('of a lead that a supervisor or a file has ended since is kept, and does not move it', async () => {
    const decided = await operator.recorded('52')
    await by.rows(
      `update tenant.leads set state = 'finished', finished_reason = 'supervisor' where lead_id = $1`,
      decided.lead.leadId,
    )
    expect(await by.correct(supervisor, decided.attemptId, '21')).toMatchObject({ movedLead: false })
    expect(await by.leadOf(decided.lead)).toMatchObject({ state: 'finished', finished_reason: 'supervisor' })
    const excluded = await operator.recorded('21')
    await by.rows(
      `update tenant.leads set state = 'finished', finished_reason = 'excluded', excluded_by = list_id where lead_id = $1`,
      excluded.lead.leadId,
    )
    expect(await by.correct(supervisor, excluded.attemptId, '24')).toMatchObject({ movedLead: false })
    expect(await by.leadOf(excluded.lead)).toMatchObject({ state: 'finished', finished_reason: 'excluded' })
    expect((await by.history(excluded.attemptId)).map(({ moved_lead }) => moved_lead)).toEqual([false])
  })
})

describe('the do-not-call list', () => {
  it('follows a correction to a refusal at once: the sibling is not called, what rings is hung up', async () => {
    const { lead, attemptId } = await operator.recorded('11')
    const customer = await named(lead)
    const sibling = await test.lead()
    await named(sibling, customer)
    await operator.page.ask({ type: 'available' })
    for (let turns = 0; turns < 100 && (await test.network.carrier.listCalls()).length === 0; turns += 1)
      await test.pass(50)
    expect(await by.correct(supervisor, attemptId, '32')).toMatchObject({ addedRefusal: true, withdrewRefusal: false })
    await test.pass(1_000)
    expect(await test.network.carrier.listCalls()).toEqual([])
    expect(operator.page.desk().call).toBeNull()
    await operator.page.ask({ type: 'away', reason: 'break' })
    await dueNow(sibling)
    expect(await by.isRefused(sibling)).toBe(true)
    expect((await by.entries(attemptId)).map(({ type }) => type)).toContain('do_not_call.recorded')
  })

  it('loses exactly the refusal that the wrong result made, by an entry that names it', async () => {
    const first = await operator.recorded('32')
    const customer = await named(first.lead)
    // recorded before the contact was known by a number; the same person again, who refuses in another call, too
    const second = await operator.recorded('21')
    await named(second.lead, customer)
    await by.correct(supervisor, second.attemptId, '32')
    const other = await test.lead()
    await named(other, customer)
    await dueNow(other)
    expect(await by.isRefused(other)).toBe(true)
    const waiting = await test.lead()
    await by.rows(
      `update tenant.leads set due_at = $2 where lead_id = $1`,
      waiting.leadId,
      new Date(test.clock.now() + 9e6),
    )
    await named(waiting, customer)
    await by.rows(
      `update tenant.leads set state = 'finished', finished_reason = 'do_not_call' where lead_id = $1`,
      waiting.leadId,
    )
    const standing = await by.standing()
    expect(await by.correct(supervisor, first.attemptId, '21')).toMatchObject({ withdrewRefusal: true })
    await test.pass(200)
    expect(await by.leadOf(waiting)).toMatchObject({ state: 'finished' })
    expect(await by.standing()).toBeLessThan(standing)
    // the refusal of the second call stands
    expect(await by.isRefused(other)).toBe(true)
    await by.correct(supervisor, second.attemptId, '21', { version: 1 })
    await test.pass(200)
    expect(await by.isRefused(other)).toBe(false)
    const entries = await by.entries(first.attemptId)
    const recorded = entries.find(({ type }) => type === 'do_not_call.recorded')
    expect(entries.find(({ type }) => type === 'do_not_call.withdrawn')?.refs).toMatchObject({
      ...{ entry: recorded?.id, attempt: first.attemptId, disposition: '32', correction: 'operator_told' },
    })
    expect(await by.leadOf(second.lead)).toMatchObject({ state: 'waiting' })
    // what nothing stops any more goes on: leads that had been ended, and the first, which had followed while one stood
    expect(await by.leadOf(waiting)).toMatchObject({ state: 'ready', finished_reason: null })
    expect(await by.leadOf(first.lead)).toMatchObject({ state: 'waiting', finished_reason: null })
    for (const { leadId } of [waiting, first.lead])
      await by.rows(`update tenant.leads set state = 'finished' where lead_id = $1`, leadId)
    await by.rows(`update tenant.leads set state = 'finished' where lead_id = $1`, other.leadId)
  })

  it('keeps a refusal that another call or a decision made: the lead follows, and is not called', async () => {
    const { lead, attemptId } = await operator.recorded('52')
    const standing = await by.standing()
    // as a supervisor decides on a held lead, by its last attempt
    await test.database.transaction(supervisor, test.tenant.tenantId, (tx) =>
      test.doNotCall.record(tx, {
        ...{ campaignId: test.tenant.campaignId, campaignKind: 'test', attemptId, contactId: lead.contactId },
        ...{
          listId: lead.listId,
          disposition: '32',
          refusalScope: 'job',
          policyHash: 'a'.repeat(64),
          atMs: test.clock.now(),
        },
      }),
    )
    const decided = (await by.standing()) - standing
    expect(decided).toBeGreaterThan(0)
    await by.correct(supervisor, attemptId, '21')
    expect(await by.leadOf(lead)).toMatchObject({ state: 'finished', finished_reason: 'do_not_call' })
    expect(await by.standing()).toBeGreaterThanOrEqual(decided)
  })

  it('changes from one refusal to another within one transaction', async () => {
    const { attemptId } = await operator.recorded('31')
    expect(await by.correct(supervisor, attemptId, '32')).toMatchObject({ addedRefusal: true, withdrewRefusal: true })
    expect(await by.correct(supervisor, attemptId, '11', { version: 1 })).toMatchObject({
      ...{ addedRefusal: false, withdrewRefusal: true },
    })
  })
})

describe('corrections that must not be', () => {
  it('of one call at once: one is kept, the other is told that somebody was first', async () => {
    const { attemptId } = await operator.recorded('31')
    const other = await test.spine.person(test.tenant, 'supervisor')
    const both = await Promise.allSettled([by.correct(supervisor, attemptId, '21'), by.correct(other, attemptId, '11')])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    expect(await by.history(attemptId)).toHaveLength(1)
    const types = (await by.entries(attemptId)).map(({ type }) => type)
    expect(types.filter((type) => type === 'do_not_call.withdrawn')).toHaveLength(1)
  })

  it('the same one twice, or to the result that it has, change nothing more', async () => {
    const { attemptId } = await operator.recorded('11')
    await by.correct(supervisor, attemptId, '21')
    await expect(by.correct(supervisor, attemptId, '21')).rejects.toMatchObject({ code: 'conflict' })
    await expect(by.correct(supervisor, attemptId, '21', { version: 1 })).rejects.toMatchObject({
      ...{ code: 'invalid_input', detail: ['disposition', 'unchanged'] },
    })
    await expect(by.correct(supervisor, attemptId, '99', { version: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(await by.history(attemptId)).toHaveLength(1)
  })

  it('of many refusals, one after another, are one entry each, and counted where second readers look (lazy manager)', async () => {
    const before = await by.withdrawnSeen(supervisor)
    for (let times = 0; times < 3; times += 1) {
      const { attemptId } = await operator.recorded('32')
      await by.correct(supervisor, attemptId, '21', { reason: 'client_told' })
      const types = (await by.entries(attemptId)).map(({ type }) => type)
      expect(types.filter((type) => type === 'attempt.corrected' || type === 'do_not_call.withdrawn')).toHaveLength(2)
    }
    expect(await by.withdrawnSeen(supervisor)).toBe(before + 3)
  })

  it('leave nothing behind when they are killed before their end, and can be made afterwards', async () => {
    const { lead, attemptId } = await operator.recorded('32')
    const before = { lead: await by.leadOf(lead), entries: await by.entries(attemptId), standing: await by.standing() }
    const killed = by.correct(supervisor, attemptId, '21', {
      meanwhile: (query) => query('select pg_terminate_backend(pg_backend_pid())'),
    })
    await expect(killed).rejects.toThrow()
    expect(await by.leadOf(lead)).toEqual(before.lead)
    expect(await by.entries(attemptId)).toEqual(before.entries)
    expect(await by.standing()).toBe(before.standing)
    expect(await by.history(attemptId)).toEqual([])
    expect(await by.correct(supervisor, attemptId, '21')).toMatchObject({ movedLead: true, withdrewRefusal: true })
  })

  it('of a call that goes on, of another tenant’s or another job’s, or of none (A-02, A-05)', async () => {
    const { attemptId } = await operator.connected()
    await expect(by.correct(supervisor, attemptId, '21')).rejects.toMatchObject({ code: 'not_correctable' })
    await expect(by.correct(supervisor, attemptId, '21', { rowScope: { jobs: [] } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(by.correct(supervisor, newId(), '21')).rejects.toMatchObject({ code: 'not_found' })
    const elsewhere = await test.spine.tenant()
    const stranger = await test.spine.person(elsewhere, 'supervisor')
    const tried = test.database.transaction(stranger, elsewhere.tenantId, (tx) =>
      tx.client.query('select from tenant.attempts where attempt_id = $1', [attemptId]),
    )
    expect((await tried).rowCount).toBe(0)
    await operator.page.ask({ type: 'record', attemptId, disposition: '21', memo: '', then: 'paperwork' })
  })

  it('of a lead that is in hand again are kept without moving it, and still bind the do-not-call list', async () => {
    const { lead, attemptId } = await operator.recorded('21')
    await by.rows('update tenant.leads set due_at = $2 where lead_id = $1', lead.leadId, new Date(test.clock.now()))
    await operator.page.ask({ type: 'available' })
    await test.until(() => operator.page.desk().state === 'connected')
    const again = operator.page.attemptId()
    expect(again).not.toBe(attemptId)
    expect(await by.correct(supervisor, attemptId, '32')).toEqual({
      ...{ movedLead: false, addedRefusal: true, withdrewRefusal: false },
    })
    expect((await by.leadOf(lead))?.state).toBe('connected')
    await operator.page.ask({ type: 'record', attemptId: again, disposition: '21', memo: '', then: 'paperwork' })
    await test.pass(200)
    await dueNow(lead)
    expect(await by.isRefused(lead)).toBe(true)
  })
})
