import type { AttemptId, CampaignId } from '@sekisho/contract'
import {
  createLearnedFloor,
  createPredictivePacer,
  type FloorView,
  type LearnedFloor,
  type Observation,
  PREDICTIVE_DEFAULTS,
  type PredictiveDecision,
  type PredictivePacer,
  USUAL_PRIORS,
} from '@sekisho/dialer'
import { patienceMs } from './abandonment.ts'
import type { LiveCall } from './live-calls.ts'

/**
 * What this process learned of each campaign it dials, in every mode, and the pacers that decide by it. All of it begins
 * anew with the process; the day's account does not, because it is no part of this.
 */
export interface Pacers {
  decide(campaignId: CampaignId, pacing: Pacing, view: FloorView): PredictiveDecision
  /** The share of a campaign's calls that a person answers, as far as it is known here. */
  answerRate(campaignId: CampaignId): number
  observe(campaignId: CampaignId, observation: Observation): void
  /** What is expected of a campaign's calls was counted anew, its calls since the last time with it. */
  recounted(campaignId: CampaignId): void
  /** A talk of this process is over, and the wrap-up begins. */
  talkEnded(call: LiveCall, talkMs: number, atMs: number): void
  /** A result came from a desk, after the talk or, where there is no wrap-up, during it. */
  recorded(campaignId: CampaignId, attemptId: AttemptId, isTalking: boolean, atMs: number): void
}

/** How a campaign that dials ahead is paced. */
export interface Pacing {
  /** The share of the day's live answers that may be abandoned; above 0. */
  readonly cap: number
  /** Its supervisor's own number of lines for each ten free operators; null where the forecast decides. */
  readonly linesPerTen: number | null
}

/** Results that never come must not fill the memory. */
const mostWrapUps = 5_000

export function createPacers(): Pacers {
  const floors = new Map<CampaignId, LearnedFloor>()
  const paced = new Map<CampaignId, Pacing & { readonly pacer: PredictivePacer }>()
  /** When a talk ended whose result is owed. */
  const wrappingUp = new Map<AttemptId, { readonly sinceMs: number; readonly operator: string | undefined }>()
  /** Results that came during the talk. */
  const recorded = new Set<AttemptId>()

  function floorOf(campaignId: CampaignId): LearnedFloor {
    const known = floors.get(campaignId)
    if (known !== undefined) return known
    const floor = createLearnedFloor(USUAL_PRIORS)
    floors.set(campaignId, floor)
    return floor
  }

  function pacerOf(campaignId: CampaignId, { cap, linesPerTen }: Pacing, view: FloorView): PredictivePacer {
    const known = paced.get(campaignId)
    if (known !== undefined && known.cap === cap && known.linesPerTen === linesPerTen) return known.pacer
    const pacer = createPredictivePacer({ ...PREDICTIVE_DEFAULTS, cap, linesPerTen, patienceMs }, floorOf(campaignId))
    // of a world that nobody watched until now as much is known as after an outage
    pacer.decide({ ...view, stop: 'carrier_disconnected' })
    paced.set(campaignId, { cap, linesPerTen, pacer })
    return pacer
  }

  return {
    decide: (campaignId, pacing, view) => pacerOf(campaignId, pacing, view).decide(view),
    answerRate: (campaignId) => floorOf(campaignId).answers.rate(),
    observe: (campaignId, observation) => floorOf(campaignId).observe(observation),
    recounted: (campaignId) => floorOf(campaignId).answers.recounted(),
    talkEnded({ campaignId, attemptId, operatorId }, talkMs, atMs) {
      const floor = floorOf(campaignId)
      const operator = operatorId ?? undefined
      floor.observe({ kind: 'talk_ended', atMs, talkMs, operator })
      if (recorded.delete(attemptId)) floor.observe({ kind: 'wrapped_up', atMs, wrapUpMs: 0, operator })
      else {
        if (wrappingUp.size >= mostWrapUps) wrappingUp.clear()
        wrappingUp.set(attemptId, { sinceMs: atMs, operator })
      }
    },
    recorded(campaignId, attemptId, isTalking, atMs) {
      if (isTalking) recorded.add(attemptId)
      const begun = wrappingUp.get(attemptId)
      if (begun === undefined) return
      wrappingUp.delete(attemptId)
      const { sinceMs, operator } = begun
      floorOf(campaignId).observe({ kind: 'wrapped_up', atMs, wrapUpMs: atMs - sinceMs, operator })
    },
  }
}
