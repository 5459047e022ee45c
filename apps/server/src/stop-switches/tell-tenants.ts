import type { TenantId } from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { readUntold, type UntoldChange } from './house-queries.ts'

/** Enters stops of the whole house in each tenant's own log, where its client reads them. */
export interface TenantTelling {
  /** Something changed: tells at once, in the background. */
  soon(): void
  stop(): Promise<void>
}

/** What could not be told, because a process was killed or the ledger was away, is told with the next look. */
const everyMs = 10_000
const scheduler = systemActor('scheduler')

export function tellTenants({
  database,
  writer,
  clock,
  onError,
}: {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}): TenantTelling {
  let running: Promise<void> = Promise.resolve()
  let isStopped = false
  let cancel = (): void => undefined

  async function tellAll(): Promise<void> {
    for (const tenantId of await tenantsOf(database))
      if (!isStopped) await database.transaction(scheduler, tenantId, (tx) => tell(writer, tx, tenantId))
  }

  /** One after the other: what was changed during a look is seen by the next. */
  function soon(): void {
    running = running.then(tellAll).catch(onError)
  }

  function later(): void {
    cancel = clock.setTimer(everyMs, () => {
      soon()
      void running.then(() => (isStopped ? undefined : later()))
    })
  }

  soon()
  later()
  return {
    soon,
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}

/** Of each tenant, when any stop was ever set: usually there is nothing to tell, and nobody is asked. */
async function tenantsOf(database: Database): Promise<TenantId[]> {
  const { rows } = await database.transaction(scheduler, 'house', (tx) =>
    tx.client.query<{ tenant_id: TenantId }>(
      'select tenant_id from house.tenants where exists (select from house.house_stops) order by tenant_id',
    ),
  )
  return rows.map((row) => row.tenant_id)
}

async function tell(writer: EntryWriter, tx: Tx, tenantId: TenantId): Promise<void> {
  if ((await readUntold(tx, tenantId)).length === 0) return
  // another server may be telling the same: whoever comes second reads again and finds it told
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`house stops ${tenantId}`])
  for (const change of await readUntold(tx, tenantId)) {
    const entryId = await writer.enter(tx, draftOf(change))
    await tx.db
      .insertInto('tenant.house_stop_entries')
      .values({ tenant_id: tenantId, house_entry_id: change.house_entry_id, entry_id: entryId })
      .execute()
  }
}

function draftOf({ house_entry_id: entry, stop_ground, lift_ground, by_person: person, at }: UntoldChange) {
  const common = { purpose: 'supervision', at: at.getTime(), commit: { person } } as const
  return stop_ground === null
    ? ({ ...common, type: 'stop.lifted_by_house', refs: { entry, lift_ground: lift_ground ?? undefined } } as const)
    : ({ ...common, type: 'stop.set_by_house', refs: { entry, stop_ground } } as const)
}
