import { addBusinessDays, type CallingRules } from './calling-hours.ts'
import { dateOf, dayOf } from './japan-time.ts'

/**
 * The last day, as `2026-11-26` in Japan, on which something is in time that began at an instant and has so many business
 * days by the campaign's calendar; 0 is the same day, whatever day that is.
 */
export function dueOn(calling: CallingRules, businessDays: number, beganAtMs: number): string {
  return dateOf(addBusinessDays(calling, dayOf(beganAtMs), businessDays))
}
