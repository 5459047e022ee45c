import type { MonotonicClock } from '../platform/clock.ts'

/** More than this within a minute is no drift: somebody set the machine's clock, or the machine slept. */
export const jumpLimitMs = 2_000
const rebaseEveryMs = 60_000

/** Compares the machine's clock with the time that really passed. */
export function clockWatch(clock: MonotonicClock): {
  /** By how much the clock jumped since the last answer, negative for back; null when it did not. */
  jumpMs(): number | null
} {
  let basedAt = clock.monotonicMs()
  let offset = clock.now() - basedAt

  return {
    jumpMs() {
      const passed = clock.monotonicMs()
      const jump = clock.now() - passed - offset
      const hasJumped = Math.abs(jump) > jumpLimitMs
      // a clock that is slewed by the time service drifts: that is taken in every minute
      if (hasJumped || passed - basedAt > rebaseEveryMs) {
        offset += jump
        basedAt = passed
      }
      return hasJumped ? jump : null
    },
  }
}
