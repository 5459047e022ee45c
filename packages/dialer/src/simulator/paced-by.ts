import { progressivePacing } from '../pacing.ts'
import type { Observation } from '../predictive/floor-view.ts'
import { createPredictivePacer, PREDICTIVE_DEFAULTS } from '../predictive/predictive-pacing.ts'
import type { SimulatedPacer } from './simulate.ts'

/** How a campaign is paced, by the product's own strategies. */
export type PacedBy =
  | { readonly mode: 'progressive' }
  /** `cap`: the share of live answers that may be abandoned; 0 dials one line for each operator. */
  | { readonly mode: 'predictive'; readonly cap: number }
  /** So many lines for each ten free operators, as far as the cap lets it. */
  | { readonly mode: 'ratio'; readonly cap: number; readonly linesPerTen: number }

/**
 * The very code that paces real calls, for a floor that is played.
 *
 * @param seen  what the strategy has learned from already
 */
export function pacedBy(by: PacedBy, seen: readonly Observation[] = []): SimulatedPacer {
  if (by.mode !== 'progressive' && by.cap > 0) {
    const linesPerTen = by.mode === 'ratio' ? by.linesPerTen : null
    const pacer = createPredictivePacer({ ...PREDICTIVE_DEFAULTS, cap: by.cap, linesPerTen })
    let surplus = 0
    for (const observation of seen) pacer.observe(observation)
    return {
      launch(view) {
        const decision = pacer.decide(view)
        ;({ surplus } = decision)
        return decision.launch
      },
      surplus: () => surplus,
      observe: pacer.observe,
    }
  }
  return {
    launch: ({ seats, ringing, answeredWaiting, callInsWaiting: callersWaiting, dueLeads, freeLines, stop }) =>
      progressivePacing({
        availableOperators: seats.filter(({ state }) => state === 'waiting').length,
        ...{ linesInFlight: ringing.length, answeredWaiting, callersWaiting, dueLeads, freeLines, stop },
      }).launch,
  }
}
