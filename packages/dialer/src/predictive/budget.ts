import type { Accounts, DayCount } from './floor-view.ts'

/** Below so many answers a day one abandoned call would be more than 3 %. */
export const LEAST_ANSWERS = 34

/**
 * Whether nothing is left of an account: each line then has an operator of its own until it is below its cap again. An
 * account that is none (NaN) counts as used up.
 */
export function isAtCap({ answered, abandoned }: DayCount, cap: number): boolean {
  return abandoned !== 0 && !(abandoned < cap * answered - 1e-9)
}

/** Whether nothing may be abandoned: the account is at its cap, or the cap is 0. */
export function isSpent(account: DayCount, cap: number): boolean {
  return !(cap > 0) || isAtCap(account, cap)
}

/** How much of a day's answers may be abandoned, and what a strategy may risk so that the day keeps it. */
export interface Budget {
  /**
   * The highest chance to be abandoned that the next line may have: the price of an abandoned call, turned around.
   *
   * @param answersToCome  until the day ends; without it the day goes on
   */
  allowedRisk(answersToCome?: number): number
  /**
   * Whether an account still keeps its cap if so many of the people being called answer, so many operators are there for
   * them, and nobody else becomes free. Below 0 operators, as many people have answered already and have none.
   */
  isKept(account: DayCount, worstAnswers: number, freeOperators: number): boolean
  /** The same of the day and of its window: nothing is spent that either of them lacks. */
  areKept(accounts: Accounts, worstAnswers: number, freeOperators: number): boolean
  /**
   * Moves the price by what happened since the last time.
   *
   * @param atStake  abandoned calls in the worst case now
   * @param isBound  whether only the budget spoke against one more line
   * @param window   by default the day stands alone
   */
  follow(today: DayCount, atStake: number, isBound: boolean, window?: DayCount): void
}

/** How far one abandoned call moves the logarithm of the price, divided by what is usually at stake and one. */
const step = 0.1
/** What is left of the budget, or missing, is made up for within so many answers, and within a tenth of the day's. */
const makeUpAnswers = 200
const makeUpShare = 0.1
/** How fast what is usually at stake is forgotten, by decision: within minutes. */
const stakeMemory = 0.002
/** Where the budget bounds, more would be at stake. */
const boundFactor = 2
/** The price rises while less than so many usual stakes are left, so that the budget hardly ever has to say no itself. */
const roomWanted = 2.4
const leftOverWanted = 1.2
/** Of what is usually at stake, and one call, so much is spent as the day ends: what is left over then was of no use. */
const windDownShare = 0.6
/** The allowed risk rises so many times at most. */
const mostWindDown = 10
const leastRisk = 0.002
const mostRisk = 0.6

/**
 * @param cap        share of a day's live answers; 0 where nobody may be abandoned
 * @param firstRisk  the allowed risk on the first day; later days begin with what was learned
 */
export function createBudget(cap: number, firstRisk: number): Budget {
  let logRisk = Math.log(firstRisk)
  let seen: DayCount = { answered: 0, abandoned: 0 }
  let usualStake = 0
  let room = 0

  function priceBy(today: DayCount, leftOver: number): void {
    // another day began: what was learned of the price stays
    if (today.answered < seen.answered) seen = { answered: 0, abandoned: 0 }
    const answered = today.answered - seen.answered
    const abandoned = today.abandoned - seen.abandoned
    if (answered === 0 && abandoned === 0) return
    const makeUp = (leftOver - leftOverWanted * (usualStake + 1)) / (makeUpAnswers + makeUpShare * today.answered)
    const wanted = Math.min(2 * cap, Math.max(0, cap + makeUp))
    logRisk += (step / (usualStake + 1)) * (wanted * answered - abandoned)
    logRisk = Math.min(Math.log(mostRisk), Math.max(Math.log(leastRisk), logRisk))
    seen = { answered: today.answered, abandoned: today.abandoned }
  }

  const leftOf = ({ answered, abandoned }: DayCount): number => cap * answered - abandoned

  function isKept(account: DayCount, worstAnswers: number, freeOperators: number): boolean {
    const abandoned = Math.max(0, worstAnswers - freeOperators)
    if (abandoned === 0) return true
    if (account.answered < LEAST_ANSWERS) return false
    return account.abandoned + abandoned <= cap * (account.answered + worstAnswers) + 1e-9
  }

  return {
    isKept,
    areKept: ({ today, window }, worstAnswers, freeOperators) =>
      isKept(today, worstAnswers, freeOperators) && isKept(window, worstAnswers, freeOperators),
    allowedRisk(answersToCome = Number.POSITIVE_INFINITY) {
      if (!(cap > 0)) return 0
      const windDown = 1 + (windDownShare * (usualStake + 1)) / (cap * Math.max(1, answersToCome))
      return Math.min(mostWindDown, windDown) * room * Math.exp(logRisk)
    },
    follow(today, atStake, isBound, window = today) {
      const leftOver = Math.min(leftOf(today), leftOf(window))
      usualStake += stakeMemory * ((isBound ? boundFactor : 1) * atStake - usualStake)
      room = Math.min(1, Math.max(0, leftOver / (roomWanted * (usualStake + 1))))
      priceBy(today, leftOver)
    },
  }
}
