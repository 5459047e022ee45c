import { type Permission, ProblemError } from '@sekisho/contract'
import type { RowScope } from '../platform/database/index.ts'
import type { Authorise, RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { HouseStops } from './house-stops.ts'
import type { MunicipalityStops } from './municipality-stops.ts'
import type { Asking, LiftRights, StopSwitches } from './stop-switches.ts'

export interface StopSwitchHandlerDependencies {
  readonly stops: StopSwitches
  readonly municipalityStops: MunicipalityStops
  readonly houseStops: HouseStops
  /** Asked once more for what the reader may lift: two rights that not every reader holds. */
  readonly authorise: Authorise
}

export function stopSwitchHandlers(dependencies: StopSwitchHandlerDependencies) {
  const { stops, municipalityStops, houseStops, authorise } = dependencies
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
    'stops.setOfMunicipalities': async (request) => ({
      stopIds: await municipalityStops.set(askingOf(request), request.body),
    }),
    'stops.lift': async (request) => {
      await stops.lift(askingOf(request), await liftRights(request), request.params.stopId, request.body.ground)
      return { done: true }
    },
    'stops.reach': (request) => {
      const { prefecture, municipality, areaCode } = request.query
      if (prefecture !== undefined) return stops.reach(askingOf(request), { prefecture })
      if (municipality !== undefined) return stops.reach(askingOf(request), { municipality })
      if (areaCode !== undefined) return stops.reach(askingOf(request), { areaCode })
      throw new ProblemError('invalid_input', 'query.areaCode')
    },
    'stops.readOfHouse': async ({ actor }) => ({ stops: await houseStops.list(actor) }),
    'stops.setOfHouse': async ({ actor, decision: { policyHash }, body }) => ({
      stopId: await houseStops.set({ actor, policyHash }, body.ground),
    }),
    'stops.liftOfHouse': async ({ actor, decision: { policyHash }, params, body }) => {
      await houseStops.lift({ actor, policyHash }, params.stopId, body.ground)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'stops.list'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
