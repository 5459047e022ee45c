import type { AttemptId } from '@sekisho/contract'
import type { CallId, Carrier, CarrierCallState, CarrierLine, LineId } from '../carrier.ts'
import { CarrierError } from '../carrier-error.ts'
import type { CarrierEvent, EndCause } from '../carrier-events.ts'
import type { Clock } from '../clock.ts'
import { domesticDigits, isDialable } from '../number-text.ts'
import type { AnswerPlan, CallPlan, Persona, RingPlan } from './call-plan.ts'
import { planCall } from './call-plan.ts'
import { endedAttempts } from './ended-attempts.ts'
import { eventHub } from './event-hub.ts'
import type { LiveCall } from './live-call.ts'
import { Q850_OF } from './live-call.ts'
import type { OutageKind, ScriptedOutage } from './outage.ts'
import { runOutages } from './outage.ts'
import { personalityOf } from './personality.ts'
import type { NetworkProfile } from './profile.ts'
import { DEFAULT_PROFILE } from './profile.ts'
import { seededRandom } from './random.ts'
import type { TrunkLimits } from './trunk.ts'
import { trunk as createTrunk } from './trunk.ts'

export interface SimulatedNetworkOptions {
  readonly clock: Clock
  /** The same seed, numbers and attempt ids at the same times give the same calls. */
  readonly seed: number
  readonly profile?: NetworkProfile
  readonly trunk?: TrunkLimits
  readonly outages?: readonly ScriptedOutage[]
  /** Share of `originate` commands whose answer is lost although the call was placed. */
  readonly lostReplyRate?: number
}

/** The strings behind the stage, for demos and tests. Nothing of it is reachable through the carrier. */
export interface Simulation {
  /** Who is on an answered call; undefined before the answer and after the end. */
  personaOf(callId: CallId): Persona | undefined
  beginOutage(kind: OutageKind): void
  endOutage(kind: OutageKind): void
  /** An operator's line falls, as when a headset is unplugged from the network. */
  loseLine(lineId: LineId): void
  linesInUse(): number
}

export interface SimulatedNetwork {
  readonly carrier: Carrier
  readonly simulation: Simulation
}

const DEFAULT_TRUNK: TrunkLimits = { lines: 1_000, callsPerSecond: 100 }
/** What Asterisk on the same machine takes for it, rounded up. */
const BRIDGING_MS = 20
const COMMAND_MS = 3
const NOBODY_SPEAKS_MS = 3_000

/**
 * A telephone network that exists only here: people with habits, busy lines, machines, wrong numbers, impatience,
 * limited lines and outages, in real or virtual time by the clock it is given.
 */
export function simulatedNetwork(options: SimulatedNetworkOptions): SimulatedNetwork {
  const { clock, seed, profile = DEFAULT_PROFILE, lostReplyRate = 0 } = options
  const hub = eventHub()
  const trunk = createTrunk(options.trunk ?? DEFAULT_TRUNK)
  const calls = new Map<CallId, LiveCall>()
  const lines = new Map<LineId, { sinceMs: number; callId: CallId | null }>()
  const ended = endedAttempts()
  let isTrunkDown = false
  const stopOutages = runOutages(clock, options.outages ?? [], beginOutage, endOutage)

  function needConnection(): void {
    if (!hub.isConnected()) throw new CarrierError('network_down', 'no connection to the carrier')
  }

  function emitOfCall(call: LiveCall, event: CallEventBody): void {
    hub.emit({ ...event, attemptId: call.attemptId, callId: call.callId, atMs: clock.now() })
  }

  function enter(call: LiveCall, state: CarrierCallState): void {
    call.state = state
    call.sinceMs = clock.now()
  }

  /** Replaces what happens next on a call. */
  function later(call: LiveCall, delayMs: number, happen: () => void): void {
    if (call.isEnding) return
    call.next()
    call.next = clock.setTimer(delayMs, happen)
  }

  function end(call: LiveCall, cause: EndCause): void {
    if (!calls.delete(call.callId)) return
    call.next()
    call.detection()
    const line = call.lineId === null ? undefined : lines.get(call.lineId)
    if (line?.callId === call.callId) line.callId = null
    trunk.giveBack()
    ended.add(call.attemptId, clock.now())
    emitOfCall(call, { type: 'ended', cause, q850: Q850_OF[cause] })
  }

  function placeCall(attemptId: AttemptId, plan: CallPlan, ringTimeoutMs: number, detectMachine: boolean): CallId {
    const callId = attemptId as string as CallId
    const call: LiveCall = {
      attemptId,
      callId,
      state: 'dialling',
      sinceMs: clock.now(),
      lineId: null,
      answer: null,
      next: () => undefined,
      detection: () => undefined,
      isEnding: false,
    }
    calls.set(callId, call)
    if (plan.kind === 'fails') later(call, plan.afterMs, () => end(call, plan.cause))
    else later(call, plan.ringsAfterMs, () => ring(call, plan.ringing, ringTimeoutMs, detectMachine))
    return callId
  }

  function ring(call: LiveCall, plan: RingPlan, ringTimeoutMs: number, detectMachine: boolean): void {
    enter(call, 'ringing')
    if (plan.kind === 'never' || plan.afterMs >= ringTimeoutMs) {
      later(call, ringTimeoutMs, () => end(call, 'no_answer'))
    } else if (plan.kind === 'declines') {
      later(call, plan.afterMs, () => end(call, 'rejected'))
    } else {
      later(call, plan.afterMs, () => answer(call, plan.answer, detectMachine))
    }
    emitOfCall(call, { type: 'ringing' })
  }

  function answer(call: LiveCall, plan: AnswerPlan, detectMachine: boolean): void {
    enter(call, 'answered')
    call.answer = plan
    later(call, plan.patienceMs, () => end(call, 'hung_up_by_customer'))
    if (detectMachine) {
      const { verdict, tookMs } = plan.detection
      call.detection = clock.setTimer(tookMs, () => emitOfCall(call, { type: 'detected', verdict, tookMs }))
    }
    emitOfCall(call, { type: 'answered' })
  }

  /** The call must be live and answered, and nobody talking on it. */
  function waitingCall(callId: CallId): LiveCall & { answer: AnswerPlan } {
    const call = calls.get(callId)
    if (call === undefined || call.isEnding) throw new CarrierError('unknown_call')
    if (call.lineId !== null) throw new CarrierError('call_bridged')
    if (call.answer === null) throw new CarrierError('not_answered')
    return call as LiveCall & { answer: AnswerPlan }
  }

  function wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      clock.setTimer(delayMs, resolve)
    })
  }

  async function bridge(callId: CallId, lineId: LineId): Promise<void> {
    needConnection()
    const call = waitingCall(callId)
    const line = lines.get(lineId)
    if (line === undefined) throw new CarrierError('unknown_line')
    if (line.callId !== null) throw new CarrierError('line_busy')
    line.callId = callId
    call.lineId = lineId
    await wait(BRIDGING_MS)
    // Either side may have gone in the meantime.
    if (calls.get(callId) !== call) throw new CarrierError('unknown_call')
    if (lines.get(lineId) !== line) throw new CarrierError('unknown_line')
    enter(call, 'bridged')
    later(call, call.answer.persona.talkMs, () => end(call, 'hung_up_by_customer'))
  }

  function dropLine(lineId: LineId): CallId | null {
    const line = lines.get(lineId)
    lines.delete(lineId)
    const call = line?.callId == null ? undefined : calls.get(line.callId)
    if (call === undefined) return null
    call.lineId = null
    // While it was still being connected its own patience runs on.
    if (call.state !== 'bridged') return null
    enter(call, 'answered')
    later(call, NOBODY_SPEAKS_MS, () => end(call, 'hung_up_by_customer'))
    return call.callId
  }

  function beginOutage(kind: OutageKind): void {
    if (kind === 'connection') return hub.disconnect(clock.now())
    isTrunkDown = true
    for (const call of calls.values()) end(call, 'failed')
  }

  function endOutage(kind: OutageKind): void {
    if (kind === 'connection') hub.connect(clock.now())
    else isTrunkDown = false
  }

  const carrier: Carrier = {
    async originate({ attemptId, number, ringTimeoutMs, detectMachine = false }) {
      needConnection()
      const live = calls.get(attemptId as string as CallId)
      if (live !== undefined) return live.callId
      const nowMs = clock.now()
      if (ended.has(attemptId, nowMs)) throw new CarrierError('attempt_ended')
      if (!isDialable(number)) throw new CarrierError('invalid_number')
      if (!(ringTimeoutMs > 0)) throw new RangeError('ringTimeoutMs must be positive')
      if (isTrunkDown) throw new CarrierError('network_down', 'the outgoing lines are down')
      trunk.take(nowMs)
      const random = seededRandom(`call|${seed}|${domesticDigits(number)}|${attemptId}`)
      const plan = planCall(random, personalityOf(seed, number, profile), profile, nowMs)
      const callId = placeCall(attemptId, plan, ringTimeoutMs, detectMachine)
      const isReplyLost = random.chance(lostReplyRate)
      await wait(COMMAND_MS)
      if (isReplyLost || !hub.isConnected()) throw new CarrierError('outcome_unknown')
      return callId
    },
    bridge,
    async play(callId, announcement) {
      needConnection()
      const call = waitingCall(callId)
      const { durationMs, id } = announcement
      later(call, durationMs, () => {
        later(call, NOBODY_SPEAKS_MS, () => end(call, 'hung_up_by_customer'))
        emitOfCall(call, { type: 'played', announcement: id })
      })
    },
    async hangUp(callId) {
      needConnection()
      const call = calls.get(callId)
      if (call === undefined) return
      later(call, COMMAND_MS, () => end(call, 'hung_up_by_us'))
      call.isEnding = true
    },
    async openLine(lineId) {
      needConnection()
      if (!lines.has(lineId)) lines.set(lineId, { sinceMs: clock.now(), callId: null })
    },
    async closeLine(lineId) {
      needConnection()
      dropLine(lineId)
    },
    async listCalls() {
      needConnection()
      return [...calls.values()].map(({ attemptId, callId, state, sinceMs, lineId }) => ({
        attemptId,
        callId,
        state,
        sinceMs,
        lineId: state === 'bridged' ? lineId : null,
      }))
    },
    async listLines() {
      needConnection()
      return [...lines].map(([lineId, line]): CarrierLine => ({ lineId, ...line }))
    },
    subscribe: (listener) => hub.subscribe(listener),
    async close() {
      hub.removeAll()
      stopOutages()
      for (const call of calls.values()) end(call, 'hung_up_by_us')
      lines.clear()
    },
  }

  return {
    carrier,
    simulation: {
      personaOf: (callId) => calls.get(callId)?.answer?.persona,
      beginOutage,
      endOutage,
      loseLine: (lineId) => {
        if (!lines.has(lineId)) return
        const callId = dropLine(lineId)
        hub.emit({ type: 'line_lost', lineId, callId, atMs: clock.now() })
      },
      linesInUse: () => trunk.inUse(),
    },
  }
}

type CallEvent = Extract<CarrierEvent, { readonly attemptId: AttemptId }>
/** Distributes over the union, so that each event keeps its own fields. */
type WithoutOrigin<Event> = Event extends unknown ? Omit<Event, 'attemptId' | 'callId' | 'atMs'> : never
type CallEventBody = WithoutOrigin<CallEvent>
