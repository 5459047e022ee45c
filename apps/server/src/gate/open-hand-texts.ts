import type { EntryId, HandSide, TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import { tenantOf } from '../platform/database/index.ts'
import type { GateDependencies, OpenedMemos } from './gate.ts'
import { type CallRow, type MemoRow, openNotes } from './open-memos.ts'

const own = {
  operator: { column: 'operator_id', permission: 'desk.work', purpose: 'call' },
  supervisor: { column: 'taken_by', permission: 'hands.answer', purpose: 'supervision' },
} as const satisfies Record<HandSide, object>

/**
 * Texts under one hand that is up: sealed like memos of the call at which it was raised, so they open like memos of that
 * call's contact. Each stands at the id of its message, so that none takes another's place.
 */
export function openHandTexts(
  dependencies: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  handId: EntryId,
  side: HandSide,
): Promise<OpenedMemos> {
  const { column, permission, purpose } = own[side]
  return openNotes(dependencies, actor, tenantId, {
    ...{ type: 'hand.texts_opened', permission, purpose, missing: 'not_found' },
    async callOf(tx) {
      const { rows } = await tx.client.query<CallRow>(
        `select a.attempt_id, a.contact_id, a.lead_id, l.list_id, k.campaign_id, k.job_id, k.kind
          from tenant.hands h
            join tenant.attempts a on a.tenant_id = h.tenant_id and a.attempt_id = h.attempt_id
            join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
            join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
          where h.tenant_id = $1 and h.hand_id = $2 and h.${column} = $3 and h.lowered_at is null`,
        [tenantOf(tx), handId, actor.personId],
      )
      return rows[0]
    },
    async memosOf(tx) {
      const { rows } = await tx.client.query<MemoRow>(
        `select message_id as attempt_id, sealed as memo_sealed from tenant.hand_messages
          where tenant_id = $1 and hand_id = $2 and sealed is not null
          order by said_at, message_id`,
        [tenantOf(tx), handId],
      )
      return rows
    },
  })
}
