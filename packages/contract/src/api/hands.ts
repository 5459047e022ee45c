import { z } from 'zod'
import { handSides, handText, operatorPhrases, supervisorPhrases } from '../hands.ts'
import { campaignId, entryId, personId, tenantId } from '../ids.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

/** Something that was said under a raised hand. A text is opened apart, by an entry; here stands only that there is one. */
export const handMessage = z.strictObject({
  messageId: z.uuid(),
  by: z.enum(handSides),
  at: milliseconds,
  phrase: z.enum([...operatorPhrases, ...supervisorPhrases]).nullable(),
  hasText: z.boolean(),
})
export type HandMessage = z.infer<typeof handMessage>

/** A hand that is up. */
export const raisedHand = z.strictObject({
  /** The id of the entry by which it was raised. */
  handId: entryId,
  /** Rises with each who takes it: sent along, so that of two supervisors one does. */
  revision: z.int(),
  campaignId,
  operatorId: personId,
  operator: z.string(),
  raisedAt: milliseconds,
  /** Raised at a call: texts may be written, and are sealed with that call's list. */
  isAboutCall: z.boolean(),
  taker: z.strictObject({ personId, displayName: z.string(), at: milliseconds }).nullable(),
  messages: z.array(handMessage),
})
export type RaisedHand = z.infer<typeof raisedHand>

const texts = z.strictObject({
  texts: z.array(z.strictObject({ messageId: z.uuid(), text: z.string() })),
  /** Null when there was nothing to open. */
  entryPosition: z.int().nullable(),
})
const text = z.strictObject({ text: handText })
const saidAs = z.strictObject({ messageId: z.uuid() })
const handParams = z.strictObject({ tenantId, handId: entryId })
const answering = ['not_found', 'taken_by_other', 'invalid_input', 'ledger_unavailable'] as const
const opening = ['ledger_unavailable', 'key_service_unavailable', 'key_service_refused'] as const

export const handRoutes = {
  /** The operator's own hand; null while it is down. */
  'hands.own': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/desk/hand',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ hand: raisedHand.nullable() }),
    problems: [],
  }),
  /** A hand that is up stays up. */
  'hands.raise': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/desk/hand',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ handId: entryId }),
    problems: ['not_at_desk', 'ledger_unavailable'],
  }),
  'hands.lower': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/desk/hand/lower',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    output: done,
    problems: ['ledger_unavailable'],
  }),
  'hands.say': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/desk/hand/messages',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    body: z.union([z.strictObject({ phrase: z.enum(operatorPhrases) }), text]),
    output: saidAs,
    problems: ['not_found', 'invalid_input', 'key_service_unavailable', 'ledger_unavailable'],
  }),
  /** Opens what was written under the operator's own hand. */
  'hands.openOwn': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/desk/hand/texts',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    output: texts,
    problems: ['not_found', ...opening],
  }),
  /** Takes a hand, or takes it over from another supervisor. */
  'hands.take': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/hands/:handId/take',
    permission: 'hands.answer',
    scope: 'tenant',
    params: handParams,
    body: z.strictObject({ revision: z.int() }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
  'hands.answer': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/hands/:handId/messages',
    permission: 'hands.answer',
    scope: 'tenant',
    params: handParams,
    body: z.union([z.strictObject({ phrase: z.enum(supervisorPhrases) }), text]),
    output: saidAs,
    problems: [...answering, 'key_service_unavailable'],
  }),
  /** Opens what was written under a hand, for the supervisor who took it. */
  'hands.open': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/hands/:handId/texts',
    permission: 'hands.answer',
    scope: 'tenant',
    params: handParams,
    output: texts,
    problems: ['not_found', ...opening],
  }),
  /** Lowers a hand that one has taken: what was asked is settled. */
  'hands.end': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/hands/:handId/end',
    permission: 'hands.answer',
    scope: 'tenant',
    params: handParams,
    output: done,
    problems: ['not_found', 'taken_by_other', 'ledger_unavailable'],
  }),
} as const
