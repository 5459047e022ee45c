import {
  type CampaignScenario,
  type PacedBy,
  pacedBy,
  quantileMs,
  type RateStep,
  type Scenario,
  seededRandom,
  simulateDay,
} from '@sekisho/dialer'
import type { Floor } from './floor-of.ts'

/** One played day in figures. */
export interface PlayedDay {
  /** Talk and wrap-up over the time for which operators are there. */
  readonly occupancy: number
  /** Of live answers. */
  readonly abandoned: number
  readonly talksPerHour: number
  readonly dialsPerHour: number
  /** From one call's end to the next one's begin: half wait less. */
  readonly idleSeconds: number
  /** Talks since the beginning, at the end of each five minutes. */
  readonly talksSoFar: readonly number[]
}

/** What the page draws a point for. */
export const stepMinutes = 5

/**
 * Plays one day of a floor by the very code that paces real calls. The same seed gives the same day, so that two floors are
 * compared on the same days.
 */
export function playDay(floor: Floor, seed: number): PlayedDay {
  const { scenario, operators, rateError } = floor
  const day = simulateDay(withRate(scenario, rateError, seed), operators, seed, [pacedBy(pacedAs(floor))])
  const [campaign] = day.campaigns
  if (campaign === undefined) throw new Error('a day of no campaign')
  const { answered, abandoned, connected, dialled } = campaign
  const hours = scenario.daySeconds / 3_600
  return {
    occupancy: day.paidMs === 0 ? 0 : day.busyMs / day.paidMs,
    abandoned: answered === 0 ? 0 : abandoned / answered,
    ...{ talksPerHour: connected / hours, dialsPerHour: dialled / hours },
    idleSeconds: quantileMs(day.idle, 0.5) / 1_000,
    talksSoFar: talksSoFar(campaign),
  }
}

function pacedAs({ pacing, linesPerTen, cap }: Floor): PacedBy {
  return pacing === 'progressive' ? { mode: pacing } : { mode: pacing, cap, linesPerTen }
}

/** How many answer is known as well as it was measured: each day has a rate of its own around that. */
function withRate(scenario: Scenario, rateError: number, seed: number): Scenario {
  const factor = Math.max(0.2, 1 + rateError * seededRandom(seed, 0).normal())
  const drawn = (steps: readonly RateStep[]): RateStep[] =>
    steps.map(({ fromSeconds, rate }) => ({ fromSeconds, rate: Math.min(0.95, rate * factor) }))
  const listOf = ({ list }: CampaignScenario): CampaignScenario['list'] =>
    list && {
      ...list,
      segments: list.segments.map((segment) => ({ ...segment, answerRate: drawn(segment.answerRate) })),
    }
  return {
    ...scenario,
    campaigns: scenario.campaigns.map((campaign) => ({
      ...{ ...campaign, answerRate: drawn(campaign.answerRate), list: listOf(campaign) },
    })),
  }
}

function talksSoFar(campaign: {
  readonly answeredByMinute: readonly number[]
  readonly abandonedByMinute: readonly number[]
}): number[] {
  const points: number[] = []
  let sum = 0
  for (const [minute, answered] of campaign.answeredByMinute.entries()) {
    sum += answered - (campaign.abandonedByMinute[minute] ?? 0)
    if ((minute + 1) % stepMinutes === 0) points.push(sum)
  }
  return points
}
