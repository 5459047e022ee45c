import { z } from 'zod'
import { campaignId, tenantId } from '../ids.ts'
import { campaignSettings } from './campaigns.ts'
import { milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

/** Kinds of work that a campaign may begin as. */
export const templateKeys = ['sales', 'health_check', 'arrears', 'survey'] as const
export type TemplateKey = (typeof templateKeys)[number]

/** What is looked at before a campaign calls, in the order of the check page. */
export const readinessCodes = [
  'caller_name',
  'visible_fields',
  'script',
  'dispositions',
  'success',
  'calling_hours',
  'hours_now',
  'stop_switches',
  'holidays',
  'imports',
  'leads',
  'list_period',
  'operators',
  'seated',
] as const
export type ReadinessCode = (typeof readinessCodes)[number]

export const campaignReadiness = z.strictObject({
  state: z.enum(['draft', 'stopped', 'running', 'closed']),
  revision: z.int(),
  /** `missing`: calling cannot start; `notice`: it can, and somebody should know. */
  checks: z.array(
    z.strictObject({
      code: z.enum(readinessCodes),
      state: z.enum(['ok', 'notice', 'missing']),
      /** How many there are, where the check counts something. */
      count: z.int().nullable(),
    }),
  ),
  /** No check is missing. Whether the campaign calls at this moment is another question: see `nextCallableAt`. */
  isReady: z.boolean(),
  /** When calling is allowed from now on; null when never within a year. */
  nextCallableAt: milliseconds.nullable(),
  /** False in a demo, whose network reaches nobody: the wall of 8 to 21 h and the year end do not hold there. */
  isWallUp: z.boolean(),
  /** The last day of which the public holidays are known, `2028-12-31`. */
  holidaysKnownUntil: z.string(),
})
export type CampaignReadiness = z.infer<typeof campaignReadiness>

export const campaignSetUpRoutes = {
  /** What a new campaign may begin with, for the client of this tenant. */
  'campaigns.templates': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaign-templates',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      templates: z.array(z.strictObject({ key: z.enum(templateKeys), settings: campaignSettings })),
      /** The one that fits the client. */
      usual: z.enum(templateKeys),
    }),
    problems: [],
  }),
  'campaigns.readiness': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/readiness',
    permission: 'campaigns.read',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    output: campaignReadiness,
    problems: ['not_found'],
  }),
} as const
