/**
 * Where time comes from (architecture rule 8). Everything that waits or compares times takes a clock, so that pacing,
 * schedules and stop rules run in virtual time in tests.
 */
export interface Clock {
  /** Milliseconds since 1970 UTC; may jump when the machine's clock is set. */
  now(): number
  /** Calls back once after `ms`; the result cancels. */
  setTimer(ms: number, callback: () => void): () => void
}

/** A clock that also says how much time passed, whatever the machine's clock was set to meanwhile. */
export interface MonotonicClock extends Clock {
  /** Milliseconds since some fixed moment; never goes back and never jumps. Stands still while the machine sleeps. */
  monotonicMs(): number
}

export const systemClock: MonotonicClock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}

/** Waits on a clock. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.setTimer(ms, () => resolve()))
}
