import type { CampaignId, Entry, EntryId, JobId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'

const defaultEveryMs = 30_000

/** A stop or a lifting as it stands in its table; `stop_id` is null for a stop. */
interface Row extends EnteredRow {
  readonly stop_id: EntryId | null
  readonly job_id: JobId | null
  readonly campaign_id: CampaignId | null
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

function fits({ type, refs }: Entry, row: Row): boolean {
  const isPlace = (refs?.job ?? null) === row.job_id && (refs?.campaign ?? null) === row.campaign_id
  if (type === 'stop.set')
    return isPlace && row.stop_id === null && refs?.stop_ground === row.ground && refs.lift_by === row.lift_by
  return isPlace && refs?.entry === row.stop_id && refs?.lift_ground === row.ground
}

const logOf = '(select l.log_id from house.logs l where l.tenant_id = r.tenant_id) as log_id'
/** A lifting has the place of its stop, so that one that was moved to another stop does not fit. */
const rowsText = `
  select * from (
    select r.entry_id, r.tenant_id, null::uuid as stop_id, r.job_id, r.campaign_id, r.ground, r.lift_by, ${logOf}
      from house.stops r
    union all
    select r.entry_id, r.tenant_id, r.stop_id, s.job_id, s.campaign_id, r.ground, null, ${logOf}
      from house.stop_lifts r left join house.stops s on s.entry_id = r.stop_id
  ) as both_tables`
