/** Failures that cost nothing yet. */
const freeFailures = 4
const firstLockMs = 30_000
const longestLockMs = 60 * 60_000

/**
 * How long sign-in is locked after a number of failures in a row: 30 s after the fifth, twice as long after each
 * further one, one hour at most. A password of 12 characters and a six-digit code both stay out of reach of a guesser,
 * and somebody who mistypes waits half a minute.
 *
 * @param free  failures that cost nothing; more than four for what many people share
 */
export function lockMsAfter(failures: number, free: number = freeFailures): number {
  if (failures <= free) return 0
  return Math.min(firstLockMs * 2 ** Math.min(failures - free - 1, 20), longestLockMs)
}
