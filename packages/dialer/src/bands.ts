import type { CallingRules, DayKind } from './calling-hours.ts'
import { dayKindOf, windowOf } from './calling-hours.ts'
import { dayOf, MINUTE_MS, minuteOfDayAt, startOfDay } from './japan-time.ts'

/** Parts of the day in which different people are at home; tries rotate through them. */
export const BANDS = [
  { code: 'morning', fromMinute: 9 * 60, untilMinute: 12 * 60 },
  { code: 'midday', fromMinute: 12 * 60, untilMinute: 15 * 60 },
  { code: 'afternoon', fromMinute: 15 * 60, untilMinute: 18 * 60 },
  { code: 'evening', fromMinute: 18 * 60, untilMinute: 20 * 60 },
] as const

export type BandCode = (typeof BANDS)[number]['code']

/** The band of an instant; null before nine and from twenty o'clock on. */
export function bandAt(atMs: number): BandCode | null {
  const minute = minuteOfDayAt(atMs)
  return BANDS.find((band) => minute >= band.fromMinute && minute < band.untilMinute)?.code ?? null
}

/**
 * The bands in the order in which they should be tried next: least tried first, among equals the one that follows
 * the last tried band. The band of the last try comes last, whatever its count.
 */
export function bandsToTry(triedAtMs: readonly number[]): readonly BandCode[] {
  const tried = triedAtMs.map(bandAt)
  const last = tried.at(-1) ?? null
  const lastIndex = BANDS.findIndex((band) => band.code === last)
  const order = BANDS.map((_, step) => BANDS[(lastIndex + 1 + step) % BANDS.length]?.code ?? 'morning')
  const timesTried = (code: BandCode): number =>
    code === last ? Number.POSITIVE_INFINITY : tried.filter((band) => band === code).length
  return order.toSorted((left, right) => timesTried(left) - timesTried(right))
}

/** Long enough to meet each kind of weekday and the year end. */
const SEARCHED_DAYS = 15

/**
 * The first instant from `fromMs` on that may be called and lies in a band and kind of day that `accepts` takes, or
 * null if there is none within two weeks.
 */
export function nextInBand(
  rules: CallingRules,
  fromMs: number,
  accepts: (band: BandCode, day: DayKind) => boolean,
): number | null {
  const today = dayOf(fromMs)
  for (let day = today; day < today + SEARCHED_DAYS; day++) {
    const window = windowOf(rules, day)
    if (window === null) continue
    const kind = dayKindOf(rules, day)
    for (const band of BANDS) {
      if (!accepts(band.code, kind)) continue
      const startMs = startOfDay(day) + Math.max(band.fromMinute, window.fromMinute) * MINUTE_MS
      const endMs = startOfDay(day) + Math.min(band.untilMinute, window.untilMinute) * MINUTE_MS
      const atMs = Math.max(fromMs, startMs)
      if (atMs < endMs) return atMs
    }
  }
  return null
}
