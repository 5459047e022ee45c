import {
  type CampaignId,
  type DeskState,
  type JobId,
  type PersonId,
  type TenantId,
  undialledEnds,
} from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { isStanding } from '../assignments/index.ts'
import { countSpoken, type SpokenCount } from '../do-not-call/index.ts'
import { systemActor } from '../platform/actor.ts'
import { CALLABLE_STATES, countLeads, type Database, IN_HAND_STATES, type Tx } from '../platform/database/index.ts'

export interface FloorOperator {
  readonly person_id: PersonId
  readonly display_name: string
  readonly campaign_id: CampaignId
  /** Campaigns that give them calls. */
  readonly serves: readonly CampaignId[]
  readonly state: DeskState
  readonly away_reason: string | null
  readonly since: Date
}

export interface FloorCampaign {
  readonly campaign_id: CampaignId
  readonly job_id: JobId
  readonly name: string
  readonly kind: 'production' | 'test'
  readonly state: 'draft' | 'stopped' | 'running' | 'closed'
  readonly revision: number
  readonly dialling: number
  readonly ringing: number
  readonly connected: number
  /** Who calls us and waits, and since when whoever waits longest. */
  readonly calling_in: number
  readonly longest_since: Date | null
}

/** Attempts of today with one result by one operator. */
export interface FloorCount {
  readonly campaign_id: CampaignId
  readonly operator_id: PersonId | null
  readonly disposition: string | null
  /** That we dialled, and of these the answered ones; talks and results of call-ins count besides. */
  readonly attempts: number
  readonly answered: number
  readonly results: number
  readonly talks: number
  readonly recorded: number
}

export interface FloorLeads {
  readonly campaign_id: CampaignId
  readonly imported: number
  readonly callable: number
  readonly in_progress: number
  readonly held: number
}

/** Contacts that one operator was shown before a call today. */
export interface FloorPreviews {
  readonly campaign_id: CampaignId
  readonly operator_id: PersonId
  readonly shown: number
  /** That the operator did not call: skipped, left to the limit, paused or left. */
  readonly undialled: number
}

export interface FloorFigures {
  readonly operators: readonly FloorOperator[]
  readonly previews: readonly FloorPreviews[]
  /** Taken down today. */
  readonly spoken: readonly SpokenCount[]
  readonly campaigns: readonly FloorCampaign[]
  readonly counts: readonly FloorCount[]
  readonly leads: readonly FloorLeads[]
}

/** Counting all leads of a tenant takes as long as it has callable leads: done less often than the rest. */
const leadsEveryMs = 5_000
/** An attempt that is just being committed carries a time from before; nobody is so slow. */
const settleMs = 30_000
const dialler = systemActor('dialler')

/**
 * Reads a tenant's floor again and again. What is over is counted once: today's attempts up to the oldest that is still
 * open are kept as sums, and only those after it are counted anew.
 */
export function createFloorFigures(
  database: Database,
  tenantId: TenantId,
): { read(nowMs: number): Promise<FloorFigures> } {
  let day = Number.NaN
  let settledUntilMs = 0
  let settled: readonly FloorCount[] = []
  let leads: readonly FloorLeads[] = []
  let leadsAtMs = Number.NEGATIVE_INFINITY

  async function countToday(tx: Tx, nowMs: number): Promise<FloorCount[]> {
    if (day !== dayOf(nowMs)) {
      day = dayOf(nowMs)
      settledUntilMs = startOfDay(day)
      settled = []
    }
    const { rows } = await tx.client.query<{ oldest: Date | null }>(
      `select min(intended_at) as oldest from tenant.attempts where tenant_id = $1 and state <> 'ended'`,
      [tenantId],
    )
    const oldestMs = rows[0]?.oldest?.getTime() ?? Number.POSITIVE_INFINITY
    const untilMs = Math.max(settledUntilMs, Math.min(oldestMs, nowMs - settleMs))
    settled = added(settled, await countBetween(tx, tenantId, settledUntilMs, untilMs))
    settledUntilMs = untilMs
    return added(settled, await countBetween(tx, tenantId, untilMs, null))
  }

  return {
    async read(nowMs) {
      return database.transaction(dialler, tenantId, async (tx) => {
        if (Math.abs(nowMs - leadsAtMs) >= leadsEveryMs) {
          leads = await readLeads(tx, tenantId)
          leadsAtMs = nowMs
        }
        return {
          operators: await readOperators(tx, tenantId),
          previews: await readPreviews(tx, tenantId, nowMs),
          spoken: await countSpoken(tx, startOfDay(dayOf(nowMs))),
          campaigns: await readCampaigns(tx, tenantId),
          counts: await countToday(tx, nowMs),
          leads,
        }
      })
    },
  }
}

/** By the index attempts_campaign_time, one range for each campaign. */
async function countBetween(tx: Tx, tenantId: TenantId, fromMs: number, untilMs: number | null): Promise<FloorCount[]> {
  const { rows } = await tx.client.query<FloorCount>({
    name: untilMs === null ? 'count attempts since' : 'count attempts between',
    text: `select a.campaign_id, a.operator_id, a.disposition,
        count(*) filter (where a.direction = 'out')::int as attempts, count(*)::int as results,
        count(a.answered_at) filter (where a.direction = 'out')::int as answered, count(a.connected_at)::int as talks, count(a.recorded_at)::int as recorded
      from tenant.campaigns c
        join tenant.attempts a on a.tenant_id = c.tenant_id and a.campaign_id = c.campaign_id
          and a.intended_at >= $2 ${untilMs === null ? '' : 'and a.intended_at < $3'}
      where c.tenant_id = $1
      group by 1, 2, 3`,
    values: [tenantId, new Date(fromMs), ...(untilMs === null ? [] : [new Date(untilMs)])],
  })
  return rows
}

function added(left: readonly FloorCount[], right: readonly FloorCount[]): FloorCount[] {
  const sums = new Map<string, FloorCount>()
  for (const count of [...left, ...right]) {
    const key = `${count.campaign_id} ${count.operator_id} ${count.disposition}`
    const known = sums.get(key)
    sums.set(
      key,
      known === undefined
        ? count
        : {
            ...count,
            attempts: known.attempts + count.attempts,
            answered: known.answered + count.answered,
            results: known.results + count.results,
            talks: known.talks + count.talks,
            recorded: known.recorded + count.recorded,
          },
    )
  }
  return [...sums.values()]
}

async function readOperators(tx: Tx, tenantId: TenantId): Promise<FloorOperator[]> {
  const { rows } = await tx.client.query<FloorOperator>({
    name: 'floor operators',
    text: `select d.operator_id as person_id, p.display_name, d.campaign_id, d.away_reason, d.since,
        tenant.desk_state(d.state, d.preview_id) as state,
        case when d.chosen is null then array[d.campaign_id] else array(
          select s.campaign_id from tenant.assignments s where s.tenant_id = d.tenant_id and s.person_id = d.operator_id
            and ${isStanding('s')} and s.campaign_id = any (d.chosen) order by s.priority, s.campaign_id) end as serves
      from tenant.desks d join house.persons p on p.person_id = d.operator_id
      where d.tenant_id = $1 and d.state <> 'gone'
      order by p.display_name, d.operator_id`,
    values: [tenantId],
  })
  return rows
}

/** By the index previews_operator_time, one range for each operator at a desk. */
async function readPreviews(tx: Tx, tenantId: TenantId, nowMs: number): Promise<FloorPreviews[]> {
  const { rows } = await tx.client.query<FloorPreviews>({
    name: 'floor previews',
    text: `select p.campaign_id, p.operator_id, count(*)::int as shown,
        count(*) filter (where p.ended_as = any ($3))::int as undialled
      from tenant.desks d
        join tenant.previews p on p.tenant_id = d.tenant_id and p.operator_id = d.operator_id and p.given_at >= $2
          and p.opened_entry_id is not null
      where d.tenant_id = $1 and d.state <> 'gone'
      group by 1, 2`,
    values: [tenantId, new Date(startOfDay(dayOf(nowMs))), undialledEnds],
  })
  return rows
}

async function readCampaigns(tx: Tx, tenantId: TenantId): Promise<FloorCampaign[]> {
  const { rows } = await tx.client.query<FloorCampaign>({
    name: 'floor campaigns',
    text: `select c.campaign_id, c.job_id, c.name, c.kind, c.state, c.revision,
        count(a.attempt_id) filter (where a.state in ('intent', 'dialling'))::int as dialling,
        count(a.attempt_id) filter (where a.state = 'ringing')::int as ringing,
        count(a.attempt_id) filter (where a.state in ('answered', 'connected'))::int as connected,
        (select count(*) from tenant.call_ins i where i.tenant_id = c.tenant_id and i.campaign_id = c.campaign_id
          and i.state in ('waiting', 'joining'))::int as calling_in,
        (select min(i.arrived_at) from tenant.call_ins i where i.tenant_id = c.tenant_id and i.campaign_id = c.campaign_id
          and i.state in ('waiting', 'joining')) as longest_since
      from tenant.campaigns c
        left join tenant.attempts a on a.tenant_id = c.tenant_id and a.campaign_id = c.campaign_id and a.state <> 'ended'
      where c.tenant_id = $1
      group by c.tenant_id, c.campaign_id
      order by c.created_at, c.campaign_id`,
    values: [tenantId],
  })
  return rows
}

async function readLeads(tx: Tx, tenantId: TenantId): Promise<FloorLeads[]> {
  const { rows } = await tx.client.query<FloorLeads>({
    name: 'floor leads',
    text: `select c.campaign_id,
        (select coalesce(sum(l.rows_accepted - l.rows_held_out), 0) from tenant.lists l
          where l.tenant_id = c.tenant_id and l.campaign_id = c.campaign_id and l.state = 'ready')::int as imported,
        (${countLeads(CALLABLE_STATES)}
          - (select count(*) from tenant.lists l join tenant.leads d on d.tenant_id = l.tenant_id and d.list_id = l.list_id
            where l.tenant_id = c.tenant_id and l.campaign_id = c.campaign_id and l.state in ('importing', 'failed')))::int
          as callable,
        ${countLeads(IN_HAND_STATES)}::int as in_progress,
        ${countLeads(['held'])}::int as held
      from tenant.campaigns c where c.tenant_id = $1`,
    values: [tenantId],
  })
  return rows
}
