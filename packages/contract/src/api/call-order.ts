import { z } from 'zod'
import { reachHistories, reachKinds } from '../call-orders.ts'
import { campaignId, tenantId } from '../ids.ts'
import { campaignSettings } from './campaigns.ts'
import { milliseconds } from './common.ts'
import { route } from './route.ts'

/** Leads that are alike: what the number is, and what came of the tries so far. */
const reachClass = z.strictObject({ kind: z.enum(reachKinds), history: z.enum(reachHistories) })

/** Calls of one group of leads under the order `reach`, promises left out. */
const group = z.strictObject({
  /** Whoever is on the campaign's lists in this group, called or not. */
  people: z.int(),
  dials: z.int(),
  reached: z.int(),
  /** From dialling to the end, talk and wrap-up with it, of all of them. */
  lineMs: z.int(),
})
export type OrderGroup = z.infer<typeof group>

/** Whom a campaign calls first, what it learned, and what that gains. Counts and classes, nobody's data. */
export const callOrderView = z.strictObject({
  madeAt: milliseconds,
  callOrder: campaignSettings.shape.callOrder.unwrap(),
  /** Over so many days. */
  days: z.int(),
  /** All classes by the chance to reach somebody at this moment, the best first. */
  now: z.array(z.strictObject({ ...reachClass.shape, chance: z.number() })),
  /** By two hours of the day (5 is ten to twelve) of weekdays, or of days off. */
  learned: z.array(
    z.strictObject({
      ...reachClass.shape,
      stretch: z.int().min(0).max(11),
      isDayOff: z.boolean(),
      dials: z.int(),
      /** Null where the cell is too small to be told. */
      reached: z.int().nullable(),
    }),
  ),
  /** Those who are called in turn, to compare with, and all others. */
  inTurn: group,
  others: group,
  /** By how many points of a call the others are reached more often, with the range for 95 of 100; null before there is enough. */
  gain: z.strictObject({ points: z.number(), lowPoints: z.number(), highPoints: z.number() }).nullable(),
})
export type CallOrderView = z.infer<typeof callOrderView>

export const callOrderRoutes = {
  'callOrder.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/call-order',
    permission: 'floor.watch',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    output: callOrderView,
    problems: ['not_found'],
  }),
}
