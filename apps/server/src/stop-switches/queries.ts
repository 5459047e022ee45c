import type { CampaignId, EntryId, JobId, PersonId, StopExtent, StopGround, StopLifter } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { extentOf, isStanding } from './stopped-sql.ts'

/** Where a stop holds: neither for the whole tenant, a job, or a campaign with its job. */
export interface StopPlace {
  readonly jobId: JobId | null
  readonly campaignId: CampaignId | null
}

export interface StandingRow {
  readonly stop_id: EntryId
  readonly extent: StopExtent
  readonly job_id: JobId | null
  readonly campaign_id: CampaignId | null
  readonly job_name: string | null
  readonly campaign_name: string | null
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
        k.name as campaign_name, h.ground, h.lift_by, h.set_by, p.display_name as set_by_name, h.set_at
      from house.stops h
        join house.persons p on p.person_id = h.set_by
        left join tenant.jobs j on j.tenant_id = h.tenant_id and j.job_id = h.job_id
        left join tenant.campaigns k on k.tenant_id = h.tenant_id and k.campaign_id = h.campaign_id
      where h.tenant_id = $1 and ${isStanding('h')}
      order by h.job_id nulls first, h.campaign_id nulls first, h.set_at`,
    [tenantOf(tx)],
  )
  return rows
}

export interface StopRow {
  readonly jobId: JobId | null
  readonly campaignId: CampaignId | null
  readonly setBy: PersonId
  readonly liftBy: StopLifter
  readonly isLifted: boolean
}

/** @returns null when there is none in the row scope */
export async function readStop(tx: Tx, stopId: EntryId): Promise<StopRow | null> {
  const { rows } = await tx.client.query<{
    job_id: JobId | null
    campaign_id: CampaignId | null
    set_by: PersonId
    lift_by: StopLifter
    is_lifted: boolean
  }>(
    `select h.job_id, h.campaign_id, h.set_by, h.lift_by, not ${isStanding('h')} as is_lifted
      from house.stops h where h.tenant_id = $1 and h.entry_id = $2`,
    [tenantOf(tx), stopId],
  )
  const [row] = rows
  if (row === undefined) return null
  const { job_id: jobId, campaign_id: campaignId, set_by: setBy, lift_by: liftBy, is_lifted: isLifted } = row
  return { jobId, campaignId, setBy, liftBy, isLifted }
}

/** Whether the same stop holds already. */
export async function isSetAlready(tx: Tx, { jobId, campaignId }: StopPlace, ground: StopGround): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from house.stops h where h.tenant_id = $1 and h.job_id is not distinct from $2
      and h.campaign_id is not distinct from $3 and h.ground = $4 and ${isStanding('h')} limit 1`,
    [tenantOf(tx), jobId, campaignId, ground],
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
