import type {
  AttemptId,
  CampaignId,
  EntryId,
  PersonId,
  TicketAddressee,
  TicketOutcome,
  TicketReason,
  TicketState,
  TicketStep,
} from '@sekisho/contract'
import { holdsSeat } from '../designations/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { TicketRow } from './step.ts'

const lockedTicket = `select t.ticket_id, t.campaign_id, k.kind, t.attempt_id, a.contact_id, l.list_id, t.state, t.owner_id, t.revision, k.revision as campaign_revision
  from tenant.call_tickets t
    join tenant.attempts a on a.tenant_id = t.tenant_id and a.attempt_id = t.attempt_id
    join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
    join tenant.campaigns k on k.tenant_id = t.tenant_id and k.campaign_id = t.campaign_id`

/** @returns undefined when there is none in the row scope */
export async function lockTicket(tx: Tx, ticketId: EntryId): Promise<TicketRow | undefined> {
  const { rows } = await tx.client.query<TicketRow>(
    `${lockedTicket} where t.tenant_id = $1 and t.ticket_id = $2 for update of t`,
    [tenantOf(tx), ticketId],
  )
  return rows[0]
}

/** Whether its owner took it himself, and did not get it from somebody else. */
export async function wasTaken(tx: Tx, ticketId: EntryId): Promise<boolean> {
  const { rows } = await tx.client.query<{ kind: string }>(
    `select kind from tenant.call_ticket_steps where tenant_id = $1 and ticket_id = $2 and kind in ('taken', 'given')
      order by revision desc limit 1`,
    [tenantOf(tx), ticketId],
  )
  return rows[0]?.kind === 'taken'
}

/** The ticket of a call that was not withdrawn. */
export async function lockTicketOf(tx: Tx, attemptId: AttemptId): Promise<TicketRow | undefined> {
  const { rows } = await tx.client.query<TicketRow>(
    // by the unique index call_tickets_attempt
    `${lockedTicket} where t.tenant_id = $1 and t.attempt_id = $2 and t.state <> 'withdrawn' for update of t`,
    [tenantOf(tx), attemptId],
  )
  return rows[0]
}

/** Which tickets; null for those of all campaigns, or of all owners. */
export interface TicketFilter {
  readonly campaignId: CampaignId | null
  readonly ownerId: PersonId | null
  readonly state: 'unfinished' | 'done' | 'withdrawn'
}

export interface ListedTicket {
  readonly ticket_id: EntryId
  readonly revision: number
  readonly campaign_id: CampaignId
  readonly campaign: string
  readonly campaign_revision: number
  readonly attempt_id: AttemptId
  readonly disposition: string
  readonly is_corrected: boolean
  readonly reason: TicketReason
  readonly addressee: TicketAddressee
  readonly state: TicketState
  readonly due_on: string
  readonly waits_until: string | null
  /** The last day on which it is in time: later than `due_on` while it waits. */
  readonly effective_due: string
  readonly owner_id: PersonId | null
  readonly owner: string | null
  readonly made_at: Date
  readonly operator: string | null
  readonly texts: number
  readonly looks: number
  readonly outcome: TicketOutcome | null
}

/** What waits is not overdue before that day; a ticket that waits for less than it was given gains nothing by it. */
const effectiveDue = `case when t.state = 'waiting' then greatest(t.due_on, t.waits_until) else t.due_on end`
const isUnfinished = `t.state in ('open', 'taken', 'waiting')`

const shown = {
  unfinished: { condition: isUnfinished, order: `${effectiveDue}, t.made_at, t.ticket_id` },
  done: { condition: `t.state = 'done'`, order: 't.made_at desc, t.ticket_id' },
  withdrawn: { condition: `t.state = 'withdrawn'`, order: 't.made_at desc, t.ticket_id' },
} as const satisfies Record<TicketFilter['state'], object>

export async function readTickets(
  tx: Tx,
  { campaignId, state, ownerId }: TicketFilter,
  limit: number,
): Promise<ListedTicket[]> {
  const { condition, order } = shown[state]
  const { rows } = await tx.client.query<ListedTicket>(
    `select t.ticket_id, t.revision, t.campaign_id, k.name as campaign, k.revision as campaign_revision, t.attempt_id,
        t.disposition, t.disposition is distinct from a.disposition as is_corrected, t.reason, t.addressee, t.state,
        t.due_on::text as due_on, t.waits_until::text as waits_until, (${effectiveDue})::text as effective_due,
        t.owner_id, p.display_name as owner, t.made_at, o.display_name as operator, t.outcome,
        (a.memo_sealed is not null)::int + (select count(*)::int from tenant.call_ticket_notes n
          where n.tenant_id = t.tenant_id and n.ticket_id = t.ticket_id) as texts,
        (select count(*)::int from tenant.call_ticket_looks v
          where v.tenant_id = t.tenant_id and v.ticket_id = t.ticket_id) as looks
      from tenant.call_tickets t
        join tenant.campaigns k on k.tenant_id = t.tenant_id and k.campaign_id = t.campaign_id
        join tenant.attempts a on a.tenant_id = t.tenant_id and a.attempt_id = t.attempt_id
        left join house.persons p on p.person_id = t.owner_id
        left join house.persons o on o.person_id = a.operator_id
      where t.tenant_id = $1 and ($2::uuid is null or t.campaign_id = $2)
        and ($3::uuid is null or t.owner_id = $3) and ${condition}
      order by ${order} limit $4`,
    [tenantOf(tx), campaignId, ownerId, limit],
  )
  return rows
}

/** @param today  in Japan */
export async function countOverdue(tx: Tx, today: string): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    // by the index call_tickets_unfinished
    `select count(*)::int as count from tenant.call_tickets t
      where t.tenant_id = $1 and ${isUnfinished} and t.due_on < $2 and ${effectiveDue} < $2`,
    [tenantOf(tx), today],
  )
  return rows[0]?.count ?? 0
}

interface HistoryRow {
  readonly kind: TicketStep['kind']
  readonly at: Date
  readonly by: string
  readonly owner: string | null
  readonly waits_until: string | null
  readonly outcome: TicketOutcome | null
  readonly position: string | null
}

/** Steps and notes, oldest first, each with the place of its entry. Empty when there is no such ticket in reach. */
export async function readHistory(tx: Tx, ticketId: EntryId): Promise<TicketStep[]> {
  const { rows } = await tx.client.query<HistoryRow>(
    `select h.kind, h.at, b.display_name as by, o.display_name as owner, h.waits_until::text as waits_until, h.outcome, i.position
      from (
        select s.kind, s.at, s.by_person, s.owner_id, s.waits_until, s.outcome, s.entry_id
          from tenant.call_ticket_steps s where s.tenant_id = $1 and s.ticket_id = $2
        union all
        select 'noted', n.written_at, n.written_by, null, null, null, n.entry_id
          from tenant.call_ticket_notes n where n.tenant_id = $1 and n.ticket_id = $2) h
        join house.persons b on b.person_id = h.by_person
        left join house.persons o on o.person_id = h.owner_id
        left join tenant.entry_index i on i.tenant_id = $1 and i.entry_id = h.entry_id
      order by h.at, h.entry_id`,
    [tenantOf(tx), ticketId],
  )
  return rows.map(({ kind, at, by, owner, waits_until: waitsUntil, outcome, position }) => ({
    ...{ kind, at: at.getTime(), by, owner, waitsUntil, outcome },
    entryPosition: position === null ? null : Number(position),
  }))
}

/** Supervisors whose designation covers the campaign now; of all, or one of them. */
export async function readOwners(
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
  personId: PersonId | null = null,
): Promise<{ personId: PersonId; displayName: string }[]> {
  const { rows } = await tx.client.query<{ person_id: PersonId; display_name: string }>(
    `select p.person_id, p.display_name from house.persons p
        join tenant.campaigns k on k.tenant_id = $1 and k.campaign_id = $2
      where p.disabled_at is null and ($4::uuid is null or p.person_id = $4)
        and ${holdsSeat('supervisor', 'k', '$3')}
      order by p.display_name, p.person_id limit 500`,
    [tenantOf(tx), campaignId, new Date(nowMs), personId],
  )
  return rows.map(({ person_id, display_name: displayName }) => ({ personId: person_id, displayName }))
}
