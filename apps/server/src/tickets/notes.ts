import { type AttemptId, mostTicketNotes, ProblemError } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { aboutTicket, type StepBy, type TicketRow } from './step.ts'
import type { TicketDependencies } from './tickets.ts'

/**
 * Adds a note to a ticket that the caller has locked, sealed under the key of the call's list: it ends with that list.
 *
 * @returns  the id of the note
 * @throws ProblemError `invalid_input` too many; `key_service_unavailable`, `ledger_unavailable`
 */
export async function addNote(
  { writer, keys, clock }: Pick<TicketDependencies, 'writer' | 'keys' | 'clock'>,
  tx: Tx,
  by: StepBy,
  ticket: TicketRow,
  text: string,
): Promise<string> {
  const tenantId = tenantOf(tx)
  const { ticket_id: ticketId, campaign_id: campaignId, contact_id: contactId, list_id: listId } = ticket
  if ((await countNotes(tx, ticket)) >= mostTicketNotes) throw new ProblemError('invalid_input', 'text', 'too_many')
  const noteId = newId<AttemptId>()
  // a place of its own beside the memo of the call, which stands at the attempt's id
  const sealed = await keys
    .sealMemo({ tenantId, listId, contactId, attemptId: noteId, text })
    .catch((error: unknown) => {
      throw error instanceof KeyServiceError ? asProblem(error) : error
    })
  const common = aboutTicket(ticket, by)
  const entryId = await writer.enter(tx, {
    ...common,
    type: 'ticket.noted',
    refs: { ...common.refs, entry: ticketId },
  })
  await tx.client.query(
    `insert into tenant.call_ticket_notes (tenant_id, note_id, ticket_id, campaign_id, entry_id, written_by, written_at, sealed)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tenantId, noteId, ticketId, campaignId, entryId, by.actor.personId, new Date(clock.now()), Buffer.from(sealed)],
  )
  return noteId
}

async function countNotes(tx: Tx, { ticket_id: ticketId }: TicketRow): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    'select count(*)::int as count from tenant.call_ticket_notes where tenant_id = $1 and ticket_id = $2',
    [tenantOf(tx), ticketId],
  )
  return rows[0]?.count ?? 0
}
