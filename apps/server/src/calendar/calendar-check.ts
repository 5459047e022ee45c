import type { CampaignId, Entry, EntryId, JobId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { digestOf } from './judge-holiday-file.ts'
import type { FileDays } from './queries.ts'

const defaultEveryMs = 30_000

/** A special day, a file of holidays or a withdrawal as it stands in its table. */
interface Row extends EnteredRow {
  readonly kind: Entry['type']
  readonly job_id: JobId | null
  readonly campaign_id: CampaignId | null
  readonly from_date: string | null
  readonly until_date: string | null
  readonly opens_minute: number | null
  readonly closes_minute: number | null
  readonly ground: string | null
  readonly days: FileDays | null
  /** What a withdrawal takes back. */
  readonly withdrawn_id: EntryId | null
}

/**
 * Holds the calendar against the ledger (K-07): whoever opens a closed day past the product lets people be called who should
 * not be, and whoever closes one keeps a floor idle.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function calendarCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    ...{ types: ['calendar.day_set', 'calendar.holidays_imported', 'calendar.withdrawn'], rowsText, fits, everyMs },
    finding: 'finding.calendar_changed',
  })
}

function fits({ type, refs, days, digest }: Entry, row: Row): boolean {
  if (type !== row.kind) return false
  const isPlace = (refs?.job ?? null) === row.job_id && (refs?.campaign ?? null) === row.campaign_id
  switch (type) {
    case 'calendar.day_set':
      return (
        isPlace &&
        refs?.day_ground === row.ground &&
        days?.from === row.from_date &&
        days?.until === row.until_date &&
        (days?.opens ?? null) === row.opens_minute &&
        (days?.closes ?? null) === row.closes_minute
      )
    case 'calendar.holidays_imported':
      return row.days !== null && digest === digestOf(row.days)
    default:
      return isPlace && refs?.entry === row.withdrawn_id
  }
}

const logOf = '(select l.log_id from house.logs l where l.tenant_id = r.tenant_id) as log_id'
const rowsText = `
  select * from (
    select r.entry_id, r.tenant_id, 'calendar.day_set' as kind, r.job_id, r.campaign_id, r.from_date::text,
        r.until_date::text, r.opens_minute, r.closes_minute, r.ground, null::jsonb as days, null::uuid as withdrawn_id, ${logOf}
      from house.special_days r
    union all
    select r.entry_id, r.tenant_id, 'calendar.holidays_imported', null, null, null, null, null, null, null, r.days, null, ${logOf}
      from house.holiday_files r
    union all
    select r.entry_id, r.tenant_id, 'calendar.withdrawn', d.job_id, d.campaign_id, null, null, null, null, null, null,
        coalesce(r.special_day_id, r.holiday_file_id), ${logOf}
      from house.calendar_withdrawals r left join house.special_days d on d.entry_id = r.special_day_id
  ) as calendar`
