import {
  type AttemptId,
  type ContactId,
  type EntryId,
  type ListId,
  type TicketReason,
  ticketRule,
  usualTicketReason,
} from '@sekisho/contract'
import { dueOn } from '@sekisho/dialer'
import type { CampaignFacts } from '../dialling/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { lockTicketOf } from './queries.ts'
import { aboutTicket, addStep, step, type StepBy } from './step.ts'

export interface MakingDependencies {
  readonly writer: EntryWriter
  readonly clock: Clock
}

/** A result that was just recorded, or put in the place of another one. */
export interface TicketMaking {
  readonly facts: CampaignFacts
  readonly attemptId: AttemptId
  readonly contactId: ContactId
  readonly listId: ListId
  readonly disposition: string
  /** Left out where nobody was asked. */
  readonly reason?: TicketReason | undefined
}

/**
 * Makes the hand-over ticket of a result in the caller's transaction, if its rule says so. Who recorded the result has
 * locked the call.
 *
 * @returns  the ticket, or null when the result makes none
 * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back, nothing is recorded
 */
export async function makeTicket(
  { writer, clock }: MakingDependencies,
  tx: Tx,
  by: StepBy,
  { facts, attemptId, contactId, listId, disposition, reason }: TicketMaking,
): Promise<EntryId | null> {
  const chosen = facts.settings.dispositions.find(({ code }) => code === disposition)
  const rule = chosen === undefined ? null : ticketRule(chosen)
  if (rule === null) return null
  const nowMs = clock.now()
  const due = dueOn(facts.calling, rule.businessDays, nowMs)
  const why = reason ?? usualTicketReason(disposition)
  const { campaignId, kind } = facts
  const call = {
    ...{ campaign_id: campaignId, kind, attempt_id: attemptId, contact_id: contactId, list_id: listId },
  }
  const common = aboutTicket(call, by)
  const ticketId = await writer.enter(tx, {
    ...common,
    type: 'ticket.made',
    refs: { ...common.refs, disposition, ticket_to: rule.to, ticket_reason: why },
    days: { from: due, until: due },
  })
  await tx.client.query(
    `insert into tenant.call_tickets (tenant_id, ticket_id, campaign_id, attempt_id, disposition, reason, addressee, due_on, made_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tenantOf(tx), ticketId, campaignId, attemptId, disposition, why, rule.to, due, new Date(nowMs)],
  )
  const ticket = { ticket_id: ticketId, campaign_id: campaignId }
  const to = { state: 'open', ownerId: null } as const
  await addStep(tx, { ticket, revision: 1, entryId: ticketId, kind: 'made', by: by.actor.personId, atMs: nowMs, to })
  return ticketId
}

/**
 * The ticket after a result was put right: one that nobody has taken goes with the wrong result, and the right one makes its
 * own. What somebody has in hand, or has done, stays theirs: no correction takes a complaint from who looks into it.
 *
 * @throws ProblemError as `makeTicket`
 */
export async function followCorrection(
  dependencies: MakingDependencies,
  tx: Tx,
  by: StepBy,
  { before, ...making }: TicketMaking & { readonly before: string },
): Promise<void> {
  // only the time of a promise changed
  if (making.disposition === before) return
  const ticket = await lockTicketOf(tx, making.attemptId)
  if (ticket !== undefined && ticket.state !== 'open') return
  if (ticket !== undefined) await step(dependencies, tx, by, ticket, 'withdrawn', { state: 'withdrawn', ownerId: null })
  await makeTicket(dependencies, tx, by, making)
}
