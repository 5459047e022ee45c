import { type CampaignId, type ListId, ProblemError } from '@sekisho/contract'
import { dateOf, dayOf } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/**
 * SQL for whether a moment lies outside of the period of a list (有効期間). A side that is open holds nobody back.
 *
 * @param list  alias of tenant.lists
 * @param at    SQL for the moment; days are Japan's
 */
export function isOutsidePeriod(list: string, at: string): string {
  const day = `(${at}::timestamptz at time zone interval '9 hours')::date`
  return `coalesce(${list}.valid_from > ${day}, false) or coalesce(${list}.valid_until < ${day}, false)`
}

/**
 * SQL for whether a lead came with a list that is outside of its period. Which lists are is asked once for the statement, so
 * that a due lead costs one comparison.
 */
export function listIsOutsidePeriod(
  lead: string,
  { tenant, campaign, at }: Record<'tenant' | 'campaign' | 'at', string>,
) {
  return `${lead}.list_id in (select v.list_id from tenant.lists v where v.tenant_id = ${tenant}
    and v.campaign_id = ${campaign} and (${isOutsidePeriod('v', at)}))`
}

/**
 * Refuses a call-back after the end of its list while the customer can still be asked for another time: whoever gave the list
 * said until when its people may be called. A supervisor may move that end, by an entry.
 *
 * @throws ProblemError `after_list_end`
 */
export async function refusePromiseAfterEnd(tx: Tx, listId: ListId, callbackAtMs: number): Promise<void> {
  const { rowCount } = await tx.client.query(
    `select from tenant.lists
      where tenant_id = $1 and list_id = $2 and valid_until < $3::date`,
    [tenantOf(tx), listId, dateOf(dayOf(callbackAtMs))],
  )
  if ((rowCount ?? 0) > 0) throw new ProblemError('after_list_end')
}

/** Leads of a campaign that would be due, were their lists not outside of their period. */
export async function countOutsidePeriod(tx: Tx, campaignId: CampaignId, nowMs: number): Promise<number> {
  const { rows } = await tx.client.query<{ leads: number }>({
    name: 'leads outside of their period',
    text: `select coalesce(sum((select count(*) from tenant.leads l where l.tenant_id = v.tenant_id
          and l.list_id = v.list_id and l.state in ('ready', 'waiting', 'promised'))), 0)::int as leads
      from tenant.lists v
      where v.tenant_id = $1 and v.campaign_id = $2 and v.state = 'ready' and (${isOutsidePeriod('v', '$3')})`,
    values: [tenantOf(tx), campaignId, new Date(nowMs)],
  })
  return rows[0]?.leads ?? 0
}
