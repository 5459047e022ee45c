import type { AttemptId } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import type { CallId, LineId } from '../carrier.ts'
import type { CarrierEvent } from '../carrier-events.ts'
import { virtualClock } from '../virtual-clock.ts'
import { simulatedNetwork } from './network.ts'
import { DEFAULT_PROFILE, type NetworkProfile } from './profile.ts'

const tuesday = Date.parse('2026-12-01T10:00:00+09:00')
const nobodyAnswers = Array<number>(24).fill(0)
const ours = '0300001000'
const callBack = (change: Partial<NetworkProfile['callBack']> = {}): NetworkProfile => ({
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: nobodyAnswers, weekend: nobodyAnswers },
  ...{ machineShare: 0, unallocatedShare: 0, wrongNumberShare: 0, blockingShare: 0, busyRate: 0, unreachableRate: 0 },
  ...{ declineRate: 0, failureRate: 0 },
  callBack: { ...DEFAULT_PROFILE.callBack, rate: 1, withheldRate: 0, ...change },
})

function start(profile: NetworkProfile, seed = 5) {
  const clock = virtualClock(tuesday)
  const network = simulatedNetwork({ clock, seed, profile })
  const events: CarrierEvent[] = []
  network.carrier.subscribe((event) => void events.push(event))
  return { clock, ...network, events }
}

type Started = ReturnType<typeof start>

async function dial({ carrier, clock }: Started, name: string, callerId: string | null): Promise<void> {
  const placing = carrier.originate({
    attemptId: name as AttemptId,
    number: '09000000001',
    callerId,
    ringTimeoutMs: 25_000,
  })
  await clock.settle(10)
  await placing
}

const arrivals = (events: readonly CarrierEvent[]) => events.filter((event) => event.type === 'call_in_arrived')

describe('people of the simulated network', () => {
  it('call back after a missed call, where a number of ours was shown', async () => {
    const test = start(callBack())
    await dial(test, 'shown', ours)
    await dial(test, 'not shown', null)
    await test.clock.settle(6 * 3_600_000)
    expect(arrivals(test.events)).toMatchObject([{ callId: 'back-shown', from: '+819000000001', to: ours }])
  })

  it('withhold their number when they like, and the carrier does not know it then', async () => {
    const test = start(callBack({ withheldRate: 1, patience: { medianMs: 3_600_000, sigma: 0 } }))
    await dial(test, 'shown', ours)
    await test.clock.settle(40_000)
    for (let passed = 0; arrivals(test.events).length === 0 && passed < 600; passed += 1)
      await test.clock.settle(60_000)
    expect(arrivals(test.events)).toMatchObject([{ from: null }])
    expect(await test.carrier.listCallIns()).toMatchObject([{ from: null, to: ours, state: 'ringing' }])
  })

  it('do the same for the same seed', async () => {
    const told = async () => {
      const test = start(callBack({ rate: 0.5 }), 11)
      for (let index = 0; index < 12; index += 1) await dial(test, `call ${index}`, ours)
      await test.clock.settle(6 * 3_600_000)
      return test.events
    }
    const first = await told()
    expect(await told()).toEqual(first)
    const count = arrivals(first).length
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(12)
  })

  it('ring off when nobody comes, once, whether their call was taken or not', async () => {
    const test = start(callBack({ patience: { medianMs: 30_000, sigma: 0 } }))
    const callId = 'in-1' as CallId
    test.simulation.callIn({ callId, from: '09000000002', to: ours })
    // told twice, arrives once
    test.simulation.callIn({ callId, from: '09000000002', to: ours })
    await test.carrier.answer(callId)
    await test.carrier.answer(callId)
    await test.carrier.play(callId, { id: 'guidance' as never, durationMs: 5_000 })
    await test.clock.settle(40_000)
    expect(test.events.map(({ type }) => type)).toEqual(['call_in_arrived', 'call_in_ended'])
    expect(await test.carrier.listCallIns()).toEqual([])
    await expect(test.carrier.answer(callId)).rejects.toMatchObject({ code: 'unknown_call' })
  })

  it('talk with whoever is put on the line, and only after the call was taken', async () => {
    const test = start(callBack())
    const [callId, line] = ['in-1' as CallId, 'line' as LineId]
    test.simulation.callIn({ callId, from: '09000000002', to: ours })
    await test.carrier.openLine(line)
    await expect(test.carrier.bridge(callId, line)).rejects.toMatchObject({ code: 'not_answered' })
    await test.carrier.answer(callId)
    const bridging = test.carrier.bridge(callId, line)
    await test.clock.settle(50)
    await bridging
    expect(await test.carrier.listCallIns()).toMatchObject([{ callId, state: 'bridged', lineId: line }])
    // of calls that we placed there is none
    expect(await test.carrier.listCalls()).toEqual([])
    await test.carrier.hangUp(callId, 'finished')
    await test.clock.settle(50)
    expect(test.events.at(-1)).toMatchObject({ type: 'call_in_ended', callId, cause: 'hung_up_by_us' })
    expect(test.simulation.linesInUse()).toBe(0)
  })
})
