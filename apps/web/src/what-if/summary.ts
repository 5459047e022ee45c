import type { PlayedDay } from './play-floor.ts'

/** A figure over several played days: the middle one, and between what eight of ten lie. */
export interface Spread {
  readonly low: number
  readonly middle: number
  readonly high: number
}

/** @param values  at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other)
  return { low: at(sorted, 0.1), middle: at(sorted, 0.5), high: at(sorted, 0.9) }
}

/** Between two values as far as the share lies between them. */
function at(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

/** How the talks of the day add up, point by point. */
export function courseOf(days: readonly PlayedDay[]): Spread[] {
  const points = Math.min(...days.map(({ talksSoFar }) => talksSoFar.length))
  return Array.from({ length: points }, (_, point) => spreadOf(days.map(({ talksSoFar }) => talksSoFar[point] ?? 0)))
}

/** Hours of calling until so many calls are made; null where none is. */
export function hoursUntil(dials: number, days: readonly PlayedDay[]): Spread | null {
  const paces = spreadOf(days.map(({ dialsPerHour }) => dialsPerHour))
  if (paces.low <= 0) return null
  return { low: dials / paces.high, middle: dials / paces.middle, high: dials / paces.low }
}
