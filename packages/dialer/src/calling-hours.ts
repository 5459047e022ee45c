import { COMPUTED_HOLIDAYS, HOLIDAYS_KNOWN_UNTIL, YEAR_END_DAYS } from './holidays.ts'
import type { DayNumber } from './japan-time.ts'
import { dateOf, dayOf, MINUTE_MS, minuteOfDayAt, requireInstant, startOfDay, weekdayOf } from './japan-time.ts'

/** Minutes since midnight in Japan; `untilMinute` itself is too late. */
export interface DayWindow {
  readonly fromMinute: number
  readonly untilMinute: number
}

/** When a campaign may call, by kind of day; null for not at all. The shape of a campaign's settings. */
export interface CallingHours {
  readonly weekday: DayWindow | null
  readonly saturday: DayWindow | null
  readonly sundayAndHoliday: DayWindow | null
}

export interface CallingRules {
  readonly hours: CallingHours
  /** Nobody is called outside of this, whatever the campaign says. */
  readonly wall: DayWindow
  /** `2026-11-23` */
  readonly holidays: { has(date: string): boolean }
  /** Later days count as holiday and as ordinary day at once: only what both allow is allowed. */
  readonly holidaysKnownUntil: string
  /** `12-29`: no calls on these days of any year. */
  readonly closedDays: ReadonlySet<string>
  /** By date: what a campaign has instead of its usual hours and of the closed days; null for closed. */
  readonly ownDays: SpecialDays
  /** By date: what bounds all campaigns of a tenant and opens a closed day as far as they work then; null for closed. */
  readonly boundDays: SpecialDays
}

/** `2026-11-23` to the hours of that day, null for closed. */
export type SpecialDays = ReadonlyMap<string, DayWindow | null>

export type DayKind = 'weekday' | 'saturday' | 'sunday_or_holiday' | 'closed'

const hours = (fromHour: number, untilHour: number): DayWindow => ({
  fromMinute: fromHour * 60,
  untilMinute: untilHour * 60,
})

/** 8 to 21 h: the limit of 貸金業法 21条 for collections, taken here as the outermost for every call. */
export const HARD_WALL: DayWindow = hours(8, 21)

/** Ready-made hours to choose from. */
export const CALLING_HOURS_TEMPLATES = {
  standard: { weekday: hours(9, 20), saturday: hours(9, 18), sundayAndHoliday: hours(10, 17) },
  municipal: { weekday: hours(9, 20), saturday: hours(9, 17), sundayAndHoliday: hours(9, 17) },
  lending: { weekday: hours(8, 21), saturday: hours(8, 21), sundayAndHoliday: hours(8, 21) },
} as const satisfies Record<string, CallingHours>

const yearEnd: ReadonlySet<string> = new Set(YEAR_END_DAYS)
const noDays: SpecialDays = new Map()

/** A campaign's hours with the wall, the public holidays and the year end of Japan. */
export function callingRules(hours: CallingHours, changes: Partial<Omit<CallingRules, 'hours'>> = {}): CallingRules {
  return {
    hours,
    wall: HARD_WALL,
    holidays: COMPUTED_HOLIDAYS,
    holidaysKnownUntil: HOLIDAYS_KNOWN_UNTIL,
    closedDays: yearEnd,
    ownDays: noDays,
    boundDays: noDays,
    ...changes,
  }
}

export function dayKindOf(rules: CallingRules, day: DayNumber): DayKind {
  return isClosed(rules, dateOf(day)) ? 'closed' : plainKindOf(rules, day)
}

/** What kind of day it would be if nobody had closed it. */
function plainKindOf(rules: CallingRules, day: DayNumber): Exclude<DayKind, 'closed'> {
  const weekday = weekdayOf(day)
  if (weekday === 0 || rules.holidays.has(dateOf(day))) return 'sunday_or_holiday'
  return weekday === 6 ? 'saturday' : 'weekday'
}

/** Closed for the whole tenant holds against everything; hours of either kind open a day that is closed every year. */
function isClosed({ ownDays, boundDays, closedDays }: CallingRules, date: string): boolean {
  if (boundDays.get(date) === null) return true
  const own = ownDays.get(date)
  if (own !== undefined) return own === null
  return closedDays.has(date.slice(5)) && !boundDays.has(date)
}

/** When calls are allowed on a day, within the wall; null for not at all. */
export function windowOf(rules: CallingRules, day: DayNumber): DayWindow | null {
  const date = dateOf(day)
  if (isClosed(rules, date)) return null
  const own = rules.ownDays.get(date) ?? usualWindowOf(rules, day)
  const bound = rules.boundDays.get(date)
  return overlap(bound === undefined ? own : overlap(own, bound), rules.wall)
}

/** What the campaign works on such a day of the week. */
function usualWindowOf(rules: CallingRules, day: DayNumber): DayWindow | null {
  const { weekday, saturday, sundayAndHoliday } = rules.hours
  const usual = { weekday, saturday, sunday_or_holiday: sundayAndHoliday }[plainKindOf(rules, day)]
  return dateOf(day) > rules.holidaysKnownUntil ? overlap(usual, sundayAndHoliday) : usual
}

function overlap(left: DayWindow | null, right: DayWindow | null): DayWindow | null {
  if (left === null || right === null) return null
  const fromMinute = Math.max(left.fromMinute, right.fromMinute)
  const untilMinute = Math.min(left.untilMinute, right.untilMinute)
  return fromMinute < untilMinute ? { fromMinute, untilMinute } : null
}

/** Whether a call may be placed at an instant. @throws RangeError for no instant */
export function mayCallAt(rules: CallingRules, atMs: number): boolean {
  requireInstant('atMs', atMs)
  const window = windowOf(rules, dayOf(atMs))
  if (window === null) return false
  const minute = minuteOfDayAt(atMs)
  return minute >= window.fromMinute && minute < window.untilMinute
}

/** Longer than any run of closed days that can be told in a list of holidays. */
const SEARCHED_DAYS = 400

/** The first instant from `atMs` on at which a call may be placed, or null if the rules allow none within a year. */
export function nextCallableAt(rules: CallingRules, atMs: number): number | null {
  requireInstant('atMs', atMs)
  const today = dayOf(atMs)
  for (let day = today; day < today + SEARCHED_DAYS; day++) {
    const window = windowOf(rules, day)
    if (window === null) continue
    const opensMs = Math.max(atMs, startOfDay(day) + window.fromMinute * MINUTE_MS)
    if (opensMs < startOfDay(day) + window.untilMinute * MINUTE_MS) return opensMs
  }
  return null
}

/** When calling ends on the day of an instant at which it is allowed; null when it is not allowed. */
export function callableUntil(rules: CallingRules, atMs: number): number | null {
  if (!mayCallAt(rules, atMs)) return null
  const day = dayOf(atMs)
  const window = windowOf(rules, day)
  return window === null ? null : startOfDay(day) + window.untilMinute * MINUTE_MS
}

/** The day that lies `count` business days (neither weekend, holiday nor closed) after a day. */
export function addBusinessDays(rules: CallingRules, day: DayNumber, count: number): DayNumber {
  let at = day
  for (let left = count; left > 0; ) {
    at += 1
    if (dayKindOf(rules, at) === 'weekday') left -= 1
    // A list of holidays that closes every day must not hang the dialler.
    if (at - day > SEARCHED_DAYS) return at
  }
  return at
}
