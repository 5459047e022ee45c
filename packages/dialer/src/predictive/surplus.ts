import type { Budget } from './budget.ts'
import { classOf } from './duration-model.ts'
import type { FloorView } from './floor-view.ts'
import type { Forecast } from './forecast.ts'
import { createWorstCase } from './worst-case.ts'

/**
 * How many lines to hang up, of those that have rung for the shortest time.
 *
 * @param worstAnswers  of all that ring
 */
export type SurplusOf = (view: FloorView, worstAnswers: number) => number

/**
 * Lines that ring on although operators left unannounced: day or window would not keep the cap if as many of them answer as may
 * in the worst case, even if everybody who is here became free. A ring that stops is better than a person who picks up
 * and hears nobody. Without the ledger nobody may be shown whom they talk to: then it is all of them.
 *
 * A line is launched by the same rule with only those counted who are free already, so none is launched to be hung up.
 */
export function createSurplus(forecast: Forecast, budget: Budget): SurplusOf {
  const worst = createWorstCase()

  /** How many of the lines that have rung longest may ring on. */
  function kept(view: FloorView, present: number): number {
    const { ringing, nowMs } = view
    const oldestFirst = ringing
      .map(({ sinceMs, expectedRate }) => ({ age: classOf(nowMs - sinceMs), rate: forecast.rateOf(expectedRate) }))
      .toSorted((one, other) => other.age - one.age)
    worst.clear()
    for (const [before, { age, rate }] of oldestFirst.entries()) {
      worst.add(forecast.everAnswered(age, rate))
      if (!budget.areKept(view, worst.count(), present)) return before
    }
    return ringing.length
  }

  return (view, worstAnswers) => {
    const { ringing, seats, answeredWaiting, callInsWaiting, stop } = view
    let present = -answeredWaiting - callInsWaiting
    for (const { state } of seats) if (state !== 'away') present += 1
    if (ringing.length === 0 || present <= 0 || stop === 'ledger_unavailable') return ringing.length
    // nearly always: even if all of them answer, or as many as may at worst, everybody here is enough
    if (ringing.length <= present || budget.areKept(view, worstAnswers, present)) return 0
    return ringing.length - kept(view, present)
  }
}
