import type { CarrierScenario } from './scenario.ts'

/** The lines of a carrier and its calls a second, shared by all campaigns. */
export interface Carrier {
  usedLines: number
  isAway: boolean
  /** How many calls it takes at this moment. */
  launchable(nowMs: number): number
  launched(count: number, nowMs: number): void
}

/** Takes at most the calls of one second at once, and not more a second than its contract says. */
export function createCarrier({ lines, callsPerSecond }: CarrierScenario): Carrier {
  const burst = Math.max(1, callsPerSecond)
  let allowance = burst
  let seenAtMs = 0

  function refill(nowMs: number): void {
    allowance = Math.min(burst, allowance + ((nowMs - seenAtMs) / 1_000) * callsPerSecond)
    seenAtMs = nowMs
  }

  const carrier: Carrier = {
    usedLines: 0,
    isAway: false,
    launchable(nowMs) {
      refill(nowMs)
      if (carrier.isAway) return 0
      return Math.max(0, Math.min(lines - carrier.usedLines, Math.floor(allowance)))
    },
    launched(count, nowMs) {
      refill(nowMs)
      allowance -= count
    },
  }
  return carrier
}
