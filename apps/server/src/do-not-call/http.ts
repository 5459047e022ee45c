import { searchKey } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import { type Asking, countRefusals, type LookUpDependencies, lookUpRefusals } from './look-up.ts'

export function doNotCallHandlers(dependencies: LookUpDependencies & { readonly clock: Clock }) {
  return {
    'doNotCall.counts': (context) => countRefusals(dependencies, askingOf(context)),
    'doNotCall.search': (context) => {
      const { purpose, ...typed } = context.body
      const key = searchKey(typed, todayInJapan(dependencies.clock.now()))
      return lookUpRefusals(dependencies, askingOf(context), { ...key, purpose })
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'doNotCall.counts'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
