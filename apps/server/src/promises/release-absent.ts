import type { TenantId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type PromiseDependencies, reassigned } from './promises.ts'
import { lockOfAbsent, setOwner } from './queries.ts'

export interface PromiseKeeping {
  stop(): Promise<void>
}

const everyMs = 15_000
const atOnce = 100
const scheduler = systemActor('scheduler')

/**
 * A promise whose owner is not there when it is time becomes anybody's: by rule, and entered for each. The dialler would
 * give it to whoever is free in any case (`begin-attempts.ts`, which enters that, too); so nobody's page goes on showing an
 * owner who is at home.
 */
export function releaseAbsent({
  database,
  writer,
  clock,
  onError,
}: Pick<PromiseDependencies, 'database' | 'writer' | 'clock'> & {
  readonly onError: (error: unknown) => void
}): PromiseKeeping {
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  let cancel = (): void => undefined

  async function release(tenantId: TenantId): Promise<void> {
    await database.transaction(scheduler, tenantId, async (tx) => {
      const leads = await lockOfAbsent(tx, clock.now(), atOnce)
      if (leads.length === 0) return
      await setOwner(
        tx,
        leads.map((lead) => lead.lead_id),
        null,
      )
      await writer.enterAll(
        tx,
        leads.map((lead) => reassigned(lead, null)),
      )
    })
  }

  async function beat(): Promise<void> {
    const tenants = await database.transaction(scheduler, 'house', (tx) =>
      tx.db.selectFrom('house.tenants').select('tenant_id').execute(),
    )
    for (const { tenant_id: tenantId } of tenants) {
      if (isStopped) return
      await release(tenantId)
    }
  }

  function later(): void {
    cancel = clock.setTimer(everyMs, () => {
      running = beat()
        .catch(onError)
        .then(() => {
          if (!isStopped) later()
        })
    })
  }
  later()

  return {
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}
