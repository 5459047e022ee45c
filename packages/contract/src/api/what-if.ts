import { z } from 'zod'
import { campaignId, tenantId } from '../ids.ts'
import { campaignSettings, campaignView } from './campaigns.ts'
import { milliseconds } from './common.ts'
import { route } from './route.ts'

/** How many of the measured took so long: from `fromMs` on, shorter than `untilMs`. Empty classes are left out. */
const durations = z.array(z.strictObject({ fromMs: z.int(), untilMs: z.int(), count: z.int() })).max(64)
export type MeasuredDurations = z.infer<typeof durations>

/** What the newest calls of a campaign were like: all that a simulated day needs, and nothing about anybody. */
export const measuredCalls = z.strictObject({
  madeAt: milliseconds,
  name: campaignView.shape.name,
  kind: campaignView.shape.kind,
  /** How it is paced now. */
  mode: campaignSettings.shape.mode,
  abandonCapPercent: z.int(),
  /** What mode `ratio` takes, whether or not it is chosen. */
  linesPerTenOperators: z.int(),
  /** The oldest of the calls; null where there was none. */
  since: milliseconds.nullable(),
  calls: z.int(),
  /** By hour of the day in Japan, for hours in which somebody was called. */
  hours: z.array(z.strictObject({ hour: z.int().min(0).max(23), calls: z.int(), answered: z.int() })),
  ringToAnswer: durations,
  ringToFailure: durations,
  talk: durations,
  wrapUp: durations,
  /** Operators who talked to somebody in the last hour in which anybody did. */
  operators: z.int(),
  /** Whoever may still be called, by tries that are left. */
  left: z.array(z.strictObject({ triesLeft: z.int(), leads: z.int() })),
  /** When calls are allowed next, and until when on that day; null where they are not within a year. */
  calling: z.strictObject({ from: milliseconds, until: milliseconds }).nullable(),
})
export type MeasuredCalls = z.infer<typeof measuredCalls>

export const whatIfRoutes = {
  'whatIf.measured': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/measured-calls',
    permission: 'floor.watch',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    output: measuredCalls,
    problems: ['not_found'],
  }),
}
