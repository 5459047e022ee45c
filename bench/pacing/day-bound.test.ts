import { describe, expect, it } from 'vitest'
import { boundOfDay, oneToOneUntil } from './day-bound.ts'
import { solveOptimum } from './optimal.ts'

const floor = { operators: 1, answerRate: 0.25, meanRing: 15, meanHandle: 120, patience: 2, cap: 0.03 }
const daySeconds = 28_800

describe('what no policy can pass on days that keep the cap', () => {
  it('is the mean of an alternating renewal process where nobody may be abandoned and there is one operator', () => {
    const uncapped = { ...floor, cap: 0 }
    const [free, busy] = [0.25 / 15, 1 / 120]
    // from free at 0: the mean busy time until T is that of a two-state Markov chain
    const rate = free + busy
    const exact = (free / rate) * (1 - (1 - Math.exp(-rate * daySeconds)) / (rate * daySeconds))
    expect(boundOfDay(uncapped, solveOptimum(uncapped), daySeconds)).toBeCloseTo(exact, 4)
  })

  it('waits for 34 answers as long as they take', () => {
    // one operator: a minute of ringing before each answer, two of talking after all but the last
    const one = oneToOneUntil(34, floor)
    expect(one.seconds).toBeCloseTo(34 * 60 + 33 * 120, 6)
    expect(one.busySeconds).toBeCloseTo(33 * 120, 6)
    expect(one.chanceOfBusy).toEqual([0, expect.closeTo(1, 9)])
    // very many operators answer all at once: the minimum of 200 exponential lines, then of 199 …
    const { seconds, busySeconds } = oneToOneUntil(2, { ...floor, operators: 200, meanHandle: 1e12 })
    expect(seconds).toBeCloseTo(60 / 200 + 60 / 199, 6)
    expect(busySeconds).toBeCloseTo(60 / 199, 6)
  })

  it('lies below the optimum of the long run by what the first answers cost, and nears it as days grow', () => {
    const five = { ...floor, operators: 5, answerRate: 0.1 }
    const optimum = solveOptimum(five)
    const [day, month] = [daySeconds, 1_000 * daySeconds].map((seconds) => boundOfDay(five, optimum, seconds))
    const { seconds, busySeconds } = oneToOneUntil(34, five)
    const lost = (optimum.occupancy - busySeconds / seconds / 5) * (seconds / daySeconds)
    expect(lost).toBeGreaterThan(0.015)
    expect(day).toBeLessThan(optimum.occupancy - 0.7 * lost)
    expect(day).toBeGreaterThan(optimum.occupancy - 1.3 * lost)
    expect(month).toBeCloseTo(optimum.occupancy, 3)
  })
})
