import {
  type AttemptId,
  type CampaignId,
  type ContactId,
  type CorrectionReason,
  type EntryId,
  type ListId,
  ProblemError,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Asking } from './look-up.ts'
import type { TakeDownDependencies } from './take-down.ts'
import { withdrawRefusal } from './withdraw-refusal.ts'

/** A spoken number that was misheard, or that nobody said. */
export interface SpokenWithdrawal {
  readonly attemptId: AttemptId
  /** The how manieth of its call. */
  readonly ordinal: number
  readonly reason: CorrectionReason
}

/**
 * Lets one spoken number be called again, by an entry that names the refusal it ends; whatever else stops the number, another
 * refusal of it too, goes on doing so. Which number it is nobody sees.
 *
 * @throws ProblemError `not_found` no such number in reach; `conflict` it was withdrawn before; `ledger_unavailable`,
 *         `key_service_unavailable`: nothing changed
 */
export async function withdrawSpoken(
  { database, writer, events, clock }: TakeDownDependencies,
  { actor, tenantId, rowScope, policyHash }: Asking,
  { attemptId, ordinal, reason }: SpokenWithdrawal,
): Promise<void> {
  await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const spoken = await lockSpoken(tx, attemptId, ordinal)
      if (spoken === undefined) throw new ProblemError('not_found')
      const withdrawn = await withdrawRefusal({ writer, events }, tx, {
        ...{ refusalEntryId: spoken.entry_id, attemptId, correction: reason, policyHash, atMs: clock.now() },
        ...{ campaignId: spoken.campaign_id, campaignKind: spoken.kind },
        ...{ contactId: spoken.contact_id, listId: spoken.list_id },
      })
      if (withdrawn === null) throw new ProblemError('conflict')
    },
    rowScope,
  )
}

interface SpokenOfCall {
  readonly entry_id: EntryId
  readonly campaign_id: CampaignId
  readonly kind: 'production' | 'test'
  readonly contact_id: ContactId
  readonly list_id: ListId
}

/** Under the lock of its call, so that of two who withdraw it one does. */
async function lockSpoken(tx: Tx, attemptId: AttemptId, ordinal: number): Promise<SpokenOfCall | undefined> {
  const { rows } = await tx.client.query<SpokenOfCall>({
    name: 'lock spoken number',
    text: `select n.entry_id, a.campaign_id, k.kind, a.contact_id, l.list_id
      from tenant.spoken_numbers n
        join tenant.attempts a on a.tenant_id = n.tenant_id and a.attempt_id = n.attempt_id
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
      where n.tenant_id = $1 and n.attempt_id = $2 and n.ordinal = $3 for no key update of a`,
    values: [tenantOf(tx), attemptId, ordinal],
  })
  return rows[0]
}
