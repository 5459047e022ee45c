import type { AttemptId, CampaignId, Entry, EntryId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'

const defaultEveryMs = 30_000

/** A step of a ticket, or a note on one, as it stands in its table. */
interface Row extends EnteredRow {
  readonly type: Entry['type']
  readonly ticket_id: EntryId
  readonly campaign_id: CampaignId
  readonly attempt_id: AttemptId | null
  readonly disposition: string | null
  readonly reason: string | null
  readonly addressee: string | null
  readonly due_on: string | null
  readonly waits_until: string | null
  readonly outcome: string | null
  /** Of the last step: the ticket stands where that left it. True for any other. */
  readonly is_standing: boolean
}

/**
 * Holds hand-over tickets against the ledger: whoever makes a complaint vanish past the product, or marks it as done, is found.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function ticketCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: [
      ...(['ticket.made', 'ticket.taken', 'ticket.given', 'ticket.waits'] as const),
      ...(['ticket.done', 'ticket.withdrawn', 'ticket.noted'] as const),
    ],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.ticket_changed',
  })
}

function fits({ id, type, refs, days }: Entry, row: Row): boolean {
  if (type !== row.type || refs?.campaign !== row.campaign_id || refs.attempt !== row.attempt_id) return false
  if (!row.is_standing) return false
  if (type === 'ticket.made') {
    return (
      row.ticket_id === id &&
      refs.disposition === row.disposition &&
      refs.ticket_reason === row.reason &&
      refs.ticket_to === row.addressee &&
      days?.until === row.due_on
    )
  }
  return (
    refs.entry === row.ticket_id &&
    (refs.ticket_outcome ?? null) === row.outcome &&
    (type === 'ticket.waits' ? (days?.until ?? null) : null) === row.waits_until
  )
}

/** What state a ticket is in after its last step. */
const stateAfter = `case s.kind when 'made' then 'open' when 'given' then 'taken' when 'waits' then 'waiting' else s.kind end`
const logOf = '(select l.log_id from house.logs l where l.tenant_id = t.tenant_id) as log_id'

const rowsText = `
  select * from (
    select s.entry_id, s.tenant_id, 'ticket.' || s.kind as type, s.ticket_id, s.campaign_id, t.attempt_id, t.disposition,
        t.reason, t.addressee, t.due_on::text as due_on, s.waits_until::text as waits_until, s.outcome,
        t.campaign_id = s.campaign_id and t.revision = (select max(m.revision) from tenant.call_ticket_steps m
            where m.tenant_id = s.tenant_id and m.ticket_id = s.ticket_id)
          and (t.revision <> s.revision or t.state = ${stateAfter} and t.owner_id is not distinct from s.owner_id
            and t.waits_until is not distinct from s.waits_until and t.outcome is not distinct from s.outcome) as is_standing,
        ${logOf}
      from tenant.call_ticket_steps s
        join tenant.call_tickets t on t.tenant_id = s.tenant_id and t.ticket_id = s.ticket_id
    union all
    select n.entry_id, n.tenant_id, 'ticket.noted', n.ticket_id, n.campaign_id, t.attempt_id, null, null, null, null, null, null,
        t.campaign_id = n.campaign_id, ${logOf}
      from tenant.call_ticket_notes n
        join tenant.call_tickets t on t.tenant_id = n.tenant_id and t.ticket_id = n.ticket_id
  ) as tickets`
