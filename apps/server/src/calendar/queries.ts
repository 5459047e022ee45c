import type { CampaignId, DayGround, EntryId, JobId } from '@sekisho/contract'
import { campaignSettings } from '@sekisho/contract'
import type { CallingHours, DayWindow } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Days and names of an imported file, in their order. */
export type FileDays = readonly (readonly [date: string, name: string])[]

export interface SpecialDayRow {
  readonly campaignId: CampaignId | null
  readonly from: string
  readonly until: string
  readonly open: DayWindow | null
  readonly ground: DayGround
}

const standingDay = `not exists (select from house.calendar_withdrawals w where w.special_day_id = d.entry_id)`
const standingFile = `not exists (select from house.calendar_withdrawals w where w.holiday_file_id = f.entry_id)`
const windowOf = `case when d.opens_minute is not null
  then json_build_object('fromMinute', d.opens_minute, 'untilMinute', d.closes_minute) end`

/** How many rows the calendar of a campaign has: they are only ever added. */
export async function readVersion(tx: Tx, campaignId: CampaignId): Promise<number> {
  const { rows } = await tx.client.query<{ version: number }>({
    name: 'calendar version',
    text: `select ((select count(*) from house.special_days d
        where d.tenant_id = $1 and (d.campaign_id is null or d.campaign_id = $2))
      + (select count(*) from house.holiday_files f where f.tenant_id = $1)
      + (select count(*) from house.calendar_withdrawals w where w.tenant_id = $1))::int as version`,
    values: [tenantOf(tx), campaignId],
  })
  return rows[0]?.version ?? 0
}

/** Those of the campaign and of its whole tenant that hold, past ones included. */
export async function readSpecialDays(tx: Tx, campaignId: CampaignId): Promise<SpecialDayRow[]> {
  const { rows } = await tx.client.query<SpecialDayRow>(
    `select d.campaign_id as "campaignId", d.from_date::text as "from", d.until_date::text as until,
        ${windowOf} as open, d.ground
      from house.special_days d
      where d.tenant_id = $1 and (d.campaign_id is null or d.campaign_id = $2) and ${standingDay}`,
    [tenantOf(tx), campaignId],
  )
  return rows
}

/** The days of the files that hold, the oldest file first. */
export async function readFileDays(tx: Tx): Promise<FileDays[]> {
  const { rows } = await tx.client.query<{ days: FileDays }>(
    `select f.days from house.holiday_files f where f.tenant_id = $1 and ${standingFile} order by f.imported_at, f.entry_id`,
    [tenantOf(tx)],
  )
  return rows.map(({ days }) => days)
}

export interface ListedDay extends SpecialDayRow {
  readonly dayId: EntryId
  readonly jobId: JobId | null
  readonly campaignName: string | null
  readonly setBy: string
  readonly setAt: Date
  readonly promises: number
}

/** What is not over on a day, with the call-backs that were promised for closed ones. @param today  `2026-11-23` */
export async function readComingDays(tx: Tx, today: string): Promise<ListedDay[]> {
  const { rows } = await tx.client.query<ListedDay>(
    `select d.entry_id as "dayId", d.job_id as "jobId", d.campaign_id as "campaignId", c.name as "campaignName",
        d.from_date::text as "from", d.until_date::text as until, ${windowOf} as open, d.ground,
        p.display_name as "setBy", d.set_at as "setAt",
        case when d.opens_minute is not null then 0 else (select count(*) from tenant.leads l
          where l.tenant_id = $1 and (d.campaign_id is null or l.campaign_id = d.campaign_id) and l.state = 'promised'
            and l.due_at >= d.from_date::timestamp at time zone interval '9 hours'
            and l.due_at < (d.until_date + 1)::timestamp at time zone interval '9 hours') end::int as promises
      from house.special_days d
        join house.persons p on p.person_id = d.set_by
        left join tenant.campaigns c on c.tenant_id = d.tenant_id and c.campaign_id = d.campaign_id
      where d.tenant_id = $1 and d.until_date >= $2 and ${standingDay}
      order by d.from_date, d.campaign_id nulls first`,
    [tenantOf(tx), today],
  )
  return rows
}

export interface StoredFile {
  readonly fileId: EntryId
  readonly days: FileDays
  readonly importedBy: string
  readonly importedAt: Date
}

/** The files that hold, the latest first. */
export async function readFiles(tx: Tx): Promise<StoredFile[]> {
  const { rows } = await tx.client.query<StoredFile>(
    `select f.entry_id as "fileId", f.days, p.display_name as "importedBy", f.imported_at as "importedAt"
      from house.holiday_files f join house.persons p on p.person_id = f.imported_by
      where f.tenant_id = $1 and ${standingFile}
      order by f.imported_at desc, f.entry_id desc`,
    [tenantOf(tx)],
  )
  return rows
}

/** Whether a day of a run is set already for the same campaign, or for the whole tenant. */
export async function isSetAlready(
  tx: Tx,
  { campaignId, from, until }: Pick<SpecialDayRow, 'campaignId' | 'from' | 'until'>,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from house.special_days d
      where d.tenant_id = $1 and d.campaign_id is not distinct from $2 and d.from_date <= $4 and d.until_date >= $3
        and ${standingDay} limit 1`,
    [tenantOf(tx), campaignId, from, until],
  )
  return (rowCount ?? 0) > 0
}

export interface Withdrawable {
  readonly jobId: JobId | null
  readonly campaignId: CampaignId | null
  readonly isWithdrawn: boolean
}

/** @returns null when there is none in the row scope */
export async function readDay(tx: Tx, dayId: EntryId): Promise<Withdrawable | null> {
  const { rows } = await tx.client.query<Withdrawable>(
    `select d.job_id as "jobId", d.campaign_id as "campaignId", not ${standingDay} as "isWithdrawn"
      from house.special_days d where d.tenant_id = $1 and d.entry_id = $2`,
    [tenantOf(tx), dayId],
  )
  return rows[0] ?? null
}

/** @returns null when there is none */
export async function readFile(tx: Tx, fileId: EntryId): Promise<{ readonly isWithdrawn: boolean } | null> {
  const { rows } = await tx.client.query<{ isWithdrawn: boolean }>(
    `select not ${standingFile} as "isWithdrawn" from house.holiday_files f where f.tenant_id = $1 and f.entry_id = $2`,
    [tenantOf(tx), fileId],
  )
  return rows[0] ?? null
}

/** A campaign in the row scope, with its hours of the week. */
export async function readCampaign(
  tx: Tx,
  campaignId: CampaignId,
): Promise<{ readonly jobId: JobId; readonly hours: CallingHours } | null> {
  const row = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['job_id', 'settings'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  return row === undefined ? null : { jobId: row.job_id, hours: campaignSettings.parse(row.settings).hours }
}

/** One at a time in a tenant, so that two do not set the same day, nor withdraw one thing twice. */
export async function holdCalendar(tx: Tx): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`calendar ${tenantOf(tx)}`])
}
