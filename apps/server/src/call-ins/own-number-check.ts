import type { CampaignId, Entry, EntryId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { digestOfNumber } from './own-numbers.ts'

const defaultEveryMs = 30_000

/** An assignment or a withdrawal as it stands in its table; `assignment_id` is null for an assignment. */
interface Row extends EnteredRow {
  readonly assignment_id: EntryId | null
  readonly campaign_id: CampaignId | null
  readonly number: string | null
}

/**
 * Holds own numbers against the ledger (K-07): whoever points one at another campaign past the product lets call-ins open
 * the contacts of that one, and shows people a number that they should not be called from.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function ownNumberCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    ...{ types: ['own_number.assigned', 'own_number.withdrawn'], rowsText, fits, everyMs },
    finding: 'finding.own_number_changed',
  })
}

function fits({ type, refs, digest }: Entry, row: Row): boolean {
  if ((refs?.campaign ?? null) !== row.campaign_id) return false
  if (type === 'own_number.assigned')
    return row.assignment_id === null && row.number !== null && digest === digestOfNumber(row.number)
  return refs?.entry === row.assignment_id
}

const logOf = '(select l.log_id from house.logs l where l.tenant_id = r.tenant_id) as log_id'
/** A withdrawal has the campaign of its assignment, so that one that was moved to another does not fit. */
const rowsText = `
  select * from (
    select r.entry_id, r.tenant_id, null::uuid as assignment_id, r.campaign_id, r.number, ${logOf}
      from house.own_numbers r
    union all
    select r.entry_id, r.tenant_id, r.assignment_id, o.campaign_id, null, ${logOf}
      from house.own_number_withdrawals r left join house.own_numbers o on o.entry_id = r.assignment_id
  ) as both_tables`
