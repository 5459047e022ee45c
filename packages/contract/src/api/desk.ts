import { z } from 'zod'
import { answeredByCodes } from '../answered-by.ts'
import { assignmentPriorities, mostChosen, skillLevels } from '../assignments.ts'
import { fieldCodes } from '../fields.ts'
import { attemptId, campaignId, entryId, personId, tenantId } from '../ids.ts'
import { previewEnds, previewLimits, previewSkips } from '../previews.ts'
import { ticketReasons } from '../tickets.ts'
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
/** `previewing`: a contact is shown before anything rings. */
export const deskStates = ['away', 'available', 'previewing', 'reserved', 'connected', 'wrap_up', 'gone'] as const
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
  /** The own number that the person called (入電); null where we called. */
  calledNumber: z.string().nullable(),
  /** For somebody who called us and is on no list of the campaign: whether the number is known here; null for a contact. */
  onNoList: z.strictObject({ hasNumber: z.boolean() }).nullable(),
})
export type CallInHand = z.infer<typeof callInHand>

/** One of the campaigns that an operator works at the same time. */
export const servedCampaign = z.strictObject({
  campaignId,
  name: z.string(),
  /** The name to give (名乗り): there before the contact is, when one of its calls is connected. */
  callerName: z.string(),
  isRunning: z.boolean(),
  priority: z.literal(assignmentPriorities),
  /** Its calls ask for more than the operator's skill: it gives none until somebody changes that. */
  isBeyondSkill: z.boolean(),
})
export type ServedCampaign = z.infer<typeof servedCampaign>

/** Whom an operator may call, shown before anything rings. What waits for a confirmation waits for the call. */
export const previewInHand = z.strictObject({
  previewId: entryId,
  /** `dialling` from the operator's key until somebody answers, or nobody does. */
  state: z.enum(['deciding', 'dialling']),
  fields: callInHand.shape.fields,
  withheld: callInHand.shape.withheld,
  maskedNumber: z.string(),
  /** Null while the contact is not open: no entry, no data. */
  entryPosition: z.int().nullable(),
  givenAt: milliseconds,
  /** When it ends by itself, and how. */
  limitAt: milliseconds,
  atLimit: z.enum(previewLimits),
  previous: z.array(z.strictObject({ at: milliseconds, disposition: z.string(), label: z.string() })).max(8),
  attemptNumber: z.int(),
})
export type PreviewInHand = z.infer<typeof previewInHand>

/**
 * Desk socket: /ws/desk?tenantId=... ; same session cookie, permission `desk.work`. Each message is checked like a
 * request body; an unknown or forged one is answered with `problem` and changes nothing. `seq` of a client message comes
 * back in `ok` or `problem`, so the page knows what was taken; a repeated `seq` is answered again and not done twice.
 */
export const deskFromClient = z.discriminatedUnion('type', [
  /**
   * Takes the seat for this tab. `takeOver` moves it here from another tab, which then shows so. An assigned operator
   * works `campaignId` and `alsoServing`, as far as they are assigned; anybody else `campaignId` alone.
   */
  z.strictObject({
    type: z.literal('take_seat'),
    seq: z.int(),
    campaignId,
    alsoServing: z
      .array(campaignId)
      .max(mostChosen - 1)
      .optional(),
    takeOver: z.boolean(),
  }),
  z.strictObject({ type: z.literal('available'), seq: z.int() }),
  z.strictObject({ type: z.literal('away'), seq: z.int(), reason: z.enum(awayReasons) }),
  z.strictObject({ type: z.literal('hang_up'), seq: z.int(), attemptId }),
  /** Calls whom the preview shows, or says why not. */
  z.strictObject({ type: z.literal('dial_preview'), seq: z.int(), previewId: entryId }),
  z.strictObject({ type: z.literal('skip_preview'), seq: z.int(), previewId: entryId, reason: z.enum(previewSkips) }),
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
    /** Why it is handed over, with a result that makes a ticket; its text is the memo. */
    ticketReason: z.enum(ticketReasons).optional(),
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
    /** The campaigns that an assigned operator works now, who comes first before; null with one of their own choice. */
    serving: z.array(servedCampaign).nullable(),
    call: callInHand.nullable(),
    preview: previewInHand.nullable(),
    /** Null during a call, on another day, or when there is none. */
    lastResult: lastResult.nullable(),
    today: z.strictObject({ calls: z.int(), talks: z.int(), successes: z.int() }),
    now: milliseconds,
  }),
  /** Answered, and being opened: the page shows that somebody is on the line before the data is there. */
  z.strictObject({ type: z.literal('connecting'), attemptId, campaignId }),
  /** What was shown before the call is not any more, and why. */
  z.strictObject({ type: z.literal('preview_over'), previewId: entryId, end: z.enum(previewEnds) }),
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
  /** A notice for this desk was published, changed or withdrawn; which, is read anew. */
  z.strictObject({ type: z.literal('notices_changed') }),
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
          /** Null for whoever is assigned to none: they choose one. */
          assigned: z
            .strictObject({ skill: z.literal(skillLevels), priority: z.literal(assignmentPriorities) })
            .nullable(),
          isBeyondSkill: z.boolean(),
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
        /** Of the call in hand, or of the last one; null when that is of a job out of sight. */
        campaignId: campaignId.nullable(),
        /** Campaigns in sight that give them calls. */
        serves: z.array(campaignId),
        state: z.enum(deskStates),
        awayReason: z.enum(awayReasons).nullable(),
        since: milliseconds,
        calls: z.int(),
        successes: z.int(),
        /** Contacts shown before a call today, and those of them whom the operator did not call. */
        previews: z.strictObject({ shown: z.int(), undialled: z.int() }),
        /** Spoken numbers that they took down today. */
        spokenNumbers: z.int(),
      }),
    ),
    campaigns: z.array(
      z.strictObject({
        campaignId,
        name: z.string(),
        kind: z.enum(['production', 'test']),
        state: z.enum(['draft', 'stopped', 'running', 'closed']),
        lines: z.strictObject({ dialling: z.int(), ringing: z.int(), connected: z.int() }),
        /** Who calls us and waits for an operator, and since when whoever waits longest. */
        callIns: z.strictObject({ waiting: z.int(), longestSince: milliseconds.nullable() }),
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
