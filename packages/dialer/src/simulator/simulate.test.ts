import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FloorView } from '../predictive/floor-view.ts'
import type { Duration } from './duration.ts'
import { quantileMs } from './histogram.ts'
import type { CampaignScenario, DetectionScenario, Scenario } from './scenario.ts'
import { type SimulatedPacer, simulateDay } from './simulate.ts'

const hour = 3_600
const memoryless: CampaignScenario = {
  answerRate: [{ fromSeconds: 0, rate: 0.25 }],
  ringToAnswer: { kind: 'exponential', mean: 15 },
  ringToFailure: { kind: 'exponential', mean: 15 },
  talk: { kind: 'exponential', mean: 100 },
  wrapUp: { kind: 'exponential', mean: 20 },
  leadsPerOperator: null,
  list: null,
  detection: null,
}
const usual: Scenario = {
  ...{ name: 'test', about: '', daySeconds: 8 * hour, isMemoryless: false, patienceSeconds: 2 },
  campaigns: [memoryless],
  ...{ staff: [], carrier: { lines: 1_000, callsPerSecond: 1_000, outages: [] }, callIns: null },
}

function waitingSeats({ seats }: FloorView): number {
  return seats.filter(({ state }) => state === 'waiting').length
}

const oneEach = (): SimulatedPacer => ({
  launch: (view) => Math.max(0, waitingSeats(view) - view.ringing.length - view.answeredWaiting),
})
const someEach = (each: number): SimulatedPacer => ({
  launch: (view) => Math.max(0, Math.round(each * waitingSeats(view)) - view.ringing.length),
})

const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), seconds: fc.integer({ min: 0, max: 90 }) }),
  fc.record({ kind: fc.constant('exponential' as const), mean: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    kind: fc.constant('log_normal' as const),
    mean: fc.integer({ min: 1, max: 90 }),
    sigma: fc.constant(0.6),
  }),
)
const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    rate: fc.constantFrom(0, 0.05, 0.25, 1),
    durations: fc.tuple(anyDuration, anyDuration, anyDuration, anyDuration),
    leadsPerOperator: fc.constantFrom(null, 3),
    isDetecting: fc.boolean(),
    outageSeconds: fc.constantFrom(0, 120),
    breakSeconds: fc.constantFrom(0, 300),
    callIns: fc.boolean(),
    lines: fc.constantFrom(3, 1_000),
  })
  .map(({ rate, durations: [ring, fail, talk, wrapUp], leadsPerOperator, ...rest }): Scenario => {
    const detection: DetectionScenario = {
      ...{ machineShare: 0.4, falseMachineRate: 0.1, missedMachineRate: 0.2 },
      ...{ takes: { kind: 'uniform', from: 1, to: 2.5 }, machineTalk: { kind: 'constant', seconds: 5 } },
    }
    const one = {
      ...{ answerRate: [{ fromSeconds: 0, rate }], ringToAnswer: ring, ringToFailure: fail, talk, wrapUp },
      ...{ leadsPerOperator, list: null, detection: rest.isDetecting ? detection : null },
    }
    const breaks = rest.breakSeconds === 0 ? [] : [{ fromSeconds: 900, seconds: rest.breakSeconds }]
    return {
      ...usual,
      daySeconds: hour,
      campaigns: [one, memoryless],
      staff: [{ share: 1, fromSeconds: 0, untilSeconds: hour, breaks, isAnnounced: false, pace: 1 }],
      carrier: {
        ...{ lines: rest.lines, callsPerSecond: 10 },
        outages: rest.outageSeconds === 0 ? [] : [{ fromSeconds: 1_800, seconds: rest.outageSeconds }],
      },
      callIns: rest.callIns ? { perHour: 60, talk, patience: { kind: 'exponential', mean: 60 } } : null,
    }
  })

describe('a simulated day', () => {
  it('loses no call: each has exactly one end, whatever happens (C-03)', () => {
    fc.assert(
      fc.property(
        anyScenario,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(0.7, 1, 3),
        fc.nat(),
        (day, operators, each, seed) => {
          const { campaigns, callIns, busyMs, paidMs } = simulateDay(day, operators, seed, [someEach(each), oneEach()])
          for (const { dialled, failed, lost, hungUpAsMachine, answered, abandoned, connected } of campaigns) {
            expect(failed + lost + hungUpAsMachine + answered).toBe(dialled)
            expect(abandoned + connected).toBe(answered)
          }
          expect(callIns.served + callIns.gaveUp).toBeLessThanOrEqual(callIns.arrived)
          expect(busyMs).toBeLessThanOrEqual(paidMs + 1)
          expect(paidMs).toBeLessThanOrEqual(operators * hour * 1_000 + 1)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('shows a line that was answered and is judged until the verdict: somebody may still need an operator (C-03)', () => {
    const detection: DetectionScenario = {
      ...{ machineShare: 0.4, falseMachineRate: 0.1, missedMachineRate: 0.2 },
      ...{ takes: { kind: 'uniform', from: 1, to: 2.5 }, machineTalk: { kind: 'constant', seconds: 5 } },
    }
    const carrier = { lines: 1_000, callsPerSecond: 1_000, outages: [{ fromSeconds: 600, seconds: 60 }] }
    const day = { ...usual, daySeconds: hour, carrier, campaigns: [{ ...memoryless, detection }] }
    let looks = 0
    const watch: SimulatedPacer = {
      launch(view) {
        const talking = view.seats.filter(({ state }) => state === 'talking').length
        expect(view.ringing.length + view.answeredWaiting + talking).toBe(carrier.lines - view.freeLines)
        looks += 1
        return someEach(2).launch(view)
      },
    }
    const [counted] = simulateDay(day, 5, 1, [watch]).campaigns
    expect(looks).toBeGreaterThan(3_600)
    expect(counted?.hungUpAsMachine).toBeGreaterThan(0)
    expect(counted?.lost).toBeGreaterThan(0)
  })

  it('is the same for the same seed and another for another', () => {
    const play = (seed: number) => simulateDay(usual, 5, seed, [someEach(1.5)])
    expect(play(7)).toEqual(play(7))
    expect(play(8).busyMs).not.toBe(play(7).busyMs)
  })

  it('obeys Little’s law: operators busy are calls connected times what each takes (C-03)', () => {
    const constant = { talk: { kind: 'constant', seconds: 100 }, wrapUp: { kind: 'constant', seconds: 20 } } as const
    const { campaigns, busyMs } = simulateDay({ ...usual, campaigns: [{ ...memoryless, ...constant }] }, 10, 1, [
      someEach(2),
    ])
    const connectedMs = (campaigns[0]?.connected ?? 0) * 120_000
    expect(busyMs).toBeLessThanOrEqual(connectedMs)
    // at the end of the day each operator has at most one call that is not over, and what rang is served after it
    expect(connectedMs - busyMs).toBeLessThan(2 * 10 * 120_000)
  })

  it('meets the renewal formula of one line for each operator: 120 / (120 + 15 / 0.25), less the beat', () => {
    const { campaigns, busyMs, paidMs } = simulateDay({ ...usual, daySeconds: 100 * hour }, 20, 1, [oneEach()])
    // each of four calls on average begins up to one beat of 250 ms late
    expect(busyMs / paidMs).toBeCloseTo(120 / (120 + 60 + 4 * 0.125), 2)
    expect(campaigns[0]?.abandoned).toBe(0)
  })

  it('meets Erlang’s formula C for people who call in and wait (C-02)', () => {
    const callIns = {
      perHour: 240,
      talk: { kind: 'exponential', mean: 60 },
      patience: { kind: 'constant', seconds: 80_000 },
    } as const
    const silent = {
      ...memoryless,
      answerRate: [{ fromSeconds: 0, rate: 0 }],
      wrapUp: { kind: 'constant', seconds: 0 },
    } as const
    const day = { ...usual, daySeconds: 400 * hour, campaigns: [silent], callIns }
    const result = simulateDay(day, 6, 3, [{ launch: () => 0 }])
    const waited = 1 - (result.callIns.waits[0] ?? 0) / result.callIns.served
    expect(waited).toBeCloseTo(erlangC(6, 4), 2)
    expect(result.busyMs / result.paidMs).toBeCloseTo(4 / 6, 2)
    // the waits of those who wait are exponential with rate (6 - 4) / 60 s, so that 5 % of all wait longer than this
    const p95 = (Math.log(erlangC(6, 4) / 0.05) * 60) / (6 - 4)
    expect(quantileMs(result.callIns.waits, 0.95) / 1_000 / p95).toBeCloseTo(1, 1)
  })

  it('meets Erlang’s formula B when nobody waits: dialling at a steady rate is a loss system', () => {
    // without a ring and without failures every call is an answer: one every 250 ms in 1 of 60 beats on average
    const now = { kind: 'constant', seconds: 0 } as const
    const campaign = {
      ...memoryless,
      ringToAnswer: now,
      wrapUp: now,
      answerRate: [{ fromSeconds: 0, rate: 1 / 60 }],
      ringToFailure: now,
    }
    const day = { ...usual, daySeconds: 200 * hour, patienceSeconds: 0, campaigns: [campaign] }
    const { campaigns } = simulateDay(day, 8, 5, [{ launch: () => 1 }])
    const [{ answered, abandoned } = { answered: 0, abandoned: 0 }] = campaigns
    // arrivals in beats are a little more regular than Poisson's
    expect(abandoned / answered).toBeCloseTo(erlangB(8, 100 / 15), 2)
  })

  it('tells strategies when calling ends: with the day, later, or not at all', () => {
    const told = [undefined, 20 * hour, null].map((endsAtSeconds) => {
      const seen = new Set<number | null>()
      const pacer: SimulatedPacer = {
        launch(view) {
          seen.add(view.endsAtMs)
          return 0
        },
      }
      simulateDay({ ...usual, daySeconds: hour, ...(endsAtSeconds === undefined ? {} : { endsAtSeconds }) }, 1, 1, [
        pacer,
      ])
      return [...seen]
    })
    expect(told).toEqual([[hour * 1_000], [20 * hour * 1_000], [null]])
  })

  it('tells strategies of announced departures only', () => {
    const seen = new Set<number | null>()
    const watch: SimulatedPacer = {
      launch({ seats }) {
        for (const { leavesAtMs } of seats) seen.add(leavesAtMs)
        return 0
      },
    }
    const shift = { share: 0.5, fromSeconds: 0, untilSeconds: hour, breaks: [] }
    simulateDay(
      {
        ...usual,
        staff: [
          { ...shift, isAnnounced: true, pace: 1 },
          { ...shift, untilSeconds: 2 * hour, isAnnounced: false, pace: 1 },
        ],
      },
      4,
      1,
      [watch],
    )
    expect(seen).toEqual(new Set([hour * 1_000, null]))
  })
})

describe('a list whose people are told apart', () => {
  const at = (rate: number) => [{ fromSeconds: 0, rate }]
  const segment = (share: number, rate: number, expected: number | null = rate) => ({
    ...{ share, answerRate: at(rate), expectedRate: expected === null ? null : at(expected) },
  })

  /** What was told of each call that ended, and of the next ones at each look. */
  function play(list: CampaignScenario['list'], leadsPerOperator: number | null, daySeconds = hour) {
    const told: { isAnswered: boolean; expectedRate: number | undefined }[] = []
    const looks: FloorView[] = []
    const pacer: SimulatedPacer = {
      launch(view) {
        looks.push({ ...view, ringing: [...view.ringing] })
        return someEach(3).launch(view)
      },
      observe(observation) {
        if (observation.kind === 'answered' || observation.kind === 'not_answered')
          told.push({ isAnswered: observation.kind === 'answered', expectedRate: observation.expectedRate })
      },
    }
    const campaigns = [{ ...memoryless, leadsPerOperator, list }]
    const day = simulateDay({ ...usual, daySeconds, campaigns }, 20, 5, [pacer])
    return { told, looks, dialled: day.campaigns[0]?.dialled ?? 0 }
  }
  const shareOf = <Each>(all: readonly Each[], isSo: (each: Each) => boolean) => all.filter(isSo).length / all.length

  it('is called in the measure of its people, who answer as often as theirs do, and is told of call by call', () => {
    const { told, looks } = play({ order: 'mixed', segments: [segment(0.7, 0.1), segment(0.3, 0.5)] }, null, 4 * hour)
    const few = told.filter(({ expectedRate }) => expectedRate === 0.1)
    const many = told.filter(({ expectedRate }) => expectedRate === 0.5)
    expect(few.length + many.length).toBe(told.length)
    expect(many.length / told.length).toBeCloseTo(0.3, 1)
    expect(shareOf(few, ({ isAnswered }) => isAnswered)).toBeCloseTo(0.1, 1)
    expect(shareOf(many, ({ isAnswered }) => isAnswered)).toBeCloseTo(0.5, 1)
    const next = looks.slice(looks.length / 2).map(({ expectedRate }) => expectedRate ?? 0)
    expect(next.reduce((sum, each) => sum + each, 0) / next.length).toBeCloseTo(0.7 * 0.1 + 0.3 * 0.5, 1)
    expect(new Set(looks.flatMap(({ ringing }) => ringing.map((line) => line.expectedRate)))).toEqual(
      new Set([0.1, 0.5]),
    )
  })

  it('is called whoever is likeliest first, some in turn all the same, and everybody once', () => {
    const list = { order: 'likeliest', segments: [segment(0.5, 0.1), segment(0.5, 0.5)] } as const
    const { told, looks, dialled } = play(list, 60, 4 * hour)
    expect(dialled).toBe(1_200)
    expect(told).toHaveLength(1_200)
    const likely = (from: number) => shareOf(told.slice(from, from + 300), ({ expectedRate }) => expectedRate === 0.5)
    expect(likely(0)).toBeGreaterThan(0.8)
    expect(likely(0)).toBeLessThan(1)
    expect(likely(900)).toBeLessThan(0.1)
    expect(looks.at(-1)?.expectedRate).toBeCloseTo(0.1, 1)
  })

  it('tells nothing where nobody knows anything', () => {
    const { told, looks } = play({ order: 'mixed', segments: [segment(1, 0.25, null)] }, null)
    expect(new Set(told.map(({ expectedRate }) => expectedRate))).toEqual(new Set([undefined]))
    expect(new Set(looks.map(({ expectedRate }) => expectedRate))).toEqual(new Set([undefined]))
    expect(shareOf(told, ({ isAnswered }) => isAnswered)).toBeCloseTo(0.25, 1)
  })
})

function erlangB(servers: number, load: number): number {
  let blocked = 1
  for (let server = 1; server <= servers; server += 1) blocked = (load * blocked) / (server + load * blocked)
  return blocked
}

function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load)
  return (servers * blocked) / (servers - load * (1 - blocked))
}
