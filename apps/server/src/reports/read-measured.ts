import type { CampaignId, FigureRules } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import {
  type Counts,
  countsOfAttempts,
  addCounts,
  type ContactCounts,
  type IsSuccess,
  type Measured,
  NO_COUNTS,
  type Period,
  type ResultCount,
  slotOf,
  type SlotCounts,
} from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { readLists, readOperators, readTimes } from './read-people-and-lists.ts'
import { daySql, slotTalliesSql, untallied } from './tally-sql.ts'

export interface MeasureQuestion {
  readonly campaignIds: readonly CampaignId[]
  readonly period: Period
  readonly rules: FigureRules
  /** Results that the settings of a campaign call a success. */
  readonly successesOf: (campaignId: CampaignId) => readonly string[]
  readonly withOperators: boolean
  readonly nowMs: number
}

/** What a period holds: from the tallies as far as they reach, from the rows themselves after that. */
export async function readMeasured(tx: Tx, question: MeasureQuestion): Promise<Measured> {
  const { period, campaignIds, nowMs } = question
  const from = new Date(startOfDay(period.fromDay))
  const until = new Date(startOfDay(period.untilDay))
  const place = { campaignIds, from, until, now: new Date(Math.max(nowMs, from.getTime())) }
  const attempts = await readAttempts(tx, question, place)
  return {
    ...attempts,
    times: await readTimes(tx, question, place),
    operators: question.withOperators ? await readOperators(tx, question, place) : [],
    lists: await readLists(tx, campaignIds),
  }
}

export interface Place {
  readonly campaignIds: readonly CampaignId[]
  readonly from: Date
  readonly until: Date
  readonly now: Date
}

export interface SumRow {
  readonly campaign_id: CampaignId
  readonly disposition: string
  readonly attempts: number
  readonly answered: number
  readonly talks: number
  readonly talk_ms: string
  readonly wrap_up_ms: string
}

/**
 * Attempts by half hour and what they count as, and by day and result. The rules go into the query as a table of results
 * and classes, so that a million attempts come back as a few thousand sums.
 */
const attemptsSql = `with cells as materialized (
    select campaign_id, slot, disposition, attempts, answered, talks, talk_ms, wrap_up_ms,
      tried_of_day, tried_of_month, reached_of_day, reached_of_month
    from tenant.slot_tallies where tenant_id = $1 and campaign_id = any ($3) and slot >= $4 and slot < $5
    union all
    select campaign_id, slot, disposition, attempts, answered, talks, talk_ms, wrap_up_ms,
      tried_of_day, tried_of_month, reached_of_day, reached_of_month
    from (${slotTalliesSql(untallied('$3', '$4', '$5'))}) t)
  select c.campaign_id, c.slot, ${daySql('c.slot')} as day,
    case when grouping(k.class) = 0 then coalesce(k.class, '') end as class,
    case when grouping(c.disposition) = 0 then c.disposition end as disposition,
    sum(c.attempts)::int as attempts, sum(c.answered)::int as answered, sum(c.talks)::int as talks,
    sum(c.talk_ms)::bigint as talk_ms, sum(c.wrap_up_ms)::bigint as wrap_up_ms,
    sum(c.tried_of_day)::int as tried, sum(c.tried_of_month)::int as tried_first,
    sum(c.reached_of_day)::int as reached, sum(c.reached_of_month)::int as reached_first
  from cells c
    left join unnest($6::uuid[], $7::text[], $8::text[]) as k (campaign_id, disposition, class)
      on k.campaign_id = c.campaign_id and k.disposition = c.disposition
  group by grouping sets ((c.campaign_id, c.slot, k.class), (c.campaign_id, ${daySql('c.slot')}, c.disposition))`

export const isSuccessOf =
  ({ successesOf }: Pick<MeasureQuestion, 'successesOf'>): IsSuccess =>
  (campaignId, disposition) =>
    successesOf(campaignId).includes(disposition)

interface AttemptRow extends SumRow {
  readonly slot: Date | null
  readonly day: number | null
  readonly class: string | null
  readonly tried: number
  readonly tried_first: number
  readonly reached: number
  readonly reached_first: number
}

async function readAttempts(tx: Tx, question: MeasureQuestion, place: Place) {
  const classes = classTable(question)
  const { rows } = await tx.client.query<AttemptRow>({
    name: 'report attempts',
    text: attemptsSql,
    values: [
      tenantOf(tx),
      question.rules.person,
      place.campaignIds,
      place.from,
      place.until,
      classes.map(({ campaignId }) => campaignId),
      classes.map(({ disposition }) => disposition),
      classes.map(({ standsFor }) => standsFor),
    ],
  })
  const results: ResultCount[] = []
  const contacts = new Map<string, ContactCounts>()
  const slots = new Map<string, SlotCounts>()
  for (const row of rows) {
    const campaignId = row.campaign_id
    if (row.slot === null) {
      const day = row.day ?? 0
      results.push({ campaignId, day, disposition: row.disposition, attempts: row.attempts })
      const key = `${campaignId} ${day}`
      const known = contacts.get(key)
      contacts.set(key, {
        ...{ campaignId, day, tried: (known?.tried ?? 0) + row.tried, reached: (known?.reached ?? 0) + row.reached },
        triedFirstInMonth: (known?.triedFirstInMonth ?? 0) + row.tried_first,
        reachedFirstInMonth: (known?.reachedFirstInMonth ?? 0) + row.reached_first,
      })
      continue
    }
    const atMs = row.slot.getTime()
    const counts = countsOfAttempts(numbersOf(row, row.class ?? ''), question.rules, isSuccessOf(question))
    addSlot(slots, { campaignId, day: dayOf(atMs), slot: slotOf(atMs) }, counts)
  }
  return { attempts: [...slots.values()], results, contacts: [...contacts.values()] }
}

/** Results that count alike are summed under one of them: which one is the same for all that the rules treat alike. */
function classTable({ campaignIds, rules, successesOf }: MeasureQuestion) {
  const codes = new Set([rules.notDialled, rules.machine, rules.abandoned, rules.contact, rules.person].flat())
  if (rules.success !== 'campaign') for (const code of rules.success) codes.add(code)
  return campaignIds.flatMap((campaignId) => {
    const standsFor = new Map<string, string>()
    // a campaign may call a result a success that no other list names
    const own = new Set([...codes, ...successesOf(campaignId)])
    return [...own].map((disposition) => {
      const lists = [rules.notDialled, rules.machine, rules.abandoned, rules.contact, rules.person]
      const successes = rules.success === 'campaign' ? successesOf(campaignId) : rules.success
      const signature = JSON.stringify([
        ...lists.map((list) => list.includes(disposition)),
        successes.includes(disposition),
      ])
      if (!standsFor.has(signature)) standsFor.set(signature, disposition)
      return { campaignId, disposition, standsFor: standsFor.get(signature) ?? disposition }
    })
  })
}

export function numbersOf(row: SumRow, disposition: string) {
  const { campaign_id: campaignId, attempts, answered, talks } = row
  return {
    campaignId,
    disposition,
    attempts,
    answered,
    talks,
    talkMs: Number(row.talk_ms),
    wrapUpMs: Number(row.wrap_up_ms),
  }
}

export function addSlot(slots: Map<string, SlotCounts>, place: Omit<SlotCounts, 'counts'>, counts: Counts): void {
  const key = `${place.campaignId} ${place.day} ${place.slot}`
  slots.set(key, { ...place, counts: addCounts(slots.get(key)?.counts ?? NO_COUNTS, counts) })
}
