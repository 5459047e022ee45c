import type { AttemptId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import type { AnnouncementId, CallId, LineId } from '../carrier.ts'
import { CarrierError } from '../carrier-error.ts'
import type { CarrierEvent } from '../carrier-events.ts'
import { fictitiousNumber } from '@sekisho/fictitious'
import type { VirtualClock } from '../virtual-clock.ts'
import { virtualClock } from '../virtual-clock.ts'
import type { SimulatedNetwork, SimulatedNetworkOptions } from './simulation.ts'
import { simulatedNetwork } from './network.ts'
import type { NetworkProfile } from './profile.ts'
import { DEFAULT_PROFILE } from './profile.ts'

/** Tuesday 2026-12-01 10:00 in Japan. */
const TUESDAY_MORNING_MS = Date.parse('2026-12-01T10:00:00+09:00')
const always = Array.from({ length: 24 }, () => 1_000)

/** Everybody answers, nothing goes wrong, all durations are their medians. */
const EVERYBODY_ANSWERS: NetworkProfile = {
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: always, weekend: always },
  unallocatedShare: 0,
  wrongNumberShare: 0,
  blockingShare: 0,
  familyRate: 0,
  busyRate: 0,
  unreachableRate: 0,
  failureRate: 0,
  postDialDelay: { medianMs: 1_000, sigma: 0 },
  answerAfter: { medianMs: 5_000, sigma: 0 },
  patience: { medianMs: 4_000, sigma: 0 },
  talk: { medianMs: 60_000, sigma: 0 },
  refusalTalk: { medianMs: 60_000, sigma: 0 },
}
const NOBODY_ANSWERS: NetworkProfile = {
  ...EVERYBODY_ANSWERS,
  answerRateByHour: { weekday: [], weekend: [] },
  machineShare: 0,
  declineRate: 0,
}

interface Stage extends SimulatedNetwork {
  readonly clock: VirtualClock
  readonly events: CarrierEvent[]
}

function stage(options: Partial<SimulatedNetworkOptions> = {}): Stage {
  const clock = virtualClock(TUESDAY_MORNING_MS)
  const network = simulatedNetwork({ clock, seed: 7, ...options })
  const events: CarrierEvent[] = []
  network.carrier.subscribe((event) => events.push(event))
  return { ...network, clock, events }
}

const attempt = (index: number): AttemptId => `attempt-${index}` as AttemptId
const line = 'line-1' as LineId
const announcement = { id: 'abandoned' as AnnouncementId, durationMs: 9_000 }

/** Runs a command to its end in virtual time. */
async function run<Result>(on: Stage, command: Promise<Result>): Promise<Result> {
  // Claimed before time moves, so that a rejection during `settle` is not an unhandled one.
  const outcome = command.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  )
  await on.clock.settle(50)
  const result = await outcome
  if ('failure' in result) throw result.failure
  return result.value
}

function call(on: Stage, index: number, ringTimeoutMs = 25_000, detectMachine = false): Promise<CallId> {
  const number = fictitiousNumber(3, index)
  return run(
    on,
    on.carrier.originate({ attemptId: attempt(index), number, callerId: null, ringTimeoutMs, detectMachine }),
  )
}

async function answeredCall(on: Stage, index = 0): Promise<CallId> {
  const callId = await call(on, index)
  await on.clock.settle(6_000)
  return callId
}

const typesOf = (events: readonly CarrierEvent[]): string[] =>
  events.map((event) => (event.type === 'ended' ? `ended:${event.cause}` : event.type))

const refusal = (code: string): object => expect.objectContaining({ name: 'CarrierError', code }) as object

describe('a simulated call', () => {
  it('rings, is answered, is connected to an open line and ends when the customer hangs up', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await run(on, on.carrier.openLine(line))
    const callId = await answeredCall(on)
    await run(on, on.carrier.bridge(callId, line))
    expect(await on.carrier.listCalls()).toEqual([
      { attemptId: attempt(0), callId, state: 'bridged', sinceMs: expect.any(Number) as number, lineId: line },
    ])
    expect((await on.carrier.listLines())[0]?.callId).toBe(callId)
    await on.clock.settle(61_000)
    expect(typesOf(on.events)).toEqual(['ringing', 'answered', 'ended:hung_up_by_customer'])
    expect(await on.carrier.listCalls()).toEqual([])
    expect((await on.carrier.listLines())[0]).toMatchObject({ lineId: line, callId: null })
    expect(on.simulation.linesInUse()).toBe(0)
  })

  it('ends with no_answer exactly when the ring time is over', async () => {
    const on = stage({ profile: NOBODY_ANSWERS })
    await call(on, 0, 20_000)
    await on.clock.settle(30_000)
    expect(typesOf(on.events)).toEqual(['ringing', 'ended:no_answer'])
    const [ringing, ended] = on.events
    expect((ended?.atMs ?? 0) - (ringing?.atMs ?? 0)).toBe(20_000)
  })

  it('is given up by a customer whom no operator greets in time', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await answeredCall(on)
    await on.clock.settle(4_001)
    expect(typesOf(on.events)).toEqual(['ringing', 'answered', 'ended:hung_up_by_customer'])
  })

  it('holds a customer with the announcement to its end', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    const callId = await answeredCall(on)
    await run(on, on.carrier.play(callId, announcement))
    await on.clock.settle(9_000)
    expect(typesOf(on.events)).toEqual(['ringing', 'answered', 'played'])
    await run(on, on.carrier.hangUp(callId, 'abandoned'))
    expect(typesOf(on.events).at(-1)).toBe('ended:hung_up_by_us')
  })

  it('goes no further once it was told to hang up', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await run(on, on.carrier.openLine(line))
    const callId = await answeredCall(on)
    await on.carrier.hangUp(callId, 'abandoned')
    await expect(on.carrier.play(callId, announcement)).rejects.toEqual(refusal('unknown_call'))
    await expect(on.carrier.bridge(callId, line)).rejects.toEqual(refusal('unknown_call'))
    await on.clock.settle(100)
    await run(on, on.carrier.hangUp(callId, 'abandoned'))
    expect(typesOf(on.events)).toEqual(['ringing', 'answered', 'ended:hung_up_by_us'])
  })

  it('frees the line when the customer hangs up while being connected', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await run(on, on.carrier.openLine(line))
    const callId = await answeredCall(on)
    const bridging = on.carrier.bridge(callId, line)
    await on.carrier.hangUp(callId, 'stopped')
    await expect(run(on, bridging)).rejects.toEqual(refusal('unknown_call'))
    expect((await on.carrier.listLines())[0]?.callId).toBeNull()
  })

  it('reports the verdict of machine detection only when that was asked for', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await call(on, 0)
    await call(on, 1, 25_000, true)
    await on.clock.settle(30_000)
    const verdicts = on.events.filter((event) => event.type === 'detected')
    expect(verdicts.map((event) => event.attemptId)).toEqual([attempt(1)])
  })
})

describe('commands', () => {
  it('dial an attempt once, whenever the command is repeated', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    const callId = await call(on, 0)
    expect(await call(on, 0)).toBe(callId)
    expect(on.simulation.linesInUse()).toBe(1)
    await on.clock.settle(20_000)
    await expect(call(on, 0)).rejects.toEqual(refusal('attempt_ended'))
    expect(on.events.filter((event) => event.type === 'ringing')).toHaveLength(1)
  })

  it.each(['', '110', 'sip:someone', '090-0123-4567', '0900123456789', '+8x'])('refuse to dial %j', async (number) => {
    const on = stage()
    const request = { attemptId: attempt(0), number, callerId: null, ringTimeoutMs: 25_000 }
    await expect(on.carrier.originate(request)).rejects.toEqual(refusal('invalid_number'))
    expect(on.simulation.linesInUse()).toBe(0)
  })

  it('respect the number of lines and the calls a second', async () => {
    const on = stage({ profile: NOBODY_ANSWERS, trunk: { lines: 5, callsPerSecond: 3 } })
    const outcomes = async (from: number, count: number): Promise<string[]> =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          call(on, from + index).then(
            () => 'placed',
            (failure: unknown) => (failure instanceof CarrierError ? failure.code : String(failure)),
          ),
        ),
      )
    expect(await outcomes(0, 4)).toEqual(['placed', 'placed', 'placed', 'rate_limited'])
    await on.clock.settle(1_000)
    expect(await outcomes(10, 3)).toEqual(['placed', 'placed', 'no_line'])
    await on.clock.settle(60_000)
    expect(on.simulation.linesInUse()).toBe(0)
    expect(await outcomes(20, 1)).toEqual(['placed'])
  })

  it('refuse what does not fit the state of call and line', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await run(on, on.carrier.openLine(line))
    await expect(on.carrier.bridge('nobody' as CallId, line)).rejects.toEqual(refusal('unknown_call'))
    const first = await call(on, 0)
    await expect(on.carrier.bridge(first, line)).rejects.toEqual(refusal('not_answered'))
    await expect(on.carrier.play(first, announcement)).rejects.toEqual(refusal('not_answered'))
    const second = await answeredCall(on, 1)
    await expect(on.carrier.bridge(first, 'line-2' as LineId)).rejects.toEqual(refusal('unknown_line'))
    await run(on, on.carrier.bridge(first, line))
    await expect(on.carrier.bridge(second, line)).rejects.toEqual(refusal('line_busy'))
    await expect(on.carrier.bridge(first, line)).rejects.toEqual(refusal('call_bridged'))
  })

  it('leave a call behind when their answer is lost, and say so', async () => {
    const on = stage({ profile: NOBODY_ANSWERS, lostReplyRate: 1 })
    await expect(call(on, 0)).rejects.toEqual(refusal('outcome_unknown'))
    expect((await on.carrier.listCalls()).map((live) => live.attemptId)).toEqual([attempt(0)])
  })

  it('leave nothing ticking after close', async () => {
    const on = stage({
      outages: [{ kind: 'trunk', fromMs: TUESDAY_MORNING_MS + 1e6, untilMs: TUESDAY_MORNING_MS + 2e6 }],
    })
    for (let index = 0; index < 20; index++) await call(on, index)
    const before = on.events.length
    await on.carrier.close()
    expect(on.clock.pending()).toBe(0)
    expect(on.events).toHaveLength(before)
  })
})

describe('outages', () => {
  it('lose events while the connection is down, keep the calls going and tell the truth in the lists afterwards', async () => {
    const at = (seconds: number): number => TUESDAY_MORNING_MS + seconds * 1_000
    const on = stage({ profile: EVERYBODY_ANSWERS, outages: [{ kind: 'connection', fromMs: at(3), untilMs: at(8) }] })
    const callId = await call(on, 0)
    await on.clock.settle(3_000)
    await expect(on.carrier.listCalls()).rejects.toEqual(refusal('network_down'))
    await expect(on.carrier.hangUp(callId, 'stopped')).rejects.toEqual(refusal('network_down'))
    await expect(call(on, 1)).rejects.toEqual(refusal('network_down'))
    await on.clock.settle(5_000)
    expect(typesOf(on.events)).toEqual(['ringing', 'disconnected', 'reconnected'])
    expect(await on.carrier.listCalls()).toMatchObject([{ attemptId: attempt(0), state: 'answered', sinceMs: at(6) }])
  })

  it('leave the outcome of a command unknown when the connection falls before its answer', async () => {
    const on = stage({ profile: NOBODY_ANSWERS })
    const request = { attemptId: attempt(0), number: fictitiousNumber(1, 1), callerId: null, ringTimeoutMs: 25_000 }
    const originating = run(on, on.carrier.originate(request))
    on.simulation.beginOutage('connection')
    await expect(originating).rejects.toEqual(refusal('outcome_unknown'))
    on.simulation.endOutage('connection')
    expect(await on.carrier.listCalls()).toHaveLength(1)
  })

  it('drop live calls and refuse new ones while the outgoing lines are down', async () => {
    const on = stage({ profile: NOBODY_ANSWERS })
    await call(on, 0)
    on.simulation.beginOutage('trunk')
    expect(typesOf(on.events).at(-1)).toBe('ended:failed')
    await expect(call(on, 1)).rejects.toEqual(refusal('network_down'))
    on.simulation.endOutage('trunk')
    await call(on, 1)
    expect(on.simulation.linesInUse()).toBe(1)
  })

  it('report a lost operator line with the customer who was on it, who stays for a moment', async () => {
    const on = stage({ profile: EVERYBODY_ANSWERS })
    await run(on, on.carrier.openLine(line))
    const callId = await answeredCall(on)
    await run(on, on.carrier.bridge(callId, line))
    on.simulation.loseLine(line)
    expect(on.events.at(-1)).toMatchObject({ type: 'line_lost', lineId: line, callId })
    expect(await on.carrier.listLines()).toEqual([])
    await run(on, on.carrier.openLine(line))
    await run(on, on.carrier.bridge(callId, line))
    expect(await on.carrier.listCalls()).toMatchObject([{ state: 'bridged' }])
  })
})

describe('the simulated people', () => {
  it('behave the same for the same seed, number and attempt, in whatever order the calls are placed', async () => {
    const seen = async (order: readonly number[]): Promise<Map<string, string[]>> => {
      const on = stage()
      await Promise.all(
        order
          .map((index) =>
            on.carrier.originate({
              attemptId: attempt(index),
              number: fictitiousNumber(3, index),
              callerId: null,
              ringTimeoutMs: 25_000,
            }),
          )
          .concat(on.clock.settle(120_000).then(() => '' as CallId)),
      )
      const byAttempt = new Map<string, string[]>()
      for (const event of on.events) {
        if (!('attemptId' in event)) continue
        byAttempt.set(event.attemptId, [...(byAttempt.get(event.attemptId) ?? []), `${event.type}@${event.atMs}`])
      }
      return byAttempt
    }
    const order = Array.from({ length: 60 }, (_, index) => index)
    expect(await seen(order.toReversed())).toEqual(await seen(order))
  })

  it('keep their personality over attempts and spellings of the number', async () => {
    const profile = { ...EVERYBODY_ANSWERS, wrongNumberShare: 0.5 }
    const persona = async (id: number, number: string): Promise<unknown> => {
      const on = stage({ profile })
      const request = { attemptId: attempt(id), number, callerId: null, ringTimeoutMs: 25_000 }
      const callId = await run(on, on.carrier.originate(request))
      expect(on.simulation.personaOf(callId)).toBeUndefined()
      await on.clock.settle(6_000)
      const { answeredBy, inclination } = on.simulation.personaOf(callId) ?? {}
      return { answeredBy, inclination }
    }
    const kinds = new Set<unknown>()
    for (let index = 0; index < 20; index++) {
      const number = fictitiousNumber(9, index)
      const first = await persona(1, number)
      expect(await persona(2, number)).toEqual(first)
      expect(await persona(3, `+81${number.slice(1)}`)).toEqual(first)
      kinds.add(JSON.stringify(first))
    }
    expect(kinds.size).toBeGreaterThan(3)
  })

  it('answer about a quarter of the calls over a day and more in the evening than in the early afternoon', async () => {
    const shareAnswered = async (time: string): Promise<number> => {
      const clock = virtualClock(Date.parse(`2026-12-01T${time}:00+09:00`))
      const { carrier, simulation } = simulatedNetwork({ clock, seed: 11, trunk: { lines: 1e5, callsPerSecond: 1e5 } })
      let persons = 0
      carrier.subscribe((event) => {
        if (event.type === 'answered' && simulation.personaOf(event.callId)?.answeredBy !== 'machine') persons += 1
      })
      const placing = Array.from({ length: 4_000 }, (_, index) =>
        carrier.originate({
          attemptId: attempt(index),
          number: fictitiousNumber(5, index),
          callerId: null,
          ringTimeoutMs: 25_000,
        }),
      )
      await clock.settle(60_000)
      await Promise.all(placing)
      return persons / placing.length
    }
    const shares = [await shareAnswered('10:30'), await shareAnswered('14:30'), await shareAnswered('18:30')]
    const [morning = 0, afternoon = 0, evening = 0] = shares
    expect((morning + afternoon + evening) / 3).toBeGreaterThan(0.2)
    expect((morning + afternoon + evening) / 3).toBeLessThan(0.3)
    expect(evening).toBeGreaterThan(afternoon)
  })

  it('end every one of ten thousand simultaneous calls exactly once, in the order of a call', async () => {
    const on = stage({ trunk: { lines: 10_000, callsPerSecond: 10_000 } })
    const placing = Array.from({ length: 10_000 }, (_, index) =>
      on.carrier.originate({
        attemptId: attempt(index),
        number: fictitiousNumber(2, index),
        callerId: null,
        ringTimeoutMs: 25_000,
      }),
    )
    expect(on.simulation.linesInUse()).toBe(10_000)
    await on.clock.settle(600_000)
    await Promise.all(placing)
    const rank = { ringing: 0, answered: 1, ended: 2 } as const
    const last = new Map<string, number>()
    for (const event of on.events) {
      if (event.type !== 'ringing' && event.type !== 'answered' && event.type !== 'ended') continue
      expect(rank[event.type]).toBeGreaterThan(last.get(event.attemptId) ?? -1)
      last.set(event.attemptId, rank[event.type])
    }
    expect([...last.values()].filter((reached) => reached === rank.ended)).toHaveLength(10_000)
    expect(on.clock.pending()).toBe(0)
    const causes = new Set(on.events.flatMap((event) => (event.type === 'ended' ? [event.cause] : [])))
    expect([...causes].sort()).toEqual([
      'busy',
      'congestion',
      'failed',
      'hung_up_by_customer',
      'no_answer',
      'rejected',
      'unallocated',
      'unreachable',
    ])
  })
})
