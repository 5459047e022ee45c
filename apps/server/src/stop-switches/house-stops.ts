import {
  type EntryId,
  type LiftGround,
  ProblemError,
  type StandingHouseStop,
  type StopGround,
  type StopLifter,
  type TenantId,
} from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { readHouseStop, readStandingInHouse } from './house-queries.ts'
import type { StopEvents } from './stop-events.ts'
import { tellTenants } from './tell-tenants.ts'

export interface HouseStopsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly events: StopEvents
  readonly onError: (error: unknown) => void
}

/** Who asks, decided already. */
export interface HouseAsking {
  readonly actor: PersonActor
  readonly policyHash: string
}

/** The switch that stops calling in all tenants at once, those that are made meanwhile too. */
export interface HouseStops {
  /** What holds now, the oldest first. */
  list(actor: PersonActor): Promise<StandingHouseStop[]>
  /**
   * Stops calling everywhere. When this is done no attempt begins any more in any tenant; what rings is hung up within a
   * moment, talks go on. Each tenant's own log has its entry soon after, whatever is killed meanwhile.
   *
   * @throws ProblemError `already_known` the same holds; `ledger_unavailable` (calling stands still then anyway)
   */
  set(asking: HouseAsking, ground: StopGround): Promise<EntryId>
  /**
   * Lifts one stop. Calling goes on where no other holds, of the house or of a tenant.
   *
   * @throws ProblemError `not_found`, `conflict` it was lifted already, `ledger_unavailable`
   */
  lift(asking: HouseAsking, stopId: EntryId, ground: LiftGround): Promise<void>
  stop(): Promise<void>
}

/** Whoever holds the seat that sets these stops lifts each of them. */
export const houseLifter: StopLifter = 'centre_manager'

export function createHouseStops(dependencies: HouseStopsDependencies): HouseStops {
  const { database, writer, clock, events } = dependencies
  const telling = tellTenants(dependencies)
  const within = <T>({ actor }: HouseAsking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, 'house', work)

  async function announce(tx: Tx, tenantIds: readonly TenantId[]): Promise<void> {
    for (const tenantId of tenantIds) await events.announce(tx, { tenantId })
    tx.afterCommit(telling.soon)
  }

  return {
    list: (actor) =>
      database.transaction(actor, 'house', async (tx) =>
        (await readStandingInHouse(tx)).map((row) => ({
          ...{ stopId: row.stop_id, ground: row.ground, setBy: row.set_by_name, setAt: row.set_at.getTime() },
        })),
      ),

    set: (asking, ground) =>
      within(asking, async (tx) => {
        const { actor, policyHash } = asking
        const tenantIds = await holdAllIntents(tx)
        if ((await readStandingInHouse(tx)).some((standing) => standing.ground === ground))
          throw new ProblemError('already_known')
        const entryId = await writer.enter(tx, {
          type: 'stop.set',
          purpose: 'supervision',
          policyHash,
          refs: { session: actor.sessionId, stop_ground: ground, lift_by: houseLifter },
        })
        await tx.db
          .insertInto('house.house_stops')
          .values({ entry_id: entryId, ground, set_by: actor.personId, set_at: new Date(clock.now()) })
          .execute()
        await announce(tx, tenantIds)
        return entryId
      }),

    lift: (asking, stopId, ground) =>
      within(asking, async (tx) => {
        const { actor, policyHash } = asking
        const tenantIds = await holdAllIntents(tx)
        const stop = await readHouseStop(tx, stopId)
        if (stop === null) throw new ProblemError('not_found')
        if (stop.isLifted) throw new ProblemError('conflict')
        const entryId = await writer.enter(tx, {
          type: 'stop.lifted',
          purpose: 'supervision',
          policyHash,
          refs: { session: actor.sessionId, entry: stopId, lift_ground: ground },
        })
        await tx.db
          .insertInto('house.house_stop_lifts')
          .values({
            ...{ stop_id: stopId, entry_id: entryId, ground },
            ...{ lifted_by: actor.personId, lifted_at: new Date(clock.now()) },
          })
          .execute()
        await announce(tx, tenantIds)
      }),

    stop: () => telling.stop(),
  }
}

/**
 * One at a time with the intents of all diallers, as a stop of one tenant is with those of its own (`stop-switches.ts`).
 * The locks are taken in one order, so that two who do this at once wait for each other.
 */
async function holdAllIntents(tx: Tx): Promise<TenantId[]> {
  const { rows } = await tx.client.query<{ tenant_id: TenantId }>(
    'select tenant_id from house.tenants order by tenant_id',
  )
  const tenantIds = rows.map((row) => row.tenant_id)
  await tx.client.query(
    `select pg_advisory_xact_lock(hashtextextended('dialling ' || t, 0)) from unnest($1::text[]) as t`,
    [tenantIds],
  )
  return tenantIds
}
