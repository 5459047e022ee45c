import { type EntryId, type PersonId, ProblemError, type TicketLooks } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Whether whoever asks has the ticket in hand at this moment, so that a page which shows its contact may go on. @throws ProblemError `not_found` */
export async function isInHand(tx: Tx, ticketId: EntryId, personId: PersonId): Promise<boolean> {
  const { rows } = await tx.client.query<{ is_in_hand: boolean | null }>(
    `select t.state in ('taken', 'waiting') and t.owner_id = $3 as is_in_hand
      from tenant.call_tickets t where t.tenant_id = $1 and t.ticket_id = $2`,
    [tenantOf(tx), ticketId, personId],
  )
  const [ticket] = rows
  if (ticket === undefined) throw new ProblemError('not_found')
  return ticket.is_in_hand === true
}

/**
 * Who opened how many contacts by tickets since a moment, and how many of these tickets saw nothing else done by the same
 * person afterwards: neither a note, nor a wait, nor an end. Whoever takes tickets to look at people is counted here.
 */
export async function readLooks(tx: Tx, sinceMs: number): Promise<TicketLooks[]> {
  const { rows } = await tx.client.query<{
    person_id: PersonId
    name: string
    tickets: number
    looks: number
    idle: number
  }>(
    `select p.person_id, p.display_name as name, count(*)::int as tickets, sum(v.looks)::int as looks,
        count(*) filter (where not v.is_worked)::int as idle
      from (select k.looked_by, k.ticket_id, count(*)::int as looks,
            exists (select from tenant.call_ticket_steps s where s.tenant_id = $1 and s.ticket_id = k.ticket_id
              and s.by_person = k.looked_by and s.kind in ('waits', 'done') and s.at >= min(k.looked_at))
            or exists (select from tenant.call_ticket_notes n where n.tenant_id = $1 and n.ticket_id = k.ticket_id
              and n.written_by = k.looked_by and n.written_at >= min(k.looked_at)) as is_worked
          from tenant.call_ticket_looks k where k.tenant_id = $1 and k.looked_at >= $2
          group by k.looked_by, k.ticket_id) v
        join house.persons p on p.person_id = v.looked_by
      group by p.person_id, p.display_name
      order by idle desc, looks desc, p.display_name limit 200`,
    [tenantOf(tx), new Date(sinceMs)],
  )
  return rows.map(({ person_id: personId, name, tickets, looks, idle }) => ({
    personId,
    name,
    tickets,
    looks,
    withoutStep: idle,
  }))
}
