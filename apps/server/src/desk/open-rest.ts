import { type AttemptId, type LastResult, ProblemError } from '@sekisho/contract'
import type { Gate, OpenedContact, OpenedMemos } from '../gate/index.ts'
import type { Sitter } from './dependencies.ts'
import type { DeskMoment } from './desk-view.ts'
import type { Today } from './today.ts'

/** What the page is shown of the contact; kept for this call and this tab, so that an outage does not take it away. */
export interface Shown {
  readonly attemptId: AttemptId
  readonly opened: OpenedContact
  /** The last read that had begun when it was opened: what that one and those before it do not know of was not there yet. */
  readonly sinceRead: number
  /** What waited until it was certain who is on the line. */
  confirmed: OpenedContact | null
  memos: OpenedMemos | null
}

/** What the page is told of: the desk with the figures of the day. */
export interface Seen extends DeskMoment {
  /** Which of the tab's reads it came of. */
  readonly read: number
  readonly today: Today
  readonly lastResult: LastResult | null
}

interface ShownPage {
  shown(): Shown | null
  push(): Promise<void>
}

/**
 * Opens what follows the contact, so that nobody waits for it: what waits until it is certain who is on the line, and what
 * was noted at earlier calls, which waits with it. Each by an entry of its own; nothing that is shown already again.
 */
export async function openRest(
  gate: Pick<Gate, 'openConfirmed' | 'openMemos'>,
  { actor, tenantId }: Sitter,
  { desk, call }: Seen,
  { shown, push }: ShownPage,
): Promise<void> {
  // there is nothing more of whoever is on no list
  if (desk === null || call === null || call.onNoList !== null) return
  const isWithholding = desk.facts.settings.visibleFields.some(({ afterConfirmation }) => afterConfirmation === true)
  if (isWithholding && call.confirmedAtMs === null) return
  const { attemptId } = call
  const page = (): Shown | null => (shown()?.attemptId === attemptId ? shown() : null)
  try {
    if (isWithholding && page()?.confirmed === null) {
      const confirmed = await gate.openConfirmed(actor, tenantId, attemptId)
      const now = page()
      if (now === null) return
      now.confirmed = confirmed
      await push()
    }
    if (!call.previous.some(({ hasMemo }) => hasMemo) || page()?.memos !== null) return
    const memos = await gate.openMemos(actor, tenantId, attemptId)
    const now = page()
    if (now === null) return
    now.memos = memos
    await push()
  } catch (error) {
    // the page says what is not shown; the call goes on without it
    if (!(error instanceof ProblemError)) throw error
  }
}
