import { z } from 'zod'
import { centreFunctions, clientFunctions, mostHandoverDays } from '../handovers.ts'
import { listId, tenantId } from '../ids.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

const day = z.iso.date()

/** When a list was received, and who of both sides confirmed it, in what function and on which day. */
export const handover = z.strictObject({
  receivedOn: day,
  client: z.strictObject({ function: z.enum(clientFunctions), on: day }).nullable(),
  centre: z.strictObject({ function: z.enum(centreFunctions), on: day }).nullable(),
})
export type Handover = z.infer<typeof handover>

/** A version of it, by whom and when it was entered. */
export const handoverVersion = handover.extend({
  version: z.int(),
  enteredBy: z.string(),
  enteredAt: milliseconds,
  /** The rule that held, and the last day on which an entry was in time by it. */
  businessDays: z.int(),
  dueOn: day,
  /** It was first entered after that day. */
  isLate: z.boolean(),
  /** Of the entry; null until it is placed. */
  entryPosition: z.int().nullable(),
})
export type HandoverVersion = z.infer<typeof handoverVersion>

export const listHandover = z.strictObject({
  /** In Japan. */
  today: day,
  /** The day on which the file came in: nothing was received later than that. */
  uploadedOn: day,
  /** Newest first; empty while nobody entered it. */
  versions: z.array(handoverVersion),
  /** Until when it is to be entered, by the rule of now and the day of the file; said while nobody did. */
  dueOn: day,
  isMissing: z.boolean(),
})
export type ListHandover = z.infer<typeof listHandover>

const params = z.strictObject({ tenantId, listId })

export const handoverRoutes = {
  'handovers.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/lists/:listId/handover',
    permission: 'lists.read',
    scope: 'tenant',
    params,
    output: listHandover,
    problems: ['not_found'],
  }),
  /** Enters it, or another version of it: what was entered stays. */
  'handovers.enter': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/lists/:listId/handover',
    permission: 'lists.import',
    scope: 'tenant',
    params,
    /** `version`: the one that was seen, 0 for none. */
    body: handover.extend({ version: z.int().min(0) }),
    output: done,
    problems: ['not_found', 'invalid_input', 'conflict', 'ledger_unavailable'],
  }),
  'handovers.rule': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/handover-rule',
    permission: 'lists.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ revision: z.int(), businessDays: z.int() }),
    problems: [],
  }),
  'handovers.setRule': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/handover-rule',
    permission: 'handovers.set_rule',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ revision: z.int().min(0), businessDays: z.int().min(0).max(mostHandoverDays) }),
    output: done,
    problems: ['conflict', 'ledger_unavailable'],
  }),
} as const
