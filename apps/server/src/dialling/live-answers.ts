import type { AttemptId, CampaignId } from '@sekisho/contract'
import type { HalfHour } from '@sekisho/dialer'
import { DEFAULT_FIGURE_RULES } from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { patienceMs } from './abandonment.ts'

/** Results by which no person answered, as figures have it; a client's own definitions change no account. */
const noPerson = [...DEFAULT_FIGURE_RULES.machine, ...DEFAULT_FIGURE_RULES.notDialled]

export interface CountedHalfHour extends HalfHour {
  /** Of the answered: calls that still go on or wait for their result. */
  readonly talks: readonly AttemptId[]
}

/**
 * Live answers by the half hour in which they were dialled, by the index attempts_campaign_time. Whoever waited for longer
 * than the patience and has nobody is abandoned already, though the result is not written. Call-ins are not counted.
 *
 * @param untilMs  null for all that came since
 */
export async function countLiveAnswers(
  tx: Tx,
  campaignId: CampaignId,
  fromMs: number,
  untilMs: number | null,
  nowMs: number,
): Promise<CountedHalfHour[]> {
  const { rows } = await tx.client.query<{ at: Date; answered: number; abandoned: number; talks: AttemptId[] | null }>({
    name: untilMs === null ? 'live answers since' : 'live answers between',
    text: `select tenant.slot_of(intended_at) as at, count(*)::int as answered,
        count(*) filter (where disposition = 'S08'
          or state = 'answered' and operator_id is null and answered_at <= $5)::int as abandoned,
        array_agg(attempt_id::text) filter (where state <> 'ended') as talks
      from tenant.attempts
      where tenant_id = $1 and campaign_id = $2 and intended_at >= $3 ${untilMs === null ? '' : 'and intended_at < $6'}
        and direction = 'out' and answered_at is not null and (disposition is null or disposition <> all ($4))
      group by 1`,
    values: [
      ...[tenantOf(tx), campaignId, new Date(fromMs), noPerson, new Date(nowMs - patienceMs)],
      ...(untilMs === null ? [] : [new Date(untilMs)]),
    ],
  })
  return rows.map(({ at, answered, abandoned, talks }) => ({
    ...{ atMs: at.getTime(), answered, abandoned, talks: talks ?? [] },
  }))
}

/** Which of these calls are over, and whether it was a machine that answered. */
export async function talksOverByMachine(
  tx: Tx,
  attemptIds: readonly AttemptId[],
): Promise<{ attemptId: AttemptId; isMachine: boolean }[]> {
  const { rows } = await tx.client.query<{ attemptId: AttemptId; isMachine: boolean }>({
    name: 'talks that are over',
    text: `select attempt_id as "attemptId", disposition = any ($3) as "isMachine" from tenant.attempts
      where tenant_id = $1 and attempt_id = any ($2) and state = 'ended'`,
    values: [tenantOf(tx), attemptIds, noPerson],
  })
  return rows
}
