import { KeyServiceError } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'

/** How long after its id was made an entry can be committed to: it is queued within milliseconds. */
const freshMs = 60_000
/** More entries than this in a minute is no centre, but somebody who floods: then the oldest are forgotten. */
const mostRemembered = 200_000

/**
 * Lets each entry be committed to once, while its id is fresh (RFC 9562, 5.7: the first 48 bits are its time). Whoever
 * could ask again for an old entry would find out by trying what its commitments hide: a searched number, a typed login.
 *
 * Old is what lies a minute behind our clock and a minute behind the youngest id: either alone would stop all entries
 * while a clock is set wrong. What is younger is remembered one by one.
 *
 * @returns  a function that throws KeyServiceError `refused_too_old`, `refused_spent`
 */
export function commitOnce(clock: KeyServiceClock): (entryId: string) => void {
  const [startedMs, startedMonotonicMs] = [clock.nowMs(), clock.monotonicMs()]
  let youngestMs = 0
  /** When each was made, by the order of the first request. */
  const seen = new Map<string, number>()

  /** Nothing is known of what was asked before this process, so that ids from before it are never fresh. */
  function oldestFreshMs(): number {
    const uptimeMs = clock.monotonicMs() - startedMonotonicMs
    return Math.min(clock.nowMs() - Math.min(freshMs, uptimeMs), Math.max(startedMs, youngestMs - freshMs))
  }

  function forget(oldestMs: number): void {
    for (const [entryId, madeMs] of seen) {
      if (madeMs >= oldestMs && seen.size <= mostRemembered) return
      seen.delete(entryId)
    }
  }

  return (entryId) => {
    const oldestMs = oldestFreshMs()
    forget(oldestMs)
    const madeMs = madeAtMs(entryId)
    if (madeMs === undefined || madeMs < oldestMs) throw new KeyServiceError('refused_too_old')
    if (seen.has(entryId)) throw new KeyServiceError('refused_spent')
    seen.set(entryId, madeMs)
    youngestMs = Math.max(youngestMs, madeMs)
  }
}

/** Undefined for an id that does not say when it was made. */
function madeAtMs(uuid: string): number | undefined {
  return uuid.charAt(14) === '7' ? Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16) : undefined
}
