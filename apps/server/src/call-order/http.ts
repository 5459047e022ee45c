import type { RouteHandlers } from '../platform/http/index.ts'
import type { CallOrderPage } from './call-order.ts'

export function callOrderHandlers(page: CallOrderPage) {
  return {
    'callOrder.read': ({ actor, tenantId, rowScope, params }) =>
      page.read({ actor, tenantId, rowScope }, params.campaignId),
  } as const satisfies RouteHandlers
}
