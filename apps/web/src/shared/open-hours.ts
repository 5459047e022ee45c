import type { OpenHours } from '@sekisho/contract'
import { calendar } from '../words/calendar.ts'
import type { Phrase } from '../words/phrase.ts'
import { phrase } from '../words/phrase.ts'
import { formatMoment, fromDateInput, startOfDay, toDateInput } from './format.ts'

const minuteMs = 60_000

/** Whether calls are allowed at a moment; null for a day of which nothing is known. */
export function isOpenAt(at: number, { days }: OpenHours): boolean | null {
  const day = days.find(({ date }) => date === toDateInput(at))
  if (day === undefined) return null
  const minute = (at - startOfDay(at)) / minuteMs
  return day.open !== null && minute >= day.open.fromMinute && minute < day.open.untilMinute
}

/** The first moment from `at` on at which calls are allowed; null where the known days end before. */
export function nextOpeningAt(at: number, { days }: OpenHours): number | null {
  for (const { date, open } of days) {
    const start = fromDateInput(date)
    if (start === null || open === null) continue
    const opens = Math.max(at, start + open.fromMinute * minuteMs)
    if (opens < start + open.untilMinute * minuteMs) return opens
  }
  return null
}

/** Why nobody may be promised a call at a moment, with the next one that may; null when it may, or is not known. */
export function whyNotOpen(at: number, hours: OpenHours): Phrase<string> | null {
  if (isOpenAt(at, hours) !== false) return null
  const next = nextOpeningAt(at, hours)
  if (next === null) return calendar.notOpenThen
  const { ja, en } = calendar.notOpenUntil
  return phrase(ja(formatMoment('ja', next)), en(formatMoment('en', next)))
}
