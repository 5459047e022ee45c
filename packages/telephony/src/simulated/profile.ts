import type { LogNormal } from './random.ts'

/** How the people of a simulated network behave. All rates are shares from 0 to 1. */
export interface NetworkProfile {
  /** Share of ringing calls that a person answers, for each hour of the day in Japan (24 values). */
  readonly answerRateByHour: { readonly weekday: readonly number[]; readonly weekend: readonly number[] }
  /** Numbers that do not exist. */
  readonly unallocatedShare: number
  /** Numbers at which somebody else lives. */
  readonly wrongNumberShare: number
  /** Numbers with an answering machine. */
  readonly machineShare: number
  /** Numbers that refuse our calls without ringing. */
  readonly blockingShare: number
  /** Landlines at which a family member answers, of those answered. */
  readonly familyRate: number
  readonly busyRate: number
  /** Mobiles that are switched off or out of reach. */
  readonly unreachableRate: number
  /** Calls that are pressed away while ringing. */
  readonly declineRate: number
  /** Calls that the network loses before they ring. */
  readonly failureRate: number
  readonly postDialDelay: LogNormal
  readonly answerAfter: LogNormal
  readonly machineAfter: LogNormal
  /** How long somebody who answered waits in silence for an operator. */
  readonly patience: LogNormal
  readonly talk: LogNormal
  readonly refusalTalk: LogNormal
  readonly wrongNumberTalk: LogNormal
  readonly familyTalk: LogNormal
  /** How long a machine talks and records before it hangs up. */
  readonly machineTalk: LogNormal
  /** Calls that rang and were missed, and what comes of them where we show a number that can be called back. */
  readonly callBack: {
    readonly rate: number
    /** Share of those who call back without showing their number. */
    readonly withheldRate: number
    /** From the missed call to the call back. */
    readonly after: LogNormal
    /** How long a caller waits for somebody to talk to. */
    readonly patience: LogNormal
  }
  readonly detection: { readonly rightRate: number; readonly unsureRate: number; readonly took: LogNormal }
}

/**
 * About a quarter of the calls answered over a day, talks of about 100 s on average: the workload of the pacing
 * figures in the product's limits. Mean of a log-normal = median x exp(sigma^2 / 2).
 */
export const DEFAULT_PROFILE: NetworkProfile = {
  answerRateByHour: {
    weekday: [
      0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.08, 0.12, 0.2, 0.26, 0.28, 0.27, 0.3, 0.24, 0.22, 0.22, 0.24, 0.3, 0.36,
      0.36, 0.32, 0.24, 0.12, 0.06,
    ],
    weekend: [
      0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.06, 0.08, 0.14, 0.26, 0.32, 0.32, 0.3, 0.28, 0.28, 0.28, 0.3, 0.32, 0.32,
      0.3, 0.28, 0.22, 0.12, 0.06,
    ],
  },
  unallocatedShare: 0.02,
  wrongNumberShare: 0.02,
  machineShare: 0.35,
  blockingShare: 0.01,
  familyRate: 0.35,
  busyRate: 0.04,
  unreachableRate: 0.05,
  declineRate: 0.04,
  failureRate: 0.005,
  postDialDelay: { medianMs: 1_800, sigma: 0.35 },
  answerAfter: { medianMs: 8_000, sigma: 0.5 },
  machineAfter: { medianMs: 17_000, sigma: 0.15 },
  patience: { medianMs: 4_000, sigma: 0.55 },
  talk: { medianMs: 95_000, sigma: 0.65 },
  refusalTalk: { medianMs: 25_000, sigma: 0.6 },
  wrongNumberTalk: { medianMs: 14_000, sigma: 0.4 },
  familyTalk: { medianMs: 30_000, sigma: 0.5 },
  machineTalk: { medianMs: 45_000, sigma: 0.3 },
  callBack: {
    rate: 0.07,
    withheldRate: 0.08,
    after: { medianMs: 420_000, sigma: 1.1 },
    patience: { medianMs: 45_000, sigma: 0.6 },
  },
  detection: { rightRate: 0.9, unsureRate: 0.05, took: { medianMs: 1_600, sigma: 0.45 } },
}

/** Japan has kept UTC+9 without summer time since 1952. */
const JAPAN_OFFSET_MS = 9 * 3_600_000

/** The share of ringing calls that are answered at an instant, by hour and kind of day in Japan. */
export function answerRateAt(profile: NetworkProfile, atMs: number): number {
  const local = new Date(atMs + JAPAN_OFFSET_MS)
  const day = local.getUTCDay()
  const rates = day === 0 || day === 6 ? profile.answerRateByHour.weekend : profile.answerRateByHour.weekday
  return rates[local.getUTCHours()] ?? 0
}

/** Whether the hour in Japan is 17 or later, when people who work are at home. */
export function isEveningAt(atMs: number): boolean {
  return new Date(atMs + JAPAN_OFFSET_MS).getUTCHours() >= 17
}
