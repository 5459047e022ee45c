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
  // somebody who looks at the product for ten minutes should see one
  callBack: { ...DEFAULT_PROFILE.callBack, rate: 0.3, after: { medianMs: 60_000, sigma: 0.7 } },
}

const always = Array<number>(24).fill(9)

/**
 * Every call finds its person, however seldom that one is at home, and at once: to show one screen, nobody wants to wait
 * for luck.
 */
const everybodyAnswers: NetworkProfile = {
  ...usual,
  postDialDelay: { medianMs: 500, sigma: 0.3 },
  answerAfter: { medianMs: 2_000, sigma: 0.4 },
  answerRateByHour: { weekday: always, weekend: always },
  ...{ unallocatedShare: 0, wrongNumberShare: 0, machineShare: 0, blockingShare: 0, familyRate: 0 },
  ...{ busyRate: 0, unreachableRate: 0, declineRate: 0, failureRate: 0 },
}

/** A part of the people misses the call, and each of them calls back a few seconds later. */
const missedCallsReturn: NetworkProfile = {
  ...everybodyAnswers,
  answerRateByHour: { weekday: Array<number>(24).fill(0.8), weekend: Array<number>(24).fill(0.8) },
  callBack: { ...usual.callBack, rate: 1, withheldRate: 0, after: { medianMs: 4_000, sigma: 0.3 } },
}

/** The demo's network. */
export const demoNetworkProfiles: Readonly<Record<ServerConfig['demoNetwork'], NetworkProfile>> = {
  usual,
  everybody_answers: everybodyAnswers,
  missed_calls_return: missedCallsReturn,
}
