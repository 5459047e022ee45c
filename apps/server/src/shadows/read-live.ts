import type { CampaignId, FloorFigures } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { machineCodes, notDialledCodes } from './read-facts.ts'

/** From one moment to another that is not in it any more. */
export interface Between {
  readonly fromMs: number
  readonly untilMs: number
}

/**
 * What became of the real floor in each of these stretches, as reports count it: operators' time by the states of their desks, calls
 * in the time in which they were dialled. Call-ins are left out of both; looking at a preview is waiting.
 */
export async function readLive(tx: Tx, campaignId: CampaignId, stretches: readonly Between[]): Promise<FloorFigures[]> {
  if (stretches.length === 0) return []
  const { rows } = await tx.client.query<Record<keyof FloorFigures, number>>({
    name: 'live figures of stretches',
    text: `with s as (select place, began, ended from unnest($3::timestamptz[], $4::timestamptz[]) with ordinality
          as s (began, ended, place)),
        spans as (
          select state, began_at, ended_at from tenant.desk_spans where tenant_id = $1 and campaign_id = $2
            and ended_at > (select min(began) from s) and began_at < (select max(ended) from s)
          union all
          select tenant.desk_state(state, preview_id), since, 'infinity' from tenant.desks
            where tenant_id = $1 and campaign_id = $2
          union all
          select 'call_in', connected_at, coalesce(hung_up_at, 'infinity') from tenant.attempts
            where tenant_id = $1 and campaign_id = $2 and direction = 'in' and connected_at is not null
              and intended_at > (select min(began) from s) - interval '4 hours' and intended_at < (select max(ended) from s)
          union all
          select 'after_call_in', hung_up_at, coalesce(ended_at, 'infinity') from tenant.attempts
            where tenant_id = $1 and campaign_id = $2 and direction = 'in' and hung_up_at is not null
              and intended_at > (select min(began) from s) - interval '4 hours' and intended_at < (select max(ended) from s)),
        times as (
          select s.place, t.state, sum(extract(epoch from least(t.ended_at, s.ended) - greatest(t.began_at, s.began)) * 1000) as ms
          from s join spans t on t.ended_at > s.began and t.began_at < s.ended group by 1, 2),
        calls as (
          select s.place, count(*) filter (where a.disposition is null or a.disposition <> all ($5)) as dialled,
            count(*) filter (where a.answered_at is not null and a.by_person) as answered,
            count(*) filter (where a.disposition = 'S08') as abandoned,
            count(*) filter (where a.connected_at is not null and a.by_person) as connected
          from s join (select intended_at, answered_at, connected_at, disposition,
              disposition is null or disposition <> all ($6) as by_person
            from tenant.attempts where tenant_id = $1 and campaign_id = $2 and direction = 'out'
              and intended_at >= (select min(began) from s) and intended_at < (select max(ended) from s)) a
            on a.intended_at >= s.began and a.intended_at < s.ended
          group by 1)
      select (coalesce(sum(t.ms) filter (where t.state = 'connected'), 0)
          - coalesce(sum(t.ms) filter (where t.state = 'call_in'), 0))::float8 as "talkMs",
        (coalesce(sum(t.ms) filter (where t.state = 'wrap_up'), 0)
          - coalesce(sum(t.ms) filter (where t.state = 'after_call_in'), 0))::float8 as "wrapUpMs",
        coalesce(sum(t.ms) filter (where t.state in ('available', 'reserved', 'previewing')), 0)::float8 as "waitingMs",
        coalesce(max(c.dialled), 0)::int as dialled, coalesce(max(c.answered), 0)::int as answered,
        coalesce(max(c.abandoned), 0)::int as abandoned, coalesce(max(c.connected), 0)::int as connected
      from s left join times t using (place) left join calls c using (place) group by s.place order by s.place`,
    values: [
      ...[tenantOf(tx), campaignId],
      stretches.map(({ fromMs }) => new Date(fromMs)),
      stretches.map(({ untilMs }) => new Date(untilMs)),
      ...[notDialledCodes, [...machineCodes, ...notDialledCodes]],
    ],
  })
  return rows.map(({ talkMs, wrapUpMs, waitingMs, ...calls }) => ({
    ...{ talkMs: Math.max(0, Math.round(talkMs)), wrapUpMs: Math.max(0, Math.round(wrapUpMs)) },
    ...{ waitingMs: Math.round(waitingMs), ...calls },
  }))
}
