import type { EntryId, PreviewSkip } from '@sekisho/contract'
import { givePreviewBack, wantDial } from '../dialling/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { NotOwnAttemptError } from './record-result.ts'
import { requireSeat } from './seat.ts'

type PreviewDependencies = Pick<DeskDependencies, 'database' | 'writer' | 'clock' | 'events'>

/**
 * Has the dialler call whom the operator looks at.
 *
 * @throws ProblemError `seat_taken`, `preview_over`, `preview_unseen`
 * @throws NotOwnAttemptError
 */
export async function dialPreview(
  { database, clock, events }: PreviewDependencies,
  sitter: Sitter,
  previewId: EntryId,
): Promise<void> {
  const { actor, tenantId, rowScope } = sitter
  const isOwn = await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      await requireSeat(tx, sitter)
      return wantDial(events, tx, { operatorId: actor.personId, previewId, nowMs: clock.now() })
    },
    rowScope,
  )
  if (!isOwn) throw new NotOwnAttemptError(null)
}

/**
 * Gives back whom the operator looks at, with a reason.
 *
 * @throws ProblemError `seat_taken`, `preview_over`, `ledger_unavailable`
 * @throws NotOwnAttemptError
 */
export async function skipPreview(
  dependencies: PreviewDependencies,
  sitter: Sitter,
  previewId: EntryId,
  reason: PreviewSkip,
): Promise<void> {
  const { database, clock } = dependencies
  const { actor, tenantId, policyHash, rowScope } = sitter
  const isOwn = await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      await requireSeat(tx, sitter)
      const back = { actor, policyHash, previewId, end: reason, nowMs: clock.now() }
      return givePreviewBack(dependencies, tx, back)
    },
    rowScope,
  )
  if (!isOwn) throw new NotOwnAttemptError(null)
}
