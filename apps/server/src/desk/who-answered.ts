import { confirmableCodes, type DeskFromClient, ProblemError } from '@sekisho/contract'
import { tenantOf } from '../platform/database/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { ownAttempt } from './record-result.ts'
import { requireSeat } from './seat.ts'

export type WhoAnswered = Extract<DeskFromClient, { readonly type: 'answered_by' }>

/**
 * Keeps who is on the line, as the operator says it, and whether that is certain. Only somebody who is on the line can be
 * confirmed; who spoke may also be said after the call. Whoever names another one takes the confirmation back.
 *
 * It is entered with what follows from it: the opening of what waited for it, and the result.
 *
 * @throws ProblemError `invalid_input` not somebody to confirm; `call_over` it has its result; `no_live_call` not
 *         connected, or hung up before anybody was confirmed; `seat_taken`
 * @throws NotOwnAttemptError
 */
export async function noteWhoAnswered(
  { database, clock }: Pick<DeskDependencies, 'database' | 'clock'>,
  sitter: Sitter,
  { attemptId, answeredBy, isConfirmed }: WhoAnswered,
): Promise<void> {
  if (isConfirmed && !confirmableCodes.includes(answeredBy)) throw new ProblemError('invalid_input', 'answeredBy')
  await database.transaction(
    sitter.actor,
    sitter.tenantId,
    async (tx) => {
      await requireSeat(tx, sitter)
      const { state } = await ownAttempt(tx, sitter, attemptId)
      if (state === 'ended') throw new ProblemError('call_over')
      const isOnLine = state === 'answered' || state === 'connected'
      if (!isOnLine && (state !== 'wrap_up' || isConfirmed)) throw new ProblemError('no_live_call')
      await tx.client.query({
        name: 'who answered',
        text: `update tenant.attempts set answered_by = $3, confirmed_at = case when $4 then
            case when answered_by = $3 then coalesce(confirmed_at, $5) else $5 end end
          where tenant_id = $1 and attempt_id = $2`,
        values: [tenantOf(tx), attemptId, answeredBy, isConfirmed, new Date(clock.now())],
      })
    },
    sitter.rowScope,
  )
}
