import { type AttemptId, type CampaignId, campaignSettings, type MemoMark, ProblemError } from '@sekisho/contract'
import type { Gate } from '../gate/index.ts'
import type { Database } from '../platform/database/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { RouteHandlers } from '../platform/http/index.ts'
import { labelIn } from './desk-view.ts'

const pageSize = 50

/** What a supervisor reads of memos: that there are some, and one at a time what it says. */
export function memoHandlers({ database, gate }: { database: Database; gate: Pick<Gate, 'readMemo'> }): RouteHandlers {
  return {
    'memos.list': ({ actor, tenantId, rowScope, params, query }) =>
      database.transaction(
        actor,
        tenantId,
        (tx) => listMemos(tx, params.campaignId, query.before ?? Number.MAX_SAFE_INTEGER),
        rowScope,
      ),
    'memos.read': async ({ actor, tenantId, params, body }) => {
      const { memos, entryPosition } = await gate.readMemo(actor, tenantId, params.attemptId, body.purpose)
      const memo = memos[0]
      if (memo === undefined || entryPosition === null) throw new ProblemError('not_found')
      return { text: memo.text, entryPosition }
    },
  }
}

async function listMemos(
  tx: Tx,
  campaignId: CampaignId,
  beforeMs: number,
): Promise<{ memos: MemoMark[]; hasMore: boolean }> {
  const campaign = await tx.db
    .selectFrom('tenant.campaigns')
    .select('settings')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (campaign === undefined) throw new ProblemError('not_found')
  const settings = campaignSettings.parse(campaign.settings)
  const { rows } = await tx.client.query<{
    attempt_id: AttemptId
    recorded_at: Date
    operator: string
    disposition: string
  }>({
    name: 'memos of campaign',
    // by the index attempts_memos
    text: `select a.attempt_id, a.recorded_at, p.display_name as operator, a.disposition
      from tenant.attempts a join house.persons p on p.person_id = a.operator_id
      where a.tenant_id = $1 and a.campaign_id = $2 and a.memo_sealed is not null
        and a.recorded_at < to_timestamp($3::float8 / 1000)
      order by a.recorded_at desc
      limit ${pageSize + 1}`,
    values: [tenantOf(tx), campaignId, Math.min(beforeMs, 253_402_300_799_999)],
  })
  return {
    memos: rows.slice(0, pageSize).map((row) => ({
      attemptId: row.attempt_id,
      recordedAt: row.recorded_at.getTime(),
      operator: row.operator,
      disposition: row.disposition,
      label: labelIn(settings, row.disposition),
    })),
    hasMore: rows.length > pageSize,
  }
}
