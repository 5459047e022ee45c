import type { Duration } from './duration.ts'

/** A day of a floor. Times are seconds from the beginning of the day, rates are shares from 0 to 1. */
export interface Scenario {
  readonly name: string
  /** What it shows, in one sentence. */
  readonly about: string
  readonly daySeconds: number
  /** When calling ends, as strategies are told; null where nobody knows, by default with the day. */
  readonly endsAtSeconds?: number | null
  /** Whether everything is memoryless and stationary, so that the optimum can be computed. */
  readonly isMemoryless: boolean
  /** How long somebody who answered may wait for an operator before being counted as abandoned. */
  readonly patienceSeconds: number
  readonly campaigns: readonly CampaignScenario[]
  /** Who is there when; empty for everybody all day. */
  readonly staff: readonly StaffGroup[]
  readonly carrier: CarrierScenario
  readonly callIns: CallInScenario | null
}

export interface CampaignScenario {
  /** The share of calls that a person answers, each from its time on; the first begins at 0. */
  readonly answerRate: readonly RateStep[]
  readonly ringToAnswer: Duration
  readonly ringToFailure: Duration
  readonly talk: Duration
  readonly wrapUp: Duration
  /** Leads in the list for each operator, each called once; null for more than a day can use. */
  readonly leadsPerOperator: number | null
  readonly detection: DetectionScenario | null
  /** Who is on the list, where people are told apart: their answer rates then stand for the campaign's. Null for everybody alike. */
  readonly list: ListScenario | null
}

export interface ListScenario {
  readonly segments: readonly SegmentScenario[]
  /** `mixed`, or the product's order: mostly who is likeliest to answer by what is expected, and a part of the calls in turn. */
  readonly order: 'mixed' | 'likeliest'
}

/** People whose numbers are of one kind, and who were tried alike. */
export interface SegmentScenario {
  /** Of the list. */
  readonly share: number
  readonly answerRate: readonly RateStep[]
  /** What a strategy is told of them, as it may have been counted on days before; null for nothing. */
  readonly expectedRate: readonly RateStep[] | null
}

export interface RateStep {
  readonly fromSeconds: number
  readonly rate: number
}

/** Machine detection: its time, and how often it is wrong. */
export interface DetectionScenario {
  /** Of the calls that no person answers, the share that a machine answers. */
  readonly machineShare: number
  /** People taken for machines: they are hung up on. */
  readonly falseMachineRate: number
  /** Machines taken for people: an operator hears them. */
  readonly missedMachineRate: number
  readonly takes: Duration
  /** How long an operator needs to recognise a machine and hang up. */
  readonly machineTalk: Duration
}

/** A part of the operators, and when it works. */
export interface StaffGroup {
  /** Of all operators. */
  readonly share: number
  readonly fromSeconds: number
  readonly untilSeconds: number
  readonly breaks: readonly { readonly fromSeconds: number; readonly seconds: number }[]
  /** Whether the strategy is told of breaks and the end of the shift ahead. */
  readonly isAnnounced: boolean
  /** How long they take for a talk or a wrap-up, times what the scenario says. */
  readonly pace: number
}

export interface CarrierScenario {
  readonly lines: number
  readonly callsPerSecond: number
  /** Nothing can be dialled and what rings is lost; talks go on. */
  readonly outages: readonly { readonly fromSeconds: number; readonly seconds: number }[]
}

/** People who call in and are served by the same operators. */
export interface CallInScenario {
  readonly perHour: number
  readonly talk: Duration
  /** How long they wait before they give up. */
  readonly patience: Duration
}

/** The share of calls dialled at this moment that a person answers. */
export function answerRateAt(steps: readonly RateStep[], atSeconds: number): number {
  let rate = 0
  for (const step of steps) if (step.fromSeconds <= atSeconds) rate = step.rate
  return rate
}
