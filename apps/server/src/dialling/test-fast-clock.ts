import type { Clock } from '../platform/clock.ts'

export interface FastClockSettings {
  /** Where the clock stands at `startedAtMs` of the real one; both in milliseconds since 1970. */
  readonly standsAtMs: number
  readonly startedAtMs: number
  readonly speed: number
}

/** Real time that passes faster, the same in several processes. */
export function fastClock({ standsAtMs, startedAtMs, speed }: FastClockSettings): Clock {
  return {
    now: () => Math.round(standsAtMs + (Date.now() - startedAtMs) * speed),
    setTimer(ms, callback) {
      const timer = setTimeout(callback, Math.max(0, ms) / speed)
      return () => clearTimeout(timer)
    },
  }
}
