import type { CallingRules } from '@sekisho/dialer'
import { DEFAULT_PROFILE, type NetworkProfile } from '@sekisho/telephony'

/**
 * The calling rules of a labelled demo.
 *
 * The wall of 8 to 21 h and the year end protect people from calls. In a demo every number belongs to nobody and the
 * network is simulated, so both are lifted, here and nowhere else; a campaign's own hours still hold, and the demo's
 * campaigns are test campaigns for good, open at any hour.
 */
export const demoCallingRules: Partial<Omit<CallingRules, 'hours'>> = {
  wall: { fromMinute: 0, untilMinute: 1440 },
  closedDays: new Set<string>(),
}

/** People who are at home at any hour of the day, so that whoever tries the product at night gets a call, too. */
const atHome = Array<number>(24).fill(0.45)

/** The demo's network: as lively at any hour as the liveliest of a real day. */
export const demoNetworkProfile: NetworkProfile = {
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: atHome, weekend: atHome },
  machineShare: 0.2,
}
