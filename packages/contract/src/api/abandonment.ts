import { z } from 'zod'
import { abandonmentAlarms } from '../abandonment.ts'
import { campaignId } from '../ids.ts'
import { milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

/** How many people answered, and how many of them had no operator within two seconds. */
const answers = z.strictObject({ answered: z.int(), abandoned: z.int() })
/** Of the half hours with answers enough, the one with the highest share; null without one. */
const worstHalfHour = z.strictObject({ at: milliseconds, answered: z.int(), abandoned: z.int() }).nullable()

/** The account of abandoned calls of a predictive campaign. */
export const abandonmentView = z.strictObject({
  campaignId,
  capPercent: z.int(),
  today: answers,
  worstToday: worstHalfHour,
  /** The last thirty days, or since the campaign began; today is in it. */
  window: answers,
  worstOfWindow: worstHalfHour,
  /** What is so now, and since when as far as it was entered. */
  alarms: z.array(z.strictObject({ alarm: z.enum(abandonmentAlarms), since: milliseconds.nullable() })),
  /** A finding is open that says that its settings or this account were changed past the product: it dials one to one. */
  isDoubted: z.boolean(),
})
export type AbandonmentView = z.infer<typeof abandonmentView>

export const abandonmentRoutes = {
  /** For floors, settings and the frame of every page. */
  'abandonment.accounts': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/abandonment',
    permission: 'campaigns.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      /** How the share is counted, in words. */
      definition: z.strictObject({ ja: z.string(), en: z.string() }),
      campaigns: z.array(abandonmentView),
    }),
    problems: [],
  }),
} as const
