import {
  type CauseTimesView,
  type TenantId,
  waitingCauses,
  type WaitingQuestion,
  type WaitingView,
} from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import {
  addCauses,
  type CauseTimes,
  dayOfDate,
  explainWaiting,
  MINUTE_MS,
  SLOT_MS,
  slotOf,
  totalOf,
} from '@sekisho/figures'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { campaignsOf, readRules, settleTallies } from '../reports/index.ts'
import { compareDays } from './compare-days.ts'
import { readLeadsWaiting } from './read-leads.ts'
import { readLooked, readWaited } from './read-minutes.ts'

export interface WaitingDependencies {
  readonly database: Database
  readonly clock: Clock
}

export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
}

/** Why operators waited. How long is counted as reports count it; what for is what those who dial saw in the same minute. */
export interface Waiting {
  /** @throws ProblemError `not_found` */
  explain(asking: Asking, question: WaitingQuestion): Promise<WaitingView>
}

/** A minute that is over is written within so long. */
const writtenWithinMs = 5_000

export function createWaiting({ database, clock }: WaitingDependencies): Waiting {
  return {
    async explain({ actor, tenantId, rowScope }, question) {
      const inReach = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
        database.transaction(actor, tenantId, work, rowScope)
      const nowMs = clock.now()
      const { campaigns, rules } = await inReach(async (tx) => ({
        campaigns: await campaignsOf(tx, question),
        rules: (await readRules(tx)).value,
      }))
      // in a transaction of the product's own: who may read changes nothing
      for (const { campaignId } of campaigns) await settleTallies(database, tenantId, campaignId, rules.person, nowMs)
      const campaignIds = campaigns.map(({ campaignId }) => campaignId)
      const { date, fromSlot, untilSlot } = question
      const day = dayOfDate(date)
      const isToday = day === dayOf(nowMs)
      const fromMs = startOfDay(day) + fromSlot * SLOT_MS
      const untilMs = Math.max(fromMs, Math.min(startOfDay(day) + untilSlot * SLOT_MS, lastKnownMs(nowMs)))
      const compared = {
        campaignIds,
        day,
        fromSlot,
        untilSlot: isToday ? Math.min(untilSlot, slotOf(nowMs) + 1) : untilSlot,
      }
      return inReach(async (tx) => {
        const stretch = { campaignIds, from: new Date(fromMs), until: new Date(untilMs) }
        const slots = explainWaiting(await readWaited(tx, stretch), await readLooked(tx, stretch), SLOT_MS)
        const causes = addCauses(slots.map((slot) => slot.causes))
        return {
          ...{ madeAt: nowMs, from: fromMs, until: untilMs },
          campaigns: campaigns.map(({ campaignId, name, kind, state, settings }) => ({
            ...{ campaignId, name, kind, state, mode: settings.mode },
          })),
          ...{ waitedMs: totalOf(causes), causes: inOrder(causes) },
          slots: slots.map((slot) => ({ from: slot.fromMs, causes: inOrder(slot.causes) })),
          leads: isToday
            ? await readLeadsWaiting(
                tx,
                campaigns.map(({ campaignId, settings }) => ({ campaignId, ...settings })),
                nowMs,
              )
            : null,
          ...(await compareDays(tx, { ...compared, nowMs }, rules)),
        }
      })
    },
  }
}

/** The end of the last minute that is surely written. */
function lastKnownMs(nowMs: number): number {
  return Math.floor((nowMs - writtenWithinMs) / MINUTE_MS) * MINUTE_MS
}

function inOrder(times: CauseTimes): CauseTimesView {
  return waitingCauses.flatMap((cause) => {
    const ms = times[cause] ?? 0
    return ms === 0 ? [] : [{ cause, ms }]
  })
}
