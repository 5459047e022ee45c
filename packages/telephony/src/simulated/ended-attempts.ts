import type { AttemptId } from '@sekisho/contract'

/** Remembers for an hour which attempts are over, so that a late repetition of a command dials nobody again. */
export interface EndedAttempts {
  add(attemptId: AttemptId, atMs: number): void
  has(attemptId: AttemptId, atMs: number): boolean
}

const REMEMBERED_MS = 3_600_000

export function endedAttempts(): EndedAttempts {
  /** In order of insertion, hence oldest first. */
  const endedAtMs = new Map<AttemptId, number>()

  function forgetOld(nowMs: number): void {
    for (const [attemptId, atMs] of endedAtMs) {
      if (nowMs - atMs < REMEMBERED_MS) return
      endedAtMs.delete(attemptId)
    }
  }

  return {
    add: (attemptId, atMs) => {
      forgetOld(atMs)
      endedAtMs.set(attemptId, atMs)
    },
    has: (attemptId, atMs) => {
      forgetOld(atMs)
      return endedAtMs.has(attemptId)
    },
  }
}
