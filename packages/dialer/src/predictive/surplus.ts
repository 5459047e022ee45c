import type { Budget } from './budget.ts'
import { classOf } from './duration-model.ts'
import type { FloorView } from './floor-view.ts'
import type { Forecast } from './forecast.ts'
import { createWorstCase } from './worst-case.ts'

/**
 * Lines that ring on although operators left unannounced: day or window would not keep the cap if as many of them answer as may
 * in the worst case, even if everybody who is here became free. A ring that stops is better than a person who picks up
 * and hears nobody. Without the ledger nobody may be shown whom they talk to: then it is all of them.
 *
 * A line is launched by the same rule with only those counted who are free already, so none is launched to be hung up.
 *
 * @returns  how many to hang up, of those that have rung for the shortest time
 */
export function surplusOf(view: FloorView, forecast: Forecast, budget: Budget): number {
  const { ringing, seats, answeredWaiting, callInsWaiting, nowMs, stop } = view
  const present = seats.filter(({ state }) => state !== 'away').length - answeredWaiting - callInsWaiting
  if (ringing.length === 0 || present <= 0 || stop === 'ledger_unavailable') return ringing.length
  const oldestFirst = ringing.map(({ sinceMs }) => classOf(nowMs - sinceMs)).toSorted((one, other) => other - one)
  const worst = createWorstCase()
  let kept = 0
  for (const age of oldestFirst) {
    worst.add(forecast.everAnswered(age))
    if (!budget.areKept(view, worst.count(), present)) break
    kept += 1
  }
  return ringing.length - kept
}
