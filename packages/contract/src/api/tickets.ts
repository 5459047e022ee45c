import { z } from 'zod'
import { fieldCodes } from '../fields.ts'
import { attemptId, campaignId, entryId, personId, tenantId } from '../ids.ts'
import {
  ticketAddressees,
  ticketNote,
  ticketOutcomes,
  ticketReasons,
  ticketStates,
  ticketStepKinds,
} from '../tickets.ts'
import { done, milliseconds, nothing, tenantParams } from './common.ts'
import { route } from './route.ts'

const date = z.iso.date()
const person = z.strictObject({ personId, displayName: z.string() })

/** A call that was handed over. Nothing here says who was called, nor what was said. */
export const ticket = z.strictObject({
  /** The id of the entry by which it was made. */
  ticketId: entryId,
  /** Six hex digits to speak of it by. */
  mark: z.string(),
  /** Rises with each step: sent along, so that of two who do something one does. */
  revision: z.int(),
  campaignId,
  campaign: z.string(),
  attemptId,
  /** The result that made it. */
  disposition: z.string(),
  label: z.string(),
  /** That result was corrected since, after somebody had taken the ticket. */
  isCorrected: z.boolean(),
  reason: z.enum(ticketReasons),
  addressee: z.enum(ticketAddressees),
  state: z.enum(ticketStates),
  /** The last day on which it is in time, in Japan. */
  dueOn: date,
  /** While it waits, the day until which; it is not overdue before. */
  waitsUntil: date.nullable(),
  timing: z.enum(['coming', 'today', 'overdue', 'over']),
  owner: person.nullable(),
  madeAt: milliseconds,
  /** Whose call it was. */
  operator: z.string(),
  /** Sealed texts: the memo of the call and later notes. */
  texts: z.int(),
  /** How often its contact was opened. Who reads beside sees the count, and never whom. */
  looks: z.int(),
  outcome: z.enum(ticketOutcomes).nullable(),
})
export type Ticket = z.infer<typeof ticket>

/** Somebody who opened contacts by tickets today: how many tickets, how often, and tickets without a step of theirs after it. */
export const ticketLooks = z.strictObject({
  personId,
  name: z.string(),
  tickets: z.int(),
  looks: z.int(),
  withoutStep: z.int(),
})
export type TicketLooks = z.infer<typeof ticketLooks>

/** What was done with a ticket, by the entry that says so. A note is one, too, without its words. */
export const ticketStep = z.strictObject({
  kind: z.enum([...ticketStepKinds, 'noted']),
  at: milliseconds,
  by: z.string(),
  owner: z.string().nullable(),
  waitsUntil: date.nullable(),
  outcome: z.enum(ticketOutcomes).nullable(),
  /** Its place in the tenant's ledger; null for a moment after it was written. */
  entryPosition: z.int().nullable(),
})
export type TicketStep = z.infer<typeof ticketStep>

const ticketParams = z.strictObject({ tenantId, ticketId: entryId })
const revision = z.int()
const acting = ['not_found', 'conflict', 'ledger_unavailable', 'key_service_unavailable'] as const
const asOwner = [...acting, 'not_your_ticket'] as const

export const ticketRoutes = {
  /** Unfinished ones, the most overdue first; or those that ended, the latest first. Two hundred at most. */
  'tickets.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/tickets',
    permission: 'tickets.read',
    scope: 'tenant',
    params: tenantParams,
    query: z.strictObject({
      campaignId: campaignId.optional(),
      state: z.enum(['unfinished', 'own', 'done', 'withdrawn']).optional(),
    }),
    output: z.strictObject({ today: date, tickets: z.array(ticket), hasMore: z.boolean() }),
    problems: [],
  }),
  /** For the frame of every page. */
  'tickets.overdue': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/tickets/overdue',
    permission: 'tickets.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ overdue: z.int() }),
    problems: [],
  }),
  /** Oldest first. */
  'tickets.history': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/tickets/:ticketId/history',
    permission: 'tickets.read',
    scope: 'tenant',
    params: ticketParams,
    output: z.strictObject({ steps: z.array(ticketStep) }),
    problems: ['not_found'],
  }),
  /** Of today in Japan, those without a step first. */
  'tickets.looks': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/tickets/looks',
    permission: 'tickets.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ people: z.array(ticketLooks) }),
    problems: [],
  }),
  /** The contact, for whoever took the ticket. */
  'tickets.openContact': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/contact',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    body: nothing,
    output: z.strictObject({
      fields: z.array(z.strictObject({ field: z.enum(fieldCodes), label: z.string(), value: z.string() })),
      entryPosition: z.int(),
    }),
    problems: ['not_found', 'not_your_ticket', 'ledger_unavailable', 'key_service_unavailable', 'key_service_refused'],
  }),
  /** Whether it is still in one's hand: asked again and again while its contact is shown. */
  'tickets.isInHand': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/tickets/:ticketId/in-hand',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    output: z.strictObject({ isInHand: z.boolean() }),
    problems: ['not_found'],
  }),
  /** Supervisors whose designation covers the campaign of a ticket. */
  'tickets.owners': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/tickets/:ticketId/owners',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    output: z.strictObject({ owners: z.array(person) }),
    problems: ['not_found'],
  }),
  /** Takes a ticket, from its owner if it has one. */
  'tickets.take': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/take',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    body: z.strictObject({ revision }),
    output: done,
    problems: [...acting],
  }),
  'tickets.give': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/owner',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    body: z.strictObject({ revision, ownerId: personId }),
    output: done,
    problems: [...acting, 'invalid_input'],
  }),
  'tickets.note': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/notes',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    body: z.strictObject({ text: ticketNote }),
    output: z.strictObject({ noteId: z.uuid() }),
    problems: [...asOwner, 'invalid_input'],
  }),
  /** Nothing can be done before that day, which is today or later. */
  'tickets.wait': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/wait',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    body: z.strictObject({ revision, until: date }),
    output: done,
    problems: [...asOwner, 'invalid_input'],
  }),
  'tickets.done': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/done',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    body: z.strictObject({ revision, outcome: z.enum(ticketOutcomes) }),
    output: done,
    problems: [...asOwner],
  }),
  /** Opens the memo of the call and all notes, by one entry. */
  'tickets.open': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/tickets/:ticketId/texts',
    permission: 'tickets.work',
    scope: 'tenant',
    params: ticketParams,
    output: z.strictObject({
      /** Oldest first; the first is the memo of the call if it has one. */
      texts: z.array(z.strictObject({ textId: z.uuid(), text: z.string() })),
      /** Null when there was nothing to open. */
      entryPosition: z.int().nullable(),
    }),
    problems: ['not_found', 'ledger_unavailable', 'key_service_unavailable', 'key_service_refused'],
  }),
} as const
