import type { RouteHandlers } from '../platform/http/index.ts'
import { createDesignate } from './designate.ts'

export function designationHandlers(dependencies: Parameters<typeof createDesignate>[0]) {
  const designate = createDesignate(dependencies)
  return {
    'designations.list': async ({ actor }) => ({ designations: await designate.list(actor) }),
    'designations.grant': async ({ actor, decision, body }) => ({
      designationId: await designate.grant(actor, decision.policyHash, body),
    }),
    'designations.withdraw': async ({ actor, decision, params }) => {
      await designate.withdraw(actor, decision.policyHash, params.designationId)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}
