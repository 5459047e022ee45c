import { z } from 'zod'
import { answeredByCodes } from '../answered-by.ts'
import { fieldCodes } from '../fields.ts'
import { attemptId, campaignId, personId, tenantId } from '../ids.ts'
import { milliseconds, tenantParams } from './common.ts'
import { campaignSettings } from './campaigns.ts'
import { raisedHand } from './hands.ts'
import { route } from './route.ts'

export const awayReasons = [
  'lunch',
  'break',
  'training',
  'meeting',
  'paperwork',
  'supervisor',
  'toilet',
  'system',
] as const
export const deskStates = ['away', 'available', 'reserved', 'connected', 'wrap_up', 'gone'] as const
export type DeskState = (typeof deskStates)[number]

/** The call in hand as its operator sees it. `fields` are clear, and were opened by the entry at `entryPosition`. */
export const callInHand = z.strictObject({
  attemptId,
  campaignId,
  state: z.enum(['connected', 'wrap_up']),
  /** The customer is gone; the result is still owed. */
  hasHungUp: z.boolean(),
  fields: z.array(z.strictObject({ field: z.enum(fieldCodes), label: z.string(), value: z.string() })),
  /** What opens once it is certain who is on the line: their words, nothing of their values. Empty afterwards. */
  withheld: z.array(z.strictObject({ field: z.enum(fieldCodes), label: z.string() })),
  /** Null until the operator has said who speaks. */
  answeredBy: z.enum(answeredByCodes).nullable(),
  /** When the operator said that it is certain who this is; null before, and when somebody else came to the telephone. */
  confirmedAt: milliseconds.nullable(),
  /** The entry by which the fields after confirmation were opened. */
  confirmedPosition: z.int().nullable(),
  /** The number on the line, masked but for its last four digits. */
  maskedNumber: z.string(),
  /** Null while the contact is not open: no entry, no data. */
  entryPosition: z.int().nullable(),
  connectedAt: milliseconds,
  wrapUpSince: milliseconds.nullable(),
  /** Earlier calls, newest first. A memo is null until it was opened, by the entry at `memosPosition`. */
  previous: z
    .array(
      z.strictObject({
        at: milliseconds,
        disposition: z.string(),
        label: z.string(),
        hasMemo: z.boolean(),
        memo: z.string().nullable(),
      }),
    )
    .max(8),
  memosPosition: z.int().nullable(),
  attemptNumber: z.int(),
})
export type CallInHand = z.infer<typeof callInHand>

/**
 * Desk socket: /ws/desk?tenantId=... ; same session cookie, permission `desk.work`. Each message is checked like a
 * request body; an unknown or forged one is answered with `problem` and changes nothing. `seq` of a client message comes
 * back in `ok` or `problem`, so the page knows what was taken; a repeated `seq` is answered again and not done twice.
 */
export const deskFromClient = z.discriminatedUnion('type', [
  /** Takes the seat for this tab. `takeOver` moves it here from another tab, which then shows so. */
  z.strictObject({ type: z.literal('take_seat'), seq: z.int(), campaignId, takeOver: z.boolean() }),
  z.strictObject({ type: z.literal('available'), seq: z.int() }),
  z.strictObject({ type: z.literal('away'), seq: z.int(), reason: z.enum(awayReasons) }),
  z.strictObject({ type: z.literal('hang_up'), seq: z.int(), attemptId }),
  /** Who is on the line; `isConfirmed` says that it is certain (本人確認), and opens what waits for that. */
  z.strictObject({
    type: z.literal('answered_by'),
    seq: z.int(),
    attemptId,
    answeredBy: z.enum(answeredByCodes),
    isConfirmed: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('record'),
    seq: z.int(),
    attemptId,
    disposition: z.string().regex(/^[A-Z0-9]{2,3}$/),
    memo: z.string().max(500),
    callbackAt: milliseconds.optional(),
    /** What follows: ready for the next call, or away. */
    then: z.union([z.literal('available'), z.enum(awayReasons)]),
  }),
  /** Another result for the last call; its memo stays as it is. */
  z.strictObject({
    type: z.literal('correct'),
    seq: z.int(),
    attemptId,
    disposition: z.string().regex(/^[A-Z0-9]{2,3}$/),
    callbackAt: milliseconds.optional(),
    /** How many corrections the page has seen. */
    version: z.int().min(0),
  }),
])
export type DeskFromClient = z.infer<typeof deskFromClient>

/** The operator's last result, while it may be corrected at the desk. */
export const lastResult = z.strictObject({
  attemptId,
  recordedAt: milliseconds,
  disposition: z.string(),
  label: z.string(),
  callbackAt: milliseconds.nullable(),
  /** How often it was corrected. */
  version: z.int(),
})
export type LastResult = z.infer<typeof lastResult>

export const deskToClient = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('desk'),
    state: z.enum(deskStates),
    /** Beside any other state than `away`: a break is booked, and begins when the line or the call of this seat is over. */
    awayReason: z.enum(awayReasons).nullable(),
    since: milliseconds,
    campaign: z
      .strictObject({
        campaignId,
        name: z.string(),
        kind: z.enum(['production', 'test']),
        isRunning: z.boolean(),
        settings: campaignSettings,
      })
      .nullable(),
    call: callInHand.nullable(),
    /** Null during a call, on another day, or when there is none. */
    lastResult: lastResult.nullable(),
    today: z.strictObject({ calls: z.int(), talks: z.int(), successes: z.int() }),
    now: milliseconds,
  }),
  /** Answered, and being opened: the page shows that somebody is on the line before the data is there. */
  z.strictObject({ type: z.literal('connecting'), attemptId }),
  z.strictObject({ type: z.literal('ok'), seq: z.int() }),
  z.strictObject({
    type: z.literal('problem'),
    seq: z.int().nullable(),
    code: z.string(),
    ja: z.string(),
    en: z.string(),
  }),
  /** Another tab took the seat; this one sees nothing more. */
  z.strictObject({ type: z.literal('seat_lost') }),
  /** The right to a job ended while a result was owed there: it went to a supervisor, without having been entered. */
  z.strictObject({ type: z.literal('handed_over') }),
  /** The ledger stopped: what happens to the person on the line, and what to say. */
  z.strictObject({ type: z.literal('ledger'), isAvailable: z.boolean() }),
  /** Something happened to the operator's raised hand; what, is read anew. */
  z.strictObject({ type: z.literal('hand_changed') }),
  z.strictObject({ type: z.literal('session_over') }),
])
export type DeskToClient = z.infer<typeof deskToClient>

export const deskRoutes = {
  'desk.campaigns': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/desk/campaigns',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      campaigns: z.array(
        z.strictObject({
          campaignId,
          name: z.string(),
          callerName: z.string(),
          kind: z.enum(['production', 'test']),
          isRunning: z.boolean(),
        }),
      ),
    }),
    problems: [],
  }),
} as const

/** Floor socket: /ws/floor?tenantId=... ; permission `floor.watch`. Sent at most once a second, and on connecting. */
export const floorToClient = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('floor'),
    now: milliseconds,
    operators: z.array(
      z.strictObject({
        personId,
        displayName: z.string(),
        campaignId,
        state: z.enum(deskStates),
        awayReason: z.enum(awayReasons).nullable(),
        since: milliseconds,
        calls: z.int(),
        successes: z.int(),
      }),
    ),
    campaigns: z.array(
      z.strictObject({
        campaignId,
        name: z.string(),
        kind: z.enum(['production', 'test']),
        state: z.enum(['draft', 'stopped', 'running', 'closed']),
        lines: z.strictObject({ dialling: z.int(), ringing: z.int(), connected: z.int() }),
        today: z.strictObject({
          attempts: z.int(),
          answered: z.int(),
          talks: z.int(),
          abandoned: z.int(),
          successes: z.int(),
        }),
        abandonCapPercent: z.int(),
        outcomes: z.array(z.strictObject({ code: z.string(), label: z.string(), count: z.int() })),
        leads: z.strictObject({
          total: z.int(),
          finished: z.int(),
          callable: z.int(),
          inProgress: z.int(),
          held: z.int(),
        }),
        /** Why the dialler does what it does, in one sentence. */
        because: z.strictObject({ ja: z.string(), en: z.string() }).nullable(),
      }),
    ),
  }),
  /** All hands that are up, who waits longest first: on connecting, and as soon as one changes. */
  z.strictObject({ type: z.literal('hands'), now: milliseconds, hands: z.array(raisedHand) }),
  z.strictObject({ type: z.literal('ledger'), isAvailable: z.boolean() }),
  z.strictObject({ type: z.literal('session_over') }),
])
export type FloorToClient = z.infer<typeof floorToClient>

export const socketQuery = z.strictObject({ tenantId })
