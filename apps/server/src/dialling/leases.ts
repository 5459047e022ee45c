import type { CampaignId, TenantId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import { isWaitingSeat } from './desk-rows.ts'

const dialler = systemActor('dialler')

/** A lease ends by itself so long after its last renewal. */
export const leaseMs = 5_000

/** Every tenant of the house: a dialler serves all of them, and learns of new ones by asking again. */
export async function tenantIds(database: Database): Promise<TenantId[]> {
  const rows = await database.transaction(dialler, 'house', (tx) =>
    tx.db.selectFrom('house.tenants').select('tenant_id').orderBy('tenant_id').execute(),
  )
  return rows.map((row) => row.tenant_id)
}

/**
 * Takes or renews the leases of a tenant's campaigns that need a dialler: the running ones, those with calls or previews
 * that somebody has to bring to an end, and those whose operators wait: why they do is looked at though nothing is dialled.
 *
 * Leases run on the database's clock: it is the one clock that all diallers share, and theirs may differ by seconds.
 *
 * @returns  the campaigns that are leased to `holder` now
 */
export async function renewLeases(database: Database, tenantId: TenantId, holder: string): Promise<CampaignId[]> {
  return database.transaction(dialler, tenantId, async (tx) => {
    const { rows } = await tx.client.query<{ campaign_id: CampaignId }>({
      name: 'renew leases',
      text: `insert into tenant.campaign_leases as held (tenant_id, campaign_id, holder, leased_until)
        select c.tenant_id, c.campaign_id, $2, clock_timestamp() + $3 * interval '1 millisecond'
        from tenant.campaigns c
        where c.tenant_id = $1 and (c.state = 'running' or c.campaign_id in (
            select a.campaign_id from tenant.attempts a where a.tenant_id = $1 and a.state <> 'ended')
          or c.campaign_id in (select p.campaign_id from tenant.previews p where p.tenant_id = $1 and p.ended_at is null)
          or c.campaign_id in (select d.campaign_id from tenant.desks d where d.tenant_id = $1 and ${isWaitingSeat('d')}))
        order by c.campaign_id
        on conflict (tenant_id, campaign_id) do update set holder = excluded.holder, leased_until = excluded.leased_until
          where held.holder = excluded.holder or held.leased_until < clock_timestamp()
        returning campaign_id`,
      values: [tenantId, holder, leaseMs],
    })
    return rows.map((row) => row.campaign_id)
  })
}

/** Gives leases back, so that another dialler need not wait for their end. */
export async function releaseLeases(database: Database, tenantId: TenantId, holder: string): Promise<void> {
  await database.transaction(dialler, tenantId, (tx) =>
    tx.client.query('delete from tenant.campaign_leases where tenant_id = $1 and holder = $2', [tenantId, holder]),
  )
}
