import type { CampaignId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { dueLeadsSql } from './due-leads.ts'

/** How many leads could be dialled at this moment, at most `limit`; call-backs are not counted. Nothing is locked or marked. */
export async function countDue(tx: Tx, campaignId: CampaignId, nowMs: number, limit: number): Promise<number> {
  const { rows: lists } = await tx.client.query<{ list_id: string }>({
    name: 'lists to count due leads of',
    text: `select list_id from tenant.lists where tenant_id = $1 and campaign_id = $2 and state = 'ready'`,
    values: [tenantOf(tx), campaignId],
  })
  const { rows } = await tx.client.query<{ due: number }>({
    name: 'count due leads',
    text: `select count(*)::int as due from (${dueLeadsSql}) d`,
    values: [tenantOf(tx), campaignId, new Date(nowMs), limit, lists.map(({ list_id: listId }) => listId)],
  })
  return rows[0]?.due ?? 0
}
