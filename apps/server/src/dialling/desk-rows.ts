import type { CampaignId, PersonId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Where a desk goes that is free again: nobody sits there, a break was booked meanwhile, or ready. */
const afterwards = `case when connection is null then 'gone' when away_reason is not null then 'away' else 'available' end`

/** A seat whose operator waits for calls. With a reason to be away, a break is booked and no new line may ring for it. */
export const isWaitingSeat = (desk: string): string =>
  `${desk}.state = 'available' and ${desk}.connection is not null and ${desk}.away_reason is null`

/**
 * Locks up to `count` free seats of a campaign for this transaction: their operators wait and no line rings for them.
 * Those wanted come first, then whoever has waited longest.
 *
 * Choosing is one at a time in a campaign: a line that another transaction just gave to a seat is seen, and the unique
 * index on live attempts never has to refuse one.
 */
export async function freeSeats(
  tx: Tx,
  campaignId: CampaignId,
  count: number,
  wanted: readonly PersonId[] = [],
): Promise<PersonId[]> {
  if (count <= 0) return []
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`seats ${campaignId}`])
  const { rows } = await tx.client.query<{ operator_id: PersonId }>({
    name: 'free seats',
    text: `select d.operator_id from tenant.desks d
      where d.tenant_id = $1 and d.campaign_id = $2 and ${isWaitingSeat('d')}
        and not exists (select from tenant.attempts a where a.tenant_id = d.tenant_id
          and a.operator_id = d.operator_id and a.state <> 'ended')
      order by d.operator_id = any ($3) desc, d.since, d.operator_id
      limit $4
      for update of d skip locked`,
    values: [tenantOf(tx), campaignId, wanted, count],
  })
  return rows.map((row) => row.operator_id)
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
        or ((d.state in ('reserved', 'wrap_up') or d.state = 'available' and d.away_reason is not null)
          and not exists (select from tenant.attempts a
            where a.tenant_id = d.tenant_id and a.operator_id = d.operator_id and a.state <> 'ended')))
      returning d.operator_id`,
    [tenantId, campaignId, new Date(nowMs)],
  )
  return rows.map((row) => row.operator_id)
}
