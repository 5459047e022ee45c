export type { PacingCode } from './explain.ts'
export { explainPacing } from './explain.ts'
export { isAtCap, LEAST_ANSWERS } from './budget.ts'
export type { Accounts, DayCount, FloorView, Observation, RingingLine, Rival, Seat, SeatState } from './floor-view.ts'
export type { AnswerPrior } from './answer-model.ts'
export type { DurationPrior } from './duration-model.ts'
export type { FloorPriors, LearnedFloor } from './learned-floor.ts'
export { createLearnedFloor, USUAL_PRIORS } from './learned-floor.ts'
export type {
  PredictiveCode,
  PredictiveDecision,
  PredictiveExplanation,
  PredictivePacer,
  PredictiveSettings,
} from './predictive-pacing.ts'
export { createPredictivePacer, PREDICTIVE_DEFAULTS } from './predictive-pacing.ts'
export { createLaunchMix } from './launch-mix.ts'
export type { RatioWish } from './ratio.ts'
export type { WorstCase } from './worst-case.ts'
export { createWorstCase } from './worst-case.ts'
