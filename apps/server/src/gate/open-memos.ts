import {
  type AttemptId,
  type CampaignId,
  type ContactId,
  type JobId,
  type LeadId,
  type ListId,
  type MemoPurpose,
  ProblemError,
  type Purpose,
  type TenantId,
} from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import { type Tx, tenantOf, wholeTenant } from '../platform/database/index.ts'
import type { AllowedDecision } from '../platform/http/index.ts'
import type { GateDependencies, OpenedMemos } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

export interface CallRow {
  readonly attempt_id: AttemptId
  readonly contact_id: ContactId
  readonly list_id: ListId
  readonly lead_id: LeadId
  readonly campaign_id: CampaignId
  readonly job_id: JobId
  readonly kind: 'production' | 'test'
}

export interface MemoRow {
  readonly attempt_id: AttemptId
  readonly memo_sealed: Buffer
}

/** What is to be opened: notes about one contact, each under an id of its own. */
export interface WantedNotes {
  readonly type: 'memo.opened' | 'hand.texts_opened' | 'ticket.texts_opened'
  readonly permission: 'memo.open' | 'memo.read' | 'desk.work' | 'hands.answer' | 'tickets.work'
  readonly purpose: Purpose
  /** Why nothing is found: an operator holds no such call, a supervisor named an attempt that is not there. */
  readonly missing: 'no_live_call' | 'not_found'
  readonly callOf: (tx: Tx) => Promise<CallRow | undefined>
  readonly memosOf: (tx: Tx, call: CallRow) => Promise<MemoRow[]>
}

/** A memo speaks of the matter, so it waits where anything of the matter waits. */
const mayBeSpokenOf = `(a.confirmed_at is not null
  or not jsonb_path_exists(k.settings, '$.visibleFields[*] ? (@.afterConfirmation == true)'))`

/** Older memos than these are not shown during a call; a supervisor can read each. */
export const mostMemos = 8

/** Memos of earlier calls with the contact on this operator's line. */
export function openMemos(
  dependencies: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  attemptId: AttemptId,
): Promise<OpenedMemos> {
  return openNotes(dependencies, actor, tenantId, {
    ...{ type: 'memo.opened', permission: 'memo.open', purpose: 'call', missing: 'no_live_call' },
    callOf: (tx) =>
      readCall(
        tx,
        attemptId,
        `and a.operator_id = $3 and a.state in ('answered', 'connected', 'wrap_up') and ${mayBeSpokenOf}`,
        [actor.personId],
      ),
    async memosOf(tx, { lead_id }) {
      const { rows } = await tx.client.query<MemoRow>({
        name: 'memos of lead',
        // by the unique (tenant, lead, due time)
        text: `select attempt_id, memo_sealed from tenant.attempts
          where tenant_id = $1 and lead_id = $2 and state = 'ended' and memo_sealed is not null
          order by intended_at desc limit ${mostMemos}`,
        values: [tenantOf(tx), lead_id],
      })
      return rows
    },
  })
}

/** The memo of one attempt, for a supervisor who says what for. */
export function readMemo(
  dependencies: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  attemptId: AttemptId,
  purpose: MemoPurpose,
): Promise<OpenedMemos> {
  return openNotes(dependencies, actor, tenantId, {
    ...{ type: 'memo.opened', permission: 'memo.read', purpose, missing: 'not_found' },
    callOf: (tx) => readCall(tx, attemptId, 'and a.memo_sealed is not null', []),
    async memosOf(tx) {
      const { rows } = await tx.client.query<MemoRow>(
        'select attempt_id, memo_sealed from tenant.attempts where tenant_id = $1 and attempt_id = $2',
        [tenantOf(tx), attemptId],
      )
      return rows
    },
  })
}

async function readCall(
  tx: Tx,
  attemptId: AttemptId,
  condition: string,
  values: readonly string[],
): Promise<CallRow | undefined> {
  const { rows } = await tx.client.query<CallRow>(
    `select a.attempt_id, a.contact_id, a.lead_id, l.list_id, k.campaign_id, k.job_id, k.kind
      from tenant.attempts a
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
      where a.tenant_id = $1 and a.attempt_id = $2 ${condition}`,
    [tenantOf(tx), attemptId, ...values],
  )
  return rows[0]
}

/** Decision, entry, receipt, unseal. Without a note nothing is opened and nothing entered. */
export async function openNotes(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  wanted: WantedNotes,
): Promise<OpenedMemos> {
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  const { type, permission, purpose, missing } = wanted
  const decision = await authorise(actor, permission, { kind: 'tenant', tenantId }, { hasLiveCall: true })
  // the entry of a denial is committed like any other, so the outcome is thrown only after the transaction
  // to a supervisor, what stands in a job out of reach is not there; an operator's own call is, and is refused with its reason
  const reach = permission === 'memo.open' ? wholeTenant : decision.rowScope
  const look = async (tx: Tx) => {
    const call = await wanted.callOf(tx)
    const common = { type, purpose, policyHash: decision.policyHash }
    if (!decision.allowed || call === undefined || !isInReach(decision, call)) {
      const reason = call === undefined && decision.allowed ? missing : 'no_grant'
      await writer.enter(tx, { ...common, outcome: 'denied', reason, refs: { session: actor.sessionId } })
      return reason
    }
    const memos = await wanted.memosOf(tx, call)
    if (memos.length === 0) return null
    const entryId = await writer.enter(tx, {
      ...common,
      campaignKind: call.kind,
      counts: { memos: memos.length },
      refs: { campaign: call.campaign_id, list: call.list_id, attempt: call.attempt_id, session: actor.sessionId },
      subject: { contactId: call.contact_id, listId: call.list_id },
    })
    return { entryId, call, memos }
  }
  const step = await database.transaction(actor, tenantId, look, reach)
  if (step === null) return { memos: [], entryPosition: null }
  if (typeof step === 'string') throw new ProblemError(step === 'no_grant' ? 'forbidden' : step)
  const { call, memos, entryId } = step
  const { opened, position } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.openMemos({
      receipt,
      tenantId,
      listId: call.list_id,
      contactId: call.contact_id,
      memos: memos.map((memo) => ({ attemptId: memo.attempt_id, sealed: memo.memo_sealed })),
    }),
  )
  return {
    memos: memos.map((memo, index) => ({ attemptId: memo.attempt_id, text: opened[index] ?? '' })),
    entryPosition: position,
  }
}

/** A right to other jobs of the tenant does not reach the contact. */
function isInReach({ rowScope: { jobs } }: AllowedDecision, { job_id }: CallRow): boolean {
  return jobs === '*' || jobs.includes(job_id)
}
