import { simulateDay } from '@sekisho/dialer'
import { describe, expect, it } from 'vitest'
import { abandonRates, optimal, solveOptimum } from './optimal.ts'
import { memorylessDay } from './test-memoryless.ts'

const floor = { operators: 1, answerRate: 0.25, meanRing: 15, meanHandle: 120, patience: 2, cap: 0.03 }

describe('the optimum of a memoryless floor', () => {
  it('is the renewal formula where nobody may be abandoned and there is one operator', () => {
    // one line at a time: 15 / 0.25 seconds until somebody answers, then 120 seconds busy
    expect(solveOptimum({ ...floor, cap: 0 }).occupancy).toBeCloseTo(120 / 180, 3)
    expect(solveOptimum({ ...floor, cap: 0, answerRate: 1 }).occupancy).toBeCloseTo(120 / 135, 3)
  })

  it('is solved by hand where answers are certain, at once, and nobody may be abandoned but one in two', () => {
    // Ring and patience of nearly nothing: launching while free keeps everybody busy; what a cap grants is not needed.
    const { occupancy } = solveOptimum({ ...floor, answerRate: 1, meanRing: 0.1, meanHandle: 10, cap: 0.5 })
    expect(occupancy).toBeGreaterThan(10 / 10.1 - 0.001)
    expect(occupancy).toBeLessThanOrEqual(1)
  })

  it('is what the limits say for 5, 10 and 20 operators', () => {
    const occupancies = [5, 10, 20].map((operators) => solveOptimum({ ...floor, operators }).occupancy)
    for (const [index, known] of [0.77, 0.829, 0.884].entries()) expect(occupancies[index]).toBeCloseTo(known, 2)
  })

  it('rises with the cap and with the number of operators', () => {
    const occupancy = (changes: Partial<typeof floor>) => solveOptimum({ ...floor, operators: 3, ...changes }).occupancy
    expect(occupancy({ cap: 0.01 })).toBeLessThan(occupancy({ cap: 0.03 }))
    expect(occupancy({ cap: 0.03 })).toBeLessThan(occupancy({ operators: 6 }))
  })

  it('is nearly reached by its own policy in the simulator, and not passed', () => {
    const optimum = solveOptimum({ ...floor, operators: 10 })
    const { busyMs, paidMs } = simulateDay(memorylessDay(40 * 3_600), 10, 1, [optimal(optimum)])
    expect(busyMs / paidMs).toBeGreaterThan(optimum.occupancy - 0.015)
    expect(busyMs / paidMs).toBeLessThan(optimum.occupancy + 0.005)
  })

  it('models patience by the rate that loses as many as the fixed time does', () => {
    const [first] = abandonRates(0.5, 2)
    // of one who waits alone: no operator is free within 2 s with probability e^(-0.5 x 2)
    expect((first ?? 0) / ((first ?? 0) + 0.5)).toBeCloseTo(Math.exp(-1), 6)
  })
})
