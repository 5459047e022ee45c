import {
  type AttemptId,
  type EntryId,
  type HandSide,
  mostHandTexts,
  type OperatorPhrase,
  ProblemError,
  type SupervisorPhrase,
} from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { asProblem } from '../gate/index.ts'
import { isHeld } from '../lists/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Asking } from './asking.ts'
import type { HandDependencies } from './dependencies.ts'
import { callOf, countTexts, type HandRow } from './queries.ts'

/** A ready word, or a text, which may name somebody whatever was forbidden. */
export type Said = { readonly phrase: OperatorPhrase | SupervisorPhrase } | { readonly text: string }

export interface OpenedTexts {
  readonly texts: { messageId: string; text: string }[]
  /** Null when there was nothing to open. */
  readonly entryPosition: number | null
}

/** Ready words under one hand: more are a mistake or an attack. */
const mostMessages = 200

/**
 * Adds something said to a hand that the caller has locked.
 *
 * @returns  the id of the message
 * @throws ProblemError `invalid_input` a text under a hand of no call or of an earlier one, or too many;
 *         `ledger_unavailable`, `key_service_unavailable`
 */
export async function say(
  { writer, keys, clock, events }: HandDependencies,
  tx: Tx,
  { actor, tenantId, policyHash }: Asking,
  hand: HandRow,
  side: HandSide,
  said: Said,
): Promise<string> {
  const messageId = newId<string>()
  await requireRoom(tx, hand.hand_id)
  const sealed = 'text' in said ? await sealText({ keys }, tx, hand, messageId, said.text) : null
  await tx.db
    .insertInto('tenant.hand_messages')
    .values({
      ...{ tenant_id: tenantId, message_id: messageId, campaign_id: hand.campaign_id, hand_id: hand.hand_id },
      ...{ said_by: side, said_at: new Date(clock.now()), phrase: 'phrase' in said ? said.phrase : null, sealed },
    })
    .execute()
  await writer.enter(tx, {
    type: 'hand.said',
    purpose: side === 'operator' ? 'call' : 'supervision',
    campaignKind: hand.kind,
    policyHash,
    refs: { campaign: hand.campaign_id, entry: hand.hand_id, session: actor.sessionId },
  })
  await events.announce(tx, { kind: 'hand_changed', tenantId, operatorId: hand.operator_id })
  return messageId
}

async function requireRoom(tx: Tx, handId: EntryId): Promise<void> {
  const { rows } = await tx.client.query<{ count: number }>(
    'select count(*)::int as count from tenant.hand_messages where tenant_id = $1 and hand_id = $2',
    [tenantOf(tx), handId],
  )
  if ((rows[0]?.count ?? 0) >= mostMessages) throw new ProblemError('invalid_input', 'too_many')
}

/** Under the key of the list whose call the hand was raised at: what slips into a text ends with that list at the latest. */
async function sealText(
  { keys }: Pick<HandDependencies, 'keys'>,
  tx: Tx,
  { hand_id: handId, attempt_id: attemptId, has_other_call: hasOtherCall }: HandRow,
  messageId: string,
  text: string,
): Promise<Buffer> {
  const call = attemptId === null || hasOtherCall ? undefined : await callOf(tx, attemptId)
  if (call === undefined) throw new ProblemError('invalid_input', 'text', 'no_call')
  if ((await countTexts(tx, handId)) >= mostHandTexts) throw new ProblemError('invalid_input', 'text', 'too_many')
  const { contact_id: contactId, list_id: listId } = call
  try {
    // a place of its own beside the memo of the call, which stands at the attempt's id
    const place = { tenantId: tenantOf(tx), listId, contactId, attemptId: messageId as AttemptId }
    return Buffer.from(await keys.sealMemo({ ...place, text }))
  } catch (error) {
    throw error instanceof KeyServiceError ? asProblem(error) : error
  }
}

/** @throws ProblemError as the gate's `openHandTexts` */
export async function openTexts(
  { gate }: Pick<HandDependencies, 'gate'>,
  { actor, tenantId }: Asking,
  handId: EntryId,
  side: HandSide,
): Promise<OpenedTexts> {
  const { memos, entryPosition } = await gate.openHandTexts(actor, tenantId, handId, side)
  return { texts: memos.map(({ attemptId, text }) => ({ messageId: attemptId, text })), entryPosition }
}

/**
 * Deletes what was written under a hand that is down. A legal hold keeps it, sealed and unreadable by the product; the
 * next tidying after the hold deletes it.
 */
export async function deleteTexts(
  { writer }: Pick<HandDependencies, 'writer'>,
  tx: Tx,
  { hand_id: handId, campaign_id: campaign, kind, attempt_id: attemptId }: HandRow,
): Promise<void> {
  if (attemptId === null || (await countTexts(tx, handId)) === 0) return
  const listId = (await callOf(tx, attemptId))?.list_id
  const about = [{ kind: 'campaign' as const, id: campaign }]
  if (await isHeld(tx, listId === undefined ? about : [...about, { kind: 'list', id: listId }])) return
  const { rowCount } = await tx.client.query(
    'update tenant.hand_messages set sealed = null where tenant_id = $1 and hand_id = $2 and sealed is not null',
    [tenantOf(tx), handId],
  )
  await writer.enter(tx, {
    type: 'hand.texts_deleted',
    purpose: 'supervision',
    campaignKind: kind,
    counts: { rows: rowCount ?? 0 },
    refs: { campaign, entry: handId, ...(listId === undefined ? {} : { list: listId }) },
  })
}
