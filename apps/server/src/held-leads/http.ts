import type { RouteHandlers } from '../platform/http/index.ts'
import type { HeldLeads } from './held-leads.ts'

export function heldLeadHandlers(heldLeads: HeldLeads) {
  return {
    'heldLeads.list': ({ actor, tenantId, rowScope, decision, params }) =>
      heldLeads.list({ actor, tenantId, rowScope, policyHash: decision.policyHash }, params.campaignId),
    'heldLeads.decide': async ({ actor, tenantId, rowScope, decision, params, body }) => {
      await heldLeads.decide({ actor, tenantId, rowScope, policyHash: decision.policyHash }, params.leadId, body)
      return { done: true }
    },
  } as const satisfies RouteHandlers
}
