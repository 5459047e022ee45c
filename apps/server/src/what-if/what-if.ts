import {
  type CampaignId,
  campaignSettings,
  type CampaignView,
  linesPerTenOf,
  type MeasuredCalls,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { callableUntil, nextCallableAt } from '@sekisho/dialer'
import { createCallingCalendar, type RuleChanges } from '../calendar/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope } from '../platform/database/index.ts'
import { readLeadsLeft } from '../reports/index.ts'
import { readRecentCalls } from './read-calls.ts'

export interface WhatIfDependencies {
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

/** What a simulated day of a campaign is made of. The day itself is played where it is looked at, not here. */
export interface WhatIf {
  /** @throws ProblemError `not_found` */
  measured(asking: Asking, campaignId: CampaignId): Promise<MeasuredCalls>
}

export function createWhatIf({ database, clock, callingRules }: WhatIfDependencies): WhatIf {
  const calendar = createCallingCalendar(callingRules)
  return {
    measured: ({ actor, tenantId, rowScope }, campaignId) =>
      database.transaction(
        actor,
        tenantId,
        async (tx) => {
          const campaign = await tx.db
            .selectFrom('tenant.campaigns')
            .select(['name', 'kind', 'settings'])
            .where('campaign_id', '=', campaignId)
            .executeTakeFirst()
          if (campaign === undefined) throw new ProblemError('not_found')
          const settings = campaignSettings.parse(campaign.settings)
          const { hours, maxAttempts, mode, abandonCapPercent } = settings
          const nowMs = clock.now()
          const rules = await calendar.callingRules(tx, campaignId, hours)
          const from = nextCallableAt(rules, nowMs)
          const until = from === null ? null : callableUntil(rules, from)
          return {
            ...{
              madeAt: nowMs,
              name: campaign.name,
              kind: campaign.kind as CampaignView['kind'],
              mode,
              abandonCapPercent,
              linesPerTenOperators: linesPerTenOf(settings),
            },
            ...(await readRecentCalls(tx, campaignId, nowMs)),
            left: await readLeadsLeft(tx, campaignId, maxAttempts, nowMs),
            calling: from === null || until === null ? null : { from, until },
          }
        },
        rowScope,
      ),
  }
}
