import type { CalendarDay } from '@sekisho/contract'
import { clockOfMinute } from '../shared/minute-of-day.ts'
import { calendar } from '../words/calendar.ts'
import type { Phrase } from '../words/phrase.ts'

type Window = NonNullable<CalendarDay['open']>

/** 9:00–20:00 */
export function hoursText({ fromMinute, untilMinute }: Window): string {
  return `${short(fromMinute)}–${short(untilMinute)}`
}

function short(minute: number): string {
  return clockOfMinute(minute).replace(/^0/, '')
}

/** What makes a day another than its day of the week would be; null when nothing does. */
export function whyDiffers({ because, ground, open }: CalendarDay): Phrase<string> | null {
  switch (because) {
    case 'usual_hours':
      return open === null ? calendar.regularClosed : null
    // its name stands there already
    case 'holiday':
      return null
    case 'year_end':
      return calendar.reasons.year_end
    case 'tenant_day':
    case 'campaign_day':
      return ground === null ? calendar.reasons[because] : calendar.grounds[ground]
  }
}

/** 2026-12-01, or 2026-12-01〜2026-12-03 */
export function runText(from: string, until: string): string {
  return from === until ? from : `${from}〜${until}`
}

/** The years of a file: 2026, 2026–2028. */
export function yearsText(years: readonly number[]): string {
  const [first] = years
  const last = years.at(-1)
  return first === last ? String(first ?? '') : `${first}–${last}`
}
