import type { RouteHandlers } from '../platform/http/index.ts'
import type { WhatIf } from './what-if.ts'

export function whatIfHandlers(whatIf: WhatIf) {
  return {
    'whatIf.measured': ({ actor, tenantId, rowScope, params }) =>
      whatIf.measured({ actor, tenantId, rowScope }, params.campaignId),
  } as const satisfies RouteHandlers
}
