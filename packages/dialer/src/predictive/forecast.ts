import { AGE_CLASSES, edgeMs, placeOf } from './duration-model.ts'
import type { LearnedFloor } from './learned-floor.ts'

/** Moments at which a line launched now may be answered: each as likely as the others. */
export const MOMENTS = 5
const shares = [0.1, 0.3, 0.5, 0.7, 0.9]
/** Wrap-ups that are told apart when it is asked when somebody who talks is free again. */
const wrapUpShares = [0.1, 0.3, 0.5, 0.7, 0.9]
/** What changes slowly is computed anew so often, what changes with every call a little more often. */
const slowMs = 60_000
const fastMs = 2_000

/** The middle of each class of ages; a line of the first has just been launched. */
const middlesMs = Float64Array.from({ length: AGE_CLASSES }, (_, at) => (edgeMs(at) + edgeMs(at + 1)) / 2)
const lineAgesMs = middlesMs.with(0, 0)
const linePlaces = lineAgesMs.map(placeOf)

/** Chances for the next seconds, as tables by age: a decision looks each line and each operator up once. */
export interface Forecast {
  /** In how many ms a line launched now is answered, if it is: five equally likely moments. */
  readonly answersInMs: Float64Array
  /** The chance that a line of this age (a class of `classOf`) is answered by a person within `answersInMs[moment]`. */
  answered(age: number, moment: number): number
  /** The chance that a line of this age is ever answered by a person, at the highest believable rate. */
  everAnswered(age: number): number
  /** The chance that an operator is free within `answersInMs[moment]` and the patience of who answered. */
  freeAfterTalking(age: number, moment: number): number
  freeAfterWrapUp(age: number, moment: number): number
  refresh(nowMs: number): void
}

export function createForecast(floor: LearnedFloor, patienceMs: number): Forecast {
  const table = (): Float64Array => new Float64Array(AGE_CLASSES * MOMENTS)
  const answersInMs = new Float64Array(MOMENTS)
  const answeredBy = table()
  /** Where a line of each age will be at each moment. */
  const answeredAt = table()
  const ever = new Float64Array(AGE_CLASSES)
  const talkingFree = table()
  const wrappingFree = table()
  let slowAtMs = Number.NaN
  let fastAtMs = Number.NaN

  function fill(of: Float64Array, chance: (ageMs: number, spanMs: number) => number, addMs: number): void {
    for (let at = 0; at < AGE_CLASSES; at += 1) {
      const ageMs = middlesMs[at] ?? 0
      for (let moment = 0; moment < MOMENTS; moment += 1)
        of[at * MOMENTS + moment] = chance(ageMs, (answersInMs[moment] ?? 0) + addMs)
    }
  }

  function refreshSlow(): void {
    for (const [moment, share] of shares.entries()) answersInMs[moment] = floor.ringToAnswer.quantileMs(share)
    for (let at = 0; at < AGE_CLASSES; at += 1)
      for (let moment = 0; moment < MOMENTS; moment += 1)
        answeredAt[at * MOMENTS + moment] = placeOf((lineAgesMs[at] ?? 0) + (answersInMs[moment] ?? 0))
    const wrapUpsMs = wrapUpShares.map((share) => floor.wrapUp.quantileMs(share))
    fill(wrappingFree, floor.wrapUp.endsWithin, patienceMs)
    fill(
      talkingFree,
      (ageMs, spanMs) => {
        let sum = 0
        for (const wrapUpMs of wrapUpsMs) sum += floor.talk.endsWithin(ageMs, spanMs - wrapUpMs)
        return sum / wrapUpsMs.length
      },
      patienceMs,
    )
  }

  /** Bayes: the longer it rings, the less likely somebody answers it at all. */
  function refreshFast(): void {
    const { answers, ringToAnswer, ringToFailure } = floor
    const rate = answers.rate()
    const high = answers.highRate()
    for (let at = 0; at < AGE_CLASSES; at += 1) {
      const place = linePlaces[at] ?? 0
      const toBeAnswered = ringToAnswer.survivalAt(place)
      const toFail = ringToFailure.survivalAt(place)
      const still = rate * toBeAnswered + (1 - rate) * toFail
      ever[at] = still === 0 ? 0 : (high * toBeAnswered) / (high * toBeAnswered + (1 - high) * toFail)
      for (let moment = 0; moment < MOMENTS; moment += 1) {
        const within = toBeAnswered - ringToAnswer.survivalAt(answeredAt[at * MOMENTS + moment] ?? 0)
        answeredBy[at * MOMENTS + moment] = still === 0 ? 0 : (rate * within) / still
      }
    }
  }

  return {
    answersInMs,
    answered: (age, moment) => answeredBy[age * MOMENTS + moment] ?? 0,
    everAnswered: (age) => ever[age] ?? 0,
    freeAfterTalking: (age, moment) => talkingFree[age * MOMENTS + moment] ?? 0,
    freeAfterWrapUp: (age, moment) => wrappingFree[age * MOMENTS + moment] ?? 0,
    refresh(nowMs) {
      // also when the clock went back
      if (!(Math.abs(nowMs - slowAtMs) < slowMs)) {
        refreshSlow()
        slowAtMs = nowMs
        fastAtMs = Number.NaN
      }
      if (Math.abs(nowMs - fastAtMs) < fastMs) return
      refreshFast()
      fastAtMs = nowMs
    },
  }
}
