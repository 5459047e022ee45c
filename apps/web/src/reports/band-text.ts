import type { ReportLayout } from '@sekisho/contract'

type Band = ReportLayout['bands'][number]

const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`

/** 9:00-12:00, 12:00-15:00 */
export function bandsText(bands: readonly Band[]): string {
  return bands.map(({ fromMinute, untilMinute }) => `${clock(fromMinute)}-${clock(untilMinute)}`).join(', ')
}

/** Reads what somebody typed, full-width digits and dashes included; headings of hours that stay are kept. */
export function bandsFromText(text: string, known: readonly Band[]): Band[] | null {
  const parts = text
    .normalize('NFKC')
    .split(/[,、\s]+/)
    .filter((part) => part !== '')
  const bands = parts.map((part) => {
    const found = /^(\d{1,2})(?::(\d{2}))?[-‐−–—~〜ー](\d{1,2})(?::(\d{2}))?$/.exec(part)
    if (found === null) return null
    const fromMinute = Number(found[1]) * 60 + Number(found[2] ?? 0)
    const untilMinute = Number(found[3]) * 60 + Number(found[4] ?? 0)
    if (untilMinute > 1440 || fromMinute >= untilMinute || fromMinute % 30 !== 0 || untilMinute % 30 !== 0) return null
    const heading = known.find((band) => band.fromMinute === fromMinute && band.untilMinute === untilMinute)?.heading
    return { fromMinute, untilMinute, heading: heading ?? '' }
  })
  return bands.length === 0 || bands.includes(null) ? null : bands.filter((band) => band !== null)
}
