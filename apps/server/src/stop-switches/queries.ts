import type {
  CampaignId,
  EntryId,
  JobId,
  ListId,
  PersonId,
  StopExtent,
  StopGround,
  StopLifter,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { StopPlace } from './stop-place.ts'
import { extentOf, isStanding } from './stopped-sql.ts'

export interface StandingRow {
  readonly stop_id: EntryId
  readonly extent: StopExtent
  readonly job_id: JobId | null
  readonly campaign_id: CampaignId | null
  readonly job_name: string | null
  readonly campaign_name: string | null
  readonly list_label: string | null
  readonly prefecture: number | null
  readonly municipality: string | null
  readonly area_code: string | null
  readonly ground: StopGround
  readonly lift_by: StopLifter
  readonly set_by: PersonId
  readonly set_by_name: string
  readonly set_at: Date
}

/** Stops that hold, the widest first, of the jobs in the row scope. */
export async function readStanding(tx: Tx): Promise<StandingRow[]> {
  const { rows } = await tx.client.query<StandingRow>(
    `select h.entry_id as stop_id, ${extentOf('h')} as extent, h.job_id, h.campaign_id, j.name as job_name,
        k.name as campaign_name, l.label as list_label, h.prefecture, h.municipality, h.area_code, h.ground, h.lift_by, h.set_by,
        p.display_name as set_by_name, h.set_at
      from house.stops h
        join house.persons p on p.person_id = h.set_by
        left join tenant.jobs j on j.tenant_id = h.tenant_id and j.job_id = h.job_id
        left join tenant.campaigns k on k.tenant_id = h.tenant_id and k.campaign_id = h.campaign_id
        left join tenant.lists l on l.tenant_id = h.tenant_id and l.list_id = h.list_id
      where h.tenant_id = $1 and ${isStanding('h')}
      order by h.job_id nulls first, h.campaign_id nulls first, h.list_id nulls first,
        num_nonnulls(h.prefecture, h.municipality, h.area_code), h.set_at, h.municipality`,
    [tenantOf(tx)],
  )
  return rows
}

export interface StopRow extends StopPlace {
  readonly setBy: PersonId
  readonly liftBy: StopLifter
  readonly isLifted: boolean
}

/** @returns null when there is none in the row scope */
export async function readStop(tx: Tx, stopId: EntryId): Promise<StopRow | null> {
  const { rows } = await tx.client.query<{
    job_id: JobId | null
    campaign_id: CampaignId | null
    list_id: ListId | null
    prefecture: number | null
    municipality: string | null
    area_code: string | null
    set_by: PersonId
    lift_by: StopLifter
    is_lifted: boolean
  }>(
    `select h.job_id, h.campaign_id, h.list_id, h.prefecture, h.municipality, h.area_code, h.set_by, h.lift_by, not ${isStanding('h')} as is_lifted
      from house.stops h where h.tenant_id = $1 and h.entry_id = $2`,
    [tenantOf(tx), stopId],
  )
  const [row] = rows
  if (row === undefined) return null
  const { job_id: jobId, campaign_id: campaignId, list_id: listId, prefecture, municipality, area_code: areaCode } = row
  const place = { jobId, campaignId, listId, prefecture, municipality, areaCode }
  return { ...place, setBy: row.set_by, liftBy: row.lift_by, isLifted: row.is_lifted }
}

/** Whether the same stop holds already. */
export async function isSetAlready(
  tx: Tx,
  { jobId, campaignId, listId, prefecture, municipality, areaCode }: StopPlace,
  ground: StopGround,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from house.stops h where h.tenant_id = $1 and h.job_id is not distinct from $2
      and h.campaign_id is not distinct from $3 and h.list_id is not distinct from $4
      and h.prefecture is not distinct from $5 and h.area_code is not distinct from $6
      and h.municipality is not distinct from $7 and h.ground = $8 and ${isStanding('h')} limit 1`,
    [tenantOf(tx), jobId, campaignId, listId, prefecture, areaCode, municipality, ground],
  )
  return (rowCount ?? 0) > 0
}

/** Whether the job is one of the row scope. */
export async function isJob(tx: Tx, jobId: JobId): Promise<boolean> {
  const row = await tx.db.selectFrom('tenant.jobs').select('job_id').where('job_id', '=', jobId).executeTakeFirst()
  return row !== undefined
}

/** The job of a campaign in the row scope. */
export async function jobOf(tx: Tx, campaignId: CampaignId): Promise<JobId | null> {
  const row = await tx.db
    .selectFrom('tenant.campaigns')
    .select('job_id')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  return row?.job_id ?? null
}

/** The campaign of a list in the row scope. */
export async function campaignOf(tx: Tx, listId: ListId): Promise<CampaignId | null> {
  const row = await tx.db
    .selectFrom('tenant.lists')
    .select('campaign_id')
    .where('list_id', '=', listId)
    .executeTakeFirst()
  return row?.campaign_id ?? null
}
