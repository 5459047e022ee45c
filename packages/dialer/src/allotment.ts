import type { PredictiveCode } from './predictive/index.ts'

/**
 * So long what each campaign had of the operators is counted. Long enough for some calls of each operator, short enough
 * that a campaign which comes later or had no leads is not owed a morning, and is even within minutes.
 */
export const ALLOTMENT_WINDOW_MS = 10 * 60_000

/** One of several campaigns that dial ahead with the same operators. */
export interface Sharer {
  /** Time that its calls took of operators within the window, in ms: talk and wrap-up, those in hand with it. */
  readonly servedMs: number
  /** Its part, against the others'; above 0. */
  readonly weight: number
  /** Whether more lines would be begun for it if operators were free. */
  readonly isWanting: boolean
}

/**
 * Whether a campaign leaves the operators that it shares with another to that one: whoever had less of them, for its
 * weight, goes first, if it wants any. So the operators stay one floor, which abandons less than its parts would, and the
 * campaigns take turns with it; nobody waits for one that has nothing to dial.
 *
 * Pure. Never both ways round; a count that is none leaves nothing to anybody.
 */
export function leavesTo(own: Sharer, other: Sharer): boolean {
  return other.isWanting && own.servedMs * other.weight > other.servedMs * own.weight
}

/** Whether a decision left operators wanted: what spoke against one line more was that others need them, or may. */
export function isWanting(code: PredictiveCode): boolean {
  switch (code) {
    case 'risk':
    case 'ratio':
    case 'budget':
    case 'few_answers_today':
    case 'window_at_cap':
    case 'after_a_stop':
    case 'others_first':
      return true
    default:
      return false
  }
}
