import type { CampaignId, ContactId, LeadId, ListId, PersonId } from '@sekisho/contract'
import { LEASABLE_STATES, type LeadState, type LookOrder, type ReachClass } from '@sekisho/dialer'
import { placeOf, stopsNumber, stopsPerson } from '../do-not-call/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { areaIsStopped, listIsStopped, stoppedBy } from '../stop-switches/index.ts'
import { isOutsidePeriod } from './list-period.ts'

/** A due lead with the number that is its turn. */
export interface DueLead {
  readonly lead_id: LeadId
  readonly list_id: ListId
  readonly contact_id: ContactId
  readonly due_at: Date
  readonly state: 'ready' | 'waiting' | 'promised'
  readonly promised_to: PersonId | null
  readonly last_disposition: string | null
  /** Null when no usable number is left that may be called. */
  readonly ordinal: number | null
  readonly phone_index: Buffer | null
  /** It was attempted for this very due time, and somebody made it callable again without giving it a new one. */
  readonly is_used: boolean
  /** The client's do-not-call list holds the person, or all numbers that are left. */
  readonly is_refused: boolean
}

const here = placeOf('$1', '$2')
const stopped = stoppedBy({ tenant: '$1', job: here.job, campaign: '$2' })
const calledFrom = `array(select s.list_id from tenant.lists s where s.tenant_id = $1 and s.campaign_id = $2
    and s.state = 'ready' and (s.first_leased_at is not null or s.list_id = any ($5))
    and not ${listIsStopped({ tenant: '$1', list: 's.list_id' })} and not (${isOutsidePeriod('s', '$3')}))`
const listed = (states: readonly LeadState[]) => states.map((state) => `'${state}'`).join(', ')

/**
 * Due leads of some states in the order of their due times, by the index leads_due. The state list stands in the text,
 * because the planner takes the partial index only for a condition it can read.
 *
 * The client's do-not-call list is asked here, in the last statement before an attempt is made: numbers on it are passed
 * over, and whoever is on it comes back as refused.
 *
 * Stop switches are asked here, too, once for the whole statement: where one is off no lead is due, and leads of a stopped
 * area are passed over.
 *
 * Which lists are called from is asked once for the statement: not those that are stopped, outside of their period, being
 * imported or undone. Their leads are passed over within the index, which holds the list, and are not read: 100,000 of them
 * before the first that may be called cost 1 to 8 ms instead of 42 to 80 (ADR 39).
 *
 * Left out, too: leads whose number is on a line at this moment (couples share a telephone), and whoever calls us at this
 * moment.
 *
 * What was attempted, what is on a line and contacts are looked up lead by lead, with `limit 1`: an `exists` is turned into
 * a table of all attempts of the tenant, which took 50 ms for each look after 11,000 calls, and a join into one that reads
 * all leads and sorts them. Whose leads have the number is asked before what is on a line (`offset 0`), else each line's lead
 * is read for each lead. `is not true` says `is null` in other words: the planner takes that to hold for one row in two
 * hundred, and may prefer to read and sort all leads when it thinks that it has to read them all to find ten.
 */
const dueIn = (
  states: string,
  also = '',
) => `select l.lead_id, l.list_id, l.contact_id, l.due_at, l.state, l.promised_to,
    l.last_disposition, n.ordinal, n.phone_index,
    (select true from tenant.attempts u where u.tenant_id = l.tenant_id and u.lead_id = l.lead_id
      and u.due_at = l.due_at limit 1) is not null as is_used,
    (${stopsPerson(here, 'c')} or n.ordinal is null and (select true from tenant.contact_numbers r
      where r.tenant_id = l.tenant_id and r.contact_id = l.contact_id and r.state = 'usable'
        and r.ordinal >= l.next_ordinal limit 1) is not null) as is_refused
  from tenant.leads l
    left join lateral (select p.customer_index, p.person_index from tenant.contacts p
      where p.tenant_id = l.tenant_id and p.contact_id = l.contact_id limit 1) c on true
    left join lateral (
      select m.ordinal, m.phone_index from tenant.contact_numbers m
      where m.tenant_id = l.tenant_id and m.contact_id = l.contact_id and m.state = 'usable' and m.ordinal >= l.next_ordinal
        and not ${stopsNumber(here, 'c', 'm.phone_index')}
      order by m.ordinal limit 1) n on true
  where l.tenant_id = $1 and l.campaign_id = $2 and l.state in (${states}) and l.due_at <= $3::timestamptz
    ${also}
    and ${stopped} is null
    and l.list_id = any (${calledFrom})
    and not (${areaIsStopped({ tenant: '$1', lead: 'l' })})
    and (select true from tenant.call_ins i where i.tenant_id = l.tenant_id and i.lead_id = l.lead_id
      and i.state <> 'ended' limit 1) is not true
    and (n.phone_index is null or (
      select true from (select o.lead_id, b.ordinal from tenant.contact_numbers b
            join tenant.leads o on o.tenant_id = b.tenant_id and o.contact_id = b.contact_id
          where b.tenant_id = l.tenant_id and b.phone_index = n.phone_index offset 0) o
        join tenant.attempts a on a.tenant_id = l.tenant_id and a.lead_id = o.lead_id and a.ordinal = o.ordinal
      where a.state <> 'ended' limit 1) is not true)
  order by l.due_at
  limit $4`

const unpromised = listed(LEASABLE_STATES.filter((state) => state !== 'promised'))
export const dueLeadsSql = dueIn(unpromised)

/** Those that any operator may take who is free when they answer. */
const forAnyone = 'and not l.is_one_to_one'
const dueForAnyoneSql = dueIn(unpromised, forAnyone)
/** By leads_one_to_one: whoever was abandoned, and bad connections. */
const dueOneToOneSql = dueIn(unpromised, 'and l.is_one_to_one')

/** Days by which a list lies before that of the next place (ADR 30). */
const placeDays = 1000
/** SQL for the moment so many places before now. */
const placeAt = (places: string) => `$3::timestamptz - (${places}) * interval '${placeDays} days'`

/**
 * Due leads of some classes, class by class in the order given, each in the order of due times, by the index leads_queue; until
 * there are enough, so mostly one or two classes are read. Whoever is on a list of an earlier place comes first, whatever the
 * chances: where somebody is due for so long that it is a place, the classes are asked place by place.
 *
 * A lateral join over an ordered set is a loop in its order that ends with the limit, and rows are locked as they come. That
 * nobody stands in two places is asked by a subtraction: as a range of two unknown ends the planner takes it to hold so few
 * leads that it may as well read them all by leads_due.
 */
export const dueByClassSql = (also: string, lock: string) => `select d.* from (
    select q.call_queue, case p.ahead when 4 then timestamptz '0001-01-01' else ${placeAt('p.ahead + 0.5')} end as due_after,
      case p.ahead when 0 then $3::timestamptz else ${placeAt('p.ahead - 0.5')} end as due_until
    from unnest($6::smallint[]) with ordinality as q (call_queue, rank)
      cross join generate_series(0, coalesce((
        select least(4, greatest(0, round(extract(epoch from $3::timestamptz - f.due_at) / ${placeDays * 86_400})))::int
        from tenant.leads f where f.tenant_id = $1 and f.campaign_id = $2 and f.state in (${unpromised})
          and f.due_at <= $3::timestamptz and f.list_id = any (${calledFrom})
        order by f.due_at limit 1), 0)) as p (ahead)
    order by p.ahead desc, q.rank offset 0) k
  cross join lateral (${dueIn(
    unpromised,
    `and l.call_queue = k.call_queue and l.due_at <= k.due_until and l.due_at - k.due_after > interval '0' ${also}`,
  )}${lock}) d
  limit $4`

/** By leads_promised: few, and asked first, because nobody's call at two o'clock waits for the list of the day before. */
export const duePromisesSql = dueIn(listed(['promised']))

/**
 * Which leads are meant: `all` where each gets the seat of an operator before it is dialled, else `one_to_one`, which may
 * only be dialled so, and `for_anyone`, the rest.
 */
export type DueKind = 'all' | 'one_to_one' | 'for_anyone'

/** A question in its two forms: without locks, and with them. */
interface Statement {
  readonly name: string
  readonly sql: (lock: string) => string
  /** In the order in which they are asked, where the question names them. */
  readonly classes?: readonly ReachClass[]
}

const plain = (name: string, sql: string): Statement => ({ name, sql: (lock) => sql + lock })
const promises = plain('due promises', duePromisesSql)
const oneToOne = plain('due one to one', dueOneToOneSql)

/** What is asked of leads that nobody was promised a call for, by their order. */
function othersOf(kind: 'all' | 'for_anyone', order: LookOrder | null): readonly Statement[] {
  const isAll = kind === 'all'
  if (order === null) return [isAll ? plain('due leads', dueLeadsSql) : plain('due for anyone', dueForAnyoneSql)]
  const also = isAll ? '' : forAnyone
  const named = (name: string) => `due ${name}${isAll ? '' : ' for anyone'}`
  const inTurn = plain(named('in turn'), dueIn(unpromised, `and l.call_queue = 0 ${also}`))
  const oldest = plain(named('oldest'), dueIn(unpromised, `and l.call_queue <> 0 ${also}`))
  const likeliest = {
    name: named('likeliest'),
    sql: (lock: string) => dueByClassSql(also, lock),
    classes: order.classes,
  }
  return { in_turn: [inTurn, likeliest], oldest: [oldest, inTurn], likeliest: [likeliest, inTurn] }[order.first]
}

/** In the order in which they are asked: promises first. */
function statementsOf(kind: DueKind, order: LookOrder | null): readonly Statement[] {
  if (kind === 'one_to_one') return [promises, oneToOne]
  return kind === 'all' ? [promises, ...othersOf(kind, order)] : othersOf(kind, order)
}

/**
 * Locks up to `limit` due leads for this transaction, promises first; those that another transaction holds are skipped.
 *
 * @param order  whom the campaign calls first among those who are due; null: as they come due
 *
 * The first lease of a list marks the list, under its row lock: an undo takes the same lock, and whoever comes second
 * finds that the other was there. The list is locked before any of its leads, as the undo does.
 */
export async function lockDueLeads(
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
  limit: number,
  kind: DueKind = 'all',
  order: LookOrder | null = null,
): Promise<DueLead[]> {
  const now = new Date(nowMs)
  const untouched = await untouchedLists(tx, campaignId)
  if (untouched.length > 0) {
    const rows = await inOrder(tx, statementsOf(kind, order), limit, (statement, most) =>
      ask(tx, statement, '', [campaignId, now, most, untouched]),
    )
    const lists = [...new Set(rows.map((row) => row.list_id))].filter((listId) => untouched.includes(listId)).sort()
    await markLeased(tx, lists, now)
  }
  return inOrder(tx, statementsOf(kind, order), limit, (statement, most) =>
    ask(tx, statement, ' for update of l skip locked', [campaignId, now, most, []]),
  )
}

/** How many leads are due, at most `limit`, that may only be dialled for an operator who is reserved for them. */
export async function countOneToOne(tx: Tx, campaignId: CampaignId, nowMs: number, limit: number): Promise<number> {
  const { rows } = await tx.client.query<{ is_due: boolean }>({
    name: 'one to one due',
    text: `select exists (select from tenant.leads l where l.tenant_id = $1 and l.campaign_id = $2 and l.state = 'promised'
        and l.due_at <= $3) or exists (select from tenant.leads l where l.tenant_id = $1 and l.campaign_id = $2
        and l.is_one_to_one and l.state in ('ready', 'waiting') and l.due_at <= $3) as is_due`,
    values: [tenantOf(tx), campaignId, new Date(nowMs)],
  })
  // mostly none; only then is it asked which of them may be called at this moment
  if (rows[0]?.is_due !== true) return 0
  const due = await inOrder(tx, statementsOf('one_to_one', null), limit, (statement, most) =>
    ask(tx, statement, '', [campaignId, new Date(nowMs), most, []]),
  )
  return due.length
}

/** Whether anybody is due now whom any operator may talk to. */
export async function isAnyDue(tx: Tx, campaignId: CampaignId, nowMs: number): Promise<boolean> {
  const also = await untouchedLists(tx, campaignId)
  const forAll = plain('due for anyone', dueForAnyoneSql)
  const due = await asIndexed(tx, () => ask(tx, forAll, '', [campaignId, new Date(nowMs), 1, also]))
  return due.length > 0
}

async function inOrder(
  tx: Tx,
  statements: readonly Statement[],
  limit: number,
  due: (statement: Statement, most: number) => Promise<DueLead[]>,
): Promise<DueLead[]> {
  return asIndexed(tx, async () => {
    const found: DueLead[] = []
    for (const statement of statements)
      if (found.length < limit) found.push(...(await due(statement, limit - found.length)))
    return found
  })
}

/**
 * Plans what `work` asks without sorting where an index has the order. The planner takes each condition on a lead, those of
 * row-level security with them, to hold for one of some, and ends with one or two leads where thousands are due: then it
 * seems as well to read all of them and sort. With 2,900 due leads among 9,400 of four campaigns that took 126 ms, by their index
 * it takes 1.3 (`explain analyze`).
 */
export async function asIndexed<Result>(tx: Tx, work: () => Promise<Result>): Promise<Result> {
  await tx.client.query('set local enable_sort = off')
  const result = await work()
  await tx.client.query('set local enable_sort = on')
  return result
}

type DueParameters = readonly [campaignId: CampaignId, now: Date, most: number, alsoOf: readonly ListId[]]

async function ask(
  tx: Tx,
  { name, sql, classes }: Statement,
  lock: '' | ' for update of l skip locked',
  parameters: DueParameters,
): Promise<DueLead[]> {
  const { rows } = await tx.client.query<DueLead>({
    name: lock === '' ? `${name} unlocked` : name,
    text: sql(lock),
    values: [tenantOf(tx), ...parameters, ...(classes === undefined ? [] : [classes])],
  })
  return rows
}

async function markLeased(tx: Tx, lists: readonly ListId[], now: Date): Promise<void> {
  if (lists.length === 0) return
  await tx.client.query(
    `update tenant.lists set first_leased_at = $3 where tenant_id = $1 and list_id in (
      select list_id from tenant.lists where tenant_id = $1 and list_id = any ($2) and state = 'ready'
        and first_leased_at is null order by list_id for no key update)`,
    [tenantOf(tx), lists, now],
  )
}

async function untouchedLists(tx: Tx, campaignId: CampaignId): Promise<ListId[]> {
  const { rows } = await tx.client.query<{ list_id: ListId }>({
    name: 'untouched lists',
    text: `select list_id from tenant.lists
      where tenant_id = $1 and campaign_id = $2 and state = 'ready' and first_leased_at is null`,
    values: [tenantOf(tx), campaignId],
  })
  return rows.map((row) => row.list_id)
}
