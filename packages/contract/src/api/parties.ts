import { z } from 'zod'
import { companyId, jobId, siteId, tenantId } from '../ids.ts'
import { sectors } from '../sectors.ts'
import { label, tenantParams } from './common.ts'
import { route } from './route.ts'

export const companyKinds = ['client', 'centre_operator', 'maintenance_provider', 'vendor'] as const

export const companyView = z.strictObject({
  companyId,
  name: z.string(),
  kind: z.enum(companyKinds),
  sector: z.enum(sectors),
})
export const jobView = z.strictObject({ jobId, name: z.string(), siteIds: z.array(siteId) })

export const partyRoutes = {
  'companies.list': route({
    method: 'GET',
    path: '/api/companies',
    permission: 'parties.read',
    scope: 'house',
    output: z.strictObject({
      companies: z.array(companyView),
      sites: z.array(z.strictObject({ siteId, name: z.string() })),
      tenants: z.array(z.strictObject({ tenantId, clientId: companyId, name: z.string() })),
    }),
    problems: [],
  }),
  'companies.create': route({
    method: 'POST',
    path: '/api/companies',
    permission: 'parties.manage',
    scope: 'house',
    body: z.strictObject({ name: label, kind: z.enum(companyKinds), sector: z.enum(sectors) }),
    output: z.strictObject({ companyId }),
    problems: ['already_known', 'ledger_unavailable'],
  }),
  'sites.create': route({
    method: 'POST',
    path: '/api/sites',
    permission: 'parties.manage',
    scope: 'house',
    body: z.strictObject({ name: label }),
    output: z.strictObject({ siteId }),
    problems: ['ledger_unavailable'],
  }),
  'tenants.create': route({
    method: 'POST',
    path: '/api/tenants',
    permission: 'parties.manage',
    scope: 'house',
    body: z.strictObject({ clientId: companyId, name: label }),
    output: z.strictObject({ tenantId }),
    problems: ['not_found', 'ledger_unavailable', 'key_service_unavailable'],
  }),
  'jobs.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/jobs',
    permission: 'campaigns.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ jobs: z.array(jobView) }),
    problems: [],
  }),
  'jobs.create': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/jobs',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ name: label, siteIds: z.array(siteId).max(50) }),
    output: z.strictObject({ jobId }),
    problems: ['ledger_unavailable'],
  }),
} as const
