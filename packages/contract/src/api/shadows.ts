import { z } from 'zod'
import { diallingModes } from '../dialling-modes.ts'
import { campaignId, shadowId, tenantId } from '../ids.ts'
import { campaignSettings, campaignView } from './campaigns.ts'
import { done, milliseconds, nothing } from './common.ts'
import { route } from './route.ts'

/** Ways of pacing that can be played beside a campaign's calls. */
export const shadowModes = ['progressive', 'predictive'] as const
export type ShadowMode = (typeof shadowModes)[number]

/** Another way of pacing; a cap of abandoned calls in percent, where it may abandon any. */
export const shadowPacing = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('progressive') }),
  z.strictObject({ mode: z.literal('predictive'), capPercent: z.int().min(1).max(3) }),
])
export type ShadowPacing = z.infer<typeof shadowPacing>

/** Why a shadow is over: somebody stopped it, or by itself. */
export const shadowEnds = ['stopped', 'day_over', 'campaign_closed', 'settings_changed'] as const
export type ShadowEnd = (typeof shadowEnds)[number]

/** So much has to be known of a campaign's last two hours before people are drawn from it. */
export const shadowNeeds = { calls: 100, talks: 20 } as const

/** What became of one floor in a stretch of time: operators' milliseconds, and calls. */
const floorFigures = z.strictObject({
  talkMs: z.int(),
  wrapUpMs: z.int(),
  waitingMs: z.int(),
  dialled: z.int(),
  /** By people. */
  answered: z.int(),
  abandoned: z.int(),
  /** People who talked to an operator. */
  connected: z.int(),
})
export type FloorFigures = z.infer<typeof floorFigures>

const shadowSummary = z.strictObject({
  shadowId,
  mode: z.enum(shadowModes),
  capPercent: z.int(),
  startedAt: milliseconds,
  startedBy: z.string(),
  /** Both null while it goes on. */
  endedAt: milliseconds.nullable(),
  endedAs: z.enum(shadowEnds).nullable(),
})
export type ShadowSummary = z.infer<typeof shadowSummary>

export const shadowView = z.strictObject({
  madeAt: milliseconds,
  campaign: z.strictObject({
    name: z.string(),
    kind: campaignView.shape.kind,
    state: campaignView.shape.state,
    mode: campaignSettings.shape.mode,
    abandonCapPercent: z.int(),
    /** Its client is a municipality: nobody may be abandoned, so only the progressive way can be played. */
    mayAbandonNobody: z.boolean(),
  }),
  /** The newest first, at most the last ten of the campaign. */
  shadows: z.array(shadowSummary),
  /** Null where none was ever begun. */
  shown: z
    .strictObject({
      ...shadowSummary.shape,
      /** How the campaign itself was paced beside it. */
      liveMode: z.enum(diallingModes),
      liveCapPercent: z.int(),
      /** Calls and talks of the last two hours that there are to draw from. */
      known: z.strictObject({ calls: z.int(), talks: z.int() }),
      playedUntil: milliseconds.nullable(),
      /** At most half an hour each; what lies between two of them was not played. */
      stretches: z.array(
        z.strictObject({
          from: milliseconds,
          until: milliseconds,
          /** The real floor in that time. */
          live: floorFigures,
          /** The same floor played by its own way of pacing, several times; none where that cannot be played. */
          asLive: z.array(floorFigures),
          /** And by the other way. */
          other: z.array(floorFigures),
        }),
      ),
    })
    .nullable(),
})
export type ShadowView = z.infer<typeof shadowView>
export type ShownShadow = NonNullable<ShadowView['shown']>

const campaignParams = z.strictObject({ tenantId, campaignId })

export const shadowRoutes = {
  /** A shadow of a campaign beside its real floor: the one that is asked for, or the newest. Nobody is named but who began it. */
  'shadows.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/shadows',
    permission: 'floor.watch',
    scope: 'tenant',
    params: campaignParams,
    query: z.strictObject({ shadowId: shadowId.optional() }),
    output: shadowView,
    problems: ['not_found'],
  }),
  /** Plays another way of pacing beside the campaign's calls, until the day is over. Nothing is dialled by it. */
  'shadows.start': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/shadows',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: campaignParams,
    body: shadowPacing,
    output: z.strictObject({ shadowId }),
    problems: ['not_found', 'conflict', 'invalid_input', 'municipality_abandons_nobody', 'ledger_unavailable'],
  }),
  'shadows.stop': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/shadows/:shadowId/stop',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId, shadowId }),
    body: nothing,
    output: done,
    problems: ['not_found', 'ledger_unavailable'],
  }),
} as const
