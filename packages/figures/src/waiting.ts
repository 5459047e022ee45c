import { type CampaignId, type WaitingCause, waitingCauses } from '@sekisho/contract'
import { groupedBy } from './grouped-by.ts'

export const MINUTE_MS = 60_000

/** Operators' time in one minute of one campaign, by the states of their desks. */
export interface WaitedMinute {
  readonly campaignId: CampaignId
  readonly minuteMs: number
  /** Ready, and waiting for what comes. */
  readonly readyMs: number
  /** Chosen for somebody who is on the line already. */
  readonly joiningMs: number
}

/** What those who dial saw operators wait for in one minute of one campaign. */
export interface LookedMinute {
  readonly campaignId: CampaignId
  readonly minuteMs: number
  readonly cause: WaitingCause
  readonly ms: number
}

export type CauseTimes = Partial<Record<WaitingCause, number>>

/** What falls between two looks: of a minute, so much or a tenth is taken for what the looks saw. */
const betweenLooks = { ms: 2_000, share: 0.1 }

/**
 * Divides waiting time that was measured at the desks among the causes that looks saw in the same minute. Whole
 * milliseconds that add up to `readyMs` exactly. What no look can answer for is `unseen`: never shared among the others.
 */
export function divideWait(readyMs: number, seen: CauseTimes): CauseTimes {
  const waited = whole(readyMs)
  const causes = waitingCauses.map((cause) => ({ cause, ms: whole(seen[cause] ?? 0) })).filter(({ ms }) => ms > 0)
  const seenMs = causes.reduce((sum, { ms }) => sum + ms, 0)
  const missing = waited - seenMs
  if (missing > Math.max(betweenLooks.ms, waited * betweenLooks.share))
    return added(Object.fromEntries(causes.map(({ cause, ms }) => [cause, ms])), { unseen: missing })
  // nobody was seen waiting because their calls came at once
  if (seenMs === 0) return waited === 0 ? {} : { answer: waited }
  const shares = causes.map(({ cause, ms }) => {
    const exact = (waited * ms) / seenMs
    return { cause, ms: Math.floor(exact), rest: exact - Math.floor(exact) }
  })
  let left = waited - shares.reduce((sum, { ms }) => sum + ms, 0)
  const byRest = [...shares].sort((one, other) => other.rest - one.rest)
  const times: CauseTimes = {}
  for (const { cause, ms } of byRest) {
    const extra = left > 0 ? 1 : 0
    left -= extra
    if (ms + extra > 0) times[cause] = ms + extra
  }
  return times
}

export interface SlotOfWaiting {
  readonly fromMs: number
  readonly causes: CauseTimes
}

/**
 * Waiting time by half hour and cause.
 *
 * @returns  in the order of time, half hours without waiting left out; the sum is that of `waited`, to the millisecond
 */
export function explainWaiting(
  waited: readonly WaitedMinute[],
  looked: readonly LookedMinute[],
  slotMs: number,
): SlotOfWaiting[] {
  const keyOf = ({ campaignId, minuteMs }: Pick<WaitedMinute, 'campaignId' | 'minuteMs'>) => `${campaignId} ${minuteMs}`
  const seen = groupedBy(looked, keyOf)
  const slots = new Map<number, CauseTimes>()
  for (const minute of waited) {
    const times = (seen.get(keyOf(minute)) ?? []).reduce<CauseTimes>(
      (sum, { cause, ms }) => added(sum, { [cause]: ms }),
      {},
    )
    const fromMs = Math.floor(minute.minuteMs / slotMs) * slotMs
    const divided = added(divideWait(minute.readyMs, times), { answer: whole(minute.joiningMs) })
    slots.set(fromMs, added(slots.get(fromMs) ?? {}, divided))
  }
  return [...slots]
    .map(([fromMs, causes]) => ({ fromMs, causes }))
    .filter(({ causes }) => totalOf(causes) > 0)
    .sort((one, other) => one.fromMs - other.fromMs)
}

export function totalOf(causes: CauseTimes): number {
  return Object.values(causes).reduce((sum, ms) => sum + ms, 0)
}

export function addCauses(all: readonly CauseTimes[]): CauseTimes {
  return all.reduce<CauseTimes>(added, {})
}

function added(one: CauseTimes, other: CauseTimes): CauseTimes {
  const sum: CauseTimes = { ...one }
  for (const cause of waitingCauses) {
    const ms = (one[cause] ?? 0) + (other[cause] ?? 0)
    if (ms > 0) sum[cause] = ms
  }
  return sum
}

/** A time that is none (a clock that was set back) takes nothing away. */
function whole(ms: number): number {
  return Number.isFinite(ms) && ms > 0 ? Math.round(ms) : 0
}
