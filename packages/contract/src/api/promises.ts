import { z } from 'zod'
import { campaignId, leadId, personId, siteId, tenantId } from '../ids.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { deskStates } from './desk.ts'
import { route } from './route.ts'

/**
 * `coming`: its time is ahead; `due`: it is time; `overdue`: that was long enough ago to be broken; `kept`, `missed`: dialled,
 * in time or too late.
 */
export const promiseStates = ['coming', 'due', 'overdue', 'kept', 'missed'] as const
export type PromiseState = (typeof promiseStates)[number]

/** A call-back somebody was promised. Nothing here says who. */
export const callbackPromise = z.strictObject({
  leadId,
  /** Six hex digits to speak of it by. */
  mark: z.string(),
  /** To be sent along when it is given to somebody else; null once it was dialled. */
  revision: z.int().nullable(),
  campaignId,
  campaign: z.string(),
  state: z.enum(promiseStates),
  /** When the call was promised. */
  at: milliseconds,
  /** Dialled at; null before. */
  calledAt: milliseconds.nullable(),
  /** Whose promise it is; null for anybody's. `desk` is null while the owner sits at no desk of this campaign. */
  owner: z.strictObject({ personId, displayName: z.string(), desk: z.enum(deskStates).nullable() }).nullable(),
})
export type CallbackPromise = z.infer<typeof callbackPromise>

/** Promises of one hour against the people for it, as far as anybody knows. */
export const promiseHour = z.strictObject({
  /** Begin of the hour. */
  at: milliseconds,
  promises: z.int(),
  /** In the hour that runs: at a desk now. In a later one: who dialled in the same hour a week before. */
  people: z.int(),
})
export type PromiseHour = z.infer<typeof promiseHour>

const filter = z.strictObject({ campaignId: campaignId.optional(), siteId: siteId.optional() })

export const promiseRoutes = {
  'promises.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/promises',
    permission: 'promises.read',
    scope: 'tenant',
    params: tenantParams,
    query: filter,
    output: z.strictObject({
      now: milliseconds,
      /** Open ones, the earliest first, two hundred at most; then those of today that were dialled. */
      promises: z.array(callbackPromise),
      hasMore: z.boolean(),
      /** Where the tenant's jobs are done: to filter by. */
      sites: z.array(z.strictObject({ siteId, name: z.string() })),
    }),
    problems: [],
  }),
  /** From the hour that runs to the end of tomorrow in Japan, hours without promises included. */
  'promises.hours': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/promises/hours',
    permission: 'promises.read',
    scope: 'tenant',
    params: tenantParams,
    query: filter,
    output: z.strictObject({ hours: z.array(promiseHour) }),
    problems: [],
  }),
  /** For the frame of every page. */
  'promises.overdue': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/promises/overdue',
    permission: 'promises.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ overdue: z.int() }),
    problems: [],
  }),
  /** Operators who may work in the campaign of a promise, those at a desk there first. */
  'promises.owners': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/promises/:leadId/owners',
    permission: 'promises.assign',
    scope: 'tenant',
    params: z.strictObject({ tenantId, leadId }),
    output: z.strictObject({
      owners: z.array(z.strictObject({ personId, displayName: z.string(), desk: z.enum(deskStates).nullable() })),
    }),
    problems: ['not_found'],
  }),
  'promises.assign': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/promises/:leadId/owner',
    permission: 'promises.assign',
    scope: 'tenant',
    params: z.strictObject({ tenantId, leadId }),
    /** `ownerId` null: anybody who is free when it is time. */
    body: z.strictObject({ revision: z.int(), ownerId: personId.nullable() }),
    output: done,
    problems: ['not_found', 'conflict', 'invalid_input', 'ledger_unavailable', 'key_service_unavailable'],
  }),
} as const
