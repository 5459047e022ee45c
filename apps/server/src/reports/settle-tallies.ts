import type { CampaignId, TenantId } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { SLOT_MS } from '@sekisho/figures'
import { systemActor } from '../platform/actor.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'
import { daySql, endedAttempts, operatorTalliesSql, piecesSql, slotTalliesSql } from './tally-sql.ts'

/** Attempts that ended and times that passed are tallied this much later: most calls of a half hour are over by then. */
const lagMs = 5 * 60_000
const scheduler = systemActor('scheduler')

/**
 * Brings the tallies of a campaign up to the last whole half hour, and counts anew what changed behind that. One day a
 * transaction: whoever ends a call waits for as long as one of them takes.
 *
 * @param personCodes  results by which the person counts as reached; others than last time throw the tallies away
 */
export async function settleTallies(
  database: Database,
  tenantId: TenantId,
  campaignId: CampaignId,
  personCodes: readonly string[],
  nowMs: number,
): Promise<void> {
  const untilMs = Math.floor((nowMs - lagMs) / SLOT_MS) * SLOT_MS
  const codes = [...personCodes].sort()
  for (let isDone = false; !isDone; )
    isDone = await database.transaction(scheduler, tenantId, (tx) => settleDay(tx, campaignId, codes, untilMs))
}

/** @returns  whether nothing is left to be tallied */
async function settleDay(tx: Tx, campaignId: CampaignId, codes: readonly string[], untilMs: number): Promise<boolean> {
  if (await isSettled(tx, campaignId, codes, untilMs)) return true
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 6))', [campaignId])
  const fromMs = await markOrBegin(tx, campaignId, codes, untilMs)
  const days = await takeStaleDays(tx, campaignId, codes)
  const markMs = Math.max(fromMs, Math.min(nextDay(fromMs), untilMs))
  if (markMs > fromMs) {
    await countSlots(tx, campaignId, codes, fromMs, markMs)
    days.add(dayOf(fromMs))
  }
  for (const day of [...days].sort((left, right) => left - right)) await countDay(tx, campaignId, day, markMs)
  await tx.client.query(
    `insert into tenant.tally_marks (tenant_id, campaign_id, tallied_until, person_codes) values ($1, $2, $3, $4)
      on conflict (tenant_id, campaign_id) do update set tallied_until = excluded.tallied_until,
        person_codes = excluded.person_codes`,
    [tenantOf(tx), campaignId, new Date(markMs), codes],
  )
  return markMs >= untilMs
}

const nextDay = (atMs: number): number => startOfDay(dayOf(atMs) + 1)

async function isSettled(tx: Tx, campaignId: CampaignId, codes: readonly string[], untilMs: number): Promise<boolean> {
  const { rows } = await tx.client.query<{ is_settled: boolean }>({
    name: 'tallies settled',
    text: `select m.tallied_until >= $3 and m.person_codes = $4 and not exists (select from tenant.stale_slots s
        where s.tenant_id = m.tenant_id and s.campaign_id = m.campaign_id) as is_settled
      from tenant.tally_marks m where m.tenant_id = $1 and m.campaign_id = $2`,
    values: [tenantOf(tx), campaignId, new Date(untilMs), codes],
  })
  return rows[0]?.is_settled === true
}

/** Where the tallies end; where there are none yet, where the campaign's first attempt or state begins. */
async function markOrBegin(tx: Tx, campaignId: CampaignId, codes: readonly string[], untilMs: number): Promise<number> {
  const ids = [tenantOf(tx), campaignId]
  const mark = await tx.client.query<{ tallied_until: Date; is_same: boolean }>(
    `select tallied_until, person_codes = $3 as is_same from tenant.tally_marks where tenant_id = $1 and campaign_id = $2`,
    [...ids, codes],
  )
  const [known] = mark.rows
  if (known?.is_same === true) return known.tallied_until.getTime()
  if (known !== undefined) {
    for (const table of [
      'slot_tallies',
      'operator_tallies',
      'slot_times',
      'operator_times',
      'start_tallies',
      'stale_slots',
    ])
      await tx.client.query(`delete from tenant.${table} where tenant_id = $1 and campaign_id = $2`, ids)
  }
  const { rows } = await tx.client.query<{ begin: Date | null }>(
    `select tenant.slot_of(least(
        (select min(intended_at) from tenant.attempts where tenant_id = $1 and campaign_id = $2),
        (select min(began_at) from tenant.desk_spans where tenant_id = $1 and campaign_id = $2))) as begin`,
    ids,
  )
  return rows[0]?.begin?.getTime() ?? untilMs
}

/** Counts stale half hours anew, and gives the days that they lie in. */
async function takeStaleDays(tx: Tx, campaignId: CampaignId, codes: readonly string[]): Promise<Set<number>> {
  const { rows } = await tx.client.query<{ slot: Date }>(
    'delete from tenant.stale_slots where tenant_id = $1 and campaign_id = $2 returning slot',
    [tenantOf(tx), campaignId],
  )
  const days = new Set<number>()
  for (const slot of rows.map((row) => row.slot.getTime()).sort((left, right) => left - right)) {
    await countSlots(tx, campaignId, codes, slot, slot + SLOT_MS)
    days.add(dayOf(slot))
  }
  return days
}

const closedSpans = (
  from: string,
  until: string,
): string => `select tenant_id, campaign_id, operator_id, state, away_reason,
    greatest(began_at, ${from}) as began_at, least(ended_at, ${until}) as ended_at
  from tenant.desk_spans
  where tenant_id = $1 and campaign_id = $2 and ended_at > ${from} and began_at < ${until}`

async function countSlots(
  tx: Tx,
  campaignId: CampaignId,
  codes: readonly string[],
  fromMs: number,
  untilMs: number,
): Promise<void> {
  const range = [new Date(fromMs), new Date(untilMs)]
  for (const table of ['slot_tallies', 'slot_times']) {
    await tx.client.query(
      `delete from tenant.${table} where tenant_id = $1 and campaign_id = $2 and slot >= $3 and slot < $4`,
      [tenantOf(tx), campaignId, ...range],
    )
  }
  await tx.client.query(
    `insert into tenant.slot_tallies
      ${slotTalliesSql(endedAttempts('$3', '$4', '$5'))}`,
    [tenantOf(tx), codes, campaignId, ...range],
  )
  await tx.client.query(
    `insert into tenant.slot_times (tenant_id, campaign_id, slot, state, away_reason, ms)
      select tenant_id, campaign_id, slot, state, away_reason, sum(ms)
      from (${piecesSql(closedSpans('$3', '$4'))}) p group by 1, 2, 3, 4, 5`,
    [tenantOf(tx), campaignId, ...range],
  )
}

/** What is kept by day, as far as the tallies reach. */
async function countDay(tx: Tx, campaignId: CampaignId, day: number, markMs: number): Promise<void> {
  const range = [new Date(startOfDay(day)), new Date(Math.min(startOfDay(day + 1), markMs))]
  for (const table of ['operator_tallies', 'operator_times', 'start_tallies']) {
    await tx.client.query(`delete from tenant.${table} where tenant_id = $1 and campaign_id = $2 and day = $3`, [
      tenantOf(tx),
      campaignId,
      day,
    ])
  }
  await tx.client.query(
    `insert into tenant.operator_tallies
      ${operatorTalliesSql(endedAttempts('$2', '$3', '$4'))}`,
    [tenantOf(tx), campaignId, ...range],
  )
  await tx.client.query(
    `insert into tenant.operator_times (tenant_id, campaign_id, day, operator_id, state, away_reason, ms)
      select tenant_id, campaign_id, ${daySql('slot')}, operator_id, state, away_reason, sum(ms)
      from (${piecesSql(closedSpans('$3', '$4'))}) p group by 1, 2, 3, 4, 5, 6`,
    [tenantOf(tx), campaignId, ...range],
  )
  await tx.client.query(
    `insert into tenant.start_tallies (tenant_id, campaign_id, day, started)
      select tenant_id, campaign_id, $5::int, sum(tried_ever) from tenant.slot_tallies
      where tenant_id = $1 and campaign_id = $2 and slot >= $3 and slot < $4 group by 1, 2`,
    [tenantOf(tx), campaignId, ...range, day],
  )
}
