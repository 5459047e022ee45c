import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jobBeside } from '../do-not-call/test-refusals.ts'
import type { Asking, NewStop } from '../stop-switches/stop-switches.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'

let spine: Spine
let test: DiallingTest
let supervisor: Asking
beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  test = await startDialling({ spine, network: { profile: everybodyAnswers } })
  const { tenantId } = test.tenant
  const actor = await spine.person(test.tenant, 'supervisor')
  supervisor = { actor, tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterEach(async () => {
  expect(test.errors).toEqual([])
  await test.stop()
})
afterAll(() => spine.stop())

const everything: NewStop = { extent: 'tenant', ground: 'disaster', liftBy: 'supervisors' }
const stop = (what: NewStop = everything) => test.stops.set(supervisor, what)
const lift = async (stopping: ReturnType<typeof stop>) =>
  test.stops.lift(supervisor, { asSaid: { jobs: '*' }, any: null }, await stopping, 'over')
const states = async () => (await test.attempts()).map(({ state, disposition }) => [state, disposition])
const sentences = () => test.events.seen.flatMap((event) => (event.kind === 'pacing' ? [event.because] : []))

/** Virtual time does not wait for what these tests put in the way of the dialler. */
const untilEnded = () =>
  expect
    .poll(
      async () => {
        await test.pass(50)
        return (await test.attempts()).map(({ state }) => state)
      },
      { timeout: 20_000 },
    )
    .toEqual(['ended'])

describe('calling that somebody stopped', () => {
  it.each([
    ['everything', () => everything],
    ['the job', () => ({ ...everything, extent: 'job', jobId: test.tenant.jobId }) as const],
    ['the campaign', () => ({ ...everything, extent: 'campaign', campaignId: test.tenant.campaignId }) as const],
  ])('(%s) begins no call, says why, and goes on when it is lifted', async (_what, what) => {
    test.startDialler()
    await test.operator()
    const stopping = stop(what())
    await stopping
    await test.lead()
    await test.pass(3_000)
    expect(test.placed).toEqual([])
    expect(sentences().at(-1)?.ja).toContain('停止が解除されるまで発信しません')
    await lift(stopping)
    await test.pass(1_500)
    expect(test.placed).toHaveLength(1)
  })

  it('goes on elsewhere: another job of the tenant calls while one is stopped', async () => {
    test.startDialler()
    await test.operator()
    const { jobId } = await jobBeside(spine, test.tenant)
    await stop({ ...everything, extent: 'job', jobId })
    await test.lead()
    await test.pass(2_000)
    expect(test.placed).toHaveLength(1)
  })

  it('needs every one of its stops lifted', async () => {
    test.startDialler()
    await test.operator()
    const first = stop()
    await first
    const second = stop({ ...everything, extent: 'campaign', campaignId: test.tenant.campaignId, ground: 'wrong_list' })
    await second
    await test.lead()
    await lift(first)
    await test.pass(2_000)
    expect(test.placed).toEqual([])
    await lift(second)
    await test.pass(1_500)
    expect(test.placed).toHaveLength(1)
  })

  it('rings nobody any more within a second, and lets a talk go on', async () => {
    test.startDialler()
    await test.operator()
    await test.lead()
    await test.pass(5_000)
    expect(await states()).toEqual([['connected', null]])
    await test.operator()
    await test.lead()
    await test.pass(1_500)
    expect((await states()).map(([state]) => state)).toEqual(['connected', 'ringing'])
    await stop()
    await test.pass(900)
    expect(await states()).toEqual([
      ['connected', null],
      ['ended', 'S10'],
    ])
    expect(await test.network.carrier.listCalls()).toHaveLength(1)
  })

  it('does not dial an attempt that has its number and its line already', async () => {
    test.startDialler({
      gate: {
        ...test.gate,
        async unsealNumber(ticket) {
          const number = await test.gate.unsealNumber(ticket)
          await stop()
          // as long as the news takes from process to process
          await new Promise((resolve) => setTimeout(resolve, 300))
          return number
        },
      },
    })
    await test.operator()
    await test.lead()
    await untilEnded()
    expect(await test.attempts()).toMatchObject([{ disposition: 'S09', cause: 'calling_stopped' }])
    expect(test.placed).toEqual([])
  })

  it('rings nobody when the stop is asked for between the look for leads and the intent', async () => {
    let stopping: Promise<unknown> | undefined
    test.startDialler({
      gate: {
        ...test.gate,
        async requestNumbers(tx, requests) {
          // it waits for this very transaction, so nobody may wait for it here
          stopping ??= stop()
          await new Promise((resolve) => setTimeout(resolve, 100))
          return test.gate.requestNumbers(tx, requests)
        },
      },
    })
    await test.operator()
    await test.lead()
    await untilEnded()
    await stopping
    // whether the telephone had begun to ring depends on who was faster
    expect(['S09', 'S10']).toContain((await test.attempts())[0]?.disposition)
    expect(await test.network.carrier.listCalls()).toEqual([])
    await test.pass(3_000)
    expect(await test.attempts()).toHaveLength(1)
  })

  it('takes effect at the next beat when its news are lost', async () => {
    test.startDialler({ stops: { onChange: () => () => undefined } })
    await test.operator()
    await test.lead()
    await test.pass(1_500)
    expect(await states()).toEqual([['ringing', null]])
    await stop()
    await test.pass(900)
    expect(await states()).toEqual([['ended', 'S10']])
  })

  it('stays stopped when the dialler is killed, and the next one hangs up what still rings', async () => {
    test.startDialler()
    await test.operator()
    await test.lead()
    await test.pass(1_500)
    expect(await states()).toEqual([['ringing', null]])
    await test.crash()
    await stop()
    expect(await test.network.carrier.listCalls()).toHaveLength(1)
    test.startDialler()
    await test.pass(1_000)
    expect(await test.network.carrier.listCalls()).toEqual([])
    await test.lead()
    await test.pass(3_000)
    expect(test.placed).toHaveLength(1)
  })
})
