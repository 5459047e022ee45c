import type { StopCode } from '../pacing.ts'
import { type Budget, createBudget, isAtCap, isSpent, LEAST_ANSWERS } from './budget.ts'
import { createDayEnd } from './day-end.ts'
import type { FloorView, Observation } from './floor-view.ts'
import { createForecast } from './forecast.ts'
import { createLearnedFloor, type FloorPriors, type LearnedFloor, USUAL_PRIORS } from './learned-floor.ts'
import { createOutlook, type Outlook } from './outlook.ts'
import { type RatioWish, ratioWish } from './ratio.ts'
import { createSurplus } from './surplus.ts'

export interface PredictiveSettings {
  /** The share of a day's live answers that may be abandoned; 0 dials one line for each free operator. */
  readonly cap: number
  /** How long somebody who answered may wait before being counted as abandoned. */
  readonly patienceMs: number
  readonly priors: FloorPriors
  /** Somebody's own number of lines for each ten free operators, instead of a forecast; null for the forecast. */
  readonly linesPerTen: number | null
}

export const PREDICTIVE_DEFAULTS: PredictiveSettings = {
  ...{ cap: 0.03, patienceMs: 2_000, priors: USUAL_PRIORS, linesPerTen: null },
}

/** Why no more lines were launched than were. */
export type PredictiveCode =
  | StopCode
  | 'no_operator_here'
  | 'no_due_leads'
  | 'no_free_line'
  | 'calls_a_second'
  | 'few_answers_today'
  | 'window_at_cap'
  | 'after_a_stop'
  | 'budget'
  | 'risk'
  | 'ratio'
  | 'others_first'

/** What a decision was made of: enough for one sentence, and to check it later. */
export interface PredictiveExplanation {
  readonly code: PredictiveCode
  readonly launched: number
  readonly ringing: number
  readonly waitingOperators: number
  /** Operators expected to become free, and answers expected of what rings, until a line launched now is answered. */
  readonly soonFree: number
  readonly soonAnswered: number
  readonly withinSeconds: number
  /** The chance that whoever answers the next line is abandoned, and what the day's budget allows. */
  readonly risk: number
  readonly allowedRisk: number
  /** Of the lines launched next. */
  readonly answerRate: number
  readonly abandonedToday: number
  readonly answeredToday: number
  /** Of the window, today with it. */
  readonly abandonedOfWindow: number
  readonly answeredOfWindow: number
  /** What a ratio asks for, whatever of it was let through; null without one. */
  readonly wish: RatioWish | null
}

export interface PredictiveDecision {
  /** How many lines to launch now. */
  readonly launch: number
  /** How many call-backs to begin now, each for one of the waiting operators alone. */
  readonly oneToOne: number
  /**
   * Whether each line must have its operator at this moment, by the answers of the day, because nothing is left of the
   * window's account or the cap is 0, or because calling has just begun again: each may then be launched for one
   * operator's seat.
   */
  readonly isGuaranteed: boolean
  /** How many lines to hang up before anybody picks up, of those that have rung for the shortest time. */
  readonly surplus: number
  readonly explanation: PredictiveExplanation
}

/** Paces one campaign. It remembers what it learned; of the day's account it remembers nothing that decides. */
export interface PredictivePacer {
  decide(view: FloorView): PredictiveDecision
  observe(observation: Observation): void
}

/** With this, simulated floors of 5 to 100 operators abandon about 3 %; the day moves it. */
const firstRisk = 0.02
/**
 * Answers beyond the worst case that are left room for, by a ratio always: a forecast dials less the less is left of the day, a
 * ratio stands at the limit for hours, where what happens once in a hundred times does happen. By a forecast where calling
 * ends, or the list does, before 34 more answers: what is passed then is not made up for. With half of it one of 300 days with
 * machine detection ended above 3 %.
 */
const spareAnswers = 1
/** After a stop only one line for each free operator, until the first answers have told what the world is like now. */
const carefulMs = 15_000

/**
 * Predictive pacing. A line is launched when the chance that whoever answers it is abandoned is below what the day's
 * budget allows for the next line. That chance comes from the distributions of answers among the lines that ring and of
 * operators who become free, given how long each has been at it, at five moments at which the new line may be answered.
 * On top of it stands a rule without any model of the operators: the day and its window keep the cap even if many more
 * answer than expected and nobody else becomes free.
 *
 * With a ratio somebody's number stands in the place of that chance, and nothing else changes: call-backs, the rule of the
 * accounts, care after a stop and what is hung up are the same.
 *
 * @param learned  what is known of the campaign already, and goes on to be learned here
 */
export function createPredictivePacer(
  settings: PredictiveSettings = PREDICTIVE_DEFAULTS,
  learned: LearnedFloor = createLearnedFloor(settings.priors),
): PredictivePacer {
  const forecast = createForecast(learned, settings.patienceMs)
  const budget = createBudget(settings.cap, firstRisk)
  const outlook = createOutlook(forecast)
  const surplusOf = createSurplus(forecast, budget)
  const dayEnd = createDayEnd()
  let stoppedAtMs = Number.NEGATIVE_INFINITY

  return {
    observe: learned.observe,
    decide(view) {
      const { nowMs, stop, today, window } = view
      forecast.refresh(nowMs)
      if (stop !== null) stoppedAtMs = nowMs
      const isCareful = Math.abs(nowMs - stoppedAtMs) < carefulMs
      outlook.look(view, learned.callInRate(nowMs) * settings.patienceMs)
      const answersToCome = dayEnd.answersToCome(view)
      const allowedRisk = budget.allowedRisk(answersToCome)
      const begun = begin({ view, outlook, budget, settings, allowedRisk, isCareful, answersToCome })
      budget.follow(today, Math.max(0, outlook.worstAnswers() - outlook.free()), begun.code === 'budget', window)
      return {
        launch: begun.launch,
        oneToOne: begun.oneToOne,
        isGuaranteed: isCareful || !(today.answered >= LEAST_ANSWERS) || isSpent(window, settings.cap),
        surplus: surplusOf(view, outlook.worstOfRinging()),
        // field by field: spreading smaller objects into it took a third of a decision's time
        explanation: {
          code: begun.code,
          launched: begun.launch,
          ringing: view.ringing.length,
          waitingOperators: outlook.waitingOperators(),
          soonFree: outlook.soonFree(),
          soonAnswered: outlook.soonAnswered(),
          withinSeconds: outlook.withinSeconds(),
          risk: begun.risk,
          allowedRisk,
          answerRate: outlook.nextRate(),
          abandonedToday: today.abandoned,
          answeredToday: today.answered,
          abandonedOfWindow: window.abandoned,
          answeredOfWindow: window.answered,
          wish: wishOf(settings, view, outlook),
        },
      }
    },
  }
}

interface Deciding {
  readonly view: FloorView
  readonly outlook: Outlook
  readonly budget: Budget
  readonly settings: PredictiveSettings
  readonly allowedRisk: number
  readonly isCareful: boolean
  readonly answersToCome: number
}

interface Begun {
  readonly launch: number
  readonly oneToOne: number
  readonly code: PredictiveCode
  readonly risk: number
}

/** One line after the other, call-backs first, until something speaks against the next. */
function begin(deciding: Deciding): Begun {
  const { view, outlook } = deciding
  const most = atMost(view)
  let oneToOne = 0
  let launch = 0
  for (;;) {
    const risk = outlook.risk()
    const isOneToOne = oneToOne < view.dueOneToOne
    const against = whyNot(deciding, risk, isOneToOne)
    if (against !== null) return { launch, oneToOne, code: against, risk }
    if (launch + oneToOne >= most.count) return { launch, oneToOne, code: most.code, risk }
    if (isOneToOne) {
      outlook.reserve()
      oneToOne += 1
    } else {
      if (launch >= count(view.dueLeads)) return { launch, oneToOne, code: 'no_due_leads', risk }
      outlook.launch()
      launch += 1
    }
  }
}

/** What speaks against one more line, or null. */
function whyNot(deciding: Deciding, risk: number, isOneToOne: boolean): PredictiveCode | null {
  const { view, outlook, budget, settings, allowedRisk, isCareful, answersToCome } = deciding
  if (view.stop !== null) return view.stop
  // a call-back is never begun for an operator who may have to take another call, and waits for no campaign's turn
  if (isOneToOne) return outlook.lines() >= outlook.free() + outlook.freeForOthers() ? 'risk' : null
  if (outlook.lines() < outlook.free()) return null
  if (outlook.present() === 0) return 'no_operator_here'
  if (outlook.isLeftToOthers()) return 'others_first'
  if (isCareful) return 'after_a_stop'
  if (view.today.answered < LEAST_ANSWERS) return 'few_answers_today'
  if (isAtCap(view.window, settings.cap)) return 'window_at_cap'
  const wish = wishOf(settings, view, outlook)
  if (wish === null && risk > allowedRisk) return 'risk'
  // the worst case is rare, not impossible: it is no answer where nobody may be abandoned (any more)
  if (wish !== null && isSpent(view.today, settings.cap)) return 'budget'
  if (wish !== null && outlook.lines() >= wish.lines) return 'ratio'
  const isLast = Math.min(answersToCome, view.dueLeads) < LEAST_ANSWERS
  const spare = isLast || wish !== null ? spareAnswers : 0
  return budget.areKept(view, outlook.worstAnswersWithOneMore() + spare, outlook.free()) ? null : 'budget'
}

function wishOf({ linesPerTen }: PredictiveSettings, { today }: FloorView, outlook: Outlook): RatioWish | null {
  return linesPerTen === null ? null : ratioWish(linesPerTen, outlook.free(), today.answered)
}

function atMost({ freeLines, launchable }: FloorView): { count: number; code: PredictiveCode } {
  const lines = count(freeLines)
  const calls = count(launchable)
  return lines <= calls ? { count: lines, code: 'no_free_line' } : { count: calls, code: 'calls_a_second' }
}

/** A count that is none (a lost subtraction, NaN) must not place calls. Infinity is as many as one likes. */
function count(value: number): number {
  return value > 0 ? Math.floor(value) : 0
}
