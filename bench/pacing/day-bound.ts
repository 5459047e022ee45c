import { grantedPerSecond, type MemorylessFloor, type Optimum } from './optimal.ts'

/** Below so many answers in a day nobody may be abandoned: one line for each free operator. */
const leastAnswers = 34

/**
 * What no policy can pass on the average day of a memoryless floor if each day begins with nobody on the line, has one line
 * for each free operator until 34 people have answered, and keeps the cap.
 *
 * Weak duality. A day that keeps the cap abandons at most what the cap grants for the calls its operators take. So its busy
 * time is at most its busy time less the price of its abandonments plus that of what is granted, whatever the price. Before
 * the 34th answer nobody is abandoned and nothing is to be chosen: that part is computed. After it no policy earns more than
 * the dynamic program says from the state that it begins in. Knowing the day's end, and spending ahead of the answers to
 * come, are allowed to this policy; the product knows neither.
 *
 * @param optimum     of the same floor; any price gives a bound, its own a near one
 * @param daySeconds  long enough for 34 answers
 * @returns           the share of the day that operators are busy
 */
export function boundOfDay(floor: MemorylessFloor, { price, worth }: Optimum, daySeconds: number): number {
  const { operators, cap } = floor
  const first = oneToOneUntil(leastAnswers, floor)
  let value = (1 + price * grantedPerSecond(floor)) * first.busySeconds + worth.gain * (daySeconds - first.seconds)
  for (const [busy, chance] of first.chanceOfBusy.entries()) value += chance * worth.head(busy, operators - busy)
  // calls in hand at the end of the day, and what is still answered then, grant their share, too: one each for an operator
  value += price * (cap / (1 - cap)) * 2 * operators
  return value / (operators * daySeconds)
}

interface FirstAnswers {
  readonly seconds: number
  readonly busySeconds: number
  /** How likely so many operators are busy right after the last of these answers. */
  readonly chanceOfBusy: readonly number[]
}

/** From an empty floor until so many answers, with always one line for each free operator: exact means. */
export function oneToOneUntil(
  answers: number,
  {
    operators,
    answerRate,
    meanRing,
    meanHandle,
  }: Pick<MemorylessFloor, 'operators' | 'answerRate' | 'meanRing' | 'meanHandle'>,
): FirstAnswers {
  let chances: number[] = Array.from({ length: operators + 1 }, (_, busy) => (busy === 0 ? 1 : 0))
  let seconds = 0
  let busySeconds = 0
  for (let answer = 0; answer < answers; answer += 1) {
    const after = chances.map(() => 0)
    // until the next answer operators only become free: from most busy to none
    for (let busy = operators; busy >= 0; busy -= 1) {
      const chance = chances[busy] ?? 0
      const answering = ((operators - busy) * answerRate) / meanRing
      const ending = busy / meanHandle
      const stays = chance / (answering + ending)
      seconds += stays
      busySeconds += stays * busy
      if (busy < operators) after[busy + 1] = (after[busy + 1] ?? 0) + stays * answering
      if (busy > 0) chances[busy - 1] = (chances[busy - 1] ?? 0) + stays * ending
    }
    chances = after
  }
  return { seconds, busySeconds, chanceOfBusy: chances }
}
