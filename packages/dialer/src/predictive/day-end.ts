import { LEAST_ANSWERS } from './budget.ts'
import type { FloorView } from './floor-view.ts'

/** What is left of a campaign's day. */
export interface DayEnd {
  /**
   * How many more people may be expected to answer until calling ends; infinity when nobody knows when that is, and
   * until 34 have answered since the first look. To be asked once a decision.
   */
  answersToCome(view: Pick<FloorView, 'nowMs' | 'endsAtMs' | 'today'>): number
}

/** The pace of late: so long it is remembered. */
const memoryMs = 15 * 60_000
/** Shorter spans are added up first. */
const spanMs = 10_000

/**
 * Answers to come at the pace of the last quarter of an hour, or at the day's where that is higher: after an hour without
 * answers the day is not over.
 */
export function createDayEnd(): DayEnd {
  let first = { atMs: Number.NaN, answered: 0 }
  let seen = first
  /** Both fade, so that their ratio is the pace of late. */
  let answers = 0
  let ms = 0

  /** Answers for each ms; NaN while too few are known: a dialler that has just begun again is not at the day's end. */
  function pace({ atMs, answered }: typeof first): number {
    if (answered - first.answered < LEAST_ANSWERS) return Number.NaN
    const ofDay = (answered - first.answered) / (atMs - first.atMs)
    return Math.max(ofDay, answers / ms)
  }

  return {
    answersToCome({ nowMs, endsAtMs, today: { answered } }) {
      const span = nowMs - seen.atMs
      // at the first look, on another day, and when a clock went back
      if (!(span >= 0) || answered < seen.answered) {
        first = { atMs: nowMs, answered }
        seen = first
        answers = 0
        ms = 0
      } else if (span >= spanMs) {
        const fading = Math.exp(-span / memoryMs)
        answers = answers * fading + (answered - seen.answered)
        ms = ms * fading + span
        seen = { atMs: nowMs, answered }
      }
      const toCome = endsAtMs === null ? Number.NaN : pace(seen) * Math.max(0, endsAtMs - nowMs)
      return Number.isNaN(toCome) ? Number.POSITIVE_INFINITY : toCome
    },
  }
}
