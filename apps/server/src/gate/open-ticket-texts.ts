import type { EntryId, TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import { tenantOf } from '../platform/database/index.ts'
import type { GateDependencies, OpenedMemos } from './gate.ts'
import { type CallRow, type MemoRow, openNotes } from './open-memos.ts'

/**
 * What was said at a hand-over ticket: the memo of its call, and the notes since, oldest first. All are sealed under that
 * call's contact, so they open like its memos, for a supervisor of that job. Each note stands at its own id.
 */
export function openTicketTexts(
  dependencies: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  ticketId: EntryId,
): Promise<OpenedMemos> {
  return openNotes(dependencies, actor, tenantId, {
    ...{ type: 'ticket.texts_opened', permission: 'tickets.work', purpose: 'supervision', missing: 'not_found' },
    async callOf(tx) {
      const { rows } = await tx.client.query<CallRow>(
        `select a.attempt_id, a.contact_id, a.lead_id, l.list_id, k.campaign_id, k.job_id, k.kind
          from tenant.call_tickets t
            join tenant.attempts a on a.tenant_id = t.tenant_id and a.attempt_id = t.attempt_id
            join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
            join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
          where t.tenant_id = $1 and t.ticket_id = $2 and t.state <> 'withdrawn'`,
        [tenantOf(tx), ticketId],
      )
      return rows[0]
    },
    async memosOf(tx, call) {
      const { rows } = await tx.client.query<MemoRow>(
        `select attempt_id, memo_sealed from (
            select attempt_id, memo_sealed, 0 as place, intended_at as at from tenant.attempts
              where tenant_id = $1 and attempt_id = $3 and memo_sealed is not null
            union all
            select note_id, sealed, 1, written_at from tenant.call_ticket_notes where tenant_id = $1 and ticket_id = $2) texts
          order by place, at, attempt_id`,
        [tenantOf(tx), ticketId, call.attempt_id],
      )
      return rows
    },
  })
}
