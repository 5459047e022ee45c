import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Calendar, createCalendar, createCallingCalendar } from '../calendar/index.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'

let spine: Spine
let test: DiallingTest
let calendar: Calendar
let supervisor: Parameters<Calendar['specialDays']['set']>[0]
beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  test = await startDialling({ spine, network: { profile: everybodyAnswers } })
  const { clock, tenant } = test
  calendar = createCalendar({
    ...{ database: spine.test.database, writer: spine.writer, clock, calling: createCallingCalendar() },
  })
  const actor = await spine.person(tenant, 'supervisor')
  supervisor = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterEach(async () => {
  expect(test.errors).toEqual([])
  await test.stop()
})
afterAll(() => spine.stop())

const today = () => new Date(test.clock.now() + 9 * 3_600_000).toISOString().slice(0, 10)
const close = () =>
  calendar.specialDays.set(supervisor, {
    ...{ campaignId: null, from: today(), until: today(), open: null, ground: 'disaster' },
  })

describe('a day that is closed while calls are made', () => {
  it('lets the talk go on, begins no other call, and goes on when it is taken back', async () => {
    test.startDialler()
    await test.operator()
    await test.lead()
    await test.pass(5_000)
    expect((await test.attempts()).map(({ state }) => state)).toEqual(['connected'])
    const dayId = await close()
    await test.operator()
    await test.lead()
    await test.pass(3_000)
    expect(test.placed).toHaveLength(1)
    expect((await test.attempts()).map(({ state }) => state)).toEqual(['connected'])
    expect(await test.network.carrier.listCalls()).toHaveLength(1)
    await calendar.specialDays.withdraw(supervisor, dayId)
    await test.pass(1_500)
    expect(test.placed).toHaveLength(2)
  })

  it('leaves whoever is due in his place', async () => {
    await close()
    test.startDialler()
    await test.operator()
    await test.lead()
    await test.pass(2_000)
    expect(test.placed).toEqual([])
    const { rows } = await spine.test.superuser.query<{ state: string; due_at: Date }>(
      'select state, due_at from tenant.leads where tenant_id = $1',
      [test.tenant.tenantId],
    )
    // the lead was not touched: what a supervisor closes by mistake costs nobody his turn
    expect(rows.map(({ state }) => state)).toEqual(['ready'])
  })
})
