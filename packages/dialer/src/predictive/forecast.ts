import { AGE_CLASSES, edgeMs, placeOf } from './duration-model.ts'
import type { LearnedFloor } from './learned-floor.ts'
import { PACES } from './paces.ts'

/** Moments at which a line launched now may be answered: each as likely as the others. */
export const MOMENTS = 5
const shares = [0.1, 0.3, 0.5, 0.7, 0.9]
/** Wrap-ups that are told apart when it is asked when somebody who talks is free again. */
const wrapUpShares = [0.1, 0.3, 0.5, 0.7, 0.9]
/** What changes slowly is computed anew so often, what changes with every call a little more often. */
const slowMs = 60_000
const fastMs = 2_000
/** Such calls may be answered more often than ever before; that everybody answers is not believed. */
const mostRate = 0.98

/** The middle of each class of ages; a line of the first has just been launched. */
const middlesMs = Float64Array.from({ length: AGE_CLASSES }, (_, at) => (edgeMs(at) + edgeMs(at + 1)) / 2)
const lineAgesMs = middlesMs.with(0, 0)
const linePlaces = lineAgesMs.map(placeOf)

/** Chances for the next seconds, as tables by age: a decision looks each line and each operator up once. */
export interface Forecast {
  /** In how many ms a line launched now is answered, if it is: five equally likely moments. */
  readonly answersInMs: Float64Array
  /**
   * The chance that a line is answered that has just been launched.
   *
   * @param expected  what was expected of such lines; undefined where nothing is known
   */
  rateOf(expected: number | undefined): number
  /** The chance that a line of this age (a class of `classOf`) is answered by a person within `answersInMs[moment]`. */
  answered(age: number, moment: number, rate: number): number
  /** The chance that a line of this age is ever answered by a person, at the highest believable rate. */
  everAnswered(age: number, rate: number): number
  /**
   * The chances that an operator is free within each of `answersInMs` and the patience of who answered: a table, whose row of
   * this age is known then (`age * MOMENTS + moment`). A decision reads hundreds of them.
   *
   * @param pace  of the operator, by its place in `PACES`
   */
  freeAfterTalking(age: number, pace: number): Float64Array
  freeAfterWrapUp(age: number, pace: number): Float64Array
  talkPaceOf(operator: string | undefined): number
  wrapUpPaceOf(operator: string | undefined): number
  refresh(nowMs: number): void
}

/** Rows are computed up to the oldest age that was ever asked for: lines ring for half a minute, a quarter of the classes. */
export function createForecast(floor: LearnedFloor, patienceMs: number): Forecast {
  const table = (): Float64Array => new Float64Array(AGE_CLASSES * MOMENTS)
  const answersInMs = new Float64Array(MOMENTS)
  const wrapUpsMs = new Float64Array(wrapUpShares.length)
  /** Of lines that will be answered, those that are answered at an age by each moment, and that ring on; of the others, these. */
  const answeredBy = table()
  const toBeAnswered = new Float64Array(AGE_CLASSES)
  const toFail = new Float64Array(AGE_CLASSES)
  /** Where a line of each age will be at each moment. */
  const answeredAt = table()
  const talkingFree = PACES.map(table)
  const wrappingFree = PACES.map(table)
  /** For a pace that there is not. */
  const ofNoPace = table()
  let rate = 0
  /** The highest believable rate for each that is believed. */
  let highShare = 1
  let slowAtMs = Number.NaN
  let fastAtMs = Number.NaN
  const places = createRows(fillPlaces)
  const lines = createRows(fillLines)
  const talks = talkingFree.map((free, at) => createRows((from, until) => fillTalks(free, PACES[at] ?? 1, from, until)))
  const wrapUps = wrappingFree.map((free, at) =>
    createRows((from, until) => fillWrapUps(free, PACES[at] ?? 1, from, until)),
  )

  function fillLines(from: number, until: number): void {
    const { ringToAnswer, ringToFailure } = floor
    for (let age = from; age < until; age += 1) {
      const place = linePlaces[age] ?? 0
      const still = ringToAnswer.survivalAt(place)
      toBeAnswered[age] = still
      toFail[age] = ringToFailure.survivalAt(place)
      for (let moment = 0; moment < MOMENTS; moment += 1)
        answeredBy[age * MOMENTS + moment] = still - ringToAnswer.survivalAt(answeredAt[age * MOMENTS + moment] ?? 0)
    }
  }

  /** Bayes: the longer it rings, the less likely somebody answers it at all. */
  function shareStill(age: number, rate: number, of: number): number {
    const still = rate * (toBeAnswered[age] ?? 0) + (1 - rate) * (toFail[age] ?? 0)
    return still === 0 ? 0 : (rate * of) / still
  }

  function fillPlaces(from: number, until: number): void {
    for (let age = from; age < until; age += 1)
      for (let moment = 0; moment < MOMENTS; moment += 1)
        answeredAt[age * MOMENTS + moment] = placeOf((lineAgesMs[age] ?? 0) + (answersInMs[moment] ?? 0))
  }

  /** Whoever takes twice as long is after a minute where others are after half a minute. */
  function fillTalks(free: Float64Array, pace: number, from: number, until: number): void {
    for (let age = from; age < until; age += 1)
      for (let moment = 0; moment < MOMENTS; moment += 1) {
        const spanMs = (answersInMs[moment] ?? 0) + patienceMs
        let sum = 0
        for (const wrapUpMs of wrapUpsMs)
          sum += floor.talk.endsWithin((middlesMs[age] ?? 0) / pace, (spanMs - wrapUpMs) / pace)
        free[age * MOMENTS + moment] = sum / wrapUpsMs.length
      }
  }

  function fillWrapUps(free: Float64Array, pace: number, from: number, until: number): void {
    for (let age = from; age < until; age += 1)
      for (let moment = 0; moment < MOMENTS; moment += 1)
        free[age * MOMENTS + moment] = floor.wrapUp.endsWithin(
          (middlesMs[age] ?? 0) / pace,
          ((answersInMs[moment] ?? 0) + patienceMs) / pace,
        )
  }

  function needLine(age: number): void {
    places.need(age)
    lines.need(age)
  }

  function refreshSlow(): void {
    for (const [moment, share] of shares.entries()) answersInMs[moment] = floor.ringToAnswer.quantileMs(share)
    for (const [at, share] of wrapUpShares.entries()) wrapUpsMs[at] = floor.wrapUp.quantileMs(share)
    for (const rows of [places, ...talks, ...wrapUps]) rows.refresh()
  }

  return {
    answersInMs,
    rateOf: (expected) => Math.min(mostRate, rate * floor.answers.timesUsual(expected)),
    answered(age, moment, rateOfLine) {
      needLine(age)
      return shareStill(age, rateOfLine, answeredBy[age * MOMENTS + moment] ?? 0)
    },
    everAnswered(age, rateOfLine) {
      needLine(age)
      return shareStill(age, Math.min(1, highShare * rateOfLine), toBeAnswered[age] ?? 0)
    },
    freeAfterTalking(age, pace) {
      talks[pace]?.need(age)
      return talkingFree[pace] ?? ofNoPace
    },
    freeAfterWrapUp(age, pace) {
      wrapUps[pace]?.need(age)
      return wrappingFree[pace] ?? ofNoPace
    },
    talkPaceOf: (operator) => floor.talkPaces.placeOf(operator),
    wrapUpPaceOf: (operator) => floor.wrapUpPaces.placeOf(operator),
    refresh(nowMs) {
      // also when the clock went back
      const isSlow = !(Math.abs(nowMs - slowAtMs) < slowMs)
      if (isSlow) {
        refreshSlow()
        slowAtMs = nowMs
      }
      if (!isSlow && Math.abs(nowMs - fastAtMs) < fastMs) return
      rate = floor.answers.rate()
      highShare = floor.answers.highRate() / rate
      lines.refresh()
      fastAtMs = nowMs
    },
  }
}

/** Rows of a table that are computed up to the highest one that was ever needed. */
interface Rows {
  need(row: number): void
  refresh(): void
}

function createRows(fill: (from: number, until: number) => void): Rows {
  let known = 0
  return {
    need(row) {
      if (row < known) return
      fill(known, row + 1)
      known = row + 1
    },
    refresh: () => fill(0, known),
  }
}
