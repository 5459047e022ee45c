import { searchKey } from '../ledger/index.ts'
import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import { type Asking, countRefusals, type LookUpDependencies, lookUpRefusals } from './look-up.ts'

export function doNotCallHandlers(dependencies: LookUpDependencies) {
  return {
    'doNotCall.counts': (context) => countRefusals(dependencies, askingOf(context)),
    'doNotCall.search': (context) => {
      const { kind, value, purpose } = context.body
      return lookUpRefusals(dependencies, askingOf(context), { kind, value: searchKey(kind, value), purpose })
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'doNotCall.counts'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
