import type { CampaignId } from '@sekisho/contract'
import { ALLOTMENT_WINDOW_MS, leavesTo, type Sharer } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** How long a campaign's word holds that it wants operators, by the database's clock: some looks. */
const wantsMs = 5_000
/** Nothing says yet that one campaign is worth more than another. */
const equalWeight = 1

/** Time of operators by campaign in a window that ends now; what is in hand, with it. */
const servedSql = `select k.campaign_id,
    h.wants_until between clock_timestamp() and clock_timestamp() + $5 * interval '1 millisecond' as is_wanting,
    (coalesce((select sum(extract(epoch from s.ended_at - greatest(s.began_at, $3))) from tenant.desk_spans s
        where s.tenant_id = $1 and s.campaign_id = k.campaign_id and s.ended_at > $3 and s.state in ('connected', 'wrap_up')), 0)
      + coalesce((select sum(extract(epoch from $4 - greatest(d.since, $3))) from tenant.desks d
        where d.tenant_id = $1 and d.campaign_id = k.campaign_id and d.since < $4
          and d.state in ('connected', 'wrap_up')), 0))::float8 * 1000 as served_ms
  from unnest($2::uuid[]) as k (campaign_id)
    left join tenant.campaign_leases h on h.tenant_id = $1 and h.campaign_id = k.campaign_id
      and h.leased_until > clock_timestamp()`

/**
 * Which of these campaigns come before this one where they share operators: counted from what the desks did, so that it is
 * the same for whichever process looks.
 */
export async function readCampaignsFirst(
  tx: Tx,
  campaignId: CampaignId,
  others: readonly CampaignId[],
  nowMs: number,
): Promise<Set<CampaignId>> {
  const { rows } = await tx.client.query<{ campaign_id: CampaignId; is_wanting: boolean | null; served_ms: number }>({
    name: 'served of late',
    text: servedSql,
    values: [
      ...[tenantOf(tx), [campaignId, ...others], new Date(nowMs - ALLOTMENT_WINDOW_MS), new Date(nowMs), wantsMs],
    ],
  })
  const sharers = new Map(
    rows.map(({ campaign_id, is_wanting, served_ms }): [CampaignId, Sharer] => [
      campaign_id,
      { servedMs: served_ms, weight: equalWeight, isWanting: is_wanting === true },
    ]),
  )
  const own = sharers.get(campaignId)
  return new Set([...sharers].flatMap(([id, other]) => (own !== undefined && leavesTo(own, other) ? [id] : [])))
}

/** Whether the campaign would begin more if operators were free, for others that share them; said again while it is so. */
export async function sayWants(tx: Tx, campaignId: CampaignId, isWanting: boolean): Promise<void> {
  await tx.client.query({
    name: 'say wants',
    text: `update tenant.campaign_leases
      set wants_until = case when $3 then clock_timestamp() + $4 * interval '1 millisecond' end
      where tenant_id = $1 and campaign_id = $2 and case
        when $3 then wants_until is null or wants_until < clock_timestamp() + $4 * interval '0.5 milliseconds'
        else wants_until is not null end`,
    values: [tenantOf(tx), campaignId, isWanting, wantsMs],
  })
}
