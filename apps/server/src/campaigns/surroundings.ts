import type { CampaignView } from '@sekisho/contract'
import { countOutsidePeriod } from '../dialling/index.ts'
import { holdsSeat } from '../designations/index.ts'
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
  const { rows } = await tx.client.query<Omit<Surroundings, 'outsidePeriod'>>(
    `select
      (select count(*) from tenant.lists l
        where l.tenant_id = $1 and l.campaign_id = $2 and l.state = 'importing')::int as imports,
      (select count(*) from house.persons p join tenant.campaigns k on k.tenant_id = $1 and k.campaign_id = $2
        where p.disabled_at is null and ${holdsSeat('operator', 'k', '$4')})::int as operators,
      (select count(*) from tenant.desks d
        where d.tenant_id = $1 and $2 = any (array_append(d.chosen, d.campaign_id))
          and d.connection is not null)::int as seated,
      ${stopped} is not null as "isSwitchedOff"`,
    [tenantOf(tx), campaignId, jobId, new Date(nowMs)],
  )
  const outsidePeriod = await countOutsidePeriod(tx, campaignId, nowMs)
  return { outsidePeriod, ...(rows[0] ?? { imports: 0, operators: 0, seated: 0, isSwitchedOff: false }) }
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
