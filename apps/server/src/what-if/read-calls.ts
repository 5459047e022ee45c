import type { CampaignId, MeasuredCalls, MeasuredDurations } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** The newest calls are what the next hours will be like; two weeks hold every weekday twice. */
const measuredDays = 14
const mostCalls = 20_000
const dayMs = 86_400_000
/** Each class of durations is a quarter longer than the one before it: as fine as a simulation needs, and few. */
const shortestMs = 250
const growth = 1.25
/** Whoever recorded a result an hour later was not wrapping up. */
const longestMs = 3_600_000

const kinds = ['ring_to_answer', 'ring_to_failure', 'talk', 'wrap_up'] as const
type Kind = (typeof kinds)[number]

/** By the index attempts_campaign_time. */
const recentSql = `with recent as materialized (
    select intended_at, answered_at, connected_at, hung_up_at, ended_at, operator_id
    from tenant.attempts
    where tenant_id = $1 and campaign_id = $2 and intended_at >= $3 and direction = 'out' and state = 'ended'
    order by intended_at desc limit ${mostCalls})`

const durationsSql = `${recentSql}
  select d.kind, greatest(0, ceil(ln(greatest(d.ms, 1) / ${shortestMs}.0) / ln(${growth})))::int as class, count(*)::int as count
  from recent r, lateral (values
      ('ring_to_answer', r.answered_at - r.intended_at),
      ('ring_to_failure', case when r.answered_at is null then r.ended_at - r.intended_at end),
      ('talk', r.hung_up_at - r.connected_at),
      ('wrap_up', case when r.connected_at is not null then r.ended_at - r.hung_up_at end)
    ) as taken (kind, took),
    lateral (select taken.kind, extract(epoch from taken.took) * 1000 as ms) as d
  where taken.took >= interval '0' and d.ms < ${longestMs}
  group by 1, 2 order by 1, 2`

const hoursSql = `${recentSql}
  select extract(hour from intended_at at time zone 'Asia/Tokyo')::int as hour, count(*)::int as calls,
    count(answered_at)::int as answered, min(intended_at) as since
  from recent group by 1 order by 1`

const operatorsSql = `${recentSql}
  select count(distinct operator_id)::int as operators from recent
  where connected_at > (select max(connected_at) from recent) - interval '1 hour'`

export type RecentCalls = Pick<
  MeasuredCalls,
  'since' | 'calls' | 'hours' | 'ringToAnswer' | 'ringToFailure' | 'talk' | 'wrapUp' | 'operators'
>

/** What the newest calls of a campaign were like. */
export async function readRecentCalls(tx: Tx, campaignId: CampaignId, nowMs: number): Promise<RecentCalls> {
  const values = [tenantOf(tx), campaignId, new Date(nowMs - measuredDays * dayMs)]
  const hours = await tx.client.query<{ hour: number; calls: number; answered: number; since: Date }>(hoursSql, values)
  const taken = await tx.client.query<{ kind: Kind; class: number; count: number }>(durationsSql, values)
  const staff = await tx.client.query<{ operators: number }>(operatorsSql, values)
  const of = (kind: Kind): MeasuredDurations =>
    taken.rows.flatMap((row) => (row.kind === kind ? [{ ...boundsOf(row.class), count: row.count }] : []))
  const oldest = hours.rows.map(({ since }) => since.getTime())
  return {
    since: oldest.length === 0 ? null : Math.min(...oldest),
    calls: hours.rows.reduce((sum, { calls }) => sum + calls, 0),
    hours: hours.rows.map(({ hour, calls, answered }) => ({ hour, calls, answered })),
    ...{ ringToAnswer: of('ring_to_answer'), ringToFailure: of('ring_to_failure') },
    ...{ talk: of('talk'), wrapUp: of('wrap_up') },
    operators: staff.rows[0]?.operators ?? 0,
  }
}

/** The first class reaches from nothing. */
function boundsOf(place: number): { fromMs: number; untilMs: number } {
  return {
    fromMs: place === 0 ? 0 : Math.round(shortestMs * growth ** (place - 1)),
    untilMs: Math.round(shortestMs * growth ** place),
  }
}
