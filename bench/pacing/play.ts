import {
  createLearnedFloor,
  createPredictivePacer,
  type DayResult,
  isWanting,
  meanSeconds,
  PREDICTIVE_DEFAULTS,
  type PredictiveCode,
  type SimulatedPacer,
  simulateDay,
  USUAL_PRIORS,
} from '@sekisho/dialer'
import { boundOfDay } from './day-bound.ts'
import { type CellFigures, DAILY_CAP, figuresOf, isAboveCap } from './figures.ts'
import { type MemorylessFloor, optimal, solveOptimum } from './optimal.ts'
import {
  adaptTapered,
  fromLeastAnswers,
  progressive,
  type Ratio,
  staticRatio,
  TAPERED_DEFAULT,
  type TaperedSettings,
} from './policies.ts'
import { boundUnderRule } from './rule-bound.ts'
import type { ScenarioRun } from './scenario-file.ts'

export const POLICIES = [
  'predictive',
  'predictive told nothing',
  'progressive',
  'best static ratio',
  'best static ratio from 34 answers',
  'tapered default',
  'tapered available-only',
  'tapered best settings',
  'optimum',
] as const

export type PolicyName = (typeof POLICIES)[number]

/** One policy in one scenario with one number of operators. */
export interface Cell {
  readonly run: ScenarioRun
  readonly operators: number
  readonly policy: PolicyName
  /** How many of the scenario's days. */
  readonly days: number
}

export interface PlayedCell {
  readonly scenario: string
  readonly operators: number
  readonly policy: PolicyName
  readonly days: number
  readonly figures: CellFigures
  readonly decisionMicroseconds: number
  /** What a search found, or the optimum's own occupancy. */
  readonly found: Readonly<Record<string, number | string | boolean>>
  /** Share of operators busy in each minute, over all days. */
  readonly occupancyByMinute: readonly number[]
}

/** With more operators the bound under the rule takes longer than all the rest of a cell. */
export const MOST_UNDER_RULE = 10
/** The days on which settings are tried before all are played. */
const trialDays = 4

type MakePacer = () => SimulatedPacer

interface Found {
  readonly make: MakePacer
  readonly found: PlayedCell['found']
  /** The cell's days, where the search has just played them. */
  readonly results?: readonly DayResult[]
}

/** What decisions cost by the wall clock. */
interface Timing {
  spentMs: number
  decisions: number
}

export function playCell(cell: Cell): PlayedCell {
  const { run, operators, policy, days } = cell
  const timing: Timing = { spentMs: 0, decisions: 0 }
  const { make, found, results = playDays(cell, () => timed(make(), timing), days) } = pacerOf(cell, timing)
  return {
    ...{ scenario: run.scenario.name, operators, policy, days, found },
    figures: figuresOf(results, run.disturbedUntilSeconds),
    decisionMicroseconds: (timing.spentMs / timing.decisions) * 1_000,
    occupancyByMinute: occupancyByMinute(results),
  }
}

function pacerOf(cell: Cell, timing: Timing): Found {
  switch (cell.policy) {
    case 'predictive':
      return { make: () => predictive(), found: {} }
    case 'predictive told nothing':
      return { make: toldNothing, found: {} }
    case 'progressive':
      return { make: progressive, found: {} }
    case 'best static ratio':
      return bestRatio(cell, timing, staticRatio)
    case 'best static ratio from 34 answers':
      return bestRatio(cell, timing, (ratio) => fromLeastAnswers(staticRatio(ratio)))
    case 'tapered default':
      return tapered(TAPERED_DEFAULT)
    case 'tapered available-only':
      return tapered({ ...TAPERED_DEFAULT, isAvailableOnly: true, maxLevel: 6 })
    case 'tapered best settings':
      return tapered(bestTapered(cell))
    case 'optimum': {
      const floor = memorylessFloorOf(cell)
      const optimum = solveOptimum(floor)
      const { daySeconds } = cell.run.scenario
      const bound = boundOfDay(floor, optimum, daySeconds)
      const found = { occupancy: optimum.occupancy, bound }
      if (floor.operators > MOST_UNDER_RULE) return { make: () => optimal(optimum), found }
      return {
        make: () => optimal(optimum),
        found: { ...found, underRule: boundUnderRule(floor, optimum, daySeconds) },
      }
    }
  }
}

function tapered(settings: TaperedSettings): Found {
  return { make: () => adaptTapered(settings), found: { ...settings } }
}

function playDays({ run, operators }: Cell, make: MakePacer, days: number): DayResult[] {
  return Array.from({ length: days }, (_, day) => playDay(run, operators, make, day + 1))
}

function playDay(run: ScenarioRun, operators: number, make: MakePacer, seed: number): DayResult {
  return simulateDay(
    run.scenario,
    operators,
    seed,
    run.scenario.campaigns.map(() => make()),
  )
}

/**
 * The fixed ratio with the highest occupancy of those that stay below the cap on every single day: found with these very
 * days, which nobody has in practice. Both ways of counting are tried on a few days; the better one is lowered, if it must
 * be, until all days keep the cap.
 */
function bestRatio(cell: Cell, timing: Timing, pacerOf: (ratio: Ratio) => SimulatedPacer): Found {
  const trial = { ...cell, days: Math.min(cell.days, trialDays) }
  // one line for each free operator keeps every cap; one for each operator there need not
  const candidates = (['staffed', 'free'] as const).flatMap((of) => {
    const within = createDaysWithinCap(trial)
    const highest = highestLevel((level) => within(() => pacerOf({ of, level })), trial)
    return highest === null ? [] : [{ of, ...highest }]
  })
  const { of, level } = best(candidates, ({ results }) => occupancyOf(results))
  const within = createDaysWithinCap(cell)
  let ratio: Ratio = { of, level }
  for (; ratio.level > 1; ratio = { ...ratio, level: ratio.level * 0.99 }) {
    const tried = ratio
    const results = within(() => timed(pacerOf(tried), timing))
    if (results !== null) return { make: () => pacerOf(tried), found: { ...tried }, results }
  }
  const least = ratio
  return { make: () => pacerOf(least), found: { ...least } }
}

interface Level {
  readonly level: number
  readonly results: readonly DayResult[]
}

/** By halving: abandonment grows with the level. Null when not even one line each keeps the cap. */
function highestLevel(keeping: (level: number) => readonly DayResult[] | null, cell: Cell): Level | null {
  const rates = cell.run.scenario.campaigns.flatMap(({ answerRate }) =>
    answerRate.map(({ rate }) => Math.max(rate, 0.05)),
  )
  let low = 1
  let results: readonly DayResult[] | null = null
  let high = 3 / Math.min(...rates)
  while (high - low > 0.01 * low) {
    const level = (low + high) / 2
    const kept = keeping(level)
    if (kept === null) high = level
    else [low, results] = [level, kept]
  }
  results ??= keeping(low)
  return results === null ? null : { level: low, results }
}

/**
 * Gives a cell's days, or null as soon as one of them passes the cap. A day that passed it under one pacer is played first
 * under the next: it mostly passes it again, and the others need not be played.
 */
function createDaysWithinCap({ run, operators, days }: Cell): (make: MakePacer) => readonly DayResult[] | null {
  const seeds = Array.from({ length: days }, (_, day) => day + 1)
  return (make) => {
    const results: DayResult[] = []
    for (const seed of seeds) {
      const day = playDay(run, operators, make, seed)
      if (day.campaigns.some(({ abandoned, answered }) => isAboveCap(abandoned, answered))) {
        seeds.splice(seeds.indexOf(seed), 1)
        seeds.unshift(seed)
        return null
      }
      results[seed - 1] = day
    }
    return results
  }
}

/** Of a grid around its documented settings: most occupancy within the cap, or the least abandonment when none keeps it. */
function bestTapered(cell: Cell): TaperedSettings {
  const grid = [true, false].flatMap((isAvailableOnly) =>
    [1.5, 3, 6].flatMap((maxLevel) =>
      [-1, 0].map((targetDifference) => ({ ...TAPERED_DEFAULT, isAvailableOnly, maxLevel, targetDifference })),
    ),
  )
  return best(grid, (settings) => {
    const days = playDays(cell, () => adaptTapered(settings), Math.min(cell.days, 2))
    const worst = figuresOf(days, null).abandonedWorstDay
    return isAboveCap(worst, 1) ? -worst : occupancyOf(days)
  })
}

function memorylessFloorOf({ run: { scenario }, operators }: Cell): MemorylessFloor {
  const campaign = scenario.campaigns[0]
  if (campaign === undefined || !scenario.isMemoryless) throw new Error(`${scenario.name} is not memoryless`)
  return {
    ...{ operators, answerRate: campaign.answerRate[0]?.rate ?? 0, meanRing: meanSeconds(campaign.ringToAnswer) },
    ...{ meanHandle: meanSeconds(campaign.talk), patience: scenario.patienceSeconds, cap: DAILY_CAP },
  }
}

function best<Value>(candidates: readonly Value[], worth: (candidate: Value) => number): Value {
  const [first, ...others] = candidates.map((candidate) => ({ candidate, worth: worth(candidate) }))
  if (first === undefined) throw new RangeError('nothing to choose from')
  return others.reduce((chosen, other) => (other.worth > chosen.worth ? other : chosen), first).candidate
}

function occupancyOf(days: readonly DayResult[]): number {
  return days.reduce((sum, { busyMs }) => sum + busyMs, 0) / days.reduce((sum, { paidMs }) => sum + paidMs, 0)
}

function occupancyByMinute(days: readonly DayResult[]): number[] {
  return (days[0]?.busyMsByMinute ?? []).map((_, minute) => {
    const paid = days.reduce((sum, day) => sum + (day.paidMsByMinute[minute] ?? 0), 0)
    const busy = days.reduce((sum, day) => sum + (day.busyMsByMinute[minute] ?? 0), 0)
    return paid === 0 ? 0 : Number((busy / paid).toPrecision(4))
  })
}

/** The product's strategy, as it comes. */
function predictive(learned = createLearnedFloor(USUAL_PRIORS)): SimulatedPacer {
  const pacer = createPredictivePacer(PREDICTIVE_DEFAULTS, learned)
  let code: PredictiveCode = 'risk'
  return {
    launch(view) {
      const { launch, explanation } = pacer.decide(view)
      code = explanation.code
      return launch
    },
    observe: pacer.observe,
    isWanting: () => isWanting(code),
  }
}

/** The same without what is expected of anybody on the list, and without knowing one operator from another. */
function toldNothing(): SimulatedPacer {
  const learned = createLearnedFloor(USUAL_PRIORS)
  const answers = { ...learned.answers, timesUsual: () => 1 }
  return predictive({
    ...{ ...learned, answers },
    observe(observation) {
      const { kind } = observation
      if (kind === 'answered' || kind === 'not_answered') learned.observe({ ...observation, expectedRate: undefined })
      else if (kind === 'talk_ended' || kind === 'wrapped_up') learned.observe({ ...observation, operator: undefined })
      else learned.observe(observation)
    },
  })
}

/** Counts what decisions cost by the wall clock. */
function timed(pacer: SimulatedPacer, timing: Timing): SimulatedPacer {
  return {
    launch(view) {
      const startedAt = performance.now()
      const launch = pacer.launch(view)
      timing.spentMs += performance.now() - startedAt
      timing.decisions += 1
      return launch
    },
    observe(observation) {
      pacer.observe?.(observation)
    },
    isWanting: () => pacer.isWanting?.() ?? true,
  }
}
