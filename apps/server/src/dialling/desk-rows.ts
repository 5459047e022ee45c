import type { CampaignId, PersonId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Where a desk goes that is free again: nobody sits there, a break was booked meanwhile, or ready. */
const afterwards = `case when connection is null then 'gone' when away_reason is not null then 'away' else 'available' end`

/** Frees an operator who was reserved or chosen and never talked; false when the desk was not reserved. */
export async function freeReserved(tx: Tx, operatorId: PersonId, nowMs: number): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'free desk',
    text: `update tenant.desks set state = ${afterwards}, since = $3
      where tenant_id = $1 and operator_id = $2 and state = 'reserved'`,
    values: [tenantOf(tx), operatorId, new Date(nowMs)],
  })
  return rowCount === 1
}

/**
 * Reserves an operator of a campaign: the wanted one if free, otherwise whoever has waited longest.
 *
 * @returns  null when nobody is free
 */
export async function reserveOperator(
  tx: Tx,
  campaignId: CampaignId,
  wanted: PersonId | null,
  nowMs: number,
): Promise<PersonId | null> {
  const { rows } = await tx.client.query<{ operator_id: PersonId }>({
    name: 'reserve operator',
    text: `with chosen as (
        select operator_id from tenant.desks
        where tenant_id = $1 and campaign_id = $2 and state = 'available' and connection is not null
        order by operator_id is distinct from $3::uuid, since, operator_id
        limit 1
        for update skip locked)
      update tenant.desks d set state = 'reserved', since = $4
      from chosen where d.tenant_id = $1 and d.operator_id = chosen.operator_id
      returning d.operator_id`,
    values: [tenantOf(tx), campaignId, wanted, new Date(nowMs)],
  })
  return rows[0]?.operator_id ?? null
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
        or (d.state in ('reserved', 'wrap_up') and not exists (select from tenant.attempts a
          where a.tenant_id = d.tenant_id and a.operator_id = d.operator_id and a.state <> 'ended')))
      returning d.operator_id`,
    [tenantId, campaignId, new Date(nowMs)],
  )
  return rows.map((row) => row.operator_id)
}
