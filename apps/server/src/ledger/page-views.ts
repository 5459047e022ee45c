import type { MonotonicClock } from '../platform/clock.ts'

/** A page that is open and asks again every few seconds is one view; after this it is entered as another one. */
const viewMs = 5 * 60_000
const mostViews = 10_000

/** Tells a page that polls from a person who looks: reads are entered, and polling must not flood the ledger. */
export interface PageViews {
  isNew(key: string): boolean
  /** The read was not entered after all. */
  forget(key: string): void
}

export function createPageViews(clock: MonotonicClock): PageViews {
  const begun = new Map<string, number>()
  return {
    isNew(key) {
      const now = clock.monotonicMs()
      const at = begun.get(key)
      if (at !== undefined && now - at < viewMs) return false
      if (begun.size >= mostViews) begun.clear()
      begun.set(key, now)
      return true
    },
    forget: (key) => void begun.delete(key),
  }
}
