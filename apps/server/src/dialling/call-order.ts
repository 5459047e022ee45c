import type { CampaignId, TenantId } from '@sekisho/contract'
import {
  classesByChance,
  dayKindOf,
  type DayNumber,
  dayOf,
  type LookOrder,
  lookFirst,
  REACH_DAYS,
  type ReachClass,
  type ReachCount,
  reachChances,
  startOfDay,
  stretchAt,
} from '@sekisho/dialer'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import type { CampaignFacts } from './campaign-book.ts'
import { countReach } from './reach-counts.ts'

/** Whom one campaign calls first, look by look. */
export interface CampaignOrder {
  /** @returns null where calls are made as leads come due */
  next(facts: CampaignFacts, nowMs: number): LookOrder | null
  /** Whether anything was counted yet. Before that a campaign waits for it; afterwards calls go on beside it. */
  readonly hasCounted: boolean
  /** Counts what became of calls, where that is asked for and a few minutes old, one at a time; nothing else. */
  learn(database: Database, nowMs: number): Promise<void>
}

const learnEveryMs = 300_000

/**
 * Nothing is remembered that was not counted: a process that starts anew counts the attempts of the last weeks once and knows
 * what the one before it knew. After that only today's are counted again, every few minutes. Until it has counted, it goes by
 * what is usual.
 *
 * @param random  a draw for each look
 */
export function createCampaignOrder(tenantId: TenantId, campaignId: CampaignId, random: () => number): CampaignOrder {
  let isWanted = false
  let isCounting = false
  let countedAtMs = Number.NEGATIVE_INFINITY
  let countedDay: DayNumber = Number.NaN
  let before: { readonly own: readonly ReachCount[]; readonly others: readonly ReachCount[] } = { own: [], others: [] }
  let today: readonly ReachCount[] = []
  let kept: { readonly at: string; readonly classes: readonly ReachClass[] } | undefined

  function classesAt({ calling }: CampaignFacts, nowMs: number): readonly ReachClass[] {
    const at = `${dayOf(nowMs)} ${stretchAt(nowMs)}`
    if (kept?.at === at) return kept.classes
    const isDayOff = (day: DayNumber) => dayKindOf(calling, day) !== 'weekday'
    const knowledge = { own: [...before.own, ...today], others: before.others, isDayOff }
    kept = { at, classes: classesByChance(reachChances(knowledge, nowMs)) }
    return kept.classes
  }

  async function count(database: Database, nowMs: number): Promise<void> {
    const day = dayOf(nowMs)
    const ofToday = { fromMs: startOfDay(day), untilMs: startOfDay(day + 1) }
    const ofDaysBefore = { fromMs: startOfDay(day - REACH_DAYS + 1), untilMs: ofToday.fromMs }
    await database.transaction(systemActor('dialler'), tenantId, async (tx) => {
      if (countedDay !== day)
        before = {
          own: await countReach(tx, 'own', campaignId, ofDaysBefore),
          others: await countReach(tx, 'others', campaignId, ofDaysBefore),
        }
      today = await countReach(tx, 'own', campaignId, ofToday)
    })
    countedDay = day
    countedAtMs = nowMs
    kept = undefined
  }

  return {
    get hasCounted() {
      return Number.isFinite(countedAtMs)
    },
    next(facts, nowMs) {
      isWanted = facts.settings.callOrder === 'reach'
      return isWanted ? { first: lookFirst(random()), classes: classesAt(facts, nowMs) } : null
    },
    async learn(database, nowMs) {
      if (!isWanted || isCounting || Math.abs(nowMs - countedAtMs) < learnEveryMs) return
      isCounting = true
      try {
        await count(database, nowMs)
      } finally {
        isCounting = false
      }
    },
  }
}
