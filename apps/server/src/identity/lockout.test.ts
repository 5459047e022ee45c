import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFailureCounter, lockMsAfter } from './lockout.ts'

describe('a lock', () => {
  it('grows from half a minute to an hour and never shrinks with more failures', () => {
    expect([0, 4, 5, 6, 7, 8].map(lockMsAfter)).toEqual([0, 0, 30_000, 60_000, 120_000, 240_000])
    fc.assert(
      fc.property(fc.nat(100_000), (failures) => {
        expect(lockMsAfter(failures + 1)).toBeGreaterThanOrEqual(lockMsAfter(failures))
        expect(lockMsAfter(failures)).toBeLessThanOrEqual(3_600_000)
      }),
    )
  })
})

describe('a failure counter', () => {
  it('locks after the free failures, opens with time, forgets old ones and what was cleared', () => {
    let now = 0
    const counter = createFailureCounter(
      { now: () => now, setTimer: () => () => undefined },
      { free: 2, forgetMs: 600_000 },
    )
    const fail = (times: number) => {
      for (let count = 0; count < times; count++) counter.add('a')
    }
    fail(2)
    expect(counter.isLocked('a')).toBe(false)
    fail(1)
    expect(counter.isLocked('a')).toBe(true)
    expect(counter.isLocked('b')).toBe(false)
    now = 30_000
    expect(counter.isLocked('a')).toBe(false)
    now = 700_000
    fail(2)
    expect(counter.isLocked('a')).toBe(false)
    fail(5)
    expect(counter.isLocked('a')).toBe(true)
    counter.clear('a')
    expect(counter.isLocked('a')).toBe(false)
  })
})
