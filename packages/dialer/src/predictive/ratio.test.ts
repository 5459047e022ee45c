import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FloorView, SeatState } from './floor-view.ts'
import { createPredictivePacer, PREDICTIVE_DEFAULTS } from './predictive-pacing.ts'
import { ratioWish } from './ratio.ts'

const nowMs = 1_000_000_000
const seatsOf = (states: readonly SeatState[]) =>
  states.map((state) => ({ state, sinceMs: nowMs - 30_000, leavesAtMs: null }))
const lines = (count: number) => Array.from({ length: count }, () => ({ sinceMs: nowMs - 5_000 }))

const anyAccount = fc
  .record({ answered: fc.nat(3_000), share: fc.double({ min: 0, max: 0.04, noNaN: true }) })
  .map(({ answered, share }) => ({ answered, abandoned: Math.floor(answered * share) }))
const anyView: fc.Arbitrary<FloorView> = fc.record({
  nowMs: fc.constant(nowMs),
  ringing: fc.nat(40).map(lines),
  seats: fc
    .array(fc.constantFrom<SeatState>('waiting', 'waiting', 'talking', 'wrapping_up', 'reserved', 'away'), {
      maxLength: 30,
    })
    .map(seatsOf),
  ...{ answeredWaiting: fc.nat(2), callInsWaiting: fc.nat(2) },
  rivals: fc.array(fc.record({ lines: fc.nat(9).map(lines), answerRate: fc.double({ min: 0, max: 1 }) }), {
    maxLength: 2,
  }),
  ...{ today: anyAccount, window: anyAccount },
  ...{ dueLeads: fc.nat(60), dueOneToOne: fc.nat(3), freeLines: fc.nat(60), launchable: fc.nat(60) },
  stop: fc.constantFrom(null, null, null, null, 'outside_hours' as const),
  endsAtMs: fc.constantFrom(null, nowMs + 60_000, nowMs + 3_600_000),
})
const anyRatio = fc.integer({ min: 10, max: 30 })
const capped = (seen: FloorView, linesPerTen: number | null, cap = 0.03) =>
  createPredictivePacer({ ...PREDICTIVE_DEFAULTS, cap, linesPerTen }).decide(seen)
const freeOf = ({ seats, answeredWaiting, callInsWaiting }: FloorView) =>
  seats.filter(({ state }) => state === 'waiting').length - answeredWaiting - callInsWaiting
const ringingOf = ({ ringing, rivals }: FloorView) =>
  ringing.length + rivals.reduce((sum, rival) => sum + rival.lines.length, 0)

describe('a ratio', () => {
  it('is so many lines for each operator who is free, and never fewer than one, fractions by turns', () => {
    const turns = Array.from({ length: 1_000 }, (_, turn) => ratioWish(15, 1, turn).lines)
    expect(new Set(turns)).toEqual(new Set([1, 2]))
    expect(turns.filter((each) => each === 2)).toHaveLength(500)
    expect(ratioWish(15, 4, 0).lines).toBe(6)
    expect(ratioWish(10, 7, 617).lines).toBe(7)
    for (const bad of [Number.NaN, -3, 0]) expect(ratioWish(bad, 5, bad).lines).toBe(5)
    expect(ratioWish(30, -2, 0).lines).toBe(0)
  })

  it('never has more lines than it asks for, nor than lines, calls a second, leads and stops allow (C-03)', () => {
    fc.assert(
      fc.property(anyView, anyRatio, (seen, linesPerTen) => {
        const { launch, oneToOne } = capped(seen, linesPerTen)
        if (seen.stop !== null) expect(launch + oneToOne).toBe(0)
        expect(launch + oneToOne).toBeLessThanOrEqual(Math.min(seen.freeLines, seen.launchable))
        expect(launch).toBeLessThanOrEqual(seen.dueLeads)
        expect(oneToOne).toBeLessThanOrEqual(seen.dueOneToOne)
        const wish = Math.ceil((linesPerTen * Math.max(0, freeOf(seen))) / 10)
        if (launch > 0) expect(launch + oneToOne + ringingOf(seen)).toBeLessThanOrEqual(wish)
      }),
      { numRuns: 500 },
    )
  })

  it('has one line for each free operator wherever a forecast would: few answers, accounts at their cap, no cap at all (C-03)', () => {
    fc.assert(
      fc.property(anyView, anyRatio, fc.constantFrom('few', 'today', 'window', 'none'), (any, linesPerTen, kind) => {
        const spent = { answered: 300, abandoned: 9 }
        const seen = {
          ...any,
          today: kind === 'few' ? { answered: 33, abandoned: 0 } : kind === 'today' ? spent : any.today,
          window: kind === 'window' ? spent : any.window,
          // the next answers add to what may be abandoned
          launchable: Math.min(any.launchable, 30 - Math.min(30, ringingOf(any))),
        }
        fc.pre(ringingOf(any) < 30)
        const { launch, oneToOne } = capped(seen, linesPerTen, kind === 'none' ? 0 : 0.03)
        if (launch > 0) expect(launch + oneToOne + ringingOf(seen)).toBeLessThanOrEqual(Math.max(0, freeOf(seen)))
      }),
      { numRuns: 500 },
    )
  })

  it('has one line for each free operator without a cap, also where next to nobody answers and others have lines (C-03)', () => {
    const seen: FloorView = {
      ...{ nowMs, ringing: [], seats: seatsOf(Array<SeatState>(4).fill('waiting')), answeredWaiting: 0 },
      ...{ callInsWaiting: 0, rivals: [{ lines: lines(3), answerRate: 0 }], dueLeads: 9, dueOneToOne: 0, freeLines: 9 },
      ...{ today: { answered: 34, abandoned: 0 }, window: { answered: 0, abandoned: 0 } },
      ...{ launchable: 9, stop: null, endsAtMs: null },
    }
    expect(capped(seen, 14, 0).launch).toBe(1)
    expect(capped({ ...seen, rivals: [] }, 30, 0)).toMatchObject({ launch: 4, explanation: { code: 'budget' } })
    expect(capped({ ...seen, rivals: [] }, null, 0)).toMatchObject({ launch: 4, isGuaranteed: true })
  })

  it('changes nothing of what is owed one to one, has a seat each, or is hung up', () => {
    fc.assert(
      fc.property(anyView, anyRatio, (seen, linesPerTen) => {
        const [ratio, forecast] = [capped(seen, linesPerTen), capped(seen, null)]
        expect([ratio.oneToOne, ratio.isGuaranteed, ratio.surplus]).toEqual([
          ...[forecast.oneToOne, forecast.isGuaranteed, forecast.surplus],
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('dials as asked where the accounts have room, and says so; less where they have not, and says that', () => {
    const seen: FloorView = {
      ...{ nowMs, ringing: [], seats: seatsOf(Array<SeatState>(6).fill('waiting')), answeredWaiting: 0 },
      ...{
        callInsWaiting: 0,
        rivals: [],
        dueLeads: 100,
        dueOneToOne: 0,
        freeLines: 100,
        launchable: 100,
        stop: null,
        endsAtMs: null,
      },
      ...{ today: { answered: 2_000, abandoned: 0 }, window: { answered: 9_000, abandoned: 0 } },
    }
    const asked = capped(seen, 30)
    expect(asked.explanation).toMatchObject({ code: 'ratio', wish: { linesPerTen: 30, freeOperators: 6 } })
    expect(asked.launch).toBe(asked.explanation.wish?.lines)
    const less = capped({ ...seen, window: { answered: 9_000, abandoned: 269 } }, 30)
    expect(less.explanation).toMatchObject({ code: 'budget', wish: asked.explanation.wish })
    expect(less.launch).toBeGreaterThanOrEqual(6)
    expect(less.launch).toBeLessThan(asked.launch)
  })
})
