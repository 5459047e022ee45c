import { type AgeCounts, createAgeCounts, createLineCounts } from './age-counts.ts'
import { createCountDistribution } from './count-distribution.ts'
import { classOf } from './duration-model.ts'
import type { FloorView, RingingLine, Seat } from './floor-view.ts'
import { type Forecast, MOMENTS } from './forecast.ts'
import { PACES } from './paces.ts'
import { createWorstCase } from './worst-case.ts'

/** The next seconds, as one decision sees them; every line launched is added. */
export interface Outlook {
  look(view: FloorView, callInsExpected: number): void
  /** The chance that whoever answers one more line is abandoned. */
  risk(): number
  launch(): void
  /** Takes one waiting operator away for a call of its own. */
  reserve(): void
  /** Operators waiting who stay until the latest moment, less the people who wait for them; below 0 when more people wait. */
  free(): number
  /** Lines that ring, of this campaign and of its rivals, with those launched now. */
  lines(): number
  /** Of operators who wait, those left to other campaigns. */
  freeForOthers(): number
  present(): number
  /** Everybody here is left to other campaigns. */
  isLeftToOthers(): boolean
  /** How many may answer in the worst case, of all that rings. */
  worstAnswers(): number
  worstAnswersWithOneMore(): number
  /** Of this campaign's lines alone, before any was launched now. */
  worstOfRinging(): number
  waitingOperators(): number
  /** The chance that a line launched now is answered by a person. */
  nextRate(): number
  /** Operators expected to become free, and answers expected of what rings, until a line launched now is answered. */
  soonFree(): number
  soonAnswered(): number
  withinSeconds(): number
}

/** Chances that change no decision are left out. */
const negligible = 0.002

/** The moment that stands for all in sentences. */
const middle = 2

export function createOutlook(forecast: Forecast): Outlook {
  const taken = Array.from({ length: MOMENTS }, createCountDistribution)
  /** Of the operators in a distribution: how many there would be if all became free. */
  const seats = new Float64Array(MOMENTS)
  let free = 0
  let freeForOthers = 0
  let present = 0
  let left = 0
  let lines = 0
  let waitingOperators = 0
  /** Operators who are free and lines that are answered by the middle moment. An array, as in `createCountDistribution`. */
  const soon = new Float64Array(2)
  const worst = createWorstCase()
  const ages = createLineCounts()
  /** By the pace of who talks. */
  const talking = createAgeCounts(PACES.length)
  const wrappingUp = createAgeCounts(PACES.length)
  let worstOfOwn = 0
  let nextRate = 0

  function addLines(age: number, count: number, rate: number): void {
    for (let moment = 0; moment < MOMENTS; moment += 1) taken[moment]?.add(forecast.answered(age, moment, rate), count)
    worst.add(forecast.everAnswered(age, rate), count)
    lines += count
    soon[1] = (soon[1] ?? 0) + count * forecast.answered(age, middle, rate)
  }

  function addRinging(ringing: readonly RingingLine[], nowMs: number, rateOf: (line: RingingLine) => number): void {
    ages.clear()
    for (const line of ringing) ages.add(nowMs - line.sinceMs, rateOf(line))
    for (let at = 0; at < ages.distinct(); at += 1) addLines(ages.ageAt(at), ages.countAt(at), ages.rateAt(at))
  }

  function addSeat(seat: Seat, nowMs: number): void {
    if (seat.state === 'away') return
    present += 1
    const { leavesAtMs } = seat
    if (seat.isLeftToOthers === true) {
      left += 1
      if (seat.state !== 'waiting') return
      waitingOperators += 1
      if (leavesAtMs === null || leavesAtMs > nowMs + (forecast.answersInMs[MOMENTS - 1] ?? 0)) freeForOthers += 1
      return
    }
    if (seat.state === 'waiting') {
      waitingOperators += 1
      if (leavesAtMs === null || leavesAtMs > nowMs + (forecast.answersInMs[MOMENTS - 1] ?? 0)) free += 1
      for (let moment = 0; moment < MOMENTS; moment += 1) {
        const atMs = nowMs + (forecast.answersInMs[moment] ?? 0)
        if (leavesAtMs === null || leavesAtMs > atMs) seats[moment] = (seats[moment] ?? 0) + 1
      }
    } else if (seat.state === 'talking' || seat.state === 'wrapping_up') {
      const isTalking = seat.state === 'talking'
      const ageMs = nowMs - seat.sinceMs
      const pace = isTalking ? forecast.talkPaceOf(seat.operator) : forecast.wrapUpPaceOf(seat.operator)
      // a call that ends after its operator's shift frees nobody
      if (leavesAtMs !== null && leavesAtMs <= nowMs + (forecast.answersInMs[MOMENTS - 1] ?? 0))
        addBusy(isTalking, pace, classOf(ageMs), 1, leavesAtMs - nowMs)
      else (isTalking ? talking : wrappingUp).add(ageMs, pace)
    }
  }

  function addBusy(isTalking: boolean, pace: number, age: number, count: number, leavesInMs: number): void {
    const chances = isTalking ? forecast.freeAfterTalking(age, pace) : forecast.freeAfterWrapUp(age, pace)
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      if (leavesInMs <= (forecast.answersInMs[moment] ?? 0)) continue
      const chance = chances[age * MOMENTS + moment] ?? 0
      if (chance < negligible) continue
      seats[moment] = (seats[moment] ?? 0) + count
      taken[moment]?.add(1 - chance, count)
      if (moment === middle) soon[0] = (soon[0] ?? 0) + count * chance
    }
  }

  function addAllBusy(isTalking: boolean, busy: AgeCounts): void {
    for (let at = 0; at < busy.distinct(); at += 1)
      addBusy(isTalking, busy.kindAt(at), busy.ageAt(at), busy.countAt(at), Number.POSITIVE_INFINITY)
  }

  return {
    look(view, callInsExpected) {
      const queued = view.answeredWaiting + view.callInsWaiting
      for (const distribution of taken) distribution.clear()
      seats.fill(-queued)
      free = -queued
      freeForOthers = 0
      present = 0
      left = 0
      lines = 0
      waitingOperators = 0
      soon.fill(0)
      worst.clear()
      talking.clear()
      wrappingUp.clear()
      for (const seat of view.seats) addSeat(seat, view.nowMs)
      addAllBusy(true, talking)
      addAllBusy(false, wrappingUp)
      addRinging(view.ringing, view.nowMs, ({ expectedRate }) => forecast.rateOf(expectedRate))
      nextRate = forecast.rateOf(view.expectedRate)
      worstOfOwn = worst.count()
      for (const { lines: others, answerRate } of view.rivals) addRinging(others, view.nowMs, () => answerRate)
      for (const distribution of taken) distribution.add(Math.min(1, callInsExpected))
    },
    risk() {
      let sum = 0
      for (let moment = 0; moment < MOMENTS; moment += 1) sum += taken[moment]?.atLeast(seats[moment] ?? 0) ?? 0
      return sum / MOMENTS
    },
    launch: () => addLines(0, 1, nextRate),
    reserve() {
      free -= 1
      for (let moment = 0; moment < MOMENTS; moment += 1) seats[moment] = (seats[moment] ?? 0) - 1
    },
    free: () => free,
    lines: () => lines,
    freeForOthers: () => freeForOthers,
    present: () => present,
    isLeftToOthers: () => left > 0 && left === present,
    worstAnswers: () => worst.count(),
    worstAnswersWithOneMore: () => worst.countWith(forecast.everAnswered(0, nextRate)),
    worstOfRinging: () => worstOfOwn,
    waitingOperators: () => waitingOperators,
    nextRate: () => nextRate,
    soonFree: () => soon[0] ?? 0,
    soonAnswered: () => soon[1] ?? 0,
    withinSeconds: () => (forecast.answersInMs[middle] ?? 0) / 1_000,
  }
}
