export type {
  Announcement,
  AnnouncementId,
  CallId,
  CallIn,
  Carrier,
  CarrierCall,
  CarrierCallState,
  CarrierLine,
  LineId,
  OriginateRequest,
} from './carrier.ts'
export type { CarrierErrorCode } from './carrier-error.ts'
export { CarrierError } from './carrier-error.ts'
export type { CarrierEvent, CarrierEventType, EndCause, HangUpCause } from './carrier-events.ts'
export { END_CAUSES } from './carrier-events.ts'
export type { CancelTimer, Clock } from './clock.ts'
export { systemClock } from './clock.ts'
export type { Persona } from './simulated/call-plan.ts'
export type { SimulatedNetwork, SimulatedNetworkOptions, Simulation } from './simulated/simulation.ts'
export { simulatedNetwork } from './simulated/network.ts'
export type { OutageKind, ScriptedOutage } from './simulated/outage.ts'
export type { Inclination } from './simulated/personality.ts'
export type { NetworkProfile } from './simulated/profile.ts'
export { answerRateAt, DEFAULT_PROFILE } from './simulated/profile.ts'
export { domesticDigits, isInternational } from './number-text.ts'
export type { NewCallIn } from './simulated/call-ins.ts'
export type { LogNormal, Random } from './simulated/random.ts'
export { seededRandom } from './simulated/random.ts'
export type { TrunkLimits } from './simulated/trunk.ts'
export type { VirtualClock } from './virtual-clock.ts'
export { virtualClock } from './virtual-clock.ts'
