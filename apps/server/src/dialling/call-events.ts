import { attemptId, campaignId, entryId, personId, previewEnds, tenantId } from '@sekisho/contract'
import { z } from 'zod'
import { eventChannel, type Events } from '../platform/events/index.ts'

const ofPreview = { tenantId, campaignId, previewId: entryId, operatorId: personId } as const
const ofCall = { tenantId, attemptId, operatorId: personId } as const

/**
 * What dialler, desks and floors tell each other, in one process or in several. Ids only; whoever needs more reads it
 * from the database, where it was committed before the event was sent.
 */
export const callEvent = z.discriminatedUnion('kind', [
  /** Somebody answered and this operator was chosen; open the contact now, unless it is a caller who is on no list. */
  z.strictObject({ kind: z.literal('connecting'), campaignId, isOnNoList: z.boolean().optional(), ...ofCall }),
  /** Both hear each other; `atMs` as in the database. */
  z.strictObject({ kind: z.literal('connected'), atMs: z.int(), ...ofCall }),
  /** The line is gone, the result is still owed; `atMs` as in the database. */
  z.strictObject({ kind: z.literal('talk_ended'), atMs: z.int(), ...ofCall }),
  /** The operator was reserved or chosen and never talked: free again. */
  z.strictObject({ kind: z.literal('released'), ...ofCall }),
  /** The operator asks to end the call. */
  z.strictObject({ kind: z.literal('hang_up'), ...ofCall }),
  /** The person is not to be called any more: hang up, if nobody has answered. */
  z.strictObject({ kind: z.literal('withdrawn'), tenantId, campaignId, attemptId }),
  /** The result is written; what is left of the call ends. */
  z.strictObject({ kind: z.literal('recorded'), campaignId, ...ofCall }),
  /** This operator was given somebody to look at before anything rings: open the contact. */
  z.strictObject({ kind: z.literal('previewing'), ...ofPreview }),
  /** The operator looks at nobody any more, and why. */
  z.strictObject({ kind: z.literal('preview_over'), end: z.enum(previewEnds), ...ofPreview }),
  /** An operator's state or campaign changed. */
  z.strictObject({ kind: z.literal('desk_changed'), tenantId, campaignId, operatorId: personId }),
  /** An operator's hand was raised, taken, answered or lowered. */
  z.strictObject({ kind: z.literal('hand_changed'), tenantId, operatorId: personId }),
  /** A notice for this operator's desk was published, changed or withdrawn. */
  z.strictObject({ kind: z.literal('notices_changed'), tenantId, operatorId: personId }),
  /** The seat belongs to this connection now; any other tab of the person loses it. */
  z.strictObject({ kind: z.literal('seat_moved'), tenantId, operatorId: personId, connection: z.uuid() }),
  /** Why the dialler does what it does, when the reason changed. */
  z.strictObject({
    kind: z.literal('pacing'),
    tenantId,
    campaignId,
    because: z.strictObject({ ja: z.string(), en: z.string() }),
  }),
])
export type CallEvent = z.output<typeof callEvent>
export type CallEvents = Events<CallEvent>

/** The channel of call events, over PostgreSQL. */
export const createCallEvents = eventChannel({
  channel: 'sekisho_calls',
  schema: callEvent,
  tells: 'after_commit',
})
