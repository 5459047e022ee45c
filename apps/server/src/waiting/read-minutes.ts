import { type CampaignId, type WaitingCause, waitingCauses } from '@sekisho/contract'
import type { LookedMinute, WaitedMinute } from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Campaigns and a stretch of time, whole minutes; `until` is not in it. */
export interface Stretch {
  readonly campaignIds: readonly CampaignId[]
  readonly from: Date
  readonly until: Date
}

/** Stretches in which operators waited, and those in which they do at this moment, as reports count them. */
const waitedSpans = `select campaign_id, state, greatest(began_at, $3::timestamptz) as began_at,
    least(ended_at, $4::timestamptz) as ended_at
  from tenant.desk_spans
  where tenant_id = $1 and campaign_id = any ($2) and ended_at > $3 and began_at < $4 and state in ('available', 'reserved')
  union all
  select campaign_id, tenant.desk_state(state, preview_id), greatest(since, $3), $4
  from tenant.desks
  where tenant_id = $1 and campaign_id = any ($2) and tenant.desk_state(state, preview_id) in ('available', 'reserved')`

/** By the index desk_spans_campaign_end. */
export async function readWaited(tx: Tx, { campaignIds, from, until }: Stretch): Promise<WaitedMinute[]> {
  const { rows } = await tx.client.query<{ campaign_id: CampaignId; minute: Date; ready: string; joining: string }>({
    name: 'waited minutes',
    text: `select campaign_id, minute, coalesce(sum(ms) filter (where state = 'available'), 0)::bigint as ready,
        coalesce(sum(ms) filter (where state = 'reserved'), 0)::bigint as joining
      from (select s.campaign_id, s.state, m.minute, round(extract(epoch from
            least(s.ended_at, m.minute + interval '1 minute') - greatest(s.began_at, m.minute)) * 1000) as ms
          from (${waitedSpans}) s
            cross join generate_series(date_bin('1 minute', s.began_at, timestamptz '2000-01-01 00:00:00+00'),
              s.ended_at - interval '1 microsecond', interval '1 minute') as m (minute)
          where s.ended_at > s.began_at) pieces
      group by 1, 2`,
    values: [tenantOf(tx), campaignIds, from, until],
  })
  return rows.map(({ campaign_id: campaignId, minute, ready, joining }) => ({
    ...{ campaignId, minuteMs: minute.getTime(), readyMs: Number(ready), joiningMs: Number(joining) },
  }))
}

export async function readLooked(tx: Tx, { campaignIds, from, until }: Stretch): Promise<LookedMinute[]> {
  const { rows } = await tx.client.query<{ campaign_id: CampaignId; minute: Date; cause: string; ms: number }>({
    name: 'looked minutes',
    text: `select campaign_id, minute, cause, ms from tenant.waiting_minutes
      where tenant_id = $1 and campaign_id = any ($2) and minute >= $3 and minute < $4`,
    values: [tenantOf(tx), campaignIds, from, until],
  })
  // a cause that this version does not know explains nothing
  return rows.flatMap(({ campaign_id: campaignId, minute, cause, ms }) =>
    isCause(cause) ? [{ campaignId, minuteMs: minute.getTime(), cause, ms }] : [],
  )
}

function isCause(text: string): text is WaitingCause {
  return waitingCauses.some((cause) => cause === text)
}
