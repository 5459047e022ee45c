import type { AttemptId } from '@sekisho/contract'
import type { CallId, Carrier, CarrierCallState, CarrierLine, LineId } from '../carrier.ts'
import { CarrierError } from '../carrier-error.ts'
import type { CarrierEvent, EndCause } from '../carrier-events.ts'
import { domesticDigits, isDialable } from '../number-text.ts'
import { callIns, type NewCallIn } from './call-ins.ts'
import type { AnswerPlan, CallPlan, RingPlan } from './call-plan.ts'
import { planCall } from './call-plan.ts'
import { endedAttempts } from './ended-attempts.ts'
import { eventHub } from './event-hub.ts'
import type { LiveCall } from './live-call.ts'
import { arrivedCall, placedCall, Q850_OF } from './live-call.ts'
import type { OutageKind } from './outage.ts'
import { runOutages } from './outage.ts'
import { personalityOf } from './personality.ts'
import { DEFAULT_PROFILE } from './profile.ts'
import { seededRandom } from './random.ts'
import type { SimulatedNetwork, SimulatedNetworkOptions } from './simulation.ts'
import type { TrunkLimits } from './trunk.ts'
import { trunk as createTrunk } from './trunk.ts'

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
  const callers = callIns({ clock, seed, profile, arrive })
  let isTrunkDown = false
  const stopOutages = runOutages(clock, options.outages ?? [], beginOutage, endOutage)

  function needConnection(): void {
    if (!hub.isConnected()) throw new CarrierError('network_down', 'no connection to the carrier')
  }

  /** Of a call to us only the arrival and the end are told: everything between is what we do ourselves. */
  function emitOfCall({ attemptId, callId }: LiveCall, event: CallEventBody): void {
    const atMs = clock.now()
    if (attemptId !== null) hub.emit({ ...event, attemptId, callId, atMs })
    else if (event.type === 'ended') hub.emit({ type: 'call_in_ended', callId, cause: event.cause, atMs })
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
    if (call.attemptId === null) callers.remove(call.callId)
    else {
      trunk.giveBack()
      ended.add(call.attemptId, clock.now())
    }
    if (call.state !== 'bridged' && cause !== 'failed') call.missed?.(call.state !== 'dialling')
    emitOfCall(call, { type: 'ended', cause, q850: Q850_OF[cause] })
  }

  function arrive({ callId, to }: NewCallIn, from: string | null, plan: AnswerPlan): void {
    if (calls.has(callId) || isTrunkDown) return
    const call: LiveCall = { ...newCall(null, callId), state: 'ringing', answer: plan }
    calls.set(callId, call)
    callers.add(callId, { from, to })
    later(call, plan.patienceMs, () => end(call, 'hung_up_by_customer'))
    hub.emit({ type: 'call_in_arrived', callId, from, to, atMs: clock.now() })
  }

  function newCall(attemptId: AttemptId | null, callId: CallId, missed: LiveCall['missed'] = null): LiveCall {
    return {
      ...{ attemptId, callId, missed, state: 'dialling', sinceMs: clock.now(), lineId: null, answer: null },
      ...{ next: () => undefined, detection: () => undefined, isEnding: false },
    }
  }

  function placeCall(call: LiveCall, plan: CallPlan, ringTimeoutMs: number, detectMachine: boolean): CallId {
    const { callId } = call
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
    if (call.answer === null || call.state === 'ringing') throw new CarrierError('not_answered')
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
    async originate({ attemptId, number, callerId, ringTimeoutMs, detectMachine = false }) {
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
      const id = attemptId as string as CallId
      const call = newCall(attemptId, id, callers.whenMissed({ callId: id, number, callerId }))
      const callId = placeCall(call, plan, ringTimeoutMs, detectMachine)
      const isReplyLost = random.chance(lostReplyRate)
      await wait(COMMAND_MS)
      if (isReplyLost || !hub.isConnected()) throw new CarrierError('outcome_unknown')
      return callId
    },
    bridge,
    async play(callId, announcement) {
      needConnection()
      const call = waitingCall(callId)
      // whoever calls us listens for as long as patience lasts
      if (call.attemptId === null) return
      const { durationMs, id } = announcement
      later(call, durationMs, () => {
        later(call, NOBODY_SPEAKS_MS, () => end(call, 'hung_up_by_customer'))
        emitOfCall(call, { type: 'played', announcement: id })
      })
    },
    async answer(callId) {
      needConnection()
      const call = calls.get(callId)
      if (call === undefined || call.isEnding || call.attemptId !== null) throw new CarrierError('unknown_call')
      if (call.state === 'ringing') enter(call, 'answered')
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
      return [...calls.values()].flatMap(placedCall)
    },
    async listCallIns() {
      needConnection()
      return [...calls.values()].flatMap((call) => arrivedCall(call, callers.of(call.callId)))
    },
    async listLines() {
      needConnection()
      return [...lines].map(([lineId, line]): CarrierLine => ({ lineId, ...line }))
    },
    subscribe: (listener) => hub.subscribe(listener),
    async close() {
      hub.removeAll()
      stopOutages()
      callers.stop()
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
      callIn: callers.callIn,
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
