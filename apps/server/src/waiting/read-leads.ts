import { type CampaignId, leadWaits, type WaitingView } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { isOutsidePeriod } from '../dialling/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { areaIsStopped, listIsStopped } from '../stop-switches/index.ts'

export interface CampaignLimit {
  readonly campaignId: CampaignId
  readonly maxAttemptsPerDay: number
}

type LeadsWaiting = NonNullable<WaitingView['leads']>

/** The first that holds; a lead that is through with its calls is none of them. */
const waitOf = `case
    when l.state in ('leased', 'dialling', 'connected', 'wrap_up') then 'in_hand'
    when l.state = 'held' then 'held'
    when l.state = 'finished' then case when l.finished_reason in ('excluded', 'do_not_call', 'held_out') then 'excluded' end
    when ${isOutsidePeriod('s', '$4')} then 'outside_period'
    when ${listIsStopped({ tenant: '$1', list: 'l.list_id' })} or (${areaIsStopped({ tenant: '$1', lead: 'l' })}) then 'stopped'
    when l.due_at <= $4::timestamptz then 'due'
    when l.state = 'promised' then 'promised'
    when l.due_at < $6::timestamptz then case when l.last_disposition = 'S07' then 'line_failure' else 'retry_today' end
    when t.lead_id is not null then 'day_limit'
    else 'another_day' end`

/**
 * Whom the campaigns could call, by what they wait for at this moment. Reads all leads of their lists, so a page asks for it
 * about once a minute.
 */
export async function readLeadsWaiting(
  tx: Tx,
  campaigns: readonly CampaignLimit[],
  nowMs: number,
): Promise<LeadsWaiting> {
  const today = dayOf(nowMs)
  const { rows } = await tx.client.query<{ wait: string | null; leads: number; next: Date | null }>({
    name: 'leads by what they wait for',
    text: `with tired as (
        select a.lead_id from tenant.attempts a
          join unnest($2::uuid[], $3::int[]) as c (campaign_id, most) on c.campaign_id = a.campaign_id
        where a.tenant_id = $1 and a.intended_at >= $5 and a.direction = 'out'
        group by a.lead_id, c.most having count(*) >= c.most)
      select ${waitOf} as wait, count(*)::int as leads,
        min(l.due_at) filter (where l.state in ('ready', 'waiting', 'promised') and l.due_at > $4) as next
      from tenant.lists s
        join tenant.leads l on l.tenant_id = s.tenant_id and l.list_id = s.list_id
        left join tired t on t.lead_id = l.lead_id
      where s.tenant_id = $1 and s.campaign_id = any ($2) and s.state = 'ready'
      group by 1`,
    values: [
      ...[tenantOf(tx), campaigns.map(({ campaignId }) => campaignId)],
      campaigns.map(({ maxAttemptsPerDay }) => maxAttemptsPerDay),
      ...[new Date(nowMs), new Date(startOfDay(today)), new Date(startOfDay(today + 1))],
    ],
  })
  const sums = new Map(rows.map(({ wait, leads }) => [wait, leads]))
  // whoever is not called at all is not due, whatever their due time says
  const dueAt = rows.flatMap(({ wait, next }) =>
    next === null || wait === 'stopped' || wait === 'outside_period' ? [] : [next.getTime()],
  )
  return {
    waits: leadWaits.flatMap((wait) => {
      const leads = sums.get(wait) ?? 0
      return leads === 0 ? [] : [{ wait, leads }]
    }),
    nextDueAt: dueAt.length === 0 ? null : Math.min(...dueAt),
  }
}
