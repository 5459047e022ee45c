/**
 * Time in Japan without a time zone database.
 *
 * Japan has had one zone, UTC+9, and no summer time since 1952, so a fixed offset is exact for every call made here;
 * whoever calls into another country replaces this file, not its users.
 */
export const JAPAN_OFFSET_MS = 9 * 3_600_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A day in Japan as a count since 1970-01-01, so that days can be compared and added. */
export type DayNumber = number

export function dayOf(atMs: number): DayNumber {
  return Math.floor((atMs + JAPAN_OFFSET_MS) / DAY_MS)
}

/** The first instant of a day in Japan. */
export function startOfDay(day: DayNumber): number {
  return day * DAY_MS - JAPAN_OFFSET_MS
}

/** Minutes since midnight in Japan, with fractions. */
export function minuteOfDayAt(atMs: number): number {
  return (atMs - startOfDay(dayOf(atMs))) / MINUTE_MS
}

/** `2026-11-23` for a day. */
export function dateOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** 0 Sunday to 6 Saturday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7
}

/** Refuses what cannot be an instant: a clock or a carrier that reports such a number is broken. */
export function requireInstant(name: string, atMs: number): void {
  // The range of a JavaScript Date (ECMA-262, 21.4.1.1), without the years before 1970.
  if (!(atMs >= 0 && atMs <= 8.64e15)) throw new RangeError(`${name} is no instant: ${atMs}`)
}
