import type { CampaignView } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { stoppedBy } from '../stop-switches/index.ts'
import type { Surroundings } from './check-readiness.ts'

const stopped = stoppedBy({ tenant: '$1', job: '$3', campaign: '$2' })

/** What stands around a campaign: imports that go on, operators who may come and who have come, stop switches. */
export async function readSurroundings(
  tx: Tx,
  { campaignId, jobId }: Pick<CampaignView, 'campaignId' | 'jobId'>,
  nowMs: number,
): Promise<Surroundings> {
  const { rows } = await tx.client.query<Surroundings>(
    `select
      (select count(*) from tenant.lists l
        where l.tenant_id = $1 and l.campaign_id = $2 and l.state = 'importing')::int as imports,
      (select count(distinct d.person_id) from house.designations d join house.persons p using (person_id)
        where d.tenant_id = $1 and d.seat = 'operator' and d.withdrawn_at is null
          and d.valid_from <= $4 and d.valid_until > $4 and p.disabled_at is null
          and (d.job_id is null or d.job_id = $3)
          and (d.site_id is null or d.site_id in (select s.site_id from tenant.job_sites s
            where s.tenant_id = $1 and s.job_id = $3)))::int as operators,
      (select count(*) from tenant.desks d
        where d.tenant_id = $1 and d.campaign_id = $2 and d.connection is not null)::int as seated,
      ${stopped} is not null as "isSwitchedOff"`,
    [tenantOf(tx), campaignId, jobId, new Date(nowMs)],
  )
  return rows[0] ?? { imports: 0, operators: 0, seated: 0, isSwitchedOff: false }
}

/** Whose tenant this is. */
export async function readClient(tx: Tx): Promise<{ name: string; sector: 'company' | 'municipality' }> {
  const row = await tx.db
    .selectFrom('house.tenants as t')
    .innerJoin('house.companies as c', 'c.company_id', 't.client_id')
    .select(['c.name', 'c.sector'])
    .where('t.tenant_id', '=', tenantOf(tx))
    .executeTakeFirstOrThrow()
  return { name: row.name, sector: row.sector === 'municipality' ? 'municipality' : 'company' }
}
