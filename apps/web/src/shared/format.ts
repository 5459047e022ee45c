import type { Language } from '../words/phrase.ts'

/** Centres, calling hours and entries are read in Japanese time, wherever the browser stands. */
export const timeZone = 'Asia/Tokyo'
const japanOffsetMs = 9 * 3_600_000
export const dayMs = 86_400_000

const locale = (language: Language) => (language === 'ja' ? 'ja-JP' : 'en-GB')

function formatter(options: Intl.DateTimeFormatOptions) {
  const kept = new Map<Language, Intl.DateTimeFormat>()
  return (language: Language, at: number): string => {
    let format = kept.get(language)
    if (format === undefined) {
      format = new Intl.DateTimeFormat(locale(language), { timeZone, hourCycle: 'h23', ...options })
      kept.set(language, format)
    }
    return format.format(at)
  }
}

/** 2026/11/21 14:03:09 */
export const formatTime = formatter({
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
/** 11/21(土) 14:03 */
export const formatMoment = formatter({
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
/** 14:03 */
export const formatClock = formatter({ hour: '2-digit', minute: '2-digit' })
/** 2026/11/21 */
export const formatDay = formatter({ year: 'numeric', month: '2-digit', day: '2-digit' })

/** 11/21(土) */
export const formatWeekday = formatter({ month: 'numeric', day: 'numeric', weekday: 'short' })

/** 2026年11月21日, as it is read out */
export const formatLongDay = formatter({ year: 'numeric', month: 'long', day: 'numeric' })

/** Start of the Japanese day that holds `at`, in milliseconds since 1970 UTC. Japan keeps no summer time. */
export function startOfDay(at: number): number {
  return Math.floor((at + japanOffsetMs) / dayMs) * dayMs - japanOffsetMs
}

/** Value of an `<input type="date">` in Japanese time, e.g. 2026-11-21. */
export function toDateInput(at: number): string {
  return new Date(at + japanOffsetMs).toISOString().slice(0, 10)
}

/** Start of the day an `<input type="date">` holds; null for anything that is not a day. */
export function fromDateInput(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00+09:00`)
  return Number.isNaN(at) ? null : at
}

/** 42秒, 2分13秒, 1時間04分: whole seconds, never negative. */
export function formatDuration(language: Language, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const two = (value: number) => String(value).padStart(2, '0')
  if (hours > 0) return language === 'ja' ? `${hours}時間${two(minutes % 60)}分` : `${hours} h ${two(minutes % 60)} min`
  if (minutes > 0)
    return language === 'ja' ? `${minutes}分${two(seconds % 60)}秒` : `${minutes} min ${two(seconds % 60)} s`
  return language === 'ja' ? `${seconds}秒` : `${seconds} s`
}

/** 01:42 for a running call, 1:04:10 past the hour. */
export function formatTimer(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** 48,211 */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US')
}

/** 1,204件 */
export function formatCount(language: Language, value: number): string {
  return language === 'ja' ? `${formatNumber(value)}件` : formatNumber(value)
}

/** 31.4%, or – when there is nothing to divide by: a rate of nothing is not 0 %. */
export function formatRate(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)}%`
}

/** 3.2 MB, in steps of 1,000 as operating systems show them to people who buy disks. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? 'B'}`
}
