import type {
  AttemptId,
  CampaignId,
  CampaignKind,
  ContactId,
  Entry,
  EntryId,
  ListId,
  PersonId,
  Purpose,
  TicketOutcome,
  TicketState,
  TicketStepKind,
} from '@sekisho/contract'
import type { EntryDraft, EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Who does something, decided already. */
export interface StepBy {
  readonly actor: PersonActor
  readonly policyHash: string
  readonly purpose: Purpose
}

/** A ticket under its lock, or about to be made. */
export interface TicketRow {
  readonly ticket_id: EntryId
  readonly campaign_id: CampaignId
  readonly kind: Exclude<CampaignKind, 'none'>
  readonly attempt_id: AttemptId
  readonly contact_id: ContactId
  readonly list_id: ListId
  readonly state: TicketState
  readonly owner_id: PersonId | null
  readonly revision: number
  readonly campaign_revision: number
}

/** Where a ticket stands after a step. */
export interface Standing {
  readonly state: TicketState
  readonly ownerId: PersonId | null
  readonly waitsUntil?: string
  readonly outcome?: TicketOutcome
}

/** What every entry about a ticket says. */
export function aboutTicket(
  ticket: Omit<TicketRow, 'ticket_id' | 'state' | 'owner_id' | 'revision' | 'campaign_revision'>,
  by: StepBy,
) {
  return {
    purpose: by.purpose,
    campaignKind: ticket.kind,
    policyHash: by.policyHash,
    refs: {
      ...{
        campaign: ticket.campaign_id,
        list: ticket.list_id,
        attempt: ticket.attempt_id,
        session: by.actor.sessionId,
      },
    } satisfies Entry['refs'],
    subject: { contactId: ticket.contact_id, listId: ticket.list_id },
  }
}

const entryTypes = {
  taken: 'ticket.taken',
  given: 'ticket.given',
  waits: 'ticket.waits',
  done: 'ticket.done',
  withdrawn: 'ticket.withdrawn',
} as const satisfies Record<Exclude<TicketStepKind, 'made'>, EntryDraft['type']>

/** Moves a ticket that the caller has locked: the entry, the step that it explains, and where the ticket stands now. */
export async function step(
  { writer, clock }: { readonly writer: EntryWriter; readonly clock: Clock },
  tx: Tx,
  by: StepBy,
  ticket: TicketRow,
  kind: Exclude<TicketStepKind, 'made'>,
  to: Standing,
): Promise<void> {
  const { waitsUntil = null, outcome } = to
  const common = aboutTicket(ticket, by)
  const entryId = await writer.enter(tx, {
    ...common,
    type: entryTypes[kind],
    refs: { ...common.refs, entry: ticket.ticket_id, ...(outcome === undefined ? {} : { ticket_outcome: outcome }) },
    ...(waitsUntil === null ? {} : { days: { from: waitsUntil, until: waitsUntil } }),
    ...(kind === 'given' && to.ownerId !== null ? { commit: { person: to.ownerId } } : {}),
  })
  const revision = ticket.revision + 1
  await tx.client.query(
    `update tenant.call_tickets set state = $3, owner_id = $4, waits_until = $5, outcome = $6, revision = $7
      where tenant_id = $1 and ticket_id = $2`,
    [tenantOf(tx), ticket.ticket_id, to.state, to.ownerId, waitsUntil, outcome ?? null, revision],
  )
  await addStep(tx, { ticket, revision, entryId, kind, by: by.actor.personId, atMs: clock.now(), to })
}

export interface NewStep {
  readonly ticket: Pick<TicketRow, 'ticket_id' | 'campaign_id'>
  readonly revision: number
  readonly entryId: EntryId
  readonly kind: TicketStepKind
  readonly by: PersonId
  readonly atMs: number
  readonly to: Standing
}

export async function addStep(tx: Tx, { ticket, revision, entryId, kind, by, atMs, to }: NewStep): Promise<void> {
  await tx.client.query(
    `insert into tenant.call_ticket_steps (tenant_id, ticket_id, revision, campaign_id, entry_id, kind, by_person, at,
        owner_id, waits_until, outcome)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[tenantOf(tx), ticket.ticket_id, revision, ticket.campaign_id, entryId, kind, by, new Date(atMs)],
      ...[to.ownerId, to.waitsUntil ?? null, to.outcome ?? null],
    ],
  )
}
