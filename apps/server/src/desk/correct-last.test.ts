import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { correctableDispositions, correcting, seatedOperator } from '../corrections/test-corrections.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import type { Desks } from './desks.ts'
import { desksOf, openPage } from './test-desk.ts'

let test: DiallingTest
let desks: Desks
let own: Awaited<ReturnType<typeof seatedOperator>>
let curious: Awaited<ReturnType<typeof seatedOperator>>
let by: ReturnType<typeof correcting>

beforeAll(async () => {
  test = await startDialling({ settings: { dispositions: correctableDispositions } })
  desks = desksOf(test)
  test.startDialler()
  own = await seatedOperator(test, desks)
  curious = await seatedOperator(test, desks)
  by = correcting(test)
})
afterAll(async () => {
  await desks.stop()
  await test.stop()
})
afterEach(() => expect(test.errors).toEqual([]))

const correct = { type: 'correct', version: 0 } as const

describe('the last result at a desk', () => {
  it('is offered after the call, and corrected with its memo left as it was', async () => {
    const { lead, attemptId } = await own.recorded('11')
    expect(own.page.desk()).toMatchObject({
      ...{ call: null, lastResult: { attemptId, disposition: '11', version: 0 } },
      today: { calls: 1, successes: 1 },
    })
    const memo = (await by.resultOf(attemptId))?.memo_sealed
    expect(memo).not.toBeNull()
    expect(await own.page.ask({ ...correct, attemptId, disposition: '32' })).toBe('ok')
    await test.pass(200)
    expect(own.page.desk()).toMatchObject({
      ...{ state: 'away', lastResult: { attemptId, disposition: '32', version: 1 } },
      today: { calls: 1, successes: 0 },
    })
    expect(await by.resultOf(attemptId)).toEqual({ disposition: '32', memo_sealed: memo })
    expect(await by.leadOf(lead)).toMatchObject({ state: 'finished' })
    expect(await by.history(attemptId)).toMatchObject([{ reason: 'own_last', disposition_before: '11' }])
  })

  it('is corrected once by a message that is sent twice, also from a page that got no answer', async () => {
    const { attemptId } = await own.recorded('11')
    const wish = { ...correct, attemptId, disposition: '21' } as const
    expect(await own.page.ask(wish)).toBe('ok')
    own.page.repeat()
    await test.pass(200)
    expect(await by.history(attemptId)).toHaveLength(1)
    expect(await own.page.ask(wish)).toBe('conflict')
    expect(await by.history(attemptId)).toHaveLength(1)
  })

  it('is one’s own alone: who reaches for a colleague’s is refused, and entered (C-04, M-01)', async () => {
    const { attemptId } = await own.recorded('32')
    expect(await curious.page.ask({ ...correct, attemptId, disposition: '11' })).toBe('no_live_call')
    expect(await by.history(attemptId)).toEqual([])
    expect((await by.resultOf(attemptId))?.disposition).toBe('32')
    const types = async () => (await by.entries(attemptId)).map(({ type }) => type)
    await expect.poll(types, { timeout: 20_000 }).toContain('access.denied')
  })

  it('is the last alone, until somebody answers the next call', async () => {
    const earlier = await own.recorded('21')
    const last = await own.recorded('21')
    expect(await own.page.ask({ ...correct, attemptId: earlier.attemptId, disposition: '11' })).toBe('not_correctable')
    const running = await own.connected()
    expect(own.page.desk().lastResult).toBeNull()
    expect(await own.page.ask({ ...correct, attemptId: running.attemptId, disposition: '11' })).toBe('not_correctable')
    expect(await own.page.ask({ ...correct, attemptId: last.attemptId, disposition: '11' })).toBe('not_correctable')
    await test.pass(31_000)
    const { attemptId } = running
    expect(await own.page.ask({ type: 'record', attemptId, disposition: '21', memo: '', then: 'lunch' })).toBe('ok')
    expect(await own.page.ask({ ...correct, attemptId: last.attemptId, disposition: '11' })).toBe('not_correctable')
    await test.pass(200)
    expect(own.page.desk().lastResult?.attemptId).toBe(attemptId)
  })

  it('is shown as a supervisor corrected it meanwhile, and what was seen before corrects nothing', async () => {
    const { attemptId } = await own.recorded('21')
    const supervisor = await test.spine.person(test.tenant, 'supervisor')
    await by.correct(supervisor, attemptId, '32')
    await test.pass(200)
    expect(own.page.desk().lastResult).toMatchObject({ attemptId, disposition: '32', version: 1 })
    expect(await own.page.ask({ ...correct, attemptId, disposition: '11' })).toBe('conflict')
    expect(await own.page.ask({ ...correct, attemptId, disposition: '11', version: 1 })).toBe('ok')
  })

  it('is a supervisor’s from the next day on', async () => {
    const { attemptId } = await own.recorded('21')
    await by.rows(
      `update tenant.attempts set recorded_at = recorded_at - interval '1 day' where attempt_id = $1`,
      attemptId,
    )
    expect(await own.page.ask({ ...correct, attemptId, disposition: '11' })).toBe('not_correctable')
    const supervisor = await test.spine.person(test.tenant, 'supervisor')
    expect(await by.correct(supervisor, attemptId, '11')).toMatchObject({ movedLead: true })
  })

  it('is not for a page that lost the seat', async () => {
    const { attemptId } = await own.recorded('21')
    const second = await openPage(test, desks, own.actor)
    expect(await second.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: true })).toBe('ok')
    expect(await own.page.ask({ ...correct, attemptId, disposition: '11' })).toBe('seat_taken')
  })
})
