import type { AttemptId, CampaignId, PersonId } from '@sekisho/contract'
import { ATTEMPT_MACHINE, statesBefore } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { reserveOperator } from './desk-rows.ts'

/** The attempt is not in a state in which this could happen to it: somebody else has ended it. */
export class AttemptOverError extends Error {
  constructor() {
    super('the attempt is over')
    this.name = 'AttemptOverError'
  }
}

const beforeAnswer = statesBefore(ATTEMPT_MACHINE, 'answer')

/**
 * Somebody answered: finds the operator who was reserved for the call, or whoever has waited longest, and makes both
 * belong together. A unique index on the attempts refuses a second live call of one operator.
 *
 * @param reserved  who was reserved before it was dialled
 * @returns         the operator; null when nobody is free: the call waits
 * @throws AttemptOverError
 */
export async function pairOperator(
  tx: Tx,
  call: {
    readonly attemptId: AttemptId
    readonly campaignId: CampaignId
    readonly reserved: PersonId | null
    readonly ringingAtMs: number | null
    readonly answeredAtMs: number
    readonly nowMs: number
  },
): Promise<PersonId | null> {
  const { attemptId, campaignId, reserved, nowMs } = call
  const isThere = reserved !== null && (await isStillReserved(tx, reserved))
  const operatorId = isThere ? reserved : await reserveOperator(tx, campaignId, null, nowMs)
  const { rowCount } = await tx.client.query({
    name: 'answer attempt',
    text: `update tenant.attempts set state = 'answered', operator_id = $3, answered_at = coalesce(answered_at, $4),
        ringing_at = coalesce(ringing_at, $5)
      where tenant_id = $1 and attempt_id = $2 and (state = any ($6) or state = 'answered')`,
    values: [
      tenantOf(tx),
      attemptId,
      operatorId,
      new Date(call.answeredAtMs),
      call.ringingAtMs === null ? null : new Date(call.ringingAtMs),
      beforeAnswer,
    ],
  })
  if (rowCount !== 1) throw new AttemptOverError()
  return operatorId
}

async function isStillReserved(tx: Tx, operatorId: PersonId): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `select from tenant.desks where tenant_id = $1 and operator_id = $2 and state = 'reserved' and connection is not null
      for update`,
    [tenantOf(tx), operatorId],
  )
  return rowCount === 1
}

/** Both hear each other. @throws AttemptOverError */
export async function connectCall(tx: Tx, attemptId: AttemptId, operatorId: PersonId, nowMs: number): Promise<void> {
  const values = [tenantOf(tx), attemptId, operatorId, new Date(nowMs)]
  const { rowCount } = await tx.client.query({
    name: 'connect call',
    text: `with desk as (
        update tenant.desks set state = 'connected', since = $4
        where tenant_id = $1 and operator_id = $3 and state in ('reserved', 'connected')),
      attempt as (
        update tenant.attempts set state = 'connected', connected_at = coalesce(connected_at, $4)
        where tenant_id = $1 and attempt_id = $2 and operator_id = $3 and state in ('answered', 'connected')
        returning lead_id)
      update tenant.leads l set state = 'connected', revision = l.revision + 1
      from attempt where l.tenant_id = $1 and l.lead_id = attempt.lead_id and l.state in ('dialling', 'connected')`,
    values,
  })
  if (rowCount !== 1) throw new AttemptOverError()
}

/**
 * The talk is over and the result still owed. The desk is locked before the attempt, as recording does.
 *
 * @returns  who talked; null when the result was recorded during the call
 */
export async function endTalk(tx: Tx, attemptId: AttemptId, cause: string, nowMs: number): Promise<PersonId | null> {
  const tenantId = tenantOf(tx)
  await tx.client.query({
    name: 'lock desk of call',
    text: `select from tenant.desks d join tenant.attempts a on a.tenant_id = d.tenant_id and a.operator_id = d.operator_id
      where a.tenant_id = $1 and a.attempt_id = $2 for update of d`,
    values: [tenantId, attemptId],
  })
  const { rows } = await tx.client.query<{ operator_id: PersonId }>({
    name: 'end talk',
    text: `with attempt as (
        update tenant.attempts set state = 'wrap_up', hung_up_at = $3, cause = $4
        where tenant_id = $1 and attempt_id = $2 and state = 'connected' returning lead_id, operator_id),
      lead as (
        update tenant.leads l set state = 'wrap_up', revision = l.revision + 1
        from attempt where l.tenant_id = $1 and l.lead_id = attempt.lead_id and l.state = 'connected'),
      desk as (
        update tenant.desks d set since = $3, state = 'wrap_up'
        from attempt where d.tenant_id = $1 and d.operator_id = attempt.operator_id and d.state = 'connected')
      select operator_id from attempt`,
    values: [tenantId, attemptId, new Date(nowMs), cause],
  })
  return rows[0]?.operator_id ?? null
}
