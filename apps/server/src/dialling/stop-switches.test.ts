import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { createHouseStops, createMunicipalityStops, type HouseStops } from '../stop-switches/index.ts'
import type { Asking, NewStop } from '../stop-switches/stop-switches.ts'
import { startSpine, type Spine, type TestContact } from '../test-spine.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'

let spine: Spine
let test: DiallingTest
let supervisor: Asking
let houseStops: HouseStops
beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  test = await startDialling({ spine, network: { profile: everybodyAnswers } })
  const { tenantId } = test.tenant
  const actor = await spine.person(test.tenant, 'supervisor')
  supervisor = { actor, tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  const { database, clock, stopEvents: events, errors } = test
  const onError = (error: unknown): void => void errors.push(error)
  houseStops = createHouseStops({ database, writer: spine.writer, clock, events, onError })
})
afterEach(async () => {
  await houseStops.stop()
  expect(test.errors).toEqual([])
  await test.stop()
  for (const table of ['house_stop_lifts', 'house_stops'])
    await spine.test.superuser.query(`delete from house.${table}`)
})
afterAll(() => spine.stop())

const everything: NewStop = { extent: 'tenant', ground: 'disaster', liftBy: 'supervisors' }
const stop = (what: NewStop = everything) => test.stops.set(supervisor, what)
const lift = async (stopping: ReturnType<typeof stop>) =>
  test.stops.lift(supervisor, { asSaid: { jobs: '*' }, any: null }, await stopping, 'over')

/** Sets a stop that reaches this contact; gives what lifts it again. */
type SwitchOff = (contact: TestContact) => Promise<() => Promise<void>>

const switches: readonly (readonly [string, SwitchOff])[] = [
  ['all tenants', stopHouse],
  ['everything', () => liftable(everything)],
  ['the job', () => liftable({ ...everything, extent: 'job', jobId: test.tenant.jobId })],
  ['the campaign', () => liftable({ ...everything, extent: 'campaign', campaignId: test.tenant.campaignId })],
  // nothing is known of where these contacts are, as of those who came before areas were told
  ['a prefecture', () => liftable({ ...everything, extent: 'prefecture', prefecture: 17 })],
  ['an area code', () => liftable({ ...everything, extent: 'area_code', areaCode: '076' })],
  ['a municipality', stopTown],
  ['the list', ({ listId }) => liftable({ ...everything, extent: 'list', listId })],
]

/** Those that stop all leads of the campaign; the others let it go on with whom they do not reach. */
const ofCampaign = switches.slice(0, 4)

async function liftable(what: NewStop): Promise<() => Promise<void>> {
  const stopId = await stop(what)
  return () => lift(Promise.resolve(stopId))
}
async function stopTown(): Promise<() => Promise<void>> {
  const { database, clock, stopEvents: events } = test
  const { writer, receipts, keys } = spine
  const towns = createMunicipalityStops({ database, writer, receipts, keys, clock, events })
  const [stopId] = await towns.set(supervisor, { municipalities: ['17204'], ground: 'disaster', liftBy: 'supervisors' })
  if (stopId === undefined) throw new Error('not stopped')
  return () => lift(Promise.resolve(stopId))
}
async function stopHouse(): Promise<() => Promise<void>> {
  const asking = { actor: supervisor.actor, policyHash: supervisor.policyHash }
  const stopId = await houseStops.set(asking, 'disaster')
  return () => houseStops.lift(asking, stopId, 'over')
}

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
  it.each(switches)('(%s) begins no call, and goes on when it is lifted', async (_what, switchOff) => {
    const switchOn = await switchOff(await test.lead())
    test.startDialler()
    await test.operator()
    await test.pass(3_000)
    expect(test.placed).toEqual([])
    await switchOn()
    await test.pass(1_500)
    expect(test.placed).toHaveLength(1)
  })

  it.each(ofCampaign)('(%s) says why on the floor', async (_what, switchOff) => {
    await switchOff(await test.lead())
    test.startDialler()
    await test.operator()
    await test.pass(3_000)
    expect(sentences().at(-1)?.ja).toContain('停止が解除されるまで発信しません')
  })

  it('goes on beside one list that is stopped: the other lists of the campaign are called', async () => {
    const stopped = await test.lead()
    await stop({ ...everything, extent: 'list', listId: stopped.listId })
    const other = await test.lead()
    test.startDialler()
    await test.operator()
    await test.operator()
    await test.pass(3_000)
    expect((await test.attempts()).map(({ lead_id }) => lead_id)).toEqual([other.leadId])
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

  it.each(switches)('(%s) rings nobody any more within a second, and lets a talk go on', async (_what, switchOff) => {
    test.startDialler()
    await test.operator()
    await test.lead()
    await test.pass(5_000)
    expect(await states()).toEqual([['connected', null]])
    await test.operator()
    const ringing = await test.lead()
    await test.pass(1_500)
    expect((await states()).map(([state]) => state)).toEqual(['connected', 'ringing'])
    await switchOff(ringing)
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

  it.each(switches)('(%s) takes effect at the next beat when its news are lost', async (_what, switchOff) => {
    test.startDialler({ stops: { onChange: () => () => undefined } })
    await test.operator()
    const ringing = await test.lead()
    await test.pass(1_500)
    expect(await states()).toEqual([['ringing', null]])
    await switchOff(ringing)
    await test.pass(900)
    expect(await states()).toEqual([['ended', 'S10']])
  })

  it.each(switches)(
    '(%s) stays stopped when the dialler is killed, and the next one hangs up what still rings',
    async (_what, switchOff) => {
      test.startDialler()
      await test.operator()
      const ringing = await test.lead()
      await test.pass(1_500)
      expect(await states()).toEqual([['ringing', null]])
      await test.crash()
      await switchOff(ringing)
      expect(await test.network.carrier.listCalls()).toHaveLength(1)
      test.startDialler()
      await test.pass(1_000)
      expect(await test.network.carrier.listCalls()).toEqual([])
      await test.pass(3_000)
      expect(test.placed).toHaveLength(1)
    },
  )

  it('stays stopped everywhere when the server is killed right after the switch, and each tenant is told once', async () => {
    await stopHouse()
    await houseStops.stop()
    const told = () => entriesOf(spine, test.tenant.tenantId, 'stop.set_by_house')
    const { database, clock, stopEvents: events, errors } = test
    const onError = (error: unknown): void => void errors.push(error)
    for (let restart = 0; restart < 2; restart += 1) {
      await houseStops.stop()
      houseStops = createHouseStops({ database, writer: spine.writer, clock, events, onError })
      await expect.poll(told, { timeout: 30_000 }).toHaveLength(1)
    }
    await test.lead()
    test.startDialler()
    await test.operator()
    await test.pass(3_000)
    expect(test.placed).toEqual([])
  })
})
