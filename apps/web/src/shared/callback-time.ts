import type { CampaignSettings } from '@sekisho/contract'
import { dayMs, startOfDay } from './format.ts'

const minuteMs = 60_000

/**
 * Reads a call-back time as operators type it, in Japanese time: `1830`, `18:30`, `18時半`, `15`, `明日10時`, `明後日 9:30`,
 * `12/3 1500`, `30分後`, `2時間後`. Full-width digits are read like others. A bare time that has passed means tomorrow.
 *
 * @returns  milliseconds since 1970 UTC, or null when it cannot be read or has passed
 */
export function parseCallbackTime(text: string, now: number): number | null {
  const typed = text.normalize('NFKC').trim()
  const later = /^(\d{1,3})\s*(分|時間)後?$/.exec(typed)
  if (later !== null) {
    const minutes = Number(later[1]) * (later[2] === '時間' ? 60 : 1)
    return minutes === 0 ? null : Math.ceil((now + minutes * minuteMs) / minuteMs) * minuteMs
  }
  const { day, rest } = takeDay(typed, now)
  if (day === 'unreadable') return null
  const minute = minuteOf(rest)
  if (minute === null) return null
  if (day !== null) return day + minute * minuteMs > now ? day + minute * minuteMs : null
  const today = startOfDay(now) + minute * minuteMs
  return today > now ? today : today + dayMs
}

function takeDay(text: string, now: number): { day: number | null | 'unreadable'; rest: string } {
  const named = /^(今日|本日|明日|あした|あす|明後日|あさって)\s*の?\s*/.exec(text)
  if (named !== null) {
    const word = named[1] ?? ''
    const days = word === '今日' || word === '本日' ? 0 : word === '明後日' || word === 'あさって' ? 2 : 1
    return { day: startOfDay(now) + days * dayMs, rest: text.slice(named[0].length) }
  }
  const dated = /^(\d{1,2})(?:\/|月)(\d{1,2})(?:日)?\s+?|^(\d{1,2})月(\d{1,2})日\s*/.exec(text)
  if (dated === null) return { day: null, rest: text }
  const month = Number(dated[1] ?? dated[3])
  const date = Number(dated[2] ?? dated[4])
  return { day: nextDate(month, date, now) ?? 'unreadable', rest: text.slice(dated[0].length) }
}

/** Start of the next such day in Japan: of this year, or of the next when it has passed. */
function nextDate(month: number, date: number, now: number): number | null {
  const year = new Date(startOfDay(now) + dayMs / 2).getUTCFullYear()
  for (const candidate of [year, year + 1]) {
    const at = Date.UTC(candidate, month - 1, date)
    // 2/30 would roll over into March
    if (new Date(at).getUTCMonth() !== month - 1 || new Date(at).getUTCDate() !== date) continue
    const day = startOfDay(at)
    if (day >= startOfDay(now)) return day
  }
  return null
}

function minuteOf(text: string): number | null {
  const found =
    /^(\d{1,2})(?::|時)(?:(\d{1,2})分?|(半))?$/.exec(text) ??
    /^(\d{1,2})(\d{2})$/.exec(text) ??
    /^(\d{1,2})$/.exec(text)
  if (found === null) return null
  const hours = Number(found[1])
  const minutes = found[3] === '半' ? 30 : Number(found[2] ?? 0)
  return hours > 23 || minutes > 59 ? null : hours * 60 + minutes
}

/** A choice that needs no typing. */
export interface CallbackChoice {
  readonly name: 'today15' | 'today18' | 'tomorrowSameTime'
  readonly at: number
}

/** 今日15時, 18時, 明日同時刻: those that are still to come. */
export function callbackChoices(now: number): readonly CallbackChoice[] {
  const today = startOfDay(now)
  const sameTime = Math.ceil((now + dayMs) / (5 * minuteMs)) * 5 * minuteMs
  const choices: readonly CallbackChoice[] = [
    { name: 'today15', at: today + 15 * 60 * minuteMs },
    { name: 'today18', at: today + 18 * 60 * minuteMs },
    { name: 'tomorrowSameTime', at: sameTime },
  ]
  return choices.filter(({ at }) => at > now)
}

/**
 * Whether the campaign calls at that time. Holidays are the server's to know: here only the day of the week counts, so
 * that the server may still refuse.
 */
export function isWithinHours(at: number, hours: CampaignSettings['hours']): boolean {
  const day = startOfDay(at)
  const weekday = new Date(day + dayMs / 2).getUTCDay()
  const window = weekday === 0 ? hours.sundayAndHoliday : weekday === 6 ? hours.saturday : hours.weekday
  if (window === null) return false
  const minute = (at - day) / minuteMs
  return minute >= window.fromMinute && minute < window.untilMinute
}
