import { createPredictivePacer, simulateDay } from '@sekisho/dialer'
import { describe, expect, it } from 'vitest'
import { boundOfDay } from './day-bound.ts'
import { solveOptimum } from './optimal.ts'
import { boundUnderRule } from './rule-bound.ts'
import { memorylessDay } from './test-memoryless.ts'

const floor = { operators: 1, answerRate: 0.25, meanRing: 15, meanHandle: 120, patience: 2, cap: 0.03 }
const hours = (count: number): number => count * 3_600

describe('what no policy can pass under the rule of accounts (C-02)', () => {
  it('is the mean of an alternating renewal process until 34 people have answered', () => {
    const optimum = solveOptimum(floor)
    // 34 answers of one operator take more than an hour and a half
    const [free, busy] = [0.25 / 15, 1 / 120]
    const rate = free + busy
    const exact = (free / rate) * (1 - (1 - Math.exp(-rate * hours(0.5))) / (rate * hours(0.5)))
    expect(boundUnderRule(floor, optimum, hours(0.5))).toBeCloseTo(exact, 3)
  })

  it('lies below the bound of days that keep the cap, and above what the product reaches', () => {
    const two = { ...floor, operators: 2 }
    const optimum = solveOptimum(two)
    const bound = boundUnderRule(two, optimum, hours(4))
    expect(bound).toBeLessThan(boundOfDay(two, optimum, hours(4)))
    let reached = 0
    const days = 60
    for (let seed = 1; seed <= days; seed += 1) {
      const pacer = createPredictivePacer()
      const played = { launch: (view: Parameters<typeof pacer.decide>[0]) => pacer.decide(view).launch }
      const { busyMs, paidMs } = simulateDay(memorylessDay(hours(4)), 2, seed, [{ ...played, observe: pacer.observe }])
      reached += busyMs / paidMs / days
    }
    // three standard errors of such days are 0.01
    expect(reached).toBeLessThan(bound + 0.01)
    expect(reached).toBeGreaterThan(bound - 0.05)
  })

  it('is for the cap that every strategy is measured by', () => {
    expect(() => boundUnderRule({ ...floor, cap: 0.02 }, solveOptimum(floor), hours(1))).toThrow(RangeError)
  })
})
