import { type AttemptId, type DeskFromClient, type LastResult, type PersonId, ProblemError } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { correctResult } from '../corrections/index.ts'
import type { CampaignBook } from '../dialling/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { labelOf } from './desk-view.ts'
import { ownAttempt } from './record-result.ts'
import { requireSeat } from './seat.ts'

type Wish = Extract<DeskFromClient, { readonly type: 'correct' }>

/**
 * Corrects the last result that this operator recorded, on the same day in Japan and until somebody answers the next call.
 * The memo stays as it was sealed.
 *
 * @throws ProblemError `not_correctable` it is not the last one, or it is too late; `seat_taken`; as `correctResult`
 * @throws NotOwnAttemptError
 */
export async function correctLast(dependencies: DeskDependencies, sitter: Sitter, wish: Wish): Promise<void> {
  const { database, clock } = dependencies
  const { actor, tenantId, policyHash, rowScope } = sitter
  const { attemptId, disposition, callbackAt = null, version } = wish
  await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      await requireSeat(tx, sitter)
      await ownAttempt(tx, sitter, attemptId)
      if ((await correctableAt(tx, actor.personId, clock.now())) !== attemptId)
        throw new ProblemError('not_correctable')
      const correction = { attemptId, disposition, callbackAt, version, reason: 'own_last' } as const
      await correctResult(dependencies, tx, { actor, policyHash }, correction)
    },
    rowScope,
  )
}

/** The attempt that the operator may correct, under the lock of the seat: no call is being answered for it meanwhile. */
async function correctableAt(tx: Tx, operatorId: PersonId, nowMs: number): Promise<AttemptId | null> {
  const { rows } = await tx.client.query<{ attempt_id: AttemptId }>({
    name: 'correctable attempt',
    text: `select a.attempt_id from tenant.desks d
        join tenant.attempts a on a.tenant_id = d.tenant_id and a.attempt_id = d.last_attempt_id
      where d.tenant_id = $1 and d.operator_id = $2 and a.recorded_at >= $3
        and not exists (select from tenant.attempts n where n.tenant_id = d.tenant_id and n.operator_id = d.operator_id
          and n.state in ('answered', 'connected', 'wrap_up'))`,
    values: [tenantOf(tx), operatorId, new Date(startOfDay(dayOf(nowMs)))],
  })
  return rows[0]?.attempt_id ?? null
}

/** What the page may offer to correct between two calls; null in another campaign than that of the seat. */
export async function readLastResult(
  tx: Tx,
  campaigns: CampaignBook,
  operatorId: PersonId,
  nowMs: number,
): Promise<LastResult | null> {
  const { rows } = await tx.client.query<{
    attempt_id: AttemptId
    recorded_at: Date
    disposition: string
    callback_at: Date | null
    campaign_id: Parameters<CampaignBook['read']>[1]
    revision: number
    version: number
  }>({
    name: 'last result',
    text: `select a.attempt_id, a.recorded_at, a.disposition, a.callback_at, a.campaign_id, c.revision,
        (select count(*)::int from tenant.attempt_corrections k
          where k.tenant_id = a.tenant_id and k.attempt_id = a.attempt_id) as version
      from tenant.desks d
        join tenant.attempts a on a.tenant_id = d.tenant_id and a.attempt_id = d.last_attempt_id
          and a.campaign_id = d.campaign_id
        join tenant.campaigns c on c.tenant_id = a.tenant_id and c.campaign_id = a.campaign_id
      where d.tenant_id = $1 and d.operator_id = $2 and a.recorded_at >= $3`,
    values: [tenantOf(tx), operatorId, new Date(startOfDay(dayOf(nowMs)))],
  })
  const [row] = rows
  if (row === undefined) return null
  const facts = await campaigns.describe(tx, row.campaign_id, row.revision)
  return {
    attemptId: row.attempt_id,
    recordedAt: row.recorded_at.getTime(),
    disposition: row.disposition,
    label: labelOf(row.disposition, facts),
    callbackAt: row.callback_at?.getTime() ?? null,
    version: row.version,
  }
}
