import type { AttemptId, CampaignId, PersonId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { freeSeats } from './desk-rows.ts'
import { beforeAnswer } from './reseat-lines.ts'

/** The attempt is not in a state in which this could happen to it: somebody else has ended it. */
export class AttemptOverError extends Error {
  constructor() {
    super('the attempt is over')
    this.name = 'AttemptOverError'
  }
}

/** The line was given to another seat while somebody answered: try again. */
export class SeatMovedError extends Error {
  constructor() {
    super('the line has another seat by now')
    this.name = 'SeatMovedError'
  }
}

interface Answer {
  readonly attemptId: AttemptId
  readonly campaignId: CampaignId
  readonly ringingAtMs: number | null
  readonly answeredAtMs: number
  readonly nowMs: number
}

/**
 * Somebody answered: finds the operator for whose seat it rang, or else whoever of the free is next (`freeSeats`), and makes
 * both belong together. A unique index on the attempts refuses a second live call of one seat.
 *
 * @returns  the operator; null when nobody is free: the call waits
 * @throws AttemptOverError
 * @throws SeatMovedError
 */
export async function pairOperator(tx: Tx, answer: Answer): Promise<PersonId | null> {
  const own = await answerAtItsSeat(tx, answer)
  if (own !== null) return own
  const [free = null] = await freeSeats(tx, answer.campaignId, { count: 1 })
  await answerAt(tx, answer, free)
  return free
}

const instant = (atMs: number | null): Date | null => (atMs === null ? null : new Date(atMs))

/** In one statement: this is the moment at which a person says "hello" and hears nobody. Null without a seat. */
async function answerAtItsSeat(tx: Tx, answer: Answer): Promise<PersonId | null> {
  const { rows } = await tx.client.query<{ seat: PersonId | null; operator_id: PersonId | null; is_over: boolean }>({
    name: 'answer attempt at its seat',
    text: `with seat as (
        update tenant.desks d set state = 'reserved', campaign_id = a.campaign_id,
          since = case when d.state = 'reserved' then d.since else $3 end
        from tenant.attempts a
        where a.tenant_id = $1 and a.attempt_id = $2 and d.tenant_id = $1 and d.operator_id = a.operator_id
          -- a shared seat takes the line that rang for it, also when the campaign was taken from it meanwhile
          and (d.campaign_id = a.campaign_id or d.chosen is not null) and d.state in ('available', 'reserved') and d.connection is not null
        returning d.operator_id),
      answered as (
        update tenant.attempts a set state = 'answered', answered_at = coalesce(a.answered_at, $4),
          ringing_at = coalesce(a.ringing_at, $5)
        from seat where a.tenant_id = $1 and a.attempt_id = $2 and a.operator_id = seat.operator_id
          and (a.state = any ($6) or a.state = 'answered')
        returning a.operator_id)
      select (select operator_id from seat) as seat, (select operator_id from answered) as operator_id,
        (select state in ('ended', 'wrap_up') from tenant.attempts where tenant_id = $1 and attempt_id = $2) as is_over`,
    values: [
      tenantOf(tx),
      answer.attemptId,
      new Date(answer.nowMs),
      new Date(answer.answeredAtMs),
      instant(answer.ringingAtMs),
      beforeAnswer,
    ],
  })
  const row = rows[0]
  if (row === undefined || row.is_over) throw new AttemptOverError()
  if (row.seat !== null && row.operator_id === null) throw new SeatMovedError()
  return row.operator_id
}

/** @param operatorId  locked and free; null leaves the call waiting, without a seat */
async function answerAt(tx: Tx, answer: Answer, operatorId: PersonId | null): Promise<void> {
  const tenantId = tenantOf(tx)
  if (operatorId !== null) {
    await tx.client.query(
      `update tenant.desks set state = 'reserved', since = $3, campaign_id = $4 where tenant_id = $1 and operator_id = $2`,
      [tenantId, operatorId, new Date(answer.nowMs), answer.campaignId],
    )
  }
  const { rowCount } = await tx.client.query({
    name: 'answer attempt',
    text: `update tenant.attempts set state = 'answered', operator_id = $3, answered_at = coalesce(answered_at, $4),
        ringing_at = coalesce(ringing_at, $5)
      where tenant_id = $1 and attempt_id = $2 and (state = any ($6) or state = 'answered')`,
    values: [
      tenantId,
      answer.attemptId,
      operatorId,
      new Date(answer.answeredAtMs),
      instant(answer.ringingAtMs),
      beforeAnswer,
    ],
  })
  if (rowCount !== 1) throw new AttemptOverError()
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
