import { dayOf, startOfDay } from '@sekisho/dialer'

/** Attempts and times are counted in half hours of Japanese time, so that every band of a layout is a sum of them. */
export const SLOT_MS = 30 * 60_000
export const SLOTS_OF_DAY = 48

/** The half hour of the day in Japan, 0 to 47. */
export function slotOf(atMs: number): number {
  return Math.floor((atMs - startOfDay(dayOf(atMs))) / SLOT_MS)
}

/** `2026-11-21` for a day. */
export function dateOfDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

/** The day of a date. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000
}

/** A period of whole days in Japan; `untilDay` is not in it. */
export interface Period {
  readonly fromDay: number
  readonly untilDay: number
}

/** The day itself, or the calendar month that it lies in. */
export function periodOf(kind: 'daily' | 'monthly', date: string): Period {
  const fromDay = dayOfDate(kind === 'daily' ? date : `${date.slice(0, 7)}-01`)
  if (kind === 'daily') return { fromDay, untilDay: fromDay + 1 }
  const [year = 0, month = 0] = date.split('-').map(Number)
  return { fromDay, untilDay: Date.UTC(year, month, 1) / 86_400_000 }
}
