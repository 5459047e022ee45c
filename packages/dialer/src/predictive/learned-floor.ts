import { type AnswerModel, type AnswerPrior, createAnswerModel } from './answer-model.ts'
import { createDurationModel, type DurationModel, type DurationPrior } from './duration-model.ts'
import type { Observation } from './floor-view.ts'
import { createPaces, type Paces } from './paces.ts'

/** What is believed of a campaign before its first call. */
export interface FloorPriors {
  readonly answers: AnswerPrior
  readonly ringToAnswer: DurationPrior
  readonly ringToFailure: DurationPrior
  readonly talk: DurationPrior
  readonly wrapUp: DurationPrior
}

/** A usual campaign. Worth few calls each: what is seen replaces it within the first half hour. */
export const USUAL_PRIORS: FloorPriors = {
  answers: { rate: 0.25, worth: 30 },
  ringToAnswer: { medianMs: 10_000, sigma: 0.7, worth: 20 },
  ringToFailure: { medianMs: 16_000, sigma: 0.7, worth: 20 },
  talk: { medianMs: 75_000, sigma: 0.9, worth: 20 },
  wrapUp: { medianMs: 15_000, sigma: 0.9, worth: 20 },
}

/** What was learned of a campaign: by observing, without any setting. */
export interface LearnedFloor {
  readonly answers: AnswerModel
  readonly ringToAnswer: DurationModel
  readonly ringToFailure: DurationModel
  /** At the usual pace: each operator's by how long they take beside the others. */
  readonly talk: DurationModel
  readonly wrapUp: DurationModel
  readonly talkPaces: Paces
  readonly wrapUpPaces: Paces
  /** People calling in, for each ms. */
  callInRate(nowMs: number): number
  observe(observation: Observation): void
}

const callInMemoryMs = 30 * 60_000

export function createLearnedFloor(priors: FloorPriors): LearnedFloor {
  const answers = createAnswerModel(priors.answers)
  const ringToAnswer = createDurationModel(priors.ringToAnswer)
  const ringToFailure = createDurationModel(priors.ringToFailure)
  const talk = createDurationModel(priors.talk)
  const wrapUp = createDurationModel(priors.wrapUp)
  const talkPaces = createPaces()
  const wrapUpPaces = createPaces()
  const callIns = { weight: 0, atMs: 0 }

  function fadedCallIns(nowMs: number): number {
    return callIns.weight * Math.exp(-Math.max(0, nowMs - callIns.atMs) / callInMemoryMs)
  }

  return {
    ...{ answers, ringToAnswer, ringToFailure, talk, wrapUp, talkPaces, wrapUpPaces },
    callInRate: (nowMs) => fadedCallIns(nowMs) / callInMemoryMs,
    observe(observation) {
      switch (observation.kind) {
        case 'answered':
          answers.learn(true, observation.expectedRate)
          ringToAnswer.learn(observation.ringMs)
          break
        case 'not_answered':
          answers.learn(false, observation.expectedRate)
          ringToFailure.learn(observation.ringMs)
          break
        case 'talk_ended':
          talk.learn(observation.talkMs / talkPaces.timesUsual(observation.operator))
          talkPaces.learn(observation.operator, observation.talkMs)
          break
        case 'wrapped_up':
          wrapUp.learn(observation.wrapUpMs / wrapUpPaces.timesUsual(observation.operator))
          wrapUpPaces.learn(observation.operator, observation.wrapUpMs)
          break
        case 'called_in':
          callIns.weight = fadedCallIns(observation.atMs) + 1
          callIns.atMs = observation.atMs
          break
        case 'served':
        case 'abandoned':
          break
      }
    },
  }
}
