import type { CallingRules } from './calling-hours.ts'
import { mayCallAt, nextCallableAt } from './calling-hours.ts'
import { DAY_MS } from './japan-time.ts'

export type PromiseRefusal = 'no_time' | 'in_the_past' | 'too_far' | 'outside_hours'

/** Half a year: a promise beyond it is a slip of the year. */
const FARTHEST_MS = 183 * DAY_MS

/**
 * Checks the time of a call-back when it is entered, while the customer can still be asked for another one.
 *
 * @param askedAtMs  typed by an operator: any number, or none
 * @returns          ok, or why not, with the next possible moment where there is one
 */
export function checkPromise(
  calling: CallingRules,
  askedAtMs: number,
  nowMs: number,
): { readonly ok: true } | { readonly ok: false; readonly reason: PromiseRefusal; readonly nextMs: number | null } {
  if (!Number.isFinite(askedAtMs) || askedAtMs < 0) return { ok: false, reason: 'no_time', nextMs: null }
  if (askedAtMs <= nowMs) return { ok: false, reason: 'in_the_past', nextMs: nextCallableAt(calling, nowMs) }
  if (askedAtMs > nowMs + FARTHEST_MS) return { ok: false, reason: 'too_far', nextMs: null }
  if (!mayCallAt(calling, askedAtMs)) {
    return { ok: false, reason: 'outside_hours', nextMs: nextCallableAt(calling, askedAtMs) }
  }
  return { ok: true }
}
