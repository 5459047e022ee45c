import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking, Assignments } from './assignments.ts'

export function assignmentHandlers(assignments: Assignments) {
  return {
    'assignments.list': (request) => assignments.list(askingOf(request)),
    async 'assignments.set'(request) {
      const { campaignId, personId } = request.params
      await assignments.set(askingOf(request), { campaignId, personId, ...request.body })
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'assignments.list'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
