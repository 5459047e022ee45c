import type { ReportLayout } from '@sekisho/contract'

type Band = ReportLayout['bands'][number]

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
const time = String.raw`(\d{1,2})(?::(\d{2}))?`
const dash = '[-‐−–—~〜ー]'
const written = new RegExp(`^${time}\\s*${dash}\\s*${time}(?:\\s*(\\D.*))?$`)
/** Bands are parted by commas, or by a space before the next hour. */
const between = new RegExp(String.raw`[,、\n]+|\s+(?=\d{1,2}(?::\d{2})?\s*${dash})`)

/** 9:00-12:00 午前, 12:00-15:00 */
export function bandsText(bands: readonly Band[]): string {
  return bands
    .map(({ fromMinute, untilMinute, heading }) => `${clock(fromMinute)}-${clock(untilMinute)} ${heading}`.trim())
    .join(', ')
}

/** Reads what somebody typed, full-width digits and dashes included; null when that are no hours of a day. */
export function bandsFromText(text: string): Band[] | null {
  const parts = text
    .normalize('NFKC')
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const bands = parts.map(bandOf)
  return bands.length === 0 || bands.includes(null) ? null : bands.filter((band) => band !== null)
}

function bandOf(part: string): Band | null {
  const found = written.exec(part)
  if (found === null) return null
  const fromMinute = Number(found[1]) * 60 + Number(found[2] ?? 0)
  const untilMinute = Number(found[3]) * 60 + Number(found[4] ?? 0)
  if (untilMinute > 1440 || fromMinute >= untilMinute || fromMinute % 30 !== 0 || untilMinute % 30 !== 0) return null
  return { fromMinute, untilMinute, heading: (found[5] ?? '').trim().slice(0, 40) }
}
