import { z } from 'zod'
import { campaignId, entryId, jobId, tenantId } from '../ids.ts'
import { liftGrounds, stopExtents, stopGrounds, stopLifters } from '../stop-switches.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

/** A stop that holds at this moment. */
export const standingStop = z.strictObject({
  /** The id of its entry in the ledger. */
  stopId: entryId,
  extent: z.enum(stopExtents),
  jobName: z.string().nullable(),
  campaignName: z.string().nullable(),
  ground: z.enum(stopGrounds),
  liftBy: z.enum(stopLifters),
  setBy: z.string(),
  setAt: milliseconds,
  /** Whether the reader may lift it. */
  mayLift: z.boolean(),
})
export type StandingStop = z.infer<typeof standingStop>

const terms = { ground: z.enum(stopGrounds), liftBy: z.enum(stopLifters) } as const

export const stopSwitchRoutes = {
  'stops.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/stops',
    permission: 'stops.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      /** The widest first; of other jobs than one's own none. */
      stops: z.array(standingStop),
      /** Whether the reader may stop everything of the tenant; who is designated for some jobs stops those. */
      mayStopAll: z.boolean(),
    }),
    problems: [],
  }),
  'stops.set': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/stops',
    permission: 'stops.set',
    scope: 'tenant',
    params: tenantParams,
    body: z.discriminatedUnion('extent', [
      z.strictObject({ extent: z.literal('tenant'), ...terms }),
      z.strictObject({ extent: z.literal('job'), jobId, ...terms }),
      z.strictObject({ extent: z.literal('campaign'), campaignId, ...terms }),
    ]),
    output: z.strictObject({ stopId: entryId }),
    problems: ['not_found', 'forbidden', 'already_known', 'ledger_unavailable'],
  }),
  'stops.lift': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/stops/:stopId/lift',
    permission: 'stops.lift',
    scope: 'tenant',
    params: z.strictObject({ tenantId, stopId: entryId }),
    body: z.strictObject({ ground: z.enum(liftGrounds) }),
    output: done,
    problems: ['not_found', 'not_yours_to_lift', 'conflict', 'ledger_unavailable'],
  }),
} as const
