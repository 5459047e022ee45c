import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leavesTo, type Sharer } from './allotment.ts'
import { createPredictivePacer } from './predictive/index.ts'
import type { FloorView, Seat } from './predictive/floor-view.ts'
import { type CampaignScenario, type Scenario, simulateDay } from './simulator/index.ts'

const anySharer: fc.Arbitrary<Sharer> = fc.record({
  servedMs: fc.oneof(fc.nat(600_000), fc.constant(Number.NaN)),
  weight: fc.integer({ min: 1, max: 5 }),
  isWanting: fc.boolean(),
})

describe('operators of several campaigns that dial ahead', () => {
  it('are left to whoever had less of them for its weight and wants them, never by all campaigns at once', () => {
    const sharer = (servedMs: number, weight = 1, isWanting = true) => ({ servedMs, weight, isWanting })
    expect(leavesTo(sharer(100), sharer(50))).toBe(true)
    expect(leavesTo(sharer(100), sharer(50, 1, false))).toBe(false)
    expect(leavesTo(sharer(100, 3), sharer(50))).toBe(false)
    expect(leavesTo(sharer(50), sharer(50))).toBe(false)
    fc.assert(
      fc.property(fc.array(anySharer, { minLength: 2, maxLength: 5 }), (sharers) => {
        const held = sharers.filter((own) => sharers.some((each) => each !== own && leavesTo(own, each)))
        expect(held.length).toBeLessThan(sharers.length)
        // whoever leaves them leaves them to one that takes them
        if (held.length > 0) expect(sharers.some((each) => each.isWanting && !held.includes(each))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('take no line more while they are left to others, but whoever was promised one, and nothing is hung up for it', () => {
    const nowMs = 1_000_000
    const seat: Seat = { state: 'waiting', sinceMs: nowMs - 9_000, leavesAtMs: null }
    const view: FloorView = {
      ...{
        nowMs,
        ringing: [],
        seats: Array.from({ length: 5 }, () => seat),
        answeredWaiting: 0,
        callInsWaiting: 0,
        rivals: [],
      },
      ...{ today: { answered: 2_000, abandoned: 10 }, window: { answered: 2_000, abandoned: 10 } },
      ...{ dueLeads: 100, dueOneToOne: 0, freeLines: 100, launchable: 100, stop: null, endsAtMs: null },
    }
    const left = { ...view, seats: view.seats.map((each) => ({ ...each, isLeftToOthers: true })) }
    expect(createPredictivePacer().decide(left)).toMatchObject({ launch: 0, explanation: { code: 'others_first' } })
    expect(createPredictivePacer().decide({ ...left, dueOneToOne: 2 })).toMatchObject({ launch: 0, oneToOne: 2 })
    const ringing = Array.from({ length: 5 }, () => ({ sinceMs: nowMs - 3_000 }))
    expect(createPredictivePacer().decide({ ...left, ringing }).surplus).toBe(0)
    // some are this campaign's alone
    const mixed = { ...view, seats: [...left.seats, seat, seat] }
    expect(createPredictivePacer().decide(mixed).launch).toBeGreaterThanOrEqual(2)
  })

  it('serve both of two campaigns for as long, each within its cap, and one alone when the other has called everybody', () => {
    const log = (mean: number, sigma: number) => ({ kind: 'log_normal', mean, sigma }) as const
    const campaign = (rate: number, talk: number, leadsPerOperator: number | null): CampaignScenario => ({
      answerRate: [{ fromSeconds: 0, rate }],
      ...{ ringToAnswer: log(11, 0.45), ringToFailure: log(18, 0.4), talk: log(talk, 0.6), wrapUp: log(20, 0.5) },
      ...{ leadsPerOperator, list: null, detection: null },
    })
    const day = (campaigns: readonly CampaignScenario[]): Scenario => ({
      ...{ name: 'two', about: '', daySeconds: 5_400, isMemoryless: false, patienceSeconds: 2, campaigns },
      ...{ staff: [], carrier: { lines: 1_000, callsPerSecond: 100, outages: [] }, callIns: null },
    })
    const play = (campaigns: readonly CampaignScenario[]) => {
      const pacers = campaigns.map(() => createPredictivePacer())
      return simulateDay(
        day(campaigns),
        10,
        1,
        pacers.map((pacer) => ({ launch: (seen) => pacer.decide(seen).launch, observe: pacer.observe })),
      )
    }
    const both = play([campaign(0.3, 100, null), campaign(0.15, 160, null)])
    const served = both.campaigns.map(({ servedMs }) => servedMs)
    expect(Math.min(...served)).toBeGreaterThan(0.8 * Math.max(...served))
    for (const { abandoned, answered } of both.campaigns) expect(abandoned).toBeLessThanOrEqual(0.03 * answered)
    const alone = play([campaign(0.3, 100, null)])
    const ended = play([campaign(0.3, 100, null), campaign(0.15, 160, 1)])
    expect(ended.busyMs / ended.paidMs).toBeGreaterThan(0.95 * (alone.busyMs / alone.paidMs))
  })
})
