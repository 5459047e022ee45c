import {
  type AnsweredBy,
  type AttemptId,
  type CampaignId,
  type CampaignKind,
  type ContactId,
  fieldCodes,
  type JobId,
  type ListId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { z } from 'zod'
import type { PersonActor } from '../platform/actor.ts'
import type { atMost } from '../platform/at-most.ts'
import { type Tx, tenantOf, wholeTenant } from '../platform/database/index.ts'
import type { GateDependencies, OpenedContact } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

/**
 * Openings that may be between their decision and their commit at a time: each holds a connection of the pool (24) while
 * its decision may need another one.
 */
export const mostOpenings = 8

interface LiveCall {
  contact_id: ContactId
  list_id: ListId
  row_version: number
  sealed: Buffer
  campaign_id: CampaignId
  job_id: JobId
  kind: Exclude<CampaignKind, 'none'>
  answered_by: AnsweredBy | null
  is_confirmed: boolean
  /** What opens with the call, and what opens once somebody was confirmed. */
  first: unknown
  confirmed: unknown
}

/** What a campaign lets its operators see, in its own order. */
const visible = z.array(z.enum(fieldCodes))

/**
 * The contact of a call that this operator holds right now; nothing else of the tenant can be reached from here. Of a caller
 * who is on no list there is nothing but the number, which no operator sees while they talk.
 */
async function liveCall(tx: Tx, actor: PersonActor, attemptId: AttemptId): Promise<LiveCall | undefined> {
  const { rows } = await tx.client.query<LiveCall>({
    name: 'live call',
    text: `select c.contact_id, c.list_id, c.row_version, c.sealed, k.campaign_id, k.job_id, k.kind,
        a.answered_by, a.confirmed_at is not null as is_confirmed,
        jsonb_path_query_array(k.settings, '$.visibleFields[*] ? (!(@.afterConfirmation == true)).field') as first,
        jsonb_path_query_array(k.settings, '$.visibleFields[*] ? (@.afterConfirmation == true).field') as confirmed
      from tenant.attempts a
        join tenant.contacts c on c.tenant_id = a.tenant_id and c.contact_id = a.contact_id
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
      where a.tenant_id = $1 and a.attempt_id = $2 and a.operator_id = $3
        and a.state in ('answered', 'connected', 'wrap_up')
        and not (a.direction = 'in' and exists (select from tenant.lists s
          where s.tenant_id = c.tenant_id and s.list_id = c.list_id and s.mode = 'callers'))`,
    values: [tenantOf(tx), attemptId, actor.personId],
  })
  return rows[0]
}

export async function openContact(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  inTurn: ReturnType<typeof atMost>,
  actor: PersonActor,
  tenantId: TenantId,
  attemptId: AttemptId,
  part: 'first' | 'confirmed',
): Promise<OpenedContact> {
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  // the entry of a denial is committed like any other, so the outcome is thrown only after the transaction
  const step = await inTurn(async () => {
    // Decided as for a live call, and refused below when there is none; while the call is looked up, because somebody
    // listens to silence until both are done.
    const deciding = authorise(actor, 'contact.open', { kind: 'tenant', tenantId }, { hasLiveCall: true })
    // whoever fails first is heard
    deciding.catch(() => undefined)
    const enter = async (tx: Tx) => {
      const call = await liveCall(tx, actor, attemptId)
      const decision = await deciding
      const common = { type: 'contact.opened', purpose: 'call', policyHash: decision.policyHash } as const
      // a right to other jobs of the tenant does not reach the contact, though the call is still this operator's
      const { jobs } = decision.rowScope
      const isInReach = decision.allowed && (jobs === '*' || (call !== undefined && jobs.includes(call.job_id)))
      if (call === undefined || !isInReach) {
        const reason = call === undefined ? 'no_live_call' : 'no_grant'
        await writer.enter(tx, { ...common, outcome: 'denied', reason })
        return reason
      }
      const isConfirmed = part === 'confirmed'
      if (isConfirmed && !call.is_confirmed) {
        await writer.enter(tx, { ...common, outcome: 'denied', reason: 'not_confirmed' })
        return 'no_live_call'
      }
      const fields = visible.parse(call[part])
      const answeredBy = isConfirmed && call.answered_by !== null ? { answered_by: call.answered_by } : {}
      const entryId = await writer.enter(tx, {
        ...common,
        campaignKind: call.kind,
        fields,
        refs: {
          ...{ campaign: call.campaign_id, list: call.list_id, attempt: attemptId, session: actor.sessionId },
          ...answeredBy,
        },
        subject: { contactId: call.contact_id, listId: call.list_id },
      })
      return { entryId, call, fields }
    }
    return database.transaction(actor, tenantId, enter, wholeTenant, 'on_the_line')
  })
  if (step === 'no_live_call') throw new ProblemError('no_live_call')
  if (step === 'no_grant') throw new ProblemError('forbidden')
  const { call, fields, entryId } = step
  const { opened, position } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.openContact({
      receipt,
      tenantId,
      listId: call.list_id,
      contactId: call.contact_id,
      rowVersion: call.row_version,
      sealed: call.sealed,
      fields,
    }),
  )
  return { values: opened, entryPosition: position }
}
