import type {
  AnyCorrectionReason,
  AttemptId,
  CampaignId,
  CampaignKind,
  CompanyId,
  ContactId,
  EntryId,
  ListId,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { RefusalDependencies } from './record-refusal.ts'

/** A refusal that does not hold any more, because the result that made it was corrected. */
export interface Withdrawal {
  /** The entry by which the attempt's result put somebody on the list. */
  readonly refusalEntryId: EntryId
  readonly campaignId: CampaignId
  readonly campaignKind: CampaignKind
  readonly attemptId: AttemptId
  readonly contactId: ContactId
  readonly listId: ListId
  readonly correction: AnyCorrectionReason
  readonly policyHash: string
  readonly atMs: number
}

/**
 * Takes one refusal off the client's do-not-call list, in the transaction of the correction, with an entry that names it.
 * Other refusals of the same person stay. Its rows stay as well: what was on the list until when can always be told.
 *
 * @returns the entry that explains it; null when there is no such refusal, or it was withdrawn before
 * @throws  ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back, the correction included
 */
export async function withdrawRefusal(
  { writer, events }: RefusalDependencies,
  tx: Tx,
  withdrawal: Withdrawal,
): Promise<EntryId | null> {
  const { refusalEntryId, campaignId, campaignKind, attemptId, contactId, listId, correction, policyHash } = withdrawal
  const standing = await standingRefusal(tx, refusalEntryId)
  if (standing === null) return null
  const entryId = await writer.enter(tx, {
    type: 'do_not_call.withdrawn',
    purpose: 'correction',
    campaignKind,
    policyHash,
    counts: { rows: standing.rows },
    refs: {
      ...{ campaign: campaignId, list: listId, attempt: attemptId, entry: refusalEntryId, correction },
      disposition: standing.disposition,
      ...(tx.actor.kind === 'person' ? { session: tx.actor.sessionId } : {}),
    },
    subject: { contactId, listId },
  })
  await tx.client.query({
    name: 'withdraw refusal',
    text: `insert into house.do_not_call_withdrawals (client_id, refusal_entry_id, entry_id, tenant_id, recorded_at)
      values ($1, $2, $3, $4, $5)`,
    values: [standing.clientId, refusalEntryId, entryId, tenantOf(tx), new Date(withdrawal.atMs)],
  })
  const { clientId } = standing
  await events.announce(tx, { clientId, tenantId: tenantOf(tx), entryId: refusalEntryId, isWithdrawn: true })
  return entryId
}

interface Standing {
  readonly clientId: CompanyId
  readonly disposition: string
  readonly rows: number
}

/** A refusal of this tenant that was not withdrawn. The caller holds the attempt, so nobody else withdraws it meanwhile. */
async function standingRefusal(tx: Tx, refusalEntryId: EntryId): Promise<Standing | null> {
  const { rows } = await tx.client.query<{ client_id: CompanyId; disposition: string; rows: number }>({
    name: 'standing refusal',
    text: `select s.client_id, s.disposition, count(*)::int as rows from house.do_not_call s
      where s.tenant_id = $1 and s.entry_id = $2 and not exists (select from house.do_not_call_withdrawals w
        where w.client_id = s.client_id and w.refusal_entry_id = s.entry_id)
      group by s.client_id, s.disposition`,
    values: [tenantOf(tx), refusalEntryId],
  })
  const [row] = rows
  return row === undefined ? null : { clientId: row.client_id, disposition: row.disposition, rows: row.rows }
}
