import type { CampaignId, PersonId } from '@sekisho/contract'
import { dayOf } from '@sekisho/dialer'
import {
  addCounts,
  type Counts,
  countsOfAttempts,
  countsOfTime,
  type ListCounts,
  NO_COUNTS,
  type OperatorCounts,
  slotOf,
  type SlotCounts,
} from '@sekisho/figures'
import { CALLABLE_STATES, countLeads, IN_HAND_STATES, type Tx, tenantOf } from '../platform/database/index.ts'
import { addSlot, isSuccessOf, type MeasureQuestion, numbersOf, type Place, type SumRow } from './read-measured.ts'
import { openSpans, placeValues, readStateTimes, timeOf, type TimeRow } from './read-slots.ts'
import { daySql, operatorTalliesSql, piecesSql, untallied } from './tally-sql.ts'

export async function readTimes(tx: Tx, { rules }: MeasureQuestion, place: Place): Promise<SlotCounts[]> {
  const slots = new Map<string, SlotCounts>()
  for (const { campaignId, atMs, ...time } of await readStateTimes(tx, place))
    addSlot(slots, { campaignId, day: dayOf(atMs), slot: slotOf(atMs) }, countsOfTime(time, rules))
  return [...slots.values()]
}

/** What each operator did and how long, in the order of their names. */
export async function readOperators(tx: Tx, question: MeasureQuestion, place: Place): Promise<OperatorCounts[]> {
  const sums = new Map<PersonId, Counts>()
  const add = (operatorId: PersonId, counts: Counts) =>
    sums.set(operatorId, addCounts(sums.get(operatorId) ?? NO_COUNTS, counts))
  for (const row of await readOperatorSums(tx, question, place))
    add(row.operator_id, countsOfAttempts(numbersOf(row, row.disposition), question.rules, isSuccessOf(question)))
  const times = await tx.client.query<TimeRow & { readonly operator_id: PersonId }>({
    name: 'report operators’ times',
    text: `select campaign_id, operator_id, state, away_reason, sum(ms)::bigint as ms from (
        select campaign_id, operator_id, state, away_reason, ms from tenant.operator_times
        where tenant_id = $1 and campaign_id = any ($2) and day >= ${daySql('$3::timestamptz')}
          and day < ${daySql('$4::timestamptz')}
        union all
        select campaign_id, operator_id, state, away_reason, ms from (${piecesSql(openSpans)}) p) t
      group by 1, 2, 3, 4`,
    values: placeValues(tx, place),
  })
  for (const row of times.rows) add(row.operator_id, countsOfTime(timeOf(row), question.rules))
  const names = await tx.db
    .selectFrom('house.persons')
    .select(['person_id', 'display_name'])
    .where('person_id', 'in', [...sums.keys(), '00000000-0000-4000-8000-000000000000' as PersonId])
    .execute()
  const nameOf = new Map(names.map((row) => [row.person_id, row.display_name]))
  return [...sums]
    .map(([operatorId, counts]) => ({ operatorId, displayName: nameOf.get(operatorId) ?? '', counts }))
    .sort(
      (one, other) =>
        one.displayName.localeCompare(other.displayName, 'ja') || (one.operatorId < other.operatorId ? -1 : 1),
    )
}

async function readOperatorSums(tx: Tx, { rules }: MeasureQuestion, place: Place) {
  const { rows } = await tx.client.query<SumRow & { readonly operator_id: PersonId }>({
    name: 'report operators',
    // `$2` stands where the counting by half hour has the results of persons
    text: `select campaign_id, operator_id, disposition, sum(attempts)::int as attempts, sum(answered)::int as answered,
        sum(talks)::int as talks, sum(talk_ms)::bigint as talk_ms, sum(wrap_up_ms)::bigint as wrap_up_ms
      from (
        select campaign_id, operator_id, disposition, attempts, answered, talks, talk_ms, wrap_up_ms
        from tenant.operator_tallies
        where tenant_id = $1 and campaign_id = any ($3) and day >= ${daySql('$4::timestamptz')}
          and day < ${daySql('$5::timestamptz')} and $2::text[] is not null
        union all
        select campaign_id, operator_id, disposition, attempts, answered, talks, talk_ms, wrap_up_ms
        from (${operatorTalliesSql(untallied('$3', '$4', '$5'))}) t) o
      group by 1, 2, 3`,
    values: [tenantOf(tx), rules.person, place.campaignIds, place.from, place.until],
  })
  return rows
}

/** How the lists stand now: what was imported, begun, and is over. Leads are never read one by one. */
export async function readLists(tx: Tx, campaignIds: readonly CampaignId[]): Promise<ListCounts[]> {
  const { rows } = await tx.client.query<{ campaign_id: CampaignId; imported: number; open: number; started: number }>({
    name: 'report lists',
    text: `select c.campaign_id,
        (select coalesce(sum(l.rows_accepted - l.rows_do_not_call - l.rows_held_out), 0) from tenant.lists l
          where l.tenant_id = c.tenant_id and l.campaign_id = c.campaign_id and l.state = 'ready')::int as imported,
        (${countLeads(CALLABLE_STATES)}
        + ${countLeads([...IN_HAND_STATES, 'held'])})::int as open,
        (select coalesce(sum(s.started), 0) from tenant.start_tallies s
          where s.tenant_id = c.tenant_id and s.campaign_id = c.campaign_id)::int
        + coalesce(n.started, 0) as started
      from tenant.campaigns c
        left join (select a.campaign_id, count(distinct a.lead_id)::int as started
          from (${untallied('$2', "'2000-01-01'", "'infinity'")}) a
          where not exists (select from tenant.attempts p where p.tenant_id = a.tenant_id and p.lead_id = a.lead_id
            and p.state = 'ended' and p.direction = 'out' and (p.intended_at, p.attempt_id) < (a.intended_at, a.attempt_id))
          group by a.campaign_id) n on n.campaign_id = c.campaign_id
      where c.tenant_id = $1 and c.campaign_id = any ($2)`,
    values: [tenantOf(tx), campaignIds],
  })
  return rows.map(({ campaign_id: campaignId, imported, open, started }) => {
    const valid = Math.max(imported, open)
    return { campaignId, valid, started: Math.min(started, valid), finished: valid - open }
  })
}
