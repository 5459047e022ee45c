import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCountDistribution } from './count-distribution.ts'
import { createWorstCase } from './worst-case.ts'

const chances = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 40 })

function of(each: readonly number[]) {
  const worst = createWorstCase()
  for (const chance of each) worst.add(chance)
  return worst
}

describe('how many may answer at worst', () => {
  it('is passed less than once in two hundred times, whoever the lines call (C-03)', () => {
    fc.assert(
      fc.property(chances, (each) => {
        const exact = createCountDistribution()
        for (const chance of each) exact.add(chance)
        const worst = of(each).count()
        expect(exact.atLeast(worst + 1)).toBeLessThan(0.005)
        expect(worst).toBeLessThanOrEqual(each.length)
      }),
      { numRuns: 500 },
    )
  })

  it('has the long tail of lines that hardly anybody answers', () => {
    // 17 lines, one in eleven answers: six or more do once in 400 times, which a normal distribution does not expect
    const few = Array.from({ length: 17 }, () => 1 / 11)
    expect(of(few).count()).toBeGreaterThanOrEqual(6)
    expect(Math.ceil(17 / 11 + 2.25 * Math.sqrt((17 / 11) * (10 / 11)))).toBe(5)
  })

  it('is never more than the lines', () => {
    expect(of([1, 1, 1]).count()).toBe(3)
    expect(of([0.9, 0.9, 0.9]).count()).toBe(3)
    expect(of([]).count()).toBe(0)
  })

  it('asks about one line more without having it', () => {
    const worst = of([0.3, 0.6])
    const before = worst.count()
    expect(worst.countWith(1)).toBe(of([0.3, 0.6, 1]).count())
    expect(worst.count()).toBe(before)
  })
})
