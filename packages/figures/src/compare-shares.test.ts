import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareShares } from './compare-shares.ts'

const of = (named: number, people: number) => ({ named, people })

describe('two shares', () => {
  // the worked examples of the source, table II, method 10
  it.each([
    [of(56, 70), of(48, 80), 0.2, 0.0524, 0.3339],
    [of(9, 10), of(3, 10), 0.6, 0.1705, 0.809],
    [of(5, 56), of(0, 29), 0.0893, -0.0381, 0.1926],
    [of(0, 10), of(0, 20), 0, -0.1611, 0.2775],
    [of(10, 10), of(0, 20), 1, 0.6791, 1],
  ])('%o and %o differ as Newcombe found', (first, second, difference, low, high) => {
    const found = compareShares(first, second)
    expect(found?.difference).toBeCloseTo(difference, 4)
    expect(found?.low).toBeCloseTo(low, 4)
    expect(found?.high).toBeCloseTo(high, 4)
  })

  it('have a range that holds their difference, lies within what is possible, and turns round with them', () => {
    const share = fc.tuple(fc.nat(5_000), fc.nat(5_000)).map(([named, rest]) => of(named, named + rest))
    fc.assert(
      fc.property(share, share, (first, second) => {
        fc.pre(first.people > 0 && second.people > 0)
        const found = compareShares(first, second)
        const turned = compareShares(second, first)
        expect(found).not.toBeNull()
        if (found === null || turned === null) return
        expect(found.low).toBeGreaterThanOrEqual(-1)
        expect(found.high).toBeLessThanOrEqual(1)
        expect(found.low).toBeLessThanOrEqual(found.difference + 1e-12)
        expect(found.high).toBeGreaterThanOrEqual(found.difference - 1e-12)
        expect(turned.low).toBeCloseTo(-found.high, 12)
        expect(turned.high).toBeCloseTo(-found.low, 12)
      }),
    )
  })

  it('say nothing where one of them is of nobody', () => {
    expect(compareShares(of(0, 0), of(1, 2))).toBeNull()
    expect(compareShares(of(1, 2), of(0, 0))).toBeNull()
  })
})
