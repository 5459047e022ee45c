import type {
  AttemptId,
  CampaignId,
  CompanyId,
  EntryId,
  JobId,
  PersonId,
  SpokenByOperator,
  SpokenReach,
  TakenDownNumber,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { stands } from './stops-sql.ts'

/** A call as far as taking a spoken number down asks. */
export interface OwnCall {
  readonly is_own: boolean
  readonly state: string
  readonly campaign_id: CampaignId
  readonly job_id: JobId
  readonly kind: 'production' | 'test'
  readonly client_id: CompanyId
  /** Nobody is called in it: numbers that nobody can own do. */
  readonly is_trial: boolean
  /** Numbers taken down in it so far. */
  readonly written: number
  /** This command was carried out before. */
  readonly is_done: boolean
}

/** A call in reach, whoever's it is; ids of calls come from the page and may be anybody's. */
export async function ownCall(
  tx: Tx,
  operatorId: PersonId,
  attemptId: AttemptId,
  commandId: string,
  isLocked = false,
): Promise<OwnCall | undefined> {
  if (isLocked) {
    // what was written under the lock of another transaction is seen by the statement after it
    await tx.client.query({
      name: 'lock own call',
      text: 'select from tenant.attempts a where a.tenant_id = $1 and a.attempt_id = $2 for no key update of a',
      values: [tenantOf(tx), attemptId],
    })
  }
  const { rows } = await tx.client.query<OwnCall>({
    name: 'own call for a spoken number',
    text: `select a.operator_id is not distinct from $3 as is_own, a.state, a.campaign_id, k.job_id, k.kind, t.client_id,
        k.kind = 'test' or t.is_demo as is_trial,
        (select count(*) from tenant.spoken_numbers n where n.tenant_id = a.tenant_id and n.attempt_id = a.attempt_id)::int
          as written,
        exists (select from tenant.spoken_numbers n where n.tenant_id = a.tenant_id and n.attempt_id = a.attempt_id
          and n.command_id = $4) as is_done
      from tenant.attempts a
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join house.tenants t on t.tenant_id = a.tenant_id
      where a.tenant_id = $1 and a.attempt_id = $2`,
    values: [tenantOf(tx), attemptId, operatorId, commandId],
  })
  return rows[0]
}

export interface SpokenRow {
  readonly attemptId: AttemptId
  readonly commandId: string
  readonly entryId: EntryId
  /** The how manieth of its call, from 1. */
  readonly ordinal: number
  readonly atMs: number
}

export async function insertSpoken(tx: Tx, { attemptId, commandId, entryId, ordinal, atMs }: SpokenRow): Promise<void> {
  await tx.client.query({
    name: 'insert spoken number',
    text: `insert into tenant.spoken_numbers (tenant_id, attempt_id, ordinal, command_id, entry_id, recorded_at)
      values ($1, $2, $3, $4, $5, $6)`,
    values: [tenantOf(tx), attemptId, ordinal, commandId, entryId, new Date(atMs)],
  })
}

/** Spoken numbers that one operator took down in calls of one campaign. */
export interface SpokenCount {
  readonly campaign_id: CampaignId
  readonly operator_id: PersonId
  readonly count: number
}

/** Since when, by the index spoken_numbers_time. */
export async function countSpoken(tx: Tx, fromMs: number): Promise<SpokenCount[]> {
  const { rows } = await tx.client.query<SpokenCount>({
    name: 'count spoken numbers',
    text: `select a.campaign_id, a.operator_id, count(*)::int as count
      from tenant.spoken_numbers n join tenant.attempts a on a.tenant_id = n.tenant_id and a.attempt_id = n.attempt_id
      where n.tenant_id = $1 and n.recorded_at >= $2
      group by 1, 2`,
    values: [tenantOf(tx), new Date(fromMs)],
  })
  return rows
}

/** Who took how many down, in jobs within reach. @param todayMs,weekMs  when today and the week began */
export async function readSpoken(tx: Tx, todayMs: number, weekMs: number): Promise<SpokenByOperator[]> {
  const { rows } = await tx.client.query<{
    operator_id: PersonId
    display_name: string
    today: number
    week: number
    calls: number
    newest: Date
  }>({
    name: 'spoken numbers by operator',
    // campaigns of jobs out of reach are not there, by row-level security
    text: `select a.operator_id, p.display_name, count(*) filter (where n.recorded_at >= $2)::int as today,
        count(*)::int as week, count(distinct n.attempt_id)::int as calls, max(n.recorded_at) as newest
      from tenant.spoken_numbers n
        join tenant.attempts a on a.tenant_id = n.tenant_id and a.attempt_id = n.attempt_id
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join house.persons p on p.person_id = a.operator_id
      where n.tenant_id = $1 and n.recorded_at >= $3
      group by 1, 2
      order by today desc, week desc, p.display_name, a.operator_id`,
    values: [tenantOf(tx), new Date(todayMs), new Date(weekMs)],
  })
  return rows.map((row) => ({
    ...{ personId: row.operator_id, displayName: row.display_name, today: row.today, week: row.week, calls: row.calls },
    newestAt: row.newest.getTime(),
  }))
}

const mostTakenDown = 100

/** The newest, in jobs within reach. */
export async function readTakenDown(tx: Tx, fromMs: number): Promise<TakenDownNumber[]> {
  const { rows } = await tx.client.query<{
    attempt_id: AttemptId
    ordinal: number
    recorded_at: Date
    operator: string
    campaign_name: string
    reach: SpokenReach
    is_withdrawn: boolean
  }>({
    name: 'spoken numbers taken down',
    text: `select n.attempt_id, n.ordinal, n.recorded_at, p.display_name as operator, k.name as campaign_name, s.scope as reach,
        not ${stands('s')} as is_withdrawn
      from tenant.spoken_numbers n
        join tenant.attempts a on a.tenant_id = n.tenant_id and a.attempt_id = n.attempt_id
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join house.persons p on p.person_id = a.operator_id
        join house.do_not_call s on s.tenant_id = n.tenant_id and s.entry_id = n.entry_id
      where n.tenant_id = $1 and n.recorded_at >= $2
      order by n.recorded_at desc, n.attempt_id, n.ordinal
      limit ${mostTakenDown}`,
    values: [tenantOf(tx), new Date(fromMs)],
  })
  return rows.map((row) => ({
    ...{ attemptId: row.attempt_id, ordinal: row.ordinal, at: row.recorded_at.getTime(), operator: row.operator },
    ...{ campaignName: row.campaign_name, reach: row.reach, isWithdrawn: row.is_withdrawn },
  }))
}
