import { awayReasons, type DeskToClient, type PersonId, type ProblemCode, problems } from '@sekisho/contract'
import { readOwnPreview } from '../dialling/index.ts'
import type { OpenedContact } from '../gate/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { readLastResult } from './correct-last.ts'
import type { DeskDependencies } from './dependencies.ts'
import { callInHandOf, type DeskView, type OpenedParts, readDesk, readHeldCall, undialled } from './desk-view.ts'
import type { Seen } from './open-rest.ts'
import { previewInHandOf } from './preview-view.ts'

/** A desk, who is at it and what was recorded last, as they stand in the database. */
export async function readMoment(
  tx: Tx,
  { campaigns, clock }: Pick<DeskDependencies, 'campaigns' | 'clock'>,
  operatorId: PersonId,
): Promise<Omit<Seen, 'today' | 'read'>> {
  const desk = await readDesk(tx, campaigns, operatorId)
  const call = await readHeldCall(tx, operatorId)
  // nothing of an earlier call, and of nobody else, is read while somebody is on the line
  if (call !== null) return { desk, call, preview: null, lastResult: null }
  const lastResult = await readLastResult(tx, campaigns, operatorId, clock.now())
  return { desk, call, preview: await readOwnPreview(tx, operatorId, undialled), lastResult }
}

const nothingShown: OpenedParts = { opened: null, confirmed: null, memos: null }

/** What was opened of whom, as far as this tab has got it. */
interface Opened {
  readonly call: OpenedParts | null
  readonly preview: OpenedContact | null
}

/** The desk as its page is told of it. */
export function deskMessage(
  { desk, call, preview, today, lastResult }: Seen & { readonly desk: DeskView },
  opened: Opened,
  nowMs: number,
): DeskToClient {
  return {
    type: 'desk',
    state: desk.state,
    awayReason: awayReasons.find((reason) => reason === desk.awayReason) ?? null,
    since: desk.sinceMs,
    campaign: {
      campaignId: desk.facts.campaignId,
      name: desk.facts.name,
      kind: desk.facts.kind,
      isRunning: desk.isRunning,
      settings: desk.facts.settings,
    },
    serving: desk.serving === null ? null : [...desk.serving],
    call: call === null ? null : callInHandOf(call, desk.facts, opened.call ?? nothingShown),
    preview: preview === null ? null : previewInHandOf(preview, desk.facts, opened.preview),
    lastResult: call === null ? lastResult : null,
    today: { calls: today.calls, talks: today.talks, successes: today.successes },
    now: nowMs,
  }
}

/** What was refused, in words. @param seq  of the message that was; null where none was sent */
export function problemOf(seq: number | null, code: ProblemCode): DeskToClient {
  const { ja, en } = problems[code]
  return { type: 'problem', seq, code, ja, en }
}
