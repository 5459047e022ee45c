import type { CalendarDay, DayReason } from '@sekisho/contract'
import { type CallingRules, dateOf, windowOf } from '@sekisho/dialer'
import type { CampaignDays } from './calling-calendar.ts'

/** A day as a campaign works on it, and what decides that. @param day  days since 1970 in Japan */
export function dayView(rules: CallingRules, days: CampaignDays, day: number): CalendarDay {
  const date = dateOf(day)
  const because = reasonOf(rules, date)
  return {
    ...{ date, because, holiday: days.holidays.get(date) ?? null, open: windowOf(rules, day) },
    ground:
      because === 'tenant_day'
        ? (days.grounds.bound.get(date) ?? null)
        : because === 'campaign_day'
          ? (days.grounds.own.get(date) ?? null)
          : null,
  }
}

function reasonOf({ ownDays, boundDays, closedDays, holidays }: CallingRules, date: string): DayReason {
  if (boundDays.get(date) === null) return 'tenant_day'
  if (ownDays.has(date)) return 'campaign_day'
  if (boundDays.has(date)) return 'tenant_day'
  if (closedDays.has(date.slice(5))) return 'year_end'
  return holidays.has(date) ? 'holiday' : 'usual_hours'
}
