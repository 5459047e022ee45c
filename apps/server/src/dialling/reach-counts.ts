import type { CampaignId } from '@sekisho/contract'
import { type ReachCount, STRETCH_MINUTES, systemDisposition } from '@sekisho/dialer'
import { DEFAULT_FIGURE_RULES } from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Results of calls that say nothing of who could be reached: not dialled, or answered by somebody for whom nobody was there. */
const { notDialled, abandoned } = DEFAULT_FIGURE_RULES
const saysNothing = [...notDialled, ...abandoned]

/**
 * SQL for whether an ended attempt `a` counts, and whether it reached the person, or who acts for them: a result of that kind, or
 * what the operator said of who answered. A family that says he is at work is no reason to call at that hour. A client's own
 * definitions of figures change no order.
 */
export const reachOf = (saysNothingAt: string, personAt: string) => ({
  counts: `(a.direction = 'out' and a.state = 'ended' and a.reach_class is not null and a.disposition <> all (${saysNothingAt}::text[]))`,
  isReached: `(a.disposition = any (${personAt}::text[]) or coalesce(a.answered_by in ('person', 'proxy'), false))`,
})
export const reachResults = [saysNothing, DEFAULT_FIGURE_RULES.person] as const

const { counts, isReached } = reachOf('$5', '$6')
/** What we took back before anybody answered says nothing either; who answered and found nobody there did answer. */
const neverRang = [...notDialled, systemDisposition('hung_up_by_us', { hasRung: true, hasAnswered: false })]
const hasRung = `(a.disposition <> all ($7::text[]))`
const countsOf = (whose: string) => `select
    ((a.intended_at at time zone 'Asia/Tokyo')::date - date '1970-01-01')::int as day,
    floor(extract(hour from a.intended_at at time zone 'Asia/Tokyo') * 60 / ${STRETCH_MINUTES})::int as stretch,
    a.reach_class as "reachClass", count(*) filter (where ${counts})::int as dials,
    count(*) filter (where ${counts} and ${isReached})::int as reached,
    count(*) filter (where ${hasRung})::int as rung, count(*) filter (where ${hasRung} and a.answered_at is not null)::int as answered
  from tenant.campaigns c
    join tenant.attempts a on a.tenant_id = c.tenant_id and a.campaign_id = c.campaign_id
      and a.intended_at >= $3 and a.intended_at < $4
  where c.tenant_id = $1 and ${whose} and a.direction = 'out' and a.state = 'ended' and a.reach_class is not null
  group by 1, 2, 3`

const statements = {
  own: { name: 'reached by class', text: countsOf('c.campaign_id = $2') },
  others: {
    name: 'reached by class in other campaigns',
    text: countsOf(`c.campaign_id <> $2
      and c.kind = (select o.kind from tenant.campaigns o where o.tenant_id = $1 and o.campaign_id = $2)`),
  },
} as const

/**
 * Calls by day, stretch of the day and class, how many reached the person and how many anybody answered; by the index
 * attempts_campaign_time.
 *
 * @param whose    of the campaign, or of the others of its tenant and kind
 * @param untilMs  not in it any more
 */
export async function countReach(
  tx: Tx,
  whose: keyof typeof statements,
  campaignId: CampaignId,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): Promise<ReachCount[]> {
  const { rows } = await tx.client.query<ReachCount>({
    ...statements[whose],
    values: [tenantOf(tx), campaignId, new Date(fromMs), new Date(untilMs), ...reachResults, neverRang],
  })
  return rows
}
