import { CarrierError } from '../carrier-error.ts'

/** The line contract of a simulated carrier. */
export interface TrunkLimits {
  /** Simultaneous outgoing calls. */
  readonly lines: number
  /** Calls placed in any one second. */
  readonly callsPerSecond: number
}

/** Counts the outgoing lines in use and the calls placed during the last second. */
export interface Trunk {
  /** Takes a line. @throws CarrierError `no_line`, `rate_limited` */
  take(atMs: number): void
  giveBack(): void
  inUse(): number
}

export function trunk(limits: TrunkLimits): Trunk {
  let inUse = 0
  /** Instants of calls placed, in growing order; those before `oldest` are more than a second ago. */
  let placedAtMs: number[] = []
  let oldest = 0

  function forgetOlderThanASecond(atMs: number): void {
    // A clock that jumped back leaves instants of the future here: they must not block calls.
    if ((placedAtMs.at(-1) ?? 0) > atMs) {
      placedAtMs = []
      oldest = 0
    }
    while (oldest < placedAtMs.length && (placedAtMs[oldest] ?? 0) <= atMs - 1_000) oldest += 1
    if (oldest > 1_000 && oldest * 2 > placedAtMs.length) {
      placedAtMs = placedAtMs.slice(oldest)
      oldest = 0
    }
  }

  function take(atMs: number): void {
    if (inUse >= limits.lines) throw new CarrierError('no_line', `all ${limits.lines} lines are in use`)
    forgetOlderThanASecond(atMs)
    if (placedAtMs.length - oldest >= limits.callsPerSecond) {
      throw new CarrierError('rate_limited', `at most ${limits.callsPerSecond} calls a second`)
    }
    placedAtMs.push(atMs)
    inUse += 1
  }

  return {
    take,
    giveBack: () => {
      inUse -= 1
    },
    inUse: () => inUse,
  }
}
