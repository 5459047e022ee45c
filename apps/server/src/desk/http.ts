import { campaignSettings } from '@sekisho/contract'
import type { Database } from '../platform/database/index.ts'
import type { RouteHandlers } from '../platform/http/index.ts'

export function deskHandlers({ database }: { database: Database }): RouteHandlers {
  return {
    'desk.campaigns': async ({ actor, tenantId, rowScope }) => ({
      campaigns: await database.transaction(
        actor,
        tenantId,
        async (tx) => {
          const rows = await tx.db
            .selectFrom('tenant.campaigns')
            .select(['campaign_id', 'name', 'kind', 'state', 'settings'])
            .where('state', 'in', ['stopped', 'running'])
            .orderBy('name')
            .orderBy('campaign_id')
            .execute()
          return rows.map((row) => ({
            campaignId: row.campaign_id,
            name: row.name,
            callerName: campaignSettings.parse(row.settings).callerName,
            kind: row.kind === 'production' ? ('production' as const) : ('test' as const),
            isRunning: row.state === 'running',
          }))
        },
        rowScope,
      ),
    }),
  }
}
