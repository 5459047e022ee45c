import type { EntryId, LiftGround, PersonId, StopGround, TenantId } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import { isStandingInHouse } from './stopped-sql.ts'

export interface StandingHouseRow {
  readonly stop_id: EntryId
  readonly ground: StopGround
  readonly set_by_name: string
  readonly set_at: Date
}

/** Stops of all tenants that hold, the oldest first. */
export async function readStandingInHouse(tx: Tx): Promise<StandingHouseRow[]> {
  const { rows } = await tx.client.query<StandingHouseRow>(
    `select z.entry_id as stop_id, z.ground, p.display_name as set_by_name, z.set_at
      from house.house_stops z join house.persons p on p.person_id = z.set_by
      where ${isStandingInHouse('z')} order by z.set_at, z.entry_id`,
  )
  return rows
}

/** @returns null when there is none */
export async function readHouseStop(tx: Tx, stopId: EntryId): Promise<{ readonly isLifted: boolean } | null> {
  const { rows } = await tx.client.query<{ is_lifted: boolean }>(
    `select not ${isStandingInHouse('z')} as is_lifted from house.house_stops z where z.entry_id = $1`,
    [stopId],
  )
  const [row] = rows
  return row === undefined ? null : { isLifted: row.is_lifted }
}

/** A stop of all tenants, or its lifting, that a tenant's own log does not name yet. */
export interface UntoldChange {
  readonly house_entry_id: EntryId
  readonly stop_ground: StopGround | null
  /** Null for the stop itself. */
  readonly lift_ground: LiftGround | null
  readonly by_person: PersonId
  readonly at: Date
}

/**
 * Of the tenant of the transaction, in the order in which they happened. A tenant that was made after a stop had been
 * lifted never hears of it.
 */
export async function readUntold(tx: Tx, tenantId: TenantId): Promise<UntoldChange[]> {
  const { rows } = await tx.client.query<UntoldChange>(
    `select c.* from house.tenants t, lateral (
        select z.entry_id as house_entry_id, z.ground as stop_ground, null as lift_ground, z.set_by as by_person,
            z.set_at as at
          from house.house_stops z left join house.house_stop_lifts f on f.stop_id = z.entry_id
          where f.lifted_at is null or f.lifted_at > t.created_at
        union all
        select f.entry_id, null, f.ground, f.lifted_by, f.lifted_at
          from house.house_stop_lifts f where f.lifted_at > t.created_at) c
      where t.tenant_id = $1 and not exists (select from tenant.house_stop_entries e
        where e.tenant_id = $1 and e.house_entry_id = c.house_entry_id)
      order by c.at, c.stop_ground nulls last`,
    [tenantId],
  )
  return rows
}
