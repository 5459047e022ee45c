import { ProblemError } from '@sekisho/contract'
import type { RouteHandlers } from '../platform/http/index.ts'
import type { Parties } from './parties.ts'

export function partyHandlers(parties: Parties) {
  return {
    'companies.list': ({ actor }) => parties.list(actor),
    'companies.create': async ({ actor, decision, body }) => ({
      companyId: await parties.createCompany({ actor, policyHash: decision.policyHash }, body),
    }),
    'sites.create': async ({ actor, decision, body }) => ({
      siteId: await parties.createSite({ actor, policyHash: decision.policyHash }, body.name),
    }),
    'tenants.create': async ({ actor, decision, body }) => ({
      tenantId: await parties.createTenant({ actor, policyHash: decision.policyHash }, body),
    }),
    'jobs.list': async ({ actor, tenantId, rowScope }) => ({
      jobs: await parties.listJobs(actor, tenantId, rowScope),
    }),
    'jobs.create': async ({ actor, decision, tenantId, rowScope, body }) => {
      // a new job lies outside every job or site a narrower right names
      if (rowScope.jobs !== '*') throw new ProblemError('forbidden')
      return { jobId: await parties.createJob({ actor, policyHash: decision.policyHash }, tenantId, body) }
    },
  } as const satisfies RouteHandlers
}
