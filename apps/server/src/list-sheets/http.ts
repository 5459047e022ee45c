import type { TenantId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import type { RouteHandlers } from '../platform/http/index.ts'
import { readRule } from './handover-queries.ts'
import { enterHandover, type HandoverDependencies, readHandover, setRule } from './handovers.ts'
import { readInventory, readSheet } from './queries.ts'

interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
}

export interface ListSheetDependencies extends HandoverDependencies {
  readonly database: Database
}

const done = { done: true } as const

/** What lists hold, the sheet of each, read from what imports left; and how each was handed over, which is entered. */
export function listSheetHandlers({ database, ...dependencies }: ListSheetDependencies) {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)
  return {
    'listSheets.read': (request) => within(request, (tx) => readSheet(tx, request.params.listId)),
    'listSheets.inventory': async (request) => ({ lists: await within(request, readInventory) }),
    'handovers.read': (request) => within(request, (tx) => readHandover(dependencies, tx, request.params.listId)),
    'handovers.enter': async (request) => {
      const by = { actor: request.actor, policyHash: request.decision.policyHash }
      await within(request, (tx) => enterHandover(dependencies, tx, by, request.params.listId, request.body))
      return done
    },
    'handovers.rule': (request) => within(request, readRule),
    'handovers.setRule': async (request) => {
      const by = { actor: request.actor, policyHash: request.decision.policyHash }
      await within(request, (tx) => setRule(dependencies, tx, by, request.body))
      return done
    },
  } as const satisfies RouteHandlers
}
