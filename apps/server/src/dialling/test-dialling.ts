import type { AttemptId, CampaignSettings, PersonId } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import {
  type NetworkProfile,
  DEFAULT_PROFILE,
  type SimulatedNetwork,
  type SimulatedNetworkOptions,
  simulatedNetwork,
  type VirtualClock,
  virtualClock,
} from '@sekisho/telephony'
import { createDoNotCall, type DoNotCall, type RefusalEvent } from '../do-not-call/index.ts'
import type { Gate } from '../gate/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events/index.ts'
import { newId } from '../platform/new-id.ts'
import { createStopSwitches, type StopEvent, type StopSwitches } from '../stop-switches/index.ts'
import { type Spine, startSpine, type TestContact, type TestTenant } from '../test-spine.ts'
import type { CallEvent } from './call-events.ts'
import { type Dialler, type DiallerDependencies, startDialler } from './dialler.ts'
import { busyGauge, localEvents } from './test-virtual-time.ts'

export { busyGauge, localEvents } from './test-virtual-time.ts'

/** A Tuesday at ten in Japan: within everybody's hours. */
export const tuesdayAtTen = Date.parse('2026-11-24T10:00:00+09:00')

/** Everybody answers after two seconds, waits for twenty and talks for half a minute. */
export const everybodyAnswers: NetworkProfile = {
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: Array<number>(24).fill(9), weekend: Array<number>(24).fill(9) },
  ...{ unallocatedShare: 0, wrongNumberShare: 0, machineShare: 0, blockingShare: 0, familyRate: 0, busyRate: 0 },
  ...{ unreachableRate: 0, declineRate: 0, failureRate: 0 },
  postDialDelay: { medianMs: 1_000, sigma: 0 },
  answerAfter: { medianMs: 2_000, sigma: 0 },
  patience: { medianMs: 20_000, sigma: 0 },
  talk: { medianMs: 30_000, sigma: 0 },
  refusalTalk: { medianMs: 30_000, sigma: 0 },
}

interface Power {
  isOn: boolean
}

/** The ports of a dialler that can be cut off: what is asked afterwards never happens, what was asked is never heard of. */
function powered(
  power: Power,
  { database, gate, carrier, events }: Pick<DiallerDependencies, 'database' | 'carrier' | 'events'> & { gate: Gate },
): Pick<DiallerDependencies, 'database' | 'gate' | 'carrier' | 'events'> {
  const never = new Promise<never>(() => undefined)
  const cut = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!power.isOn) return never
    const result = await work()
    return power.isOn ? result : never
  }
  const heard =
    <Event>(listener: (event: Event) => void) =>
    (event: Event): void => {
      if (power.isOn) listener(event)
    }
  return {
    database: { ...database, transaction: (...values) => cut(() => database.transaction(...values)) },
    gate: {
      ...gate,
      unsealNumber: (ticket) => cut(() => gate.unsealNumber(ticket)),
      lookUpCaller: (...asked) => cut(() => gate.lookUpCaller(...asked)),
      sealCaller: (caller) => cut(() => gate.sealCaller(caller)),
    },
    carrier: {
      ...carrier,
      originate: (request) => cut(() => carrier.originate(request)),
      answer: (callId) => cut(() => carrier.answer(callId)),
      bridge: (callId, lineId) => cut(() => carrier.bridge(callId, lineId)),
      play: (callId, announcement) => cut(() => carrier.play(callId, announcement)),
      hangUp: (callId, cause) => cut(() => carrier.hangUp(callId, cause)),
      openLine: (lineId) => cut(() => carrier.openLine(lineId)),
      listCalls: () => cut(() => carrier.listCalls()),
      listCallIns: () => cut(() => carrier.listCallIns()),
      subscribe: (listener) => carrier.subscribe(heard(listener)),
    },
    events: { ...events, subscribe: (listener) => events.subscribe(heard(listener)) },
  }
}

export interface DiallingTest {
  readonly spine: Spine
  readonly clock: VirtualClock
  readonly network: SimulatedNetwork
  readonly events: ReturnType<typeof localEvents<CallEvent>>
  /** The database and the gate, counted: virtual time waits for them. */
  readonly database: Database
  readonly gate: Gate
  readonly doNotCall: DoNotCall
  readonly stops: StopSwitches
  /** What is told when something is stopped. */
  readonly stopEvents: Events<StopEvent>
  readonly errors: unknown[]
  /** Numbers dialled so far. */
  readonly placed: AttemptId[]
  /** When, by the virtual clock. */
  readonly placedAtMs: number[]
  readonly tenant: TestTenant
  dialler(): Dialler
  startDialler(changes?: Partial<DiallerDependencies>): Dialler
  /** Ends the last dialler as `kill -9` would, as far as one process can: nothing it asks for happens any more. */
  crash(): Promise<void>
  /** Lets virtual time pass and everything that it causes happen. */
  pass(ms: number): Promise<void>
  /**
   * Lets virtual time pass until it holds. Places in the ledger and news come in real time, which a busy machine takes its
   * share of: virtual time waits a little for them at each step, so as not to run away. Throws after a minute of it.
   */
  until(holds: () => boolean | Promise<boolean>, mostMs?: number): Promise<void>
  lead(): Promise<TestContact>
  operator(state?: string): Promise<PersonActor>
  attempts(): Promise<AttemptRow[]>
  stop(): Promise<void>
}

export interface AttemptRow {
  attempt_id: AttemptId
  lead_id: string
  state: string
  disposition: string | null
  cause: string | null
  operator_id: PersonId | null
  due_at: Date
}

const stepMs = 50

export async function startDialling(
  options: { settings?: Partial<CampaignSettings>; network?: Partial<SimulatedNetworkOptions>; spine?: Spine } = {},
): Promise<DiallingTest> {
  const spine = options.spine ?? (await startSpine())
  const clock = virtualClock(tuesdayAtTen)
  const network = simulatedNetwork({ clock, seed: 7, profile: everybodyAnswers, ...options.network })
  const placed: AttemptId[] = []
  const placedAtMs: number[] = []
  const carrier = {
    ...network.carrier,
    originate(request: Parameters<typeof network.carrier.originate>[0]) {
      placed.push(request.attemptId)
      placedAtMs.push(clock.now())
      return network.carrier.originate(request)
    },
  }
  const tenant = await spine.tenant(options.settings)
  const events = localEvents<CallEvent>()
  const errors: unknown[] = []
  const gauge = busyGauge()
  const database: Database = {
    ...spine.test.database,
    transaction: (...asked) => gauge.count(() => spine.test.database.transaction(...asked))(),
  }
  const gate: Gate = {
    ...spine.gate,
    unsealNumber: gauge.count(spine.gate.unsealNumber),
    lookUpCaller: gauge.count(spine.gate.lookUpCaller),
    openContact: gauge.count(spine.gate.openContact),
    openPreview: gauge.count(spine.gate.openPreview),
    openMemos: gauge.count(spine.gate.openMemos),
  }
  const doNotCall = createDoNotCall({
    ...{ database, writer: spine.writer, events: localEvents<RefusalEvent>() },
    onError: (error) => void errors.push(error),
  })
  const stopEvents = localEvents<StopEvent>()
  const stops = createStopSwitches({
    ...{ database, writer: spine.writer, clock, events: stopEvents },
    onError: (error) => void errors.push(error),
  })
  let index = 0
  let current: Dialler | undefined
  const started: { dialler: Dialler; power: Power }[] = []
  const powers: Power[] = []
  const test: DiallingTest = {
    ...{ spine, clock, network, events, errors, placed, placedAtMs, tenant, database, gate, doNotCall, stops },
    stopEvents,
    dialler() {
      if (current === undefined) throw new Error('no dialler was started')
      return current
    },
    startDialler(changes = {}) {
      const { writer, receipts } = spine
      const onError = (error: unknown): void => void errors.push(error)
      const power = { isOn: true }
      powers.push(power)
      current = startDialler({
        ...{ writer, receipts, doNotCall, stops, clock, onError },
        ...powered(power, { database, gate, carrier, events }),
        ...changes,
      })
      started.push({ dialler: current, power })
      return current
    },
    async crash() {
      for (const power of powers) power.isOn = false
      // what PostgreSQL was told to commit it commits
      await gauge.quiet()
      // five seconds pass for the lease, which runs on the database's own clock
      for (const ended of ['campaign_leases set leased_until = now()', 'call_ins set kept_until = now()'])
        await spine.test.superuser.query(`update tenant.${ended} where tenant_id = $1`, [tenant.tenantId])
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.settle(stepMs)
        await gauge.quiet()
      }
    },
    async until(holds, mostMs = 60_000) {
      for (let passed = 0; !(await holds()); passed += stepMs) {
        if (passed >= mostMs) throw new Error(`not within ${mostMs} ms: ${String(holds)}`)
        await test.pass(stepMs)
        if (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async lead() {
      index += 1
      const number = `+81${fictitiousNumber(1, index).slice(1)}`
      const contact = await spine.contact(tenant, { name: `架空 ${index}` }, number)
      await spine.test.superuser.query('update tenant.leads set due_at = $1 where lead_id = $2', [
        new Date(clock.now()),
        contact.leadId,
      ])
      return contact
    },
    async operator(state = 'available') {
      const person = await spine.person(tenant, 'operator')
      await spine.test.superuser.query(
        `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [tenant.tenantId, person.personId, tenant.campaignId, newId(), person.sessionId, state, new Date(clock.now())],
      )
      return person
    },
    async attempts() {
      const { rows } = await spine.test.superuser.query<AttemptRow>(
        `select attempt_id, lead_id, state, disposition, cause, operator_id, due_at from tenant.attempts
          where tenant_id = $1 order by intended_at, attempt_id`,
        [tenant.tenantId],
      )
      return rows
    },
    async stop() {
      const stopping = Promise.all(started.filter(({ power }) => power.isOn).map(({ dialler }) => dialler.stop()))
      for (let turns = 0; turns < 100; turns += 1) {
        await clock.settle(stepMs)
        await gauge.quiet()
      }
      await stopping
      // what is left of this tenant must not occupy the dialler of the next test
      for (const change of [
        `update tenant.campaigns set state = 'closed'`,
        `update tenant.attempts set state = 'ended'`,
        `update tenant.desks set state = 'gone', preview_id = null`,
        `update tenant.previews set ended_as = coalesce(ended_as, 'left'), ended_at = coalesce(ended_at, given_at)`,
        `update tenant.call_ins set outcome = coalesce(outcome, 'rang_off'), ended_at = coalesce(ended_at, arrived_at), state = 'ended'`,
      ])
        await spine.test.superuser.query(`${change} where tenant_id = $1`, [tenant.tenantId])
      await doNotCall.stop()
      await stops.stop()
      await network.carrier.close()
      if (options.spine === undefined) await spine.stop()
    },
  }
  return test
}
