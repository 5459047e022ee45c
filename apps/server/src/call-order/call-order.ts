import {
  type CallOrderView,
  type CampaignId,
  campaignSettings,
  type OrderGroup,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import {
  classesByChance,
  type DayNumber,
  dayKindOf,
  dayOf,
  REACH_CLASSES,
  REACH_DAYS,
  type ReachCount,
  reachChances,
  startOfDay,
} from '@sekisho/dialer'
import { compareShares } from '@sekisho/figures'
import { createCallingCalendar, type RuleChanges } from '../calendar/index.ts'
import { countReach } from '../dialling/index.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope } from '../platform/database/index.ts'
import { readGroups } from './read-groups.ts'

export interface CallOrderDependencies {
  readonly database: Database
  readonly clock: Clock
  /** What the dialler goes by beside a campaign's own hours. */
  readonly callingRules?: RuleChanges
}

export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
}

/** Whom a campaign calls first, what it has learned of chances, and what its order gains. */
export interface CallOrderPage {
  /** @throws ProblemError `not_found` */
  read(asking: Asking, campaignId: CampaignId): Promise<CallOrderView>
}

/** A cell of fewer calls tells nothing of chances, and might of somebody. */
const leastDials = 10
/** With fewer calls in one group nothing is compared: the range would hold anything. */
const leastCompared = 100

export function createCallOrderPage({ database, clock, callingRules }: CallOrderDependencies): CallOrderPage {
  const calendar = createCallingCalendar(callingRules)
  return {
    async read({ actor, tenantId, rowScope }, campaignId) {
      const nowMs = clock.now()
      const stretch = { fromMs: startOfDay(dayOf(nowMs) - REACH_DAYS + 1), untilMs: startOfDay(dayOf(nowMs) + 1) }
      const seen = await database.transaction(
        actor,
        tenantId,
        async (tx) => {
          const campaign = await tx.db
            .selectFrom('tenant.campaigns')
            .select(['settings'])
            .where('campaign_id', '=', campaignId)
            .executeTakeFirst()
          if (campaign === undefined) throw new ProblemError('not_found')
          const { hours, callOrder = 'due' } = campaignSettings.parse(campaign.settings)
          const rules = await calendar.callingRules(tx, campaignId, hours)
          return {
            callOrder,
            isDayOff: (day: DayNumber) => dayKindOf(rules, day) !== 'weekday',
            own: await countReach(tx, 'own', campaignId, stretch),
            groups: await readGroups(tx, campaignId, stretch.fromMs),
          }
        },
        rowScope,
      )
      // as the dialler counts them, also for whoever does not see the other campaigns: what is told of them is a chance
      const others = await database.transaction(systemActor('dialler'), tenantId, (tx) =>
        countReach(tx, 'others', campaignId, { ...stretch, untilMs: startOfDay(dayOf(nowMs)) }),
      )
      const { own, isDayOff, callOrder, groups } = seen
      const chances = reachChances({ own, others, isDayOff }, nowMs)
      return {
        ...{ madeAt: nowMs, callOrder, days: REACH_DAYS },
        now: classesByChance(chances).flatMap((reachClass) => {
          const named = REACH_CLASSES[reachClass - 1]
          return named === undefined ? [] : [{ ...named, chance: chances.get(reachClass) ?? 0 }]
        }),
        learned: cellsOf(own, isDayOff),
        ...groups,
        gain: gainOf(groups),
      }
    },
  }
}

function cellsOf(counts: readonly ReachCount[], isDayOff: (day: DayNumber) => boolean): CallOrderView['learned'] {
  const cells = new Map<string, { dials: number; reached: number } & Pick<ReachCount, 'stretch' | 'reachClass'>>()
  for (const { day, stretch, reachClass, dials, reached } of counts) {
    const key = `${String(isDayOff(day))} ${reachClass} ${stretch}`
    const cell = cells.get(key) ?? { stretch, reachClass, dials: 0, reached: 0 }
    if (dials > 0) cells.set(key, { ...cell, dials: cell.dials + dials, reached: cell.reached + reached })
  }
  return [...cells].flatMap(([key, { stretch, reachClass, dials, reached }]) => {
    const named = REACH_CLASSES[reachClass - 1]
    if (named === undefined) return []
    const shown = dials < leastDials ? null : reached
    return [{ ...named, stretch, isDayOff: key.startsWith('true'), dials, reached: shown }]
  })
}

function gainOf({
  inTurn,
  others,
}: {
  readonly inTurn: OrderGroup
  readonly others: OrderGroup
}): CallOrderView['gain'] {
  if (Math.min(inTurn.dials, others.dials) < leastCompared) return null
  const shareOf = ({ dials, reached }: OrderGroup) => ({ people: dials, named: reached })
  const compared = compareShares(shareOf(others), shareOf(inTurn))
  if (compared === null) return null
  const { difference, low, high } = compared
  return { points: difference * 100, lowPoints: low * 100, highPoints: high * 100 }
}
