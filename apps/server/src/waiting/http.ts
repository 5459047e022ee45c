import type { RouteHandlers } from '../platform/http/index.ts'
import type { Waiting } from './waiting.ts'

export function waitingHandlers(waiting: Waiting) {
  return {
    'waiting.explain': ({ actor, tenantId, rowScope, query }) => waiting.explain({ actor, tenantId, rowScope }, query),
  } as const satisfies RouteHandlers
}
