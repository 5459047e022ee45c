import {
  type AttemptId,
  type CampaignId,
  type CampaignKind,
  type ContactId,
  type EntryId,
  fieldCodes,
  type JobId,
  type ListId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { z } from 'zod'
import type { PersonActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { GateDependencies, OpenedContact } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

interface TicketCall {
  revision: number
  is_in_hand: boolean
  attempt_id: AttemptId
  contact_id: ContactId
  list_id: ListId
  row_version: number
  sealed: Buffer
  campaign_id: CampaignId
  job_id: JobId
  kind: Exclude<CampaignKind, 'none'>
  /** What a call shows before anybody is confirmed, and no more; of a caller on no list the number, which is all there is. */
  first: unknown
}

const visible = z.array(z.enum(fieldCodes))

/**
 * A ticket with its contact, under its lock, so that it is not given away or ended meanwhile. It is in the hand of whoever took
 * it himself: who was given one takes it first, which is an entry of his own that the audit holds an opening against.
 */
async function ticketCall(tx: Tx, actor: PersonActor, ticketId: EntryId): Promise<TicketCall | undefined> {
  const { rows } = await tx.client.query<TicketCall>(
    `select t.revision, a.attempt_id, c.contact_id, c.list_id, c.row_version, c.sealed, k.campaign_id, k.job_id, k.kind,
        t.state in ('taken', 'waiting') and t.owner_id = $3 and ${isTakenBy('$3')} as is_in_hand,
        case when exists (select from tenant.lists s where s.tenant_id = c.tenant_id and s.list_id = c.list_id
          and s.mode = 'callers') then '["phone_1"]' else
          jsonb_path_query_array(k.settings, '$.visibleFields[*] ? (!(@.afterConfirmation == true)).field') end as first
      from tenant.call_tickets t
        join tenant.attempts a on a.tenant_id = t.tenant_id and a.attempt_id = t.attempt_id
        join tenant.contacts c on c.tenant_id = a.tenant_id and c.contact_id = a.contact_id
        join tenant.campaigns k on k.tenant_id = t.tenant_id and k.campaign_id = t.campaign_id
      where t.tenant_id = $1 and t.ticket_id = $2 for update of t`,
    [tenantOf(tx), ticketId, actor.personId],
  )
  return rows[0]
}

/** SQL for whether the last who became owner of `call_tickets t` took it himself. */
function isTakenBy(person: string): string {
  return `coalesce((select s.kind = 'taken' and s.by_person = ${person} from tenant.call_ticket_steps s
    where s.tenant_id = t.tenant_id and s.ticket_id = t.ticket_id and s.kind in ('taken', 'given')
    order by s.revision desc limit 1), false)`
}

/**
 * Opens the contact of a ticket for whoever has it in hand: decision, entry, receipt, unseal. What a campaign withholds until
 * somebody is confirmed stays withheld, because nobody is on the line.
 */
export async function openTicketContact(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  ticketId: EntryId,
  atMs: number,
): Promise<OpenedContact> {
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  const decision = await authorise(actor, 'tickets.work', { kind: 'tenant', tenantId })
  // the entry of a denial is committed like any other, so the outcome is thrown only after the transaction
  const look = async (tx: Tx) => {
    const call = await ticketCall(tx, actor, ticketId)
    const common = { type: 'ticket.contact_opened', purpose: 'ticket', policyHash: decision.policyHash } as const
    const { jobs } = decision.rowScope
    const isInReach = decision.allowed && (jobs === '*' || (call !== undefined && jobs.includes(call.job_id)))
    if (call === undefined || !isInReach || !call.is_in_hand) {
      // what was not found may be another tenant's; its id does not belong into this tenant's ledger
      const known = call !== undefined && isInReach
      const refs = { session: actor.sessionId, ...(known ? { entry: ticketId, campaign: call.campaign_id } : {}) }
      await writer.enter(tx, { ...common, outcome: 'denied', reason: known ? 'no_grant' : 'not_found', refs })
      return !decision.allowed ? 'forbidden' : known ? 'not_your_ticket' : 'not_found'
    }
    const fields = visible.parse(call.first)
    const { campaign_id: campaign, list_id: listId, attempt_id: attempt, contact_id: contactId } = call
    const entryId = await writer.enter(tx, {
      ...common,
      campaignKind: call.kind,
      fields,
      refs: { campaign, list: listId, attempt, entry: ticketId, session: actor.sessionId },
      subject: { contactId, listId },
    })
    await tx.client.query(
      `insert into tenant.call_ticket_looks (tenant_id, entry_id, ticket_id, revision, campaign_id, looked_by, looked_at)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      [tenantId, entryId, ticketId, call.revision, campaign, actor.personId, new Date(atMs)],
    )
    return { entryId, call, fields }
  }
  const step = await database.transaction(actor, tenantId, look, decision.rowScope)
  if (typeof step === 'string') throw new ProblemError(step)
  const { call, fields, entryId } = step
  const { opened, position } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.openContact({
      ...{ receipt, tenantId, listId: call.list_id, contactId: call.contact_id },
      ...{ rowVersion: call.row_version, sealed: call.sealed, fields },
    }),
  )
  return { values: opened, entryPosition: position }
}
