import { type CampaignId, isAheadMode, type TenantId } from '@sekisho/contract'
import {
  answerChances,
  classesByChance,
  createLaunchMix,
  dayKindOf,
  type DayNumber,
  dayOf,
  type LookOrder,
  lookFirst,
  REACH_DAYS,
  type ReachClass,
  type ReachCount,
  type ReachKnowledge,
  reachChances,
  startOfDay,
  stretchAt,
} from '@sekisho/dialer'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import type { CampaignFacts } from './campaign-book.ts'
import { countReach } from './reach-counts.ts'

/** What one campaign has learned of whom it calls: whom to call first, and who will answer. */
export interface CampaignChances {
  /** Whom a look asks for first; null where calls are made as leads come due. */
  order(facts: CampaignFacts, nowMs: number): LookOrder | null
  /** What is expected of calls: nothing where none are made ahead, and until it was counted. */
  answers(facts: CampaignFacts, nowMs: number): ExpectedAnswers
  /** A call of this class was begun. */
  launched(reachClass: ReachClass): void
  /** Whether a campaign waits for the first count: its order does not know whom to call. Otherwise calls go on beside it. */
  readonly mustCount: boolean
  /**
   * Counts what became of calls, where that is asked for and a few minutes old, one at a time; nothing else.
   *
   * @returns  whether what is expected of calls was counted anew
   */
  learn(database: Database, nowMs: number): Promise<boolean>
}

/** The share of calls that people answered on days before; undefined where nothing is known. */
export interface ExpectedAnswers {
  of(reachClass: ReachClass | null): number | undefined
  /** Of the calls begun next, on average, which are of the same classes as the last ones. */
  readonly next: number | undefined
}

const learnEveryMs = 300_000
const nothingExpected: ExpectedAnswers = { of: () => undefined, next: undefined }

/**
 * Nothing is remembered that was not counted: a process that starts anew counts the attempts of the last weeks once and knows
 * what the one before it knew. After that only today's are counted again, every few minutes. Until it has counted, its order goes
 * by what is usual.
 *
 * Of answers only the days before are told to whoever paces calls: it learns today by itself how far the truth is from them, and
 * counted in both places today would count twice.
 *
 * @param random  a draw for each look
 */
export function createCampaignChances(
  tenantId: TenantId,
  campaignId: CampaignId,
  random: () => number,
): CampaignChances {
  let isOrdered = false
  let isWanted = false
  let isCounting = false
  let countedAtMs = Number.NEGATIVE_INFINITY
  let countedDay: DayNumber = Number.NaN
  let before: { readonly own: readonly ReachCount[]; readonly others: readonly ReachCount[] } = { own: [], others: [] }
  let today: readonly ReachCount[] = []
  let kept: { readonly at: string; readonly order: readonly ReachClass[]; readonly answers: ExpectedRates } | undefined
  const mix = createLaunchMix()
  const hasCounted = (): boolean => Number.isFinite(countedAtMs)

  function chancesAt({ calling }: CampaignFacts, nowMs: number): NonNullable<typeof kept> {
    const at = `${dayOf(nowMs)} ${stretchAt(nowMs)}`
    if (kept?.at === at) return kept
    const isDayOff = (day: DayNumber) => dayKindOf(calling, day) !== 'weekday'
    const knowledge: ReachKnowledge = { own: before.own, others: before.others, isDayOff }
    const withToday = { ...knowledge, own: [...before.own, ...today] }
    kept = { at, order: classesByChance(reachChances(withToday, nowMs)), answers: answerChances(knowledge, nowMs) }
    return kept
  }

  async function count(database: Database, nowMs: number): Promise<boolean> {
    const day = dayOf(nowMs)
    const isNewDay = countedDay !== day
    const ofToday = { fromMs: startOfDay(day), untilMs: startOfDay(day + 1) }
    const ofDaysBefore = { fromMs: startOfDay(day - REACH_DAYS + 1), untilMs: ofToday.fromMs }
    await database.transaction(systemActor('dialler'), tenantId, async (tx) => {
      if (isNewDay)
        before = {
          own: await countReach(tx, 'own', campaignId, ofDaysBefore),
          others: await countReach(tx, 'others', campaignId, ofDaysBefore),
        }
      today = await countReach(tx, 'own', campaignId, ofToday)
    })
    countedDay = day
    countedAtMs = nowMs
    kept = undefined
    return isNewDay
  }

  return {
    get mustCount() {
      return isOrdered && !hasCounted()
    },
    order(facts, nowMs) {
      const { callOrder, mode } = facts.settings
      isOrdered = callOrder === 'reach'
      isWanted = isOrdered || isAheadMode(mode)
      return isOrdered ? { first: lookFirst(random()), classes: chancesAt(facts, nowMs).order } : null
    },
    answers(facts, nowMs) {
      if (!isAheadMode(facts.settings.mode) || !hasCounted()) return nothingExpected
      const { answers } = chancesAt(facts, nowMs)
      return {
        of: (reachClass) => (reachClass === null ? undefined : answers.get(reachClass)),
        next: mix.expected((reachClass) => answers.get(reachClass)),
      }
    },
    launched: mix.launched,
    async learn(database, nowMs) {
      if (!isWanted || isCounting || Math.abs(nowMs - countedAtMs) < learnEveryMs) return false
      isCounting = true
      try {
        return await count(database, nowMs)
      } finally {
        isCounting = false
      }
    },
  }
}

type ExpectedRates = ReadonlyMap<ReachClass, number>
