import { ALLOTMENT_WINDOW_MS, leavesTo } from '../allotment.ts'
import type { Observation } from '../predictive/floor-view.ts'

/** Allots the operators of a simulated day between its campaigns: all of them serve all, with equal parts. */
export interface Turns {
  /** Whether another campaign comes first at this moment. */
  isLeftToOthers(index: number, nowMs: number): boolean
  /** What a campaign's look came to. */
  looked(index: number, isWanting: boolean): void
  observe(index: number, observation: Observation): void
}

interface Share {
  isWanting: boolean
  /** Talks and wrap-ups that are over, by their end. */
  readonly over: { readonly atMs: number; readonly ms: number }[]
}

export function createTurns(campaigns: number): Turns {
  const shares = Array.from({ length: campaigns }, (): Share => ({ isWanting: false, over: [] }))

  function sharerOf({ isWanting, over }: Share, nowMs: number) {
    while ((over[0]?.atMs ?? nowMs) < nowMs - ALLOTMENT_WINDOW_MS) over.shift()
    return { isWanting, weight: 1, servedMs: over.reduce((sum, { ms }) => sum + ms, 0) }
  }

  return {
    isLeftToOthers(index, nowMs) {
      const share = shares[index]
      if (share === undefined || campaigns === 1) return false
      const own = sharerOf(share, nowMs)
      return shares.some((other) => other !== share && leavesTo(own, sharerOf(other, nowMs)))
    },
    looked(index, isWanting) {
      const share = shares[index]
      if (share !== undefined) share.isWanting = isWanting
    },
    observe(index, observation) {
      if (campaigns === 1) return
      if (observation.kind === 'talk_ended')
        shares[index]?.over.push({ atMs: observation.atMs, ms: observation.talkMs })
      if (observation.kind === 'wrapped_up')
        shares[index]?.over.push({ atMs: observation.atMs, ms: observation.wrapUpMs })
    },
  }
}
