import { type EntryId, ProblemError, type RaisedHand } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Asking } from './asking.ts'
import type { HandDependencies } from './dependencies.ts'
import { type HandRow, lockHand, lockSeatOf, readRaisedHands } from './queries.ts'
import { deleteTexts, openTexts, say, type Said, type OpenedTexts } from './texts.ts'

/** Raised hands: what an operator and a supervisor do with them. */
export interface Hands {
  /** The asking operator's hand; null while it is down. */
  own(asking: Asking): Promise<RaisedHand | null>
  /**
   * Raises the asking operator's hand, at the call in hand if there is one. A hand that is up stays as it is.
   *
   * @throws ProblemError `not_at_desk`, `ledger_unavailable`
   */
  raise(asking: Asking): Promise<EntryId>
  /** Lowers the asking operator's hand, if it is up. */
  lower(asking: Asking): Promise<void>
  /** @returns  the id of the message @throws ProblemError `not_found` it is down; `invalid_input` a text without a call, or too many; `ledger_unavailable` */
  say(asking: Asking, said: Said): Promise<string>
  /** @throws ProblemError as the gate's `openHandTexts` */
  openOwn(asking: Asking): Promise<OpenedTexts>
  /**
   * Takes a hand, or takes it over: of several who saw the same one does.
   *
   * @throws ProblemError `not_found` it is down; `conflict` somebody was first, or it is one's own; `ledger_unavailable`
   */
  take(asking: Asking, handId: EntryId, revision: number): Promise<void>
  /** @throws ProblemError as `say`; `taken_by_other` */
  answer(asking: Asking, handId: EntryId, said: Said): Promise<string>
  /** @throws ProblemError as the gate's `openHandTexts` */
  open(asking: Asking, handId: EntryId): Promise<OpenedTexts>
  /** Lowers a hand that one has taken. @throws ProblemError `not_found`, `taken_by_other`, `ledger_unavailable` */
  end(asking: Asking, handId: EntryId): Promise<void>
}

export function createHands(dependencies: HandDependencies): Hands {
  const { database, writer, clock, events } = dependencies
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  async function ownHand(tx: Tx, { actor }: Asking): Promise<HandRow> {
    const hand = await lockHand(tx, { operatorId: actor.personId })
    if (hand === undefined) throw new ProblemError('not_found')
    return hand
  }

  /** The hand, if whoever asks is the one who took it. */
  async function takenHand(tx: Tx, { actor }: Asking, handId: EntryId): Promise<HandRow> {
    const hand = await lockHand(tx, { handId })
    if (hand === undefined) throw new ProblemError('not_found')
    if (hand.taken_by !== actor.personId) throw new ProblemError('taken_by_other')
    return hand
  }

  return {
    own: (asking) =>
      within(asking, async (tx) => {
        const [own] = await readRaisedHands(tx, asking.actor.personId)
        return own?.hand ?? null
      }),

    raise: (asking) =>
      within(asking, async (tx) => {
        const { actor, tenantId, policyHash } = asking
        // the seat's lock: the key pressed twice raises one hand, and no hand outlives the seat unseen
        const seat = await lockSeatOf(tx, actor.personId)
        if (seat === undefined) throw new ProblemError('not_at_desk')
        const up = await lockHand(tx, { operatorId: actor.personId })
        if (up !== undefined) return up.hand_id
        const handId = await writer.enter(tx, {
          type: 'hand.raised',
          purpose: 'call',
          campaignKind: seat.kind,
          policyHash,
          refs: {
            ...{ campaign: seat.campaign_id, session: actor.sessionId },
            ...(seat.attempt_id === null ? {} : { attempt: seat.attempt_id }),
          },
        })
        await tx.db
          .insertInto('tenant.hands')
          .values({
            ...{ tenant_id: tenantId, hand_id: handId, campaign_id: seat.campaign_id, operator_id: actor.personId },
            ...{ attempt_id: seat.attempt_id, raised_at: new Date(clock.now()) },
          })
          .execute()
        await events.announce(tx, { kind: 'hand_changed', tenantId, operatorId: actor.personId })
        return handId
      }),

    lower: (asking) =>
      within(asking, async (tx) => {
        const hand = await lockHand(tx, { operatorId: asking.actor.personId })
        if (hand !== undefined) await lowerHand(dependencies, tx, hand, 'operator', policyOf(asking))
      }),

    say: (asking, said) =>
      within(asking, async (tx) => say(dependencies, tx, asking, await ownHand(tx, asking), 'operator', said)),

    async openOwn(asking) {
      const { hand_id: handId } = await within(asking, (tx) => ownHand(tx, asking))
      return openTexts(dependencies, asking, handId, 'operator')
    },

    take: (asking, handId, revision) =>
      within(asking, async (tx) => {
        const { actor, tenantId, policyHash } = asking
        const hand = await lockHand(tx, { handId })
        if (hand === undefined) throw new ProblemError('not_found')
        if (hand.revision !== revision || hand.operator_id === actor.personId) throw new ProblemError('conflict')
        await tx.db
          .updateTable('tenant.hands')
          .set({ taken_by: actor.personId, taken_at: new Date(clock.now()), revision: revision + 1 })
          .where('hand_id', '=', handId)
          .execute()
        await writer.enter(tx, {
          type: 'hand.taken',
          purpose: 'supervision',
          campaignKind: hand.kind,
          policyHash,
          refs: { campaign: hand.campaign_id, entry: handId, session: actor.sessionId },
        })
        await events.announce(tx, { kind: 'hand_changed', tenantId, operatorId: hand.operator_id })
      }),

    answer: (asking, handId, said) =>
      within(asking, async (tx) =>
        say(dependencies, tx, asking, await takenHand(tx, asking, handId), 'supervisor', said),
      ),

    open: (asking, handId) => openTexts(dependencies, asking, handId, 'supervisor'),

    end: (asking, handId) =>
      within(asking, async (tx) => {
        const hand = await takenHand(tx, asking, handId)
        await lowerHand(dependencies, tx, hand, 'supervisor', policyOf(asking))
      }),
  }
}

function policyOf({ actor, policyHash }: Asking) {
  return { policyHash, session: actor.sessionId }
}

/**
 * Lowers a hand that the caller has locked, and deletes what was written under it.
 *
 * @param decided  left out by the product itself
 */
export async function lowerHand(
  dependencies: Pick<HandDependencies, 'writer' | 'clock' | 'events'>,
  tx: Tx,
  hand: HandRow,
  by: 'operator' | 'supervisor' | 'left',
  decided?: ReturnType<typeof policyOf>,
): Promise<void> {
  const { writer, clock, events } = dependencies
  const { hand_id: handId, campaign_id: campaign, operator_id: operatorId } = hand
  await tx.db
    .updateTable('tenant.hands')
    .set({ lowered_at: new Date(clock.now()), lowered_by: by })
    .where('hand_id', '=', handId)
    .execute()
  await writer.enter(tx, {
    type: 'hand.lowered',
    purpose: by === 'operator' ? 'call' : 'supervision',
    campaignKind: hand.kind,
    ...(decided === undefined ? {} : { policyHash: decided.policyHash }),
    refs: { campaign, entry: handId, ...(decided === undefined ? {} : { session: decided.session }) },
  })
  await deleteTexts(dependencies, tx, hand)
  await events.announce(tx, { kind: 'hand_changed', tenantId: tenantOf(tx), operatorId })
}
