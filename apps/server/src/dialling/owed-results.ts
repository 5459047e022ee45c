import type { AttemptId, CampaignId, Entry, PersonId } from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { CallEvents } from './call-events.ts'
import type { CampaignBook } from './campaign-book.ts'
import { lockDesksOf } from './desk-rows.ts'
import { finishAttempts } from './finish-attempts.ts'

export interface OwedDependencies {
  readonly writer: EntryWriter
  readonly campaigns: CampaignBook
  readonly events: CallEvents
}

/** A result that its operator cannot or will not give any more. */
export interface OwedResult {
  readonly attemptId: AttemptId
  readonly state: 'answered' | 'connected' | 'wrap_up'
  readonly reason: Extract<NonNullable<Entry['reason']>, 'no_grant' | 'result_missing'>
}

/** An operator who left with a result owed has so long to come back: a lunch break. */
export const owedResultMs = 60 * 60_000

/**
 * Enters for an operator that there is no result (S11): the lead waits for a supervisor, and the entry says why. A person
 * who is still on the line is hung up on, because nobody may talk to them any more.
 *
 * The caller has locked the operator's desk.
 *
 * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back and come again
 */
export async function handOverOwed(
  { writer, campaigns, events }: OwedDependencies,
  tx: Tx,
  owed: readonly OwedResult[],
  nowMs: number,
): Promise<void> {
  const ended = await finishAttempts(
    { writer, campaigns },
    tx,
    nowMs,
    owed.map(({ attemptId, state, reason }) => ({
      attemptId,
      // nobody had talked: that is a person who answered and heard nobody
      disposition: state === 'answered' ? 'S08' : 'S11',
      cause: reason,
      reason,
    })),
  )
  for (const { attemptId, campaignId, operatorId } of ended) {
    if (operatorId === null) continue
    await events.announce(tx, { kind: 'recorded', tenantId: tenantOf(tx), campaignId, attemptId, operatorId })
  }
}

/** Hands over what operators of a campaign owe who left long ago. */
export async function handOverForgotten(
  dependencies: OwedDependencies,
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
): Promise<void> {
  const { rows } = await tx.client.query<{ attempt_id: AttemptId; operator_id: PersonId }>({
    name: 'forgotten results',
    text: `select a.attempt_id from tenant.attempts a
        join tenant.desks d on d.tenant_id = a.tenant_id and d.operator_id = a.operator_id
      where a.tenant_id = $1 and a.campaign_id = $2 and a.state = 'wrap_up' and a.hung_up_at < $3
        and d.connection is null and d.since < $3`,
    values: [tenantOf(tx), campaignId, new Date(nowMs - owedResultMs)],
  })
  if (rows.length === 0) return
  const attemptIds = rows.map((row) => row.attempt_id)
  await lockDesksOf(tx, attemptIds)
  await handOverOwed(
    dependencies,
    tx,
    attemptIds.map((attemptId) => ({ attemptId, state: 'wrap_up', reason: 'result_missing' })),
    nowMs,
  )
}
