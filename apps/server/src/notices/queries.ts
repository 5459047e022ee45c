import type {
  CampaignId,
  CampaignKind,
  DeskNotice,
  EntryId,
  JobId,
  Notice,
  NoticeLevel,
  PersonId,
} from '@sekisho/contract'
import { dateOf, dayOf } from '@sekisho/dialer'
import { holdsSeat } from '../designations/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Where a notice holds: in a job, or in one campaign of it. */
export interface Place {
  readonly jobId: JobId
  readonly campaignId: CampaignId | null
  /** Of the campaign; `none` of a whole job. */
  readonly kind: CampaignKind
}

/** The place, if it is in the row scope; publishing there is one at a time, so that there are never too many. */
export async function lockPlace(tx: Tx, jobId: JobId, campaignId: CampaignId | null): Promise<Place | undefined> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended('notices of ' || $1, 0))`, [jobId])
  const { rows } = await tx.client.query<{ kind: CampaignKind | null }>(
    `select k.kind from tenant.jobs j
        left join tenant.campaigns k on k.tenant_id = j.tenant_id and k.job_id = j.job_id and k.campaign_id = $3
      where j.tenant_id = $1 and j.job_id = $2 and ($3::uuid is null or k.campaign_id is not null)`,
    [tenantOf(tx), jobId, campaignId],
  )
  const [row] = rows
  return row === undefined ? undefined : { jobId, campaignId, kind: row.kind ?? 'none' }
}

/** @param today  in Japan */
export async function countStanding(tx: Tx, jobId: JobId, today: string): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from tenant.notices n
        join tenant.notice_versions v on v.tenant_id = n.tenant_id and v.notice_id = n.notice_id and v.version = n.version
      where n.tenant_id = $1 and n.job_id = $2 and n.withdrawn_at is null and v.valid_until >= $3`,
    [tenantOf(tx), jobId, today],
  )
  return rows[0]?.count ?? 0
}

export interface LockedNotice {
  readonly version: number
  readonly isWithdrawn: boolean
  /** By which this version was published. */
  readonly entryId: EntryId
  readonly place: Place
}

export async function lockNotice(tx: Tx, noticeId: string): Promise<LockedNotice | undefined> {
  // first the lock alone: who waited for it would not see the version that the other one wrote
  const lock = 'select from tenant.notices where tenant_id = $1 and notice_id = $2 for update'
  await tx.client.query(lock, [tenantOf(tx), noticeId])
  const { rows } = await tx.client.query<{
    version: number
    is_withdrawn: boolean
    entry_id: EntryId
    job_id: JobId
    campaign_id: CampaignId | null
    kind: CampaignKind | null
  }>(
    `select n.version, n.withdrawn_at is not null as is_withdrawn, v.entry_id, n.job_id, n.campaign_id, k.kind
      from tenant.notices n
        join tenant.notice_versions v on v.tenant_id = n.tenant_id and v.notice_id = n.notice_id and v.version = n.version
        left join tenant.campaigns k on k.tenant_id = n.tenant_id and k.campaign_id = n.campaign_id
      where n.tenant_id = $1 and n.notice_id = $2`,
    [tenantOf(tx), noticeId],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { version, is_withdrawn: isWithdrawn, entry_id: entryId, job_id: jobId, campaign_id: campaignId, kind } = row
  return { version, isWithdrawn, entryId, place: { jobId, campaignId, kind: kind ?? 'none' } }
}

export async function addVersion(
  tx: Tx,
  written: {
    readonly noticeId: string
    readonly version: number
    readonly place: Place
    readonly entryId: EntryId
    readonly title: string
    readonly text: string
    readonly level: NoticeLevel
    readonly validUntil: string
    readonly writtenBy: PersonId
    readonly atMs: number
  },
): Promise<void> {
  const { noticeId, version, place, entryId, title, text, level, validUntil, writtenBy, atMs } = written
  await tx.client.query(
    `insert into tenant.notice_versions (tenant_id, notice_id, version, job_id, entry_id, title, body, level, valid_until,
        written_by, written_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[tenantOf(tx), noticeId, version, place.jobId, entryId, title, text, level, validUntil, writtenBy],
      new Date(atMs),
    ],
  )
}

/** Who may work in the place of notice `n`, as operators: by a designation that holds at $2. */
const mayWorkThere = holdsSeat('operator', 'n', '$2')

interface NoticeRow {
  readonly notice_id: string
  readonly version: number
  readonly title: string
  readonly body: string
  readonly level: NoticeLevel
  readonly valid_until: string
  readonly by: string
  readonly written_at: Date
}

const shownColumns = `n.notice_id, v.version, v.title, v.body, v.level, v.valid_until::text as valid_until, w.display_name as by,
    v.written_at`
const currentVersion = `tenant.notices n
    join tenant.notice_versions v on v.tenant_id = n.tenant_id and v.notice_id = n.notice_id and v.version = n.version
    join house.persons w on w.person_id = v.written_by`

const shownOf = (row: NoticeRow) => ({
  ...{ noticeId: row.notice_id, version: row.version, title: row.title, text: row.body, level: row.level },
  ...{ validUntil: row.valid_until, by: row.by, at: row.written_at.getTime() },
})

/** Those that hold, and as many that are over; the newest of each first. */
export async function readNotices(tx: Tx, today: string, nowMs: number, limit: number): Promise<Notice[]> {
  const { rows } = await tx.client.query<
    NoticeRow & {
      job_id: JobId
      job: string
      campaign_id: CampaignId | null
      campaign: string | null
      is_over: boolean
      confirmed: number
      operators: number
    }
  >(
    `select * from (
        select ${shownColumns}, n.job_id, j.name as job, n.campaign_id, k.name as campaign, v.valid_until < $3 as is_over,
          (select count(*)::int from tenant.notice_confirmations c where c.tenant_id = n.tenant_id
            and c.notice_id = n.notice_id and c.version = n.version) as confirmed,
          (select count(*)::int from house.persons p where p.disabled_at is null and ${mayWorkThere}) as operators,
          row_number() over (partition by v.valid_until < $3 order by v.written_at desc, n.notice_id) as place
        from ${currentVersion}
          join tenant.jobs j on j.tenant_id = n.tenant_id and j.job_id = n.job_id
          left join tenant.campaigns k on k.tenant_id = n.tenant_id and k.campaign_id = n.campaign_id
        where n.tenant_id = $1 and n.withdrawn_at is null) all_of_them
      where place <= $4 order by is_over, written_at desc, notice_id`,
    [tenantOf(tx), new Date(nowMs), today, limit],
  )
  return rows.map((row) => ({
    ...shownOf(row),
    ...{ jobId: row.job_id, job: row.job, campaignId: row.campaign_id, campaign: row.campaign },
    ...{ isOver: row.is_over, confirmed: row.confirmed, operators: row.operators },
  }))
}

export interface NoticeReader {
  readonly personId: PersonId
  readonly displayName: string
  readonly confirmedAt: number | null
}

/** Who may work where a notice holds, and who has confirmed it as it is. @returns null when there is none in the row scope */
export async function readReaders(tx: Tx, noticeId: string, nowMs: number): Promise<NoticeReader[] | null> {
  const { rows } = await tx.client.query<{
    person_id: PersonId | null
    display_name: string | null
    confirmed_at: Date | null
  }>(
    `select p.person_id, p.display_name, c.confirmed_at
      from tenant.notices n
        left join house.persons p on (p.disabled_at is null and ${mayWorkThere})
          or exists (select from tenant.notice_confirmations x where x.tenant_id = n.tenant_id
            and x.notice_id = n.notice_id and x.version = n.version and x.person_id = p.person_id)
        left join tenant.notice_confirmations c on c.tenant_id = n.tenant_id and c.notice_id = n.notice_id
          and c.version = n.version and c.person_id = p.person_id
      where n.tenant_id = $1 and n.notice_id = $3 and n.withdrawn_at is null
      order by c.confirmed_at is not null, p.display_name, p.person_id limit 1000`,
    [tenantOf(tx), new Date(nowMs), noticeId],
  )
  if (rows.length === 0) return null
  return rows.flatMap(({ person_id: personId, display_name: displayName, confirmed_at: at }) =>
    personId === null || displayName === null ? [] : [{ personId, displayName, confirmedAt: at?.getTime() ?? null }],
  )
}

/** Whether campaign `k` is one of those that are worked at desk `d`. */
const isWorkedAt = 'k.campaign_id = any (array_append(d.chosen, d.campaign_id))'

/** Operators at a desk in the place of a notice: their pages are told. */
export async function operatorsAt(tx: Tx, { jobId, campaignId }: Place): Promise<PersonId[]> {
  const { rows } = await tx.client.query<{ operator_id: PersonId }>(
    `select distinct d.operator_id from tenant.desks d
        join tenant.campaigns k on k.tenant_id = d.tenant_id and ${isWorkedAt}
      where d.tenant_id = $1 and k.job_id = $2 and ($3::uuid is null or k.campaign_id = $3) and d.state <> 'gone'`,
    [tenantOf(tx), jobId, campaignId],
  )
  return rows.map((row) => row.operator_id)
}

/** Notices that hold where an operator sits on a day, joined to the operator's desk `d`; $2 is the operator, $3 the day. */
const atDesk = `tenant.desks d
    join tenant.campaigns k on k.tenant_id = d.tenant_id and ${isWorkedAt}
    join tenant.notices n on n.tenant_id = d.tenant_id and n.job_id = k.job_id and n.withdrawn_at is null
      and (n.campaign_id is null or n.campaign_id = k.campaign_id)
    join tenant.notice_versions v on v.tenant_id = n.tenant_id and v.notice_id = n.notice_id and v.version = n.version
      and v.valid_until >= $3
    left join tenant.notice_confirmations c on c.tenant_id = n.tenant_id and c.notice_id = n.notice_id
      and c.version = n.version and c.person_id = d.operator_id`
const ofOperator = 'd.tenant_id = $1 and d.operator_id = $2'
const isOwed = `v.level <> 'told' and c.person_id is null`

/** What must be read first comes first. Nothing while a call is in hand: nobody reads and talks at once. */
export async function readAtDesk(tx: Tx, operatorId: PersonId, today: string): Promise<DeskNotice[]> {
  const { rows } = await tx.client.query<NoticeRow & { is_confirmed: boolean }>({
    name: 'notices at desk',
    // by the index notices_standing
    text: `select ${shownColumns}, c.person_id is not null as is_confirmed
      from ${atDesk} join house.persons w on w.person_id = v.written_by
      where ${ofOperator} and not exists (select from tenant.attempts a where a.tenant_id = d.tenant_id
        and a.operator_id = d.operator_id and a.state in ('answered', 'connected', 'wrap_up'))
      order by ${isOwed} desc, v.level = 'required' desc, v.written_at, n.notice_id limit 200`,
    values: [tenantOf(tx), operatorId, today],
  })
  // one of a whole job stands at each of its campaigns
  const once = new Map(rows.map((row) => [row.notice_id, row]))
  return [...once.values()].map((row) => ({ ...shownOf(row), isConfirmed: row.is_confirmed }))
}

/** Whether a notice holds at the operator's desk that must be read before the next call, and was not confirmed. */
export async function owesReading(tx: Tx, operatorId: PersonId, nowMs: number): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'owed reading',
    text: `select from ${atDesk} where ${ofOperator} and v.level = 'required' and c.person_id is null limit 1`,
    values: [tenantOf(tx), operatorId, dateOf(dayOf(nowMs))],
  })
  return rowCount !== 0
}

export async function isConfirmed(tx: Tx, noticeId: string, version: number, personId: PersonId): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from tenant.notice_confirmations
      where tenant_id = $1 and notice_id = $2 and version = $3 and person_id = $4`,
    [tenantOf(tx), noticeId, version, personId],
  )
  return rowCount !== 0
}

export async function addConfirmation(
  tx: Tx,
  confirmed: {
    readonly noticeId: string
    readonly version: number
    readonly jobId: JobId
    readonly personId: PersonId
    readonly entryId: EntryId
    readonly atMs: number
  },
): Promise<void> {
  const { noticeId, version, jobId, personId, entryId, atMs } = confirmed
  await tx.db
    .insertInto('tenant.notice_confirmations')
    .values({
      ...{ tenant_id: tenantOf(tx), notice_id: noticeId, version, person_id: personId, job_id: jobId },
      ...{ entry_id: entryId, confirmed_at: new Date(atMs) },
    })
    .execute()
}
