import type { CancelTimer, Clock } from '../clock.ts'

/**
 * What is away in a simulated outage.
 * - `connection`: our control of the carrier; calls go on unseen, events are lost, commands are refused
 * - `trunk`: the outgoing lines; live calls drop, new ones are refused
 */
export type OutageKind = 'connection' | 'trunk'

/** An outage announced in advance, in the clock's time. */
export interface ScriptedOutage {
  readonly kind: OutageKind
  readonly fromMs: number
  readonly untilMs: number
}

/** Begins and ends scripted outages on time; gives the function that stops it. */
export function runOutages(
  clock: Clock,
  script: readonly ScriptedOutage[],
  begin: (kind: OutageKind) => void,
  end: (kind: OutageKind) => void,
): CancelTimer {
  const nowMs = clock.now()
  const cancels = script
    .filter((outage) => outage.untilMs > outage.fromMs && outage.untilMs > nowMs)
    .flatMap((outage) => [
      clock.setTimer(outage.fromMs - nowMs, () => begin(outage.kind)),
      clock.setTimer(outage.untilMs - nowMs, () => end(outage.kind)),
    ])
  return () => {
    for (const cancel of cancels) cancel()
  }
}
