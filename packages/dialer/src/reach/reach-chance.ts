import type { ReachHistory } from '@sekisho/contract'
import { dayOf, type DayNumber, minuteOfDayAt } from '../japan-time.ts'
import { REACH_CLASSES, type ReachClass } from './reach-class.ts'

/** A stretch of the day is two hours of it: 0 is midnight to two o'clock in Japan. */
export const STRETCH_MINUTES = 120
export const STRETCHES = (24 * 60) / STRETCH_MINUTES

export function stretchAt(atMs: number): number {
  return Math.floor(minuteOfDayAt(atMs) / STRETCH_MINUTES)
}

/** Calls of one class, dialled in one stretch of one day. */
export interface ReachCount {
  readonly day: DayNumber
  readonly stretch: number
  readonly reachClass: ReachClass
  readonly dials: number
  /** Of these, those that reached the person. */
  readonly reached: number
  /** Calls that anybody might have answered, those that were abandoned with them, and of these those that were answered. */
  readonly rung: number
  readonly answered: number
}

/** After so many days a call counts for half: people change, and so do the hours at which they are at home. */
const halfLifeDays = 14
/** Calls older than this count for nothing. */
export const REACH_DAYS = 28
/** What was known before weighs as much as so many calls. */
const priorDials = 30

/** Before anything was counted: only what everybody who dials knows. Counted calls soon outweigh it. */
const usual: Readonly<Record<ReachHistory, number>> = {
  fresh: 0.2,
  unanswered: 0.15,
  unanswered_again: 0.1,
  busy: 0.25,
  answered: 0.25,
}

/** That anybody answers, the same: families and machines do, too. */
const usuallyAnswered: Readonly<Record<ReachHistory, number>> = {
  fresh: 0.25,
  unanswered: 0.2,
  unanswered_again: 0.15,
  busy: 0.3,
  answered: 0.3,
}

/** What is known when somebody is to be called. */
export interface ReachKnowledge {
  /** Of the campaign. */
  readonly own: readonly ReachCount[]
  /** Of the other campaigns of its tenant, which has one client. */
  readonly others: readonly ReachCount[]
  /** Saturdays, Sundays and holidays. */
  readonly isDayOff: (day: DayNumber) => boolean
}

/**
 * The chance to reach somebody of each class at this moment, by its number: the mean of a Beta distribution. What is usual
 * comes first; the class in the whole tenant moves it, then the class in this stretch of such days in the tenant, then the same
 * in the campaign. Each stands in for so many calls of the next, so that a few calls change little and many change everything.
 *
 * @returns  above 0 and below 1, for every class
 */
export function reachChances(knowledge: ReachKnowledge, atMs: number): ReadonlyMap<ReachClass, number> {
  return chancesOf(knowledge, atMs, usual, ({ dials, reached }) => ({ calls: dials, hits: reached }))
}

/**
 * The chance that anybody answers a call of each class at this moment, by the same steps.
 *
 * @returns  above 0 and below 1, for every class
 */
export function answerChances(knowledge: ReachKnowledge, atMs: number): ReadonlyMap<ReachClass, number> {
  return chancesOf(knowledge, atMs, usuallyAnswered, ({ rung, answered }) => ({ calls: rung, hits: answered }))
}

function chancesOf(
  { own, others, isDayOff }: ReachKnowledge,
  atMs: number,
  before: Readonly<Record<ReachHistory, number>>,
  hitsOf: (count: ReachCount) => Hits,
): ReadonlyMap<ReachClass, number> {
  const today = dayOf(atMs)
  const isLike = ({ day, stretch }: ReachCount) => stretch === stretchAt(atMs) && isDayOff(day) === isDayOff(today)
  const sumOf = (counts: readonly ReachCount[]) => sumByClass(counts, today, hitsOf)
  const inTenant = sumOf([...own, ...others])
  const inTenantNow = sumOf([...own, ...others].filter(isLike))
  const now = sumOf(own.filter(isLike))
  return new Map(
    REACH_CLASSES.map(({ history }, index) => {
      const reachClass = index + 1
      const levels = [inTenant, inTenantNow, now].map((sums) => sums.get(reachClass) ?? nothing)
      return [reachClass, levels.reduce(posteriorMean, before[history])]
    }),
  )
}

/** Classes with the best chance first; of equal ones the smaller number. */
export function classesByChance(chances: ReadonlyMap<ReachClass, number>): ReachClass[] {
  return [...chances].sort(([one, a], [other, b]) => b - a || one - other).map(([reachClass]) => reachClass)
}

interface Hits {
  readonly calls: number
  readonly hits: number
}

const nothing: Hits = { calls: 0, hits: 0 }

function posteriorMean(before: number, { calls, hits }: Hits): number {
  return (hits + priorDials * before) / (calls + priorDials)
}

function sumByClass(
  counts: readonly ReachCount[],
  today: DayNumber,
  hitsOf: (count: ReachCount) => Hits,
): ReadonlyMap<ReachClass, Hits> {
  const sums = new Map<ReachClass, Hits>()
  for (const count of counts) {
    // a clock that was set back makes no call count more than one of today
    const age = Math.max(0, today - count.day)
    if (age >= REACH_DAYS) continue
    const weight = 0.5 ** (age / halfLifeDays)
    const sum = sums.get(count.reachClass) ?? nothing
    const { calls, hits } = hitsOf(count)
    sums.set(count.reachClass, { calls: sum.calls + weight * calls, hits: sum.hits + weight * hits })
  }
  return sums
}
