import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lockMsAfter } from './lockout.ts'

describe('a lock', () => {
  it('grows from half a minute to an hour and never shrinks with more failures', () => {
    expect([0, 4, 5, 6, 7, 8].map((failures) => lockMsAfter(failures))).toEqual([
      0, 0, 30_000, 60_000, 120_000, 240_000,
    ])
    expect([60, 61, 62].map((failures) => lockMsAfter(failures, 60))).toEqual([0, 30_000, 60_000])
    fc.assert(
      fc.property(fc.nat(100_000), (failures) => {
        expect(lockMsAfter(failures + 1)).toBeGreaterThanOrEqual(lockMsAfter(failures))
        expect(lockMsAfter(failures)).toBeLessThanOrEqual(3_600_000)
      }),
    )
  })
})
