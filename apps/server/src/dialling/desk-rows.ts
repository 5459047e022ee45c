import type { CampaignId, PersonId } from '@sekisho/contract'
import {
  bySkill,
  hungryCampaigns,
  isSkilled,
  isWantedElsewhere,
  joinAssignment,
  priorityOf,
  servesCampaign,
} from '../assignments/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Where a desk goes that is free again: nobody sits there, a break was booked meanwhile, or ready. */
const afterwards = `case when connection is null then 'gone' when away_reason is not null then 'away' else 'available' end`

/** A seat whose operator waits for calls. With a reason to be away, a break is booked and no new line may ring for it. */
export const isWaitingSeat = (desk: string): string =>
  `${desk}.state = 'available' and ${desk}.connection is not null and ${desk}.away_reason is null`

export interface SeatsWanted {
  readonly count: number
  /** Come before all others. */
  readonly wanted?: readonly PersonId[]
  /** For a line that nobody has answered: whoever is shared is left to a campaign that comes first for them. */
  readonly yields?: boolean
}

const freeSeatsSql = (yields: boolean): string => `${yields ? `with hungry as (${hungryCampaigns}) ` : ''}
  select d.operator_id from tenant.desks d ${joinAssignment('$2')}
      where d.tenant_id = $1 and ${isWaitingSeat('d')} and ${servesCampaign('$2')} and ${isSkilled('$2')}
        and not exists (select from tenant.attempts a where a.tenant_id = d.tenant_id
          and a.operator_id = d.operator_id and a.state <> 'ended')
        ${yields ? `and not ${isWantedElsewhere}` : ''}
      order by d.operator_id = any ($3) desc, ${priorityOf}, ${bySkill('$2')}, d.since, d.operator_id
      limit $4
      for update of d skip locked`

/**
 * Locks up to `count` free seats of a campaign for this transaction: their operators wait and no line rings for them.
 * Those wanted come first, then those for whom the campaign comes first, then the most skilled where the campaign asks for
 * that, then whoever has waited longest.
 *
 * Choosing is one at a time in a tenant, because campaigns share operators: a line that another transaction just gave to
 * a seat is seen, and the unique index on live attempts never has to refuse one. Who needs `oneAtATime` as well takes
 * that first.
 */
export async function freeSeats(
  tx: Tx,
  campaignId: CampaignId,
  { count, wanted = [], yields = false }: SeatsWanted,
): Promise<PersonId[]> {
  if (count <= 0) return []
  await lockSeats(tx)
  const { rows } = await tx.client.query<{ operator_id: PersonId }>({
    name: yields ? 'free seats for lines' : 'free seats',
    text: freeSeatsSql(yields),
    values: [tenantOf(tx), campaignId, wanted, count],
  })
  return rows.map((row) => row.operator_id)
}

/** Seats of a tenant are chosen under this lock alone. */
export async function lockSeats(tx: Tx): Promise<void> {
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`seats ${tenantOf(tx)}`])
}

/** Desks are locked before attempts, everywhere: these are the desks of attempts about to end. */
export async function lockDesksOf(tx: Tx, attemptIds: readonly string[]): Promise<void> {
  await tx.client.query({
    name: 'lock desks of attempts',
    text: `select from tenant.desks d
      where d.tenant_id = $1 and d.operator_id in (select a.operator_id from tenant.attempts a
        where a.tenant_id = $1 and a.attempt_id = any ($2) and a.state <> 'ended')
      order by d.operator_id for update`,
    values: [tenantOf(tx), attemptIds],
  })
}

/**
 * The lines of these operators are over and nobody talked: whoever was chosen is free again, whoever wanted to leave
 * leaves.
 *
 * @returns  operators whose state changed
 */
export async function settleSeats(tx: Tx, operatorIds: readonly PersonId[], nowMs: number): Promise<Set<PersonId>> {
  if (operatorIds.length === 0) return new Set()
  const { rows } = await tx.client.query<{ operator_id: PersonId }>({
    name: 'settle seats',
    text: `update tenant.desks set state = ${afterwards}, since = $3
      where tenant_id = $1 and operator_id = any ($2)
        and (state = 'reserved' or state = 'available' and away_reason is not null)
      returning operator_id`,
    values: [tenantOf(tx), operatorIds, new Date(nowMs)],
  })
  return new Set(rows.map((row) => row.operator_id))
}

/**
 * Sets right what a kill left: a desk that waits for a call which is over. A desk whose result is owed stays in wrap-up.
 *
 * @returns  operators whose state changed
 */
export async function repairDesks(tx: Tx, campaignId: CampaignId, nowMs: number): Promise<PersonId[]> {
  const tenantId = tenantOf(tx)
  const { rows } = await tx.client.query<{ operator_id: PersonId }>(
    `update tenant.desks d set since = $3, state = case
        when exists (select from tenant.attempts a where a.tenant_id = d.tenant_id and a.operator_id = d.operator_id
          and a.state = 'wrap_up') then 'wrap_up'
        else ${afterwards} end
      where d.tenant_id = $1 and d.campaign_id = $2 and (
        (d.state = 'connected' and not exists (select from tenant.attempts a where a.tenant_id = d.tenant_id
          and a.operator_id = d.operator_id and a.state = 'connected'))
        or ((d.state = 'reserved' and d.preview_id is null or d.state = 'wrap_up' or d.state = 'available' and d.away_reason is not null)
          and not exists (select from tenant.attempts a
            where a.tenant_id = d.tenant_id and a.operator_id = d.operator_id and a.state <> 'ended')
          and not exists (select from tenant.call_ins i
            where i.tenant_id = d.tenant_id and i.operator_id = d.operator_id and i.state = 'joining')))
      returning d.operator_id`,
    [tenantId, campaignId, new Date(nowMs)],
  )
  return rows.map((row) => row.operator_id)
}

/** How long a campaign's word holds that it needs no more operators. */
const satedMs = 1_000

/**
 * The campaign has looked and leaves operators free whom others share: those come to their turn. Said again only when half
 * of the time is over.
 */
export async function sayIsSated(tx: Tx, campaignId: CampaignId): Promise<void> {
  await tx.client.query({
    name: 'say is sated',
    text: `update tenant.campaign_leases set sated_until = clock_timestamp() + $3 * interval '1 millisecond'
      where tenant_id = $1 and campaign_id = $2
        and (sated_until is null or sated_until < clock_timestamp() + $3 * interval '0.5 milliseconds')`,
    values: [tenantOf(tx), campaignId, satedMs],
  })
}
