import { type CampaignId, type CampaignView, campaignSettings, type JobId } from '@sekisho/contract'
import { CALLABLE_STATES, countLeads, IN_HAND_STATES, type Tx } from '../platform/database/index.ts'

/**
 * Campaigns with the state of their leads. Leads are never read one by one: what was imported comes from the lists,
 * what is callable from an index-only count over `leads_due` less what an import is still writing, what is in hand or held from the small `leads_in_hand`;
 * the rest is finished. Callers who are on no list are in none of them: nobody gave them to be called.
 */
export const campaignsSql = `
select c.campaign_id, c.job_id, j.name as job_name, c.name, c.kind, c.state, c.revision, c.settings, c.created_at, c.started_at,
  (select coalesce(sum(l.rows_accepted - l.rows_held_out), 0) from tenant.lists l
    where l.tenant_id = c.tenant_id and l.campaign_id = c.campaign_id and l.state = 'ready')::int as imported,
  (${countLeads(CALLABLE_STATES)}
    - (select count(*) from tenant.lists l join tenant.leads d on d.tenant_id = l.tenant_id and d.list_id = l.list_id
      where l.tenant_id = c.tenant_id and l.campaign_id = c.campaign_id and l.state in ('importing', 'failed')))::int as callable,
  ${countLeads(IN_HAND_STATES)}::int as in_progress,
  ${countLeads(['held'])}::int as held
from tenant.campaigns c
  join tenant.jobs j on j.tenant_id = c.tenant_id and j.job_id = c.job_id
where $1::uuid is null or c.campaign_id = $1
order by c.created_at desc, c.campaign_id`

interface Row {
  campaign_id: CampaignId
  job_id: JobId
  job_name: string
  name: string
  kind: CampaignView['kind']
  state: CampaignView['state']
  revision: number
  settings: unknown
  created_at: Date
  started_at: Date | null
  imported: number
  callable: number
  in_progress: number
  held: number
}

/** All campaigns in the decision's scope, or one. */
export async function readCampaigns(tx: Tx, campaignId: CampaignId | null): Promise<CampaignView[]> {
  const { rows } = await tx.client.query<Row>(campaignsSql, [campaignId])
  return rows.map((row) => {
    const open = row.callable + row.in_progress + row.held
    const total = Math.max(row.imported, open)
    return {
      campaignId: row.campaign_id,
      jobId: row.job_id,
      jobName: row.job_name,
      name: row.name,
      kind: row.kind,
      state: row.state,
      revision: row.revision,
      settings: campaignSettings.parse(row.settings),
      leads: { total, callable: row.callable, inProgress: row.in_progress, finished: total - open, held: row.held },
      createdAt: row.created_at.getTime(),
      startedAt: row.started_at?.getTime() ?? null,
    }
  })
}

/** The campaign under a row lock that lets imports and attempts go on beside it. */
export async function lockCampaign(tx: Tx, campaignId: CampaignId) {
  const row = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['campaign_id', 'kind', 'state', 'revision', 'settings'])
    .where('campaign_id', '=', campaignId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    kind: row.kind as CampaignView['kind'],
    state: row.state as CampaignView['state'],
    revision: row.revision,
    settings: campaignSettings.parse(row.settings),
  }
}

/** Whether anybody is left to call; mostly the first entry of `leads_due` answers. */
export async function hasCallableLead(tx: Tx, campaignId: CampaignId): Promise<boolean> {
  const lead = await tx.db
    .selectFrom('tenant.leads as d')
    .innerJoin('tenant.lists as l', (join) =>
      join.onRef('l.tenant_id', '=', 'd.tenant_id').onRef('l.list_id', '=', 'd.list_id'),
    )
    .select('d.lead_id')
    .where('d.campaign_id', '=', campaignId)
    .where('d.state', 'in', CALLABLE_STATES)
    .where('l.state', '=', 'ready')
    .limit(1)
    .executeTakeFirst()
  return lead !== undefined
}
