import type { Permission } from '@sekisho/contract'
import type { RowScope } from '../platform/database/index.ts'
import type { Authorise, RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking, LiftRights, StopSwitches } from './stop-switches.ts'

/** @param authorise  asked once more for what the reader may lift: two rights that not every reader holds */
export function stopSwitchHandlers({ stops, authorise }: { stops: StopSwitches; authorise: Authorise }) {
  async function scopeOf({ actor, tenantId }: Decided, permission: Permission): Promise<RowScope | null> {
    const decision = await authorise(actor, permission, { kind: 'tenant', tenantId })
    return decision.allowed ? decision.rowScope : null
  }
  async function liftRights(request: Decided): Promise<LiftRights> {
    return { asSaid: await scopeOf(request, 'stops.lift'), any: await scopeOf(request, 'stops.lift_any') }
  }
  return {
    'stops.list': async (request) => ({
      stops: await stops.list(askingOf(request), await liftRights(request)),
      mayStopAll: (await scopeOf(request, 'stops.set'))?.jobs === '*',
    }),
    'stops.set': async (request) => ({ stopId: await stops.set(askingOf(request), request.body) }),
    'stops.lift': async (request) => {
      await stops.lift(askingOf(request), await liftRights(request), request.params.stopId, request.body.ground)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'stops.list'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
