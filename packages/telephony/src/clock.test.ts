import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemClock } from './clock.ts'
import { virtualClock } from './virtual-clock.ts'

describe('virtual clock', () => {
  it('fires timers in the order of their due times, equal ones in the order they were set, whatever is cancelled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ delayMs: fc.integer({ min: 0, max: 50 }), isCancelled: fc.boolean() })),
        (timers) => {
          const clock = virtualClock(1_000)
          const fired: number[] = []
          const cancels = timers.map(({ delayMs }, index) =>
            clock.setTimer(delayMs, () => {
              expect(clock.now()).toBe(1_000 + delayMs)
              fired.push(index)
            }),
          )
          timers.forEach(({ isCancelled }, index) => isCancelled && cancels[index]?.())
          const expected = timers
            .map((timer, index) => ({ ...timer, index }))
            .filter(({ isCancelled }) => !isCancelled)
            .sort((left, right) => left.delayMs - right.delayMs || left.index - right.index)
            .map(({ index }) => index)
          expect(clock.pending()).toBe(expected.length)
          expect(clock.advance(50)).toBe(expected.length)
          expect(fired).toEqual(expected)
          expect(clock.pending()).toBe(0)
          expect(clock.now()).toBe(1_050)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('fires a timer set by a timer within the same advance, at its own instant', () => {
    const clock = virtualClock(0)
    const seen: number[] = []
    clock.setTimer(10, () => {
      seen.push(clock.now())
      clock.setTimer(5, () => seen.push(clock.now()))
    })
    clock.advance(12)
    expect(seen).toEqual([10])
    clock.advance(3)
    expect(seen).toEqual([10, 15])
  })

  it('lets awaiting code continue at the instant its timer was due', async () => {
    const clock = virtualClock(0)
    const seen: number[] = []
    async function sleepTwice(): Promise<void> {
      for (let round = 0; round < 2; round++) {
        await new Promise<void>((resolve) => {
          clock.setTimer(7, resolve)
        })
        seen.push(clock.now())
      }
    }
    const done = sleepTwice()
    await clock.settle(100)
    await done
    expect(seen).toEqual([7, 14])
    expect(clock.now()).toBe(100)
  })

  it('keeps the rest of a large cancelled heap in order', () => {
    const clock = virtualClock(0)
    const fired: number[] = []
    const cancels = Array.from({ length: 5_000 }, (_, index) =>
      clock.setTimer((index * 7_919) % 5_000, () => fired.push(clock.now())),
    )
    cancels.forEach((cancel, index) => index % 10 !== 0 && cancel())
    expect(clock.pending()).toBe(500)
    clock.advance(5_000)
    expect(fired).toHaveLength(500)
    expect(fired).toEqual(fired.toSorted((left, right) => left - right))
  })

  it('treats delays that are no positive numbers as none', () => {
    const clock = virtualClock(5)
    let fired = 0
    for (const delayMs of [-1, Number.NaN, 0]) clock.setTimer(delayMs, () => (fired += 1))
    expect(fired).toBe(0)
    clock.advance(0)
    expect(fired).toBe(3)
  })
})

describe('system clock', () => {
  it('fires a timer, never before the call that set it returned, and none that was cancelled', async () => {
    const clock = systemClock()
    const seen: string[] = []
    const fired = new Promise<void>((resolve) => {
      clock.setTimer(0, () => seen.push('never'))()
      clock.setTimer(1, () => {
        seen.push('fired')
        resolve()
      })
      seen.push('returned')
    })
    await fired
    expect(seen).toEqual(['returned', 'fired'])
  })

  it('does not fire at once when the delay exceeds what 32 bits hold', async () => {
    const clock = systemClock()
    let isFired = false
    const cancel = clock.setTimer(30 * 86_400_000, () => (isFired = true))
    await new Promise<void>((resolve) => {
      clock.setTimer(5, resolve)
    })
    cancel()
    expect(isFired).toBe(false)
  })
})
