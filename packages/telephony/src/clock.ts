/**
 * The clock port: where time comes from and how one is woken.
 *
 * Everything that waits (the simulated network, the dialling loop, schedules) takes a `Clock`, so that a day of
 * calls runs in virtual time in tests and in real time in the product.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. The system's clock may jump in both directions: never assume it grows. */
  now(): number
  /**
   * Calls `wake` once, not before `delayMs` have passed and never before this function has returned.
   *
   * @param delayMs  waiting time; what is not a positive number counts as 0
   * @returns        cancels the timer; harmless after it has fired
   */
  setTimer(delayMs: number, wake: () => void): CancelTimer
}

export type CancelTimer = () => void

/** Node keeps delays in 32 bits and turns a longer one into 1 ms (Node.js documentation, `setTimeout`). */
const LONGEST_NODE_DELAY_MS = 2_147_483_647

/** The machine's clock and timers. */
export function systemClock(): Clock {
  return { now: () => Date.now(), setTimer: setSystemTimer }
}

function setSystemTimer(delayMs: number, wake: () => void): CancelTimer {
  let remainingMs = delayMs > 0 ? Math.ceil(delayMs) : 0
  let handle = setTimeout(step, Math.min(remainingMs, LONGEST_NODE_DELAY_MS))
  function step(): void {
    remainingMs -= LONGEST_NODE_DELAY_MS
    if (remainingMs <= 0) wake()
    else handle = setTimeout(step, Math.min(remainingMs, LONGEST_NODE_DELAY_MS))
  }
  return () => clearTimeout(handle)
}
