import type { CallId, Carrier, LineId } from '../carrier.ts'
import type { Clock } from '../clock.ts'
import type { NewCallIn } from './call-ins.ts'
import type { Persona } from './call-plan.ts'
import type { OutageKind, ScriptedOutage } from './outage.ts'
import type { NetworkProfile } from './profile.ts'
import type { TrunkLimits } from './trunk.ts'

export interface SimulatedNetworkOptions {
  readonly clock: Clock
  /** The same seed, numbers and attempt ids at the same times give the same calls. */
  readonly seed: number
  readonly profile?: NetworkProfile
  readonly trunk?: TrunkLimits
  readonly outages?: readonly ScriptedOutage[]
  /** Share of `originate` commands whose answer is lost although the call was placed. */
  readonly lostReplyRate?: number
}

/** The strings behind the stage, for demos and tests. Nothing of it is reachable through the carrier. */
export interface Simulation {
  /** Who is on an answered call; undefined before the answer and after the end. */
  personaOf(callId: CallId): Persona | undefined
  beginOutage(kind: OutageKind): void
  endOutage(kind: OutageKind): void
  /** Somebody calls one of our numbers at this moment. */
  callIn(call: NewCallIn): void
  /** An operator's line falls, as when a headset is unplugged from the network. */
  loseLine(lineId: LineId): void
  linesInUse(): number
}

export interface SimulatedNetwork {
  readonly carrier: Carrier
  readonly simulation: Simulation
}
