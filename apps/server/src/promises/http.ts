import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Promises } from './promises.ts'

export function promiseHandlers(promises: Promises) {
  return {
    'promises.list': (request) => promises.list(askingOf(request), request.query),
    'promises.hours': async (request) => ({ hours: await promises.hours(askingOf(request), request.query) }),
    'promises.overdue': async (request) => ({ overdue: await promises.overdue(askingOf(request)) }),
    'promises.owners': async (request) => ({
      owners: await promises.owners(askingOf(request), request.params.leadId),
    }),
    async 'promises.assign'(request) {
      await promises.assign(askingOf(request), request.params.leadId, request.body)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'promises.overdue'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
