import {
  type CampaignId,
  type Entry,
  type EntryId,
  HEAD_OFFICE,
  type JobId,
  type ListId,
  prefectureTextOf,
} from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { houseLifter } from './house-stops.ts'
import { indexDigest } from './stop-place.ts'

const defaultEveryMs = 30_000

/** A stop or a lifting as it stands in its table; `stop_id` is null for a stop. */
interface Row extends EnteredRow {
  readonly stop_id: EntryId | null
  readonly job_id: JobId | null
  readonly campaign_id: CampaignId | null
  readonly list_id: ListId | null
  readonly prefecture: number | null
  readonly municipality: string | null
  readonly municipality_index: Buffer | null
  readonly area_code: string | null
  readonly ground: string
  readonly lift_by: string | null
}

/**
 * Holds stops and their liftings against the ledger: a row that was deleted, changed or added past the product lets people
 * be called who should not be, or stops calls that nobody stopped.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function stopSwitchCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    ...{ types: ['stop.set', 'stop.lifted'], rowsText, fits, everyMs },
    finding: 'finding.stop_changed',
  })
}

function fits({ type, refs, digest }: Entry, row: Row): boolean {
  const isPlace =
    (refs?.job ?? null) === row.job_id &&
    (refs?.campaign ?? null) === row.campaign_id &&
    (refs?.list ?? null) === row.list_id &&
    (refs?.prefecture ?? null) === (row.prefecture === null ? null : prefectureTextOf(row.prefecture)) &&
    (refs?.municipality ?? null) === row.municipality &&
    (refs?.area_code ?? null) === row.area_code
  if (type === 'stop.set')
    return (
      isPlace &&
      // a stop by a wrong index would stand and stop nobody
      (digest ?? null) === (row.municipality_index === null ? null : indexDigest(row.municipality_index)) &&
      row.stop_id === null &&
      refs?.stop_ground === row.ground &&
      refs.lift_by === row.lift_by
    )
  return isPlace && refs?.entry === row.stop_id && refs?.lift_ground === row.ground
}

const logOf = '(select l.log_id from house.logs l where l.tenant_id = r.tenant_id) as log_id'
const ofHouse = `'${HEAD_OFFICE}'::uuid as tenant_id`
const logOfHouse = `(select l.log_id from house.logs l where l.tenant_id = '${HEAD_OFFICE}') as log_id`
/**
 * A lifting has the place of its stop, so that one that was moved to another stop does not fit. A stop of all tenants has no
 * place, and is entered in the head office's log.
 */
const rowsText = `
  select * from (
    select r.entry_id, r.tenant_id, null::uuid as stop_id, r.job_id, r.campaign_id, r.list_id, r.prefecture, r.municipality,
        r.municipality_index, r.area_code, r.ground, r.lift_by, ${logOf}
      from house.stops r
    union all
    select r.entry_id, r.tenant_id, r.stop_id, s.job_id, s.campaign_id, s.list_id, s.prefecture, s.municipality,
        null, s.area_code, r.ground, null, ${logOf}
      from house.stop_lifts r left join house.stops s on s.entry_id = r.stop_id
    union all
    select r.entry_id, ${ofHouse}, null, null, null, null, null, null, null, null, r.ground, '${houseLifter}', ${logOfHouse}
      from house.house_stops r
    union all
    select r.entry_id, ${ofHouse}, r.stop_id, null, null, null, null, null, null, null, r.ground, null, ${logOfHouse}
      from house.house_stop_lifts r
  ) as all_tables`
