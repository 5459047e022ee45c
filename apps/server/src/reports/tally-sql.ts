/**
 * The counting itself, once for tallies and once for what came after them: both are the same sums over the same rows.
 * A day and a half hour are Japan's, which is nine hours ahead of UTC all year.
 */

/** What one ended attempt adds. Durations as `callDurations` has them: whole milliseconds, never negative. */
const sums = `count(*)::int as attempts, count(a.answered_at)::int as answered, count(a.connected_at)::int as talks,
  coalesce(sum(greatest(0, round(extract(epoch from coalesce(a.hung_up_at, a.ended_at) - a.connected_at) * 1000))), 0)::bigint
    as talk_ms,
  coalesce(sum(case when a.connected_at is null then 0
    else greatest(0, round(extract(epoch from a.ended_at - a.hung_up_at) * 1000)) end), 0)::bigint as wrap_up_ms`

const dayStart = `date_bin('1 day', a.intended_at, timestamptz '1999-12-31 15:00:00+00')`
const monthStart = `(date_trunc('month', a.intended_at at time zone interval '9 hours') at time zone interval '9 hours')`

/** The day in Japan of an instant, since 1970-01-01. */
export const daySql = (instant: string): string =>
  `((${instant} at time zone interval '9 hours')::date - date '1970-01-01')`

/** @param attempts  SQL of the ended attempts to count; `$2` are the results by which a person is reached */
export const slotTalliesSql = (attempts: string): string => `select a.tenant_id, a.campaign_id,
    tenant.slot_of(a.intended_at) as slot, a.disposition, ${sums},
    (count(*) filter (where not b.tried_of_day))::int as tried_of_day,
    (count(*) filter (where not b.tried_of_month))::int as tried_of_month,
    (count(*) filter (where not b.tried_ever))::int as tried_ever,
    (count(*) filter (where a.disposition = any ($2) and not b.reached_of_day))::int as reached_of_day,
    (count(*) filter (where a.disposition = any ($2) and not b.reached_of_month))::int as reached_of_month
  from (${attempts}) a
    cross join lateral (
      select count(*) > 0 as tried_ever,
        coalesce(bool_or(p.intended_at >= ${dayStart}), false) as tried_of_day,
        coalesce(bool_or(p.intended_at >= ${monthStart}), false) as tried_of_month,
        coalesce(bool_or(p.disposition = any ($2) and p.intended_at >= ${dayStart}), false) as reached_of_day,
        coalesce(bool_or(p.disposition = any ($2) and p.intended_at >= ${monthStart}), false) as reached_of_month
      from tenant.attempts p
      where p.tenant_id = a.tenant_id and p.lead_id = a.lead_id and p.state = 'ended' and p.disposition is not null
        and p.direction = 'out'
        and (p.intended_at, p.attempt_id) < (a.intended_at, a.attempt_id)) b
  group by a.tenant_id, a.campaign_id, tenant.slot_of(a.intended_at), a.disposition`

/** What each operator did on each day. */
export const operatorTalliesSql = (attempts: string): string => `select a.tenant_id, a.campaign_id,
    ${daySql('a.intended_at')} as day, a.operator_id, a.disposition, ${sums}
  from (${attempts}) a
  where a.operator_id is not null
  group by a.tenant_id, a.campaign_id, ${daySql('a.intended_at')}, a.operator_id, a.disposition`

/**
 * Stretches of time cut at every half hour.
 *
 * @param spans  SQL giving tenant_id, campaign_id, operator_id, state, away_reason, began_at, ended_at
 */
export const piecesSql = (spans: string): string => `select s.tenant_id, s.campaign_id, s.operator_id, s.state,
    coalesce(s.away_reason, '') as away_reason, h.slot,
    round(extract(epoch from least(s.ended_at, h.slot + interval '30 minutes') - greatest(s.began_at, h.slot)) * 1000)::bigint as ms
  from (${spans}) s
    cross join generate_series(tenant.slot_of(s.began_at), s.ended_at - interval '1 microsecond', interval '30 minutes') as h (slot)
  where s.ended_at > s.began_at`

/** Ended attempts of one campaign in a stretch of time; calls to us are counted apart, for nobody dialled them. */
export const endedAttempts = (campaign: string, from: string, until: string): string => `select * from tenant.attempts
  where tenant_id = $1 and campaign_id = ${campaign} and intended_at >= ${from} and intended_at < ${until}
    and state = 'ended' and disposition is not null and direction = 'out'`

/**
 * Where the tallies of each campaign end. `offset 0` keeps it a value of its own: as an expression with `coalesce` in it,
 * which PostgreSQL does not hold for leakproof, row-level security would let no index look for it.
 */
const sinceMark = (campaigns: string, from: string): string => `select c.campaign_id,
    greatest(${from}::timestamptz, coalesce(m.tallied_until, ${from}::timestamptz)) as since
  from unnest(${campaigns}::uuid[]) as c (campaign_id)
    left join tenant.tally_marks m on m.tenant_id = $1 and m.campaign_id = c.campaign_id
  offset 0`

/**
 * Ended attempts that are not in the tallies of their campaign yet. `offset 0` keeps the planner from joining the whole
 * table: it cannot know that the mark lies close to the end.
 */
export const untallied = (campaigns: string, from: string, until: string): string => `select x.*
  from (${sinceMark(campaigns, from)}) u
    cross join lateral (select * from tenant.attempts t where t.tenant_id = $1 and t.campaign_id = u.campaign_id
      and t.intended_at >= u.since and t.intended_at < ${until} and t.state = 'ended' and t.disposition is not null
      and t.direction = 'out' offset 0) x`

/** Stretches of time that ended after the tallies of their campaign, as far as they lie after them. */
export const untalliedSpans = (campaigns: string, from: string, until: string): string => `select s.tenant_id,
    s.campaign_id, s.operator_id, s.state, s.away_reason, greatest(s.began_at, u.since) as began_at,
    least(s.ended_at, ${until}) as ended_at
  from (${sinceMark(campaigns, from)}) u
    cross join lateral (select * from tenant.desk_spans d where d.tenant_id = $1 and d.campaign_id = u.campaign_id
      and d.ended_at > u.since and d.began_at < ${until} offset 0) s`
