import { type AttemptId, campaignSettings, ProblemError, type TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import { type GateDependencies, type OpenedContact, visibleFields } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

/** The contact of a call that this operator holds right now; nothing else of the tenant can be reached from here. */
async function liveCall(tx: Tx, actor: PersonActor, attemptId: AttemptId) {
  return tx.db
    .selectFrom('tenant.attempts as a')
    .innerJoin('tenant.contacts as c', (join) =>
      join.onRef('c.tenant_id', '=', 'a.tenant_id').onRef('c.contact_id', '=', 'a.contact_id'),
    )
    .innerJoin('tenant.campaigns as k', (join) =>
      join.onRef('k.tenant_id', '=', 'a.tenant_id').onRef('k.campaign_id', '=', 'a.campaign_id'),
    )
    .select([
      'c.contact_id',
      'c.list_id',
      'c.row_version',
      'c.sealed',
      'k.campaign_id',
      'k.job_id',
      'k.kind',
      'k.settings',
    ])
    .where('a.attempt_id', '=', attemptId)
    .where('a.operator_id', '=', actor.personId)
    .where('a.state', 'in', ['answered', 'connected', 'wrap_up'])
    .executeTakeFirst()
}

export async function openContact(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  attemptId: AttemptId,
): Promise<OpenedContact> {
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  // Decided as for a live call, and refused below when there is none. Not within the transaction: a decision may need a
  // connection of its own, and many openings at once would then wait for each other's.
  const decision = await authorise(actor, 'contact.open', { kind: 'tenant', tenantId }, { hasLiveCall: true })
  // the entry of a denial is committed like any other, so the outcome is thrown only after the transaction
  const step = await database.transaction(actor, tenantId, async (tx) => {
    const call = await liveCall(tx, actor, attemptId)
    const common = { type: 'contact.opened', purpose: 'call', policyHash: decision.policyHash } as const
    // a right to other jobs of the tenant does not reach the contact, though the call is still this operator's
    const { jobs } = decision.rowScope
    const isInReach = decision.allowed && (jobs === '*' || (call !== undefined && jobs.includes(call.job_id)))
    if (call === undefined || !isInReach) {
      const reason = call === undefined ? 'no_live_call' : 'no_grant'
      await writer.enter(tx, { ...common, outcome: 'denied', reason })
      return reason
    }
    const fields = visibleFields(campaignSettings.parse(call.settings))
    const entryId = await writer.enter(tx, {
      ...common,
      campaignKind: call.kind as 'production' | 'test',
      fields,
      refs: { campaign: call.campaign_id, list: call.list_id, attempt: attemptId, session: actor.sessionId },
      subject: { contactId: call.contact_id, listId: call.list_id },
    })
    return { entryId, call, fields }
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
