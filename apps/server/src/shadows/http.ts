import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Shadows } from './shadows.ts'

export function shadowHandlers(shadows: Shadows) {
  return {
    'shadows.read': (request) =>
      shadows.read(askingOf(request), request.params.campaignId, request.query.shadowId ?? null),
    'shadows.start': async (request) => ({
      shadowId: await shadows.start(askingOf(request), request.params.campaignId, request.body),
    }),
    async 'shadows.stop'(request) {
      await shadows.stop(askingOf(request), request.params)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'shadows.read'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
