import type { TenantId } from '@sekisho/contract'
import { type HandInSight, readRaisedHands } from '../hands/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { coalesced } from '../platform/coalesced.ts'
import type { Database } from '../platform/database/index.ts'
import type { SocketConnection } from '../platform/sockets/index.ts'

export interface FloorHands {
  /** A hand changed, or somebody began to watch: all viewers are told at once. */
  tell(tenantId: TenantId): void
  /** Looks whether something changed that nobody told of, at most every two seconds. */
  look(tenantId: TenantId): void
}

type FloorConnection = SocketConnection<'floor'>

interface Told {
  readonly ask: () => Promise<void>
  lookedAtMs: number
}

const lookEveryMs = 2_000
const reader = systemActor('dialler')

/** Raised hands on floors, by a small read of their own. */
export function createFloorHands(
  {
    database,
    clock,
    onError,
  }: { readonly database: Database; readonly clock: Clock; readonly onError: (error: unknown) => void },
  viewersOf: (tenantId: TenantId) => Iterable<FloorConnection>,
): FloorHands {
  const byTenant = new Map<TenantId, Told>()

  async function send(tenantId: TenantId): Promise<void> {
    const viewers = [...viewersOf(tenantId)]
    if (viewers.length === 0) return void byTenant.delete(tenantId)
    const hands = await database.transaction(reader, tenantId, (tx) => readRaisedHands(tx))
    const now = clock.now()
    for (const viewer of viewers) viewer.send({ type: 'hands', now, hands: inReach(viewer, hands) })
  }

  function toldOf(tenantId: TenantId): Told {
    const known = byTenant.get(tenantId)
    if (known !== undefined) return known
    const made = { ask: coalesced(() => send(tenantId), onError).ask, lookedAtMs: Number.NEGATIVE_INFINITY }
    byTenant.set(tenantId, made)
    return made
  }

  function tell(tenantId: TenantId): void {
    const told = toldOf(tenantId)
    told.lookedAtMs = clock.now()
    told.ask().catch(onError)
  }

  return {
    tell,
    look(tenantId) {
      if (Math.abs(clock.now() - toldOf(tenantId).lookedAtMs) >= lookEveryMs) tell(tenantId)
    },
  }
}

function inReach({ rowScope: { jobs } }: FloorConnection, hands: readonly HandInSight[]) {
  return hands.filter(({ jobId }) => jobs === '*' || jobs.includes(jobId)).map(({ hand }) => hand)
}
