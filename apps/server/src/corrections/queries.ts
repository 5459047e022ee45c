import type { AnyCorrectionReason, AttemptId, CampaignId, EntryId, PersonId } from '@sekisho/contract'
import type { RecordedAttempt } from '../dialling/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Correction } from './correct-result.ts'

export async function countCorrections(tx: Tx, attemptId: AttemptId): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>({
    name: 'corrections of attempt',
    text: `select count(*)::int as count from tenant.attempt_corrections where tenant_id = $1 and attempt_id = $2`,
    values: [tenantOf(tx), attemptId],
  })
  return rows[0]?.count ?? 0
}

/** Keeps what the result was before. @param attempt  as it was */
export async function keepCorrection(
  tx: Tx,
  kept: {
    readonly attempt: RecordedAttempt
    readonly correction: Correction
    readonly by: PersonId
    readonly entryId: EntryId
    readonly movedLead: boolean
    readonly atMs: number
  },
): Promise<void> {
  const { attempt, correction } = kept
  await tx.client.query({
    name: 'keep correction',
    text: `insert into tenant.attempt_corrections (tenant_id, attempt_id, version, campaign_id, disposition_before,
        callback_before, disposition, callback_at, reason, corrected_by, corrected_at, entry_id, moved_lead)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      ...[tenantOf(tx), attempt.attemptId, correction.version + 1, attempt.campaignId, attempt.disposition],
      attempt.callbackAtMs === null ? null : new Date(attempt.callbackAtMs),
      correction.disposition,
      correction.callbackAt === null ? null : new Date(correction.callbackAt),
      ...[correction.reason, kept.by, new Date(kept.atMs), kept.entryId, kept.movedLead],
    ],
  })
}

export interface AttemptRow {
  readonly attempt_id: AttemptId
  readonly intended_at: Date
  readonly recorded_at: Date
  readonly operator: string
  readonly disposition: string
  readonly callback_at: Date | null
  readonly has_memo: boolean
  readonly corrections: readonly {
    readonly at: string
    readonly by: string
    readonly reason: AnyCorrectionReason
    readonly before: string
    readonly after: string
    readonly moved_lead: boolean
  }[]
}

/**
 * Calls of a campaign whose result an operator recorded, newest first, by the index attempts_operators.
 *
 * @param beforeMs  only what was dialled before
 */
export async function readRecorded(
  tx: Tx,
  campaignId: CampaignId,
  beforeMs: number,
  limit: number,
): Promise<AttemptRow[]> {
  const { rows } = await tx.client.query<AttemptRow>({
    name: 'recorded attempts',
    text: `select a.attempt_id, a.intended_at, a.recorded_at, p.display_name as operator, a.disposition, a.callback_at,
        a.memo_sealed is not null as has_memo,
        coalesce((select json_agg(json_build_object('at', k.corrected_at, 'by', b.display_name, 'reason', k.reason,
            'before', k.disposition_before, 'after', k.disposition, 'moved_lead', k.moved_lead) order by k.version)
          from tenant.attempt_corrections k join house.persons b on b.person_id = k.corrected_by
          where k.tenant_id = a.tenant_id and k.attempt_id = a.attempt_id), '[]'::json) as corrections
      from tenant.attempts a join house.persons p on p.person_id = a.operator_id
      where a.tenant_id = $1 and a.campaign_id = $2 and a.operator_id is not null and a.state = 'ended'
        and a.recorded_at is not null and a.intended_at < to_timestamp($3::float8 / 1000)
      order by a.intended_at desc, a.attempt_id
      limit $4`,
    values: [tenantOf(tx), campaignId, beforeMs, limit],
  })
  return rows
}
