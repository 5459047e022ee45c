/** How far a carrier's clock may be from ours before its times are not believed. */
const TOLERATED_SKEW_MS = 60_000

/**
 * The instant to keep for something a carrier reported. A carrier is a foreign machine: its clock may be wrong, jump
 * or report nothing that is a number. What cannot be is replaced by our own time, and nothing precedes what came
 * before it, so that no duration is ever negative.
 *
 * @param reportedMs  from the carrier: any number
 * @param previousMs  the attempt's last kept instant, or null
 */
export function acceptedInstant(reportedMs: number, previousMs: number | null, nowMs: number): number {
  const isBelievable = Number.isFinite(reportedMs) && Math.abs(reportedMs - nowMs) <= TOLERATED_SKEW_MS
  const atMs = isBelievable ? Math.round(reportedMs) : nowMs
  return previousMs === null ? atMs : Math.max(atMs, previousMs)
}

/** Instants of one attempt; null for what did not happen. */
export interface CallTimes {
  readonly intendedAtMs: number
  readonly ringingAtMs: number | null
  readonly answeredAtMs: number | null
  readonly connectedAtMs: number | null
  readonly hungUpAtMs: number | null
  readonly endedAtMs: number | null
}

export interface CallDurations {
  readonly ringMs: number
  /** Answered until an operator was connected, or until the call ended without one. */
  readonly waitedMs: number
  readonly talkMs: number
  readonly wrapUpMs: number
}

/** Durations in whole milliseconds, 0 for parts that did not happen and for times that go backwards. */
export function callDurations(times: CallTimes): CallDurations {
  const { ringingAtMs, answeredAtMs, connectedAtMs, hungUpAtMs, endedAtMs } = times
  return {
    ringMs: between(ringingAtMs, answeredAtMs ?? hungUpAtMs ?? endedAtMs),
    waitedMs: between(answeredAtMs, connectedAtMs ?? hungUpAtMs ?? endedAtMs),
    talkMs: between(connectedAtMs, hungUpAtMs ?? endedAtMs),
    wrapUpMs: connectedAtMs === null ? 0 : between(hungUpAtMs, endedAtMs),
  }
}

function between(fromMs: number | null, untilMs: number | null): number {
  if (fromMs === null || untilMs === null) return 0
  const durationMs = Math.round(untilMs - fromMs)
  return durationMs > 0 && Number.isFinite(durationMs) ? durationMs : 0
}
