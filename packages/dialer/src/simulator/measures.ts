import { countDuration, type Histogram } from './histogram.ts'

/** A simulated day in figures. */
export interface DayResult {
  readonly campaigns: readonly CampaignResult[]
  /** Time for which operators are there, not on a break. */
  readonly paidMs: number
  /** Of that, talking and wrapping up. */
  readonly busyMs: number
  readonly paidMsByMinute: readonly number[]
  readonly busyMsByMinute: readonly number[]
  /** From one call's end to the next call's begin of one operator. */
  readonly idle: Histogram
  readonly callIns: CallInResult
  readonly decisions: number
}

/** Each call dialled is exactly one of: failed, lost, hung up as a machine, abandoned, connected (person or machine). */
export interface CampaignResult {
  dialled: number
  /** Rang and nobody was reached, machines that were recognised included. */
  failed: number
  /** Rang when the carrier went away, or was hung up by us. */
  lost: number
  /** People taken for machines. */
  hungUpAsMachine: number
  /** Live answers, as far as the dialler can tell: people, and machines that were taken for people. */
  answered: number
  abandoned: number
  connected: number
  /** Of the connected: machines. */
  machinesHeard: number
  /** Operators’ time that its calls took: talk and wrap-up, also after the end of the day. */
  servedMs: number
  readonly answeredByMinute: number[]
  readonly abandonedByMinute: number[]
  /** From answer (with detection, from its verdict) to operator. */
  readonly waits: Histogram
}

export interface CallInResult {
  arrived: number
  served: number
  gaveUp: number
  readonly waits: Histogram
}

export interface Measures {
  readonly campaigns: readonly CampaignResult[]
  readonly callIns: CallInResult
  busy(fromMs: number, untilMs: number): void
  paid(fromMs: number, untilMs: number): void
  idle(durationMs: number): void
  result(decisions: number): DayResult
}

const minuteMs = 60_000

/** Nothing was called yet in so many minutes. */
export function noCalls(minutes: number): CampaignResult {
  const none = (): number[] => Array.from({ length: minutes }, () => 0)
  return {
    ...{ dialled: 0, failed: 0, lost: 0, hungUpAsMachine: 0 },
    ...{ answered: 0, abandoned: 0, connected: 0, machinesHeard: 0, servedMs: 0 },
    ...{ answeredByMinute: none(), abandonedByMinute: none(), waits: [] },
  }
}

/** Collects what happens until the end of the day; what lasts longer counts up to it. */
export function createMeasures(dayMs: number, campaigns: number): Measures {
  const minutes = Math.ceil(dayMs / minuteMs)
  const none = (): number[] => Array.from({ length: minutes }, () => 0)
  const busyMsByMinute = none()
  const paidMsByMinute = none()
  const idle: Histogram = []
  const measured: Measures = {
    campaigns: Array.from({ length: campaigns }, () => noCalls(minutes)),
    callIns: { arrived: 0, served: 0, gaveUp: 0, waits: [] },
    busy: (fromMs, untilMs) => spread(busyMsByMinute, fromMs, Math.min(untilMs, dayMs)),
    paid: (fromMs, untilMs) => spread(paidMsByMinute, fromMs, Math.min(untilMs, dayMs)),
    idle: (durationMs) => countDuration(idle, durationMs),
    result: (decisions) => ({
      ...{ campaigns: measured.campaigns, callIns: measured.callIns, paidMsByMinute, busyMsByMinute, idle, decisions },
      paidMs: paidMsByMinute.reduce((sum, ms) => sum + ms, 0),
      busyMs: busyMsByMinute.reduce((sum, ms) => sum + ms, 0),
    }),
  }
  return measured
}

/** Counts one more in its minute; what happens after the end of the day counts in its last. */
export function countMinute(byMinute: number[], atMs: number): void {
  const minute = Math.min(byMinute.length - 1, Math.floor(atMs / minuteMs))
  byMinute[minute] = (byMinute[minute] ?? 0) + 1
}

function spread(byMinute: number[], fromMs: number, untilMs: number): void {
  let at = fromMs
  while (at < untilMs) {
    const minute = Math.floor(at / minuteMs)
    const end = Math.min(untilMs, (minute + 1) * minuteMs)
    byMinute[minute] = (byMinute[minute] ?? 0) + end - at
    at = end
  }
}
