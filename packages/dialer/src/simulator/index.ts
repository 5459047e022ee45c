export type { Duration } from './duration.ts'
export { meanSeconds } from './duration.ts'
export type { Histogram } from './histogram.ts'
export { mergeHistograms, quantileMs } from './histogram.ts'
export type { CallInResult, CampaignResult, DayResult } from './measures.ts'
export { type PacedBy, pacedBy } from './paced-by.ts'
export type { Random } from './random.ts'
export { seededRandom } from './random.ts'
export {
  type CallReservoir,
  createCallReservoir,
  observationsOf,
  type RecordedCall,
  recordedPeople,
} from './recorded-people.ts'
export type {
  CallInScenario,
  CampaignScenario,
  CarrierScenario,
  DetectionScenario,
  RateStep,
  Scenario,
  StaffGroup,
} from './scenario.ts'
export { answerRateAt } from './scenario.ts'
export type { SimulatedPacer } from './simulate.ts'
export { simulateDay } from './simulate.ts'
export { createTwinFloor, type TwinFigures, type TwinFloor, type TwinSettings, type TwinStretch } from './twin-floor.ts'
