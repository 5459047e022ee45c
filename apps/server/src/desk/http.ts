import { type CampaignId, campaignSettings } from '@sekisho/contract'
import { type OwnAssignment, readOwnAssignments } from '../assignments/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { RouteHandlers } from '../platform/http/index.ts'

export function deskHandlers({ database }: { database: Database }): RouteHandlers {
  return {
    'desk.campaigns': async ({ actor, tenantId, rowScope }) => ({
      campaigns: await database.transaction(
        actor,
        tenantId,
        async (tx) => {
          const own = await readOwnAssignments(tx, actor.personId)
          const rows = await tx.db
            .selectFrom('tenant.campaigns')
            .select(['campaign_id', 'name', 'kind', 'state', 'settings', 'minimum_skill'])
            .where('state', 'in', ['stopped', 'running'])
            .orderBy('name')
            .orderBy('campaign_id')
            .execute()
          return offeredTo(own, rows).map(({ assigned, ...row }) => ({
            campaignId: row.campaign_id,
            name: row.name,
            callerName: campaignSettings.parse(row.settings).callerName,
            kind: row.kind === 'production' ? ('production' as const) : ('test' as const),
            isRunning: row.state === 'running',
            assigned: assigned === null ? null : { skill: assigned.skill, priority: assigned.priority },
            isBeyondSkill: (assigned?.skill ?? 1) < row.minimum_skill,
          }))
        },
        rowScope,
      ),
    }),
  }
}

/** An assigned operator is offered what they are assigned to, whoever comes first before; anybody else everything. */
function offeredTo<Row extends { readonly campaign_id: CampaignId }>(
  own: readonly OwnAssignment[],
  rows: readonly Row[],
): readonly (Row & { readonly assigned: OwnAssignment | null })[] {
  if (own.length === 0) return rows.map((row) => ({ ...row, assigned: null }))
  return own.flatMap((assigned) => {
    const row = rows.find(({ campaign_id: campaignId }) => campaignId === assigned.campaignId)
    return row === undefined ? [] : [{ ...row, assigned }]
  })
}
