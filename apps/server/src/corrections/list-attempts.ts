import { type CampaignId, campaignSettings, type CampaignSettings, ProblemError } from '@sekisho/contract'
import { defaultDisposition } from '@sekisho/dialer'
import type { Tx } from '../platform/database/index.ts'
import { type AttemptRow, readRecorded } from './queries.ts'

const pageSize = 50
/** The end of the year 9999: later than every call. */
const latestMs = 253_402_300_799_999

/**
 * Calls of a campaign that a supervisor may correct, without anything of whom they reached.
 *
 * @throws ProblemError `not_found`
 */
export async function listAttempts(tx: Tx, campaignId: CampaignId, beforeMs = latestMs) {
  const campaign = await tx.db
    .selectFrom('tenant.campaigns')
    .select('settings')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (campaign === undefined) throw new ProblemError('not_found')
  const rows = await readRecorded(tx, campaignId, Math.min(beforeMs, latestMs), pageSize + 1)
  const shown = rows.slice(0, pageSize)
  return {
    attempts: shown.map(viewOf),
    results: resultsOf(campaignSettings.parse(campaign.settings), shown),
    hasMore: rows.length > pageSize,
  }
}

function viewOf(row: AttemptRow) {
  return {
    attemptId: row.attempt_id,
    calledAt: row.intended_at.getTime(),
    recordedAt: row.recorded_at.getTime(),
    operator: row.operator,
    disposition: row.disposition,
    callbackAt: row.callback_at?.getTime() ?? null,
    hasMemo: row.has_memo,
    corrections: row.corrections.map(({ at, by, reason, before, after, moved_lead: movedLead }) => ({
      ...{ at: Date.parse(at), by, reason, before, after, movedLead },
    })),
  }
}

const callbackOf = { callback: 'must', retry: 'may', final: 'never', hold: 'never' } as const

/** The campaign's results, and those that were dropped from it since but still stand at a call. */
function resultsOf({ dispositions }: CampaignSettings, rows: readonly AttemptRow[]) {
  const offered = dispositions.map(({ code, label, next }) => ({
    ...{ code, label, isOffered: true, callback: callbackOf[next] },
  }))
  const known = new Set(offered.map(({ code }) => code))
  const named = rows.flatMap(({ disposition, corrections }) => [
    disposition,
    ...corrections.flatMap(({ before, after }) => [before, after]),
  ])
  const dropped = [...new Set(named)].filter((code) => !known.has(code))
  return [
    ...offered,
    ...dropped.map((code) => ({
      code,
      label: defaultDisposition(code)?.label.ja ?? code,
      ...{ isOffered: false, callback: 'never' as const },
    })),
  ]
}
