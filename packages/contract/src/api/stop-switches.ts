import { z } from 'zod'
import { campaignId, entryId, jobId, listId, tenantId } from '../ids.ts'
import { areaCode, municipalityCode, prefectureCode } from '../prefectures.ts'
import { liftGrounds, mostMunicipalities, stopExtents, stopGrounds, stopLifters } from '../stop-switches.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

/** A stop that holds at this moment. */
export const standingStop = z.strictObject({
  /** The id of its entry in the ledger. */
  stopId: entryId,
  extent: z.enum(stopExtents),
  jobName: z.string().nullable(),
  campaignName: z.string().nullable(),
  listLabel: z.string().nullable(),
  prefecture: prefectureCode.nullable(),
  municipality: municipalityCode.nullable(),
  /** As it is written in Japanese. */
  municipalityName: z.string().nullable(),
  areaCode: areaCode.nullable(),
  ground: z.enum(stopGrounds),
  liftBy: z.enum(stopLifters),
  setBy: z.string(),
  setAt: milliseconds,
  /** Whether the reader may lift it. */
  mayLift: z.boolean(),
})
export type StandingStop = z.infer<typeof standingStop>

/** A stop of everything: nobody is called in any tenant. */
export const standingHouseStop = z.strictObject({
  /** The id of its entry in the head office's log. */
  stopId: entryId,
  ground: z.enum(stopGrounds),
  setBy: z.string(),
  setAt: milliseconds,
})
export type StandingHouseStop = z.infer<typeof standingHouseStop>

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
      z.strictObject({ extent: z.literal('prefecture'), prefecture: prefectureCode, ...terms }),
      z.strictObject({ extent: z.literal('area_code'), areaCode, ...terms }),
      z.strictObject({ extent: z.literal('job'), jobId, ...terms }),
      z.strictObject({ extent: z.literal('campaign'), campaignId, ...terms }),
      z.strictObject({ extent: z.literal('list'), listId, ...terms }),
    ]),
    output: z.strictObject({ stopId: entryId }),
    problems: ['not_found', 'forbidden', 'already_known', 'ledger_unavailable'],
  }),
  /** Each gets a stop of its own, all in one transaction; one that is stopped for this ground already keeps what it has. */
  'stops.setOfMunicipalities': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/stops/municipalities',
    permission: 'stops.set',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ municipalities: z.array(municipalityCode).min(1).max(mostMunicipalities), ...terms }),
    output: z.strictObject({ stopIds: z.array(entryId) }),
    problems: [
      'invalid_input',
      'forbidden',
      'already_known',
      'ledger_unavailable',
      'key_service_unavailable',
      'key_service_refused',
    ],
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
  /** Whom a stop of an area holds for, of those who may still be called: in counts. */
  'stops.reach': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/stops/reach',
    permission: 'stops.read',
    scope: 'tenant',
    params: tenantParams,
    /** A prefecture's code, a municipality's, or the beginning of an area code: one of them is read, in this order. */
    query: z.strictObject({
      prefecture: z.coerce.number().pipe(prefectureCode).optional(),
      municipality: municipalityCode.optional(),
      areaCode: areaCode.optional(),
    }),
    output: z.strictObject({
      /** Null of a municipality that no stop holds in: who lives there is not told before that stands in the ledger. */
      leads: z.int().nullable(),
      /** Of them, those of whom no prefecture, no municipality, or of a number no area, is known: stopped to be sure. */
      unknown: z.int(),
    }),
    problems: ['invalid_input'],
  }),
  /** Whether all calling of the house is stopped: the mark that stands on every page of everybody. */
  'stops.readOfHouse': route({
    method: 'GET',
    path: '/api/me/house-stops',
    permission: 'self.read',
    scope: 'self',
    output: z.strictObject({ stops: z.array(standingHouseStop) }),
    problems: [],
  }),
  'stops.setOfHouse': route({
    method: 'POST',
    path: '/api/house-stops',
    permission: 'stops.rule_house',
    scope: 'house',
    body: z.strictObject({ ground: z.enum(stopGrounds) }),
    output: z.strictObject({ stopId: entryId }),
    problems: ['already_known', 'ledger_unavailable'],
  }),
  'stops.liftOfHouse': route({
    method: 'POST',
    path: '/api/house-stops/:stopId/lift',
    permission: 'stops.rule_house',
    scope: 'house',
    params: z.strictObject({ stopId: entryId }),
    body: z.strictObject({ ground: z.enum(liftGrounds) }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
} as const
