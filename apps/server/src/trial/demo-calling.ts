import type { CallingRules } from '@sekisho/dialer'
import { DEFAULT_PROFILE, type NetworkProfile } from '@sekisho/telephony'
import type { ServerConfig } from '../platform/config/index.ts'

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

/** As lively at any hour as the liveliest of a real day. */
const usual: NetworkProfile = {
  ...DEFAULT_PROFILE,
  answerRateByHour: { weekday: atHome, weekend: atHome },
  machineShare: 0.2,
}

const always = Array<number>(24).fill(9)

/** Every call finds its person, however seldom that one is at home: to show one screen, nobody wants to wait for luck. */
const everybodyAnswers: NetworkProfile = {
  ...usual,
  answerRateByHour: { weekday: always, weekend: always },
  ...{ unallocatedShare: 0, wrongNumberShare: 0, machineShare: 0, blockingShare: 0, familyRate: 0 },
  ...{ busyRate: 0, unreachableRate: 0, declineRate: 0, failureRate: 0 },
}

/** The demo's network. */
export const demoNetworkProfiles: Readonly<Record<ServerConfig['demoNetwork'], NetworkProfile>> = {
  usual,
  everybody_answers: everybodyAnswers,
}
