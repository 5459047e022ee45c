import type { SetAsideGround } from '@sekisho/contract'
import type { Asking } from '../asking.ts'
import type { RefusedRowDependencies } from './dependencies.ts'
import { type RowPlace, rowInList, type SettledRow, settleRow } from './row-in-list.ts'

/**
 * Says that a refused row is not corrected, and why, with its entry; what it reads is deleted in the same transaction.
 * It stays refused in the counts of its list.
 *
 * @throws ProblemError `not_found`, `ledger_unavailable`, `key_service_unavailable`
 */
export async function setAsideRow(
  { database, writer, events, clock }: RefusedRowDependencies,
  { actor, tenantId, policyHash, rowScope }: Asking,
  place: RowPlace,
  ground: SetAsideGround,
): Promise<{ readonly outcome: 'set_aside' } | SettledRow> {
  const { listId, rowNumber } = place
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const row = await rowInList(tx, place, 'lock')
      if (row.outcome === 'settled') return row
      const { campaignId, jobId, campaign } = row
      await settleRow(tx, place, campaignId, {
        ...{ state: 'set_aside', setAside: ground, by: actor.personId, at: new Date(clock.now()) },
      })
      await writer.enter(tx, {
        type: 'refused_row.set_aside',
        purpose: 'list_intake',
        policyHash,
        campaignKind: campaign.kind,
        counts: { row_number: rowNumber },
        refs: { list: listId, campaign: campaignId, session: actor.sessionId, set_aside: ground },
      })
      await events.announce(tx, { kind: 'changed', tenantId, jobId, listId })
      return { outcome: 'set_aside' }
    },
    rowScope,
  )
}
