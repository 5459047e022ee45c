import type { AttemptId, CampaignId, ContactId, EntryId, LeadId, ListId, PersonId } from '@sekisho/contract'
import type { LeadState } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { isCallersList } from './unlisted-callers.ts'

/** An ended attempt whose result an operator recorded, under its lock and its lead's. */
export interface RecordedAttempt {
  readonly attemptId: AttemptId
  readonly campaignId: CampaignId
  readonly campaignRevision: number
  readonly leadId: LeadId
  readonly contactId: ContactId
  readonly listId: ListId
  readonly ordinal: number
  readonly dueAtMs: number
  readonly operatorId: PersonId
  /** The result that counts today. */
  readonly disposition: string
  readonly callbackAtMs: number | null
  readonly recordedEntryId: EntryId | null
  /** The refusal that this result made, while it stands. */
  readonly refusalEntryId: EntryId | null
  readonly leadState: LeadState
  readonly finishedReason: string | null
  readonly isExcluded: boolean
  /** The person called us. */
  readonly isCallIn: boolean
  /** The person is on no list, and known by that call alone. */
  readonly isOnNoList: boolean
  /** False for a caller who withheld it. */
  readonly hasNumber: boolean
}

interface Row {
  campaign_id: CampaignId
  revision: number
  lead_id: LeadId
  contact_id: ContactId
  list_id: ListId
  ordinal: number
  due_at: Date
  state: string
  operator_id: PersonId | null
  recorded_at: Date | null
  disposition: string | null
  callback_at: Date | null
  recorded_entry_id: EntryId | null
  refusal_entry_id: EntryId | null
  lead_state: LeadState
  finished_reason: string | null
  is_excluded: boolean
  is_call_in: boolean
  is_on_no_list: boolean
  has_number: boolean
}

/**
 * Locks an attempt for a correction, its lead with it, in the order in which everybody locks them.
 *
 * @returns `unknown` outside of the decision's jobs, too; `not recorded` while it runs, or where no operator gave a result
 */
export async function lockRecorded(
  tx: Tx,
  attemptId: AttemptId,
): Promise<RecordedAttempt | 'unknown' | 'not recorded'> {
  const { rows } = await tx.client.query<Row>({
    name: 'recorded attempt',
    text: `select a.campaign_id, c.revision, a.lead_id, a.contact_id, l.list_id, a.ordinal, a.due_at, a.state, a.operator_id,
        a.recorded_at, a.disposition, a.callback_at, a.recorded_entry_id, a.refusal_entry_id, l.state as lead_state,
        l.finished_reason, l.excluded_by is not null as is_excluded, a.direction = 'in' as is_call_in,
        ${isCallersList('l.list_id')} is true as is_on_no_list,
        exists (select from tenant.contact_numbers n where n.tenant_id = a.tenant_id and n.contact_id = a.contact_id
          and n.ordinal = a.ordinal) as has_number
      from tenant.attempts a
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
        join tenant.campaigns c on c.tenant_id = a.tenant_id and c.campaign_id = a.campaign_id
      where a.tenant_id = $1 and a.attempt_id = $2
      for update of a, l`,
    values: [tenantOf(tx), attemptId],
  })
  const [row] = rows
  if (row === undefined) return 'unknown'
  const { operator_id: operatorId, disposition } = row
  if (row.state !== 'ended' || row.recorded_at === null || operatorId === null || disposition === null)
    return 'not recorded'
  return {
    attemptId,
    campaignId: row.campaign_id,
    campaignRevision: row.revision,
    leadId: row.lead_id,
    contactId: row.contact_id,
    listId: row.list_id,
    ordinal: row.ordinal,
    dueAtMs: row.due_at.getTime(),
    operatorId,
    disposition,
    callbackAtMs: row.callback_at?.getTime() ?? null,
    recordedEntryId: row.recorded_entry_id,
    refusalEntryId: row.refusal_entry_id,
    leadState: row.lead_state,
    finishedReason: row.finished_reason,
    isExcluded: row.is_excluded,
    isCallIn: row.is_call_in,
    isOnNoList: row.is_on_no_list,
    hasNumber: row.has_number,
  }
}
