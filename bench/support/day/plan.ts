import { CALLING_HOURS_TEMPLATES, callingRules, dayOf, nextCallableAt, startOfDay } from '@sekisho/dialer'

/** How large a day is. */
export interface DayPlan {
  readonly scale: number
  readonly clients: number
  readonly campaigns: number
  readonly operators: number
  /** The day is over when so many attempts have ended, or at eight in the evening. */
  readonly attempts: number
  /** Rows of each campaign's file of the morning and of noon. */
  readonly morningRows: number
  readonly noonRows: number
  /** People of one campaign who have paid by the evening: an exclusion file names them all. */
  readonly paidRows: number
  /** How often each page is loaded. */
  readonly pageLoads: number
  /** Midnight in Japan at which the day begins: an open weekday that is not here yet, so that what is imported is due. */
  readonly midnightMs: number
}

/** @param scale  1 for the whole day: 300 operators, 12 campaigns of 5 clients, 150,000 attempts */
export function planDay(scale: number, nowMs: number): DayPlan {
  if (!(scale > 0 && scale <= 1)) throw new RangeError('a day has a scale above 0, and 1 at most')
  // a small day is a short one, too: its operators are more than its share, so that it takes an hour or two of theirs
  const share = Math.min(1, scale * 8)
  const campaigns = Math.max(3, Math.round(12 * share))
  const calling = callingRules({ ...CALLING_HOURS_TEMPLATES.standard, saturday: null, sundayAndHoliday: null })
  const openMs = nextCallableAt(calling, startOfDay(dayOf(nowMs) + 1))
  if (openMs === null) throw new Error('no open weekday')
  const perCampaign = (150_000 * scale) / campaigns
  return {
    ...{ scale, campaigns },
    clients: Math.max(2, Math.round(5 * share)),
    operators: Math.max(campaigns * 2, Math.round(300 * share)),
    attempts: Math.round(150_000 * scale),
    morningRows: Math.ceil(perCampaign * 0.75) + 10,
    noonRows: Math.ceil(perCampaign * 0.4) + 10,
    paidRows: Math.ceil(100_000 * scale) + 10,
    pageLoads: scale < 0.01 ? 3 : 60,
    midnightMs: startOfDay(dayOf(openMs)),
  }
}

const MINUTE_MS = 60_000

/** An instant of the day. */
export const atClock = ({ midnightMs }: DayPlan, hour: number, minute = 0): number =>
  midnightMs + (hour * 60 + minute) * MINUTE_MS
