import { countDue } from '../dialling/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Shadow } from './queries.ts'
import { countDialled } from './read-facts.ts'
import { readLive } from './read-live.ts'
import { twinsOfEach, writtenWithinMs } from './shadow-run.ts'
import { type PacedAs, readStretches } from './stretches.ts'

/** The list is counted no more often, and no further; no floor dials more between two counts. */
export const countEveryMs = 60_000
const mostCounted = 10_000
const minuteOfDialling = 2_000

/** How many calls a campaign's list has had for a floor. */
export interface Pool {
  /** The real calls in it, and until when they are counted. */
  dialled: number
  dialledUntilMs: number
  poolAtMs: number
  pool: number
}

/** How many calls more than the real floor twins of each kind placed until now, on average: those leads are used up. */
export async function aheadOf(tx: Tx, { shadowId, campaignId }: Shadow): Promise<Record<PacedAs, number>> {
  const stretches = await readStretches(tx, shadowId)
  const times = new Map(stretches.map(({ beganAtMs, endedAtMs }) => [beganAtMs, endedAtMs]))
  const real = await readLive(
    tx,
    campaignId,
    [...times].map(([fromMs, untilMs]) => ({ fromMs, untilMs })),
  )
  const dialled = real.reduce((sum, each) => sum + each.dialled, 0)
  const aheadOfReal = (kind: PacedAs): number => {
    const own = stretches.filter(({ pacedAs }) => pacedAs === kind)
    return Math.round(own.reduce((sum, each) => sum + each.dialled, 0) / twinsOfEach) - dialled
  }
  return { other: aheadOfReal('other'), as_live: aheadOfReal('as_live') }
}

/** As many due leads are counted as twins could have used up by now, and some more: that is enough for the next minute. */
export async function countPool(
  tx: Tx,
  { campaignId }: Shadow,
  pool: Pool,
  { mostDialled, nowMs }: { readonly mostDialled: number; readonly nowMs: number },
): Promise<void> {
  const untilMs = Math.max(pool.dialledUntilMs, nowMs - writtenWithinMs)
  pool.dialled += await countDialled(tx, campaignId, pool.dialledUntilMs, untilMs)
  pool.dialledUntilMs = untilMs
  const limit = Math.min(mostCounted, Math.max(0, mostDialled - pool.dialled) + minuteOfDialling)
  const due = await countDue(tx, campaignId, nowMs, limit)
  pool.pool = due >= mostCounted ? Number.POSITIVE_INFINITY : pool.dialled + due
  pool.poolAtMs = nowMs
}
