import type { Clock } from '../platform/clock.ts'

/** Failures that cost nothing yet. */
const freeFailures = 4
const firstLockMs = 30_000
const longestLockMs = 60 * 60_000

/**
 * How long sign-in is locked after a number of failures in a row: 30 s after the fifth, twice as long after each
 * further one, one hour at most. A password of 12 characters and a six-digit code both stay out of reach of a guesser,
 * and somebody who mistypes waits half a minute.
 */
export function lockMsAfter(failures: number): number {
  if (failures <= freeFailures) return 0
  return Math.min(firstLockMs * 2 ** Math.min(failures - freeFailures - 1, 20), longestLockMs)
}

export interface FailureCounter {
  isLocked(key: string): boolean
  add(key: string): void
  clear(key: string): void
}

const mostKeys = 20_000

/**
 * Failures by a key that is up to the sender (an address, a login that does not exist). In memory: a restart forgets
 * them, an attacker cannot cause one. Old keys go when there are too many.
 *
 * @param free     failures without a lock
 * @param forgetMs failures older than this no longer count
 */
export function createFailureCounter(clock: Clock, options: { free: number; forgetMs: number }): FailureCounter {
  const counters = new Map<string, { failures: number; lastAt: number; lockedUntil: number }>()
  return {
    isLocked(key) {
      const counter = counters.get(key)
      return counter !== undefined && clock.now() < counter.lockedUntil
    },
    add(key) {
      const now = clock.now()
      const before = counters.get(key)
      const failures = before === undefined || now - before.lastAt > options.forgetMs ? 1 : before.failures + 1
      const lockedUntil = now + lockMsAfter(failures - options.free + freeFailures)
      counters.delete(key)
      counters.set(key, { failures, lastAt: now, lockedUntil })
      if (counters.size > mostKeys) counters.delete(counters.keys().next().value ?? '')
    },
    clear: (key) => void counters.delete(key),
  }
}
