import type { AbandonmentAlarm } from '@sekisho/contract'
import { type DayNumber, dayOf } from './japan-time.ts'
import { isAtCap, LEAST_ANSWERS } from './predictive/budget.ts'
import type { Accounts, DayCount } from './predictive/floor-view.ts'

/** So many days, today with them, are an account of abandoned calls (16 CFR 310.4(b)(4)(i): over thirty days). */
export const ABANDONMENT_WINDOW_DAYS = 30
/** The share of the cap from which on somebody is told: 2 % of 3. */
const warningShare = 2 / 3

/** What became of the live answers of one half hour, which begins at `atMs`. */
export interface HalfHour extends DayCount {
  readonly atMs: number
}

/** Everything that is shown of a campaign's abandoned calls, and what it is paced by. */
export interface AbandonmentAccount extends Accounts {
  readonly worstToday: HalfHour | null
  readonly worstOfWindow: HalfHour | null
}

export function firstDayOfWindow(nowMs: number): DayNumber {
  return dayOf(nowMs) - (ABANDONMENT_WINDOW_DAYS - 1)
}

/**
 * The half hour with the highest share of abandoned calls, the earliest of equals. Below 34 answers one call would be more
 * than 3 %: such half hours tell nothing and are left out.
 */
export function worstHalfHour(halfHours: Iterable<HalfHour>): HalfHour | null {
  let worst: HalfHour | null = null
  for (const one of halfHours) {
    if (one.answered < LEAST_ANSWERS) continue
    const share = shareOf(one) - (worst === null ? -1 : shareOf(worst))
    if (share > 0 || (share === 0 && worst !== null && one.atMs < worst.atMs)) worst = one
  }
  return worst
}

const shareOf = ({ answered, abandoned }: DayCount): number => abandoned / answered

/**
 * What somebody is to be told of an account.
 *
 * @param cap  the share of live answers that may be abandoned; above 0
 */
export function abandonmentAlarmsOf(
  { window, worstToday }: Pick<AbandonmentAccount, 'window' | 'worstToday'>,
  cap: number,
): AbandonmentAlarm[] {
  const alarms: AbandonmentAlarm[] = []
  if (window.answered >= LEAST_ANSWERS) {
    if (isAtCap(window, cap)) alarms.push('at_cap')
    else if (isAtCap(window, cap * warningShare)) alarms.push('near_cap')
  }
  if (worstToday !== null && worstToday.abandoned > cap * worstToday.answered + 1e-9) alarms.push('half_hour_above')
  return alarms
}
