import { type AttemptId, type CampaignId, ProblemError } from '@sekisho/contract'
import { owesReading } from '../notices/index.ts'
import { givePreviewBack } from '../dialling/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { ownAttempt } from './record-result.ts'
import { enterSeat, hasLine, requireSeat, type SeatRow } from './seat.ts'

type SeatDependencies = Pick<DeskDependencies, 'database' | 'writer' | 'clock' | 'events'>

/**
 * Makes an operator available or lets them go. A leave waits for the line that rings for the seat and for the call in
 * hand; until then its reason stands beside the state.
 *
 * @param reason  why away; null for available
 * @throws ProblemError `seat_taken`; `invalid_input`: a result is owed; `notice_unread`; `ledger_unavailable`
 */
export async function changeState(
  dependencies: SeatDependencies,
  sitter: Sitter,
  state: 'available' | 'away',
  reason: string | null,
): Promise<void> {
  const { database, clock, events } = dependencies
  const { actor, tenantId, rowScope } = sitter
  await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const held = await requireSeat(tx, sitter)
      const seat = state === 'away' ? await leavePreview(dependencies, tx, sitter, held) : held
      const mayMove = seat.state === 'available' || seat.state === 'away' || seat.state === 'gone'
      // with a result owed nobody is made available; a break is booked for afterwards
      if (!mayMove && state === 'available' && seat.state !== 'reserved')
        throw new ProblemError('invalid_input', 'state')
      if (state === 'available' && (await owesReading(tx, actor.personId, clock.now())))
        throw new ProblemError('notice_unread')
      // whoever answers the line that rings for this seat must find somebody: the leave waits until it has ended
      const mustStay = state === 'away' && seat.state === 'available' && (await hasLine(tx, actor.personId))
      await tx.client.query({
        name: 'change desk',
        text: `update tenant.desks set state = $3, away_reason = $4,
            since = case when state = $3 then since else $5 end
          where tenant_id = $1 and operator_id = $2`,
        values: [tenantId, actor.personId, mayMove && !mustStay ? state : seat.state, reason, new Date(clock.now())],
      })
      const { campaign_id: campaignId } = seat
      await enterSeat(dependencies, tx, sitter, campaignId, await kindOf(tx, campaignId))
      await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId: actor.personId })
    },
    rowScope,
  )
}

/** Whoever pauses gives back whom they looked at: an attempt that was never made. */
async function leavePreview(
  dependencies: SeatDependencies,
  tx: Tx,
  { actor, policyHash }: Sitter,
  seat: SeatRow,
): Promise<SeatRow> {
  const { state, preview_id: previewId } = seat
  if (state !== 'reserved' || previewId === null) return seat
  const nowMs = dependencies.clock.now()
  await givePreviewBack(dependencies, tx, { actor, policyHash, previewId, end: 'paused', nowMs })
  return { ...seat, state: 'available', preview_id: null }
}

/**
 * Lets an operator go who waits for calls and owes the reading of a notice (必読). Whoever has somebody on the line, or a
 * line that rings for the seat, stays until that is over.
 *
 * @returns  `later` where that has to be looked at again
 */
export async function leaveToRead(dependencies: SeatDependencies, sitter: Sitter): Promise<'done' | 'later'> {
  const { database, clock, events } = dependencies
  const { actor, tenantId, rowScope } = sitter
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const seat = await requireSeat(tx, sitter)
      if (seat.state === 'away' || seat.state === 'gone') return 'done'
      if (!(await owesReading(tx, actor.personId, clock.now()))) return 'done'
      if (seat.state !== 'available' || (await hasLine(tx, actor.personId))) return 'later'
      await tx.client.query({
        name: 'leave to read',
        text: `update tenant.desks set state = 'away', away_reason = null, since = $3 where tenant_id = $1 and operator_id = $2`,
        values: [tenantId, actor.personId, new Date(clock.now())],
      })
      const { campaign_id: campaignId } = seat
      await enterSeat(dependencies, tx, sitter, campaignId, await kindOf(tx, campaignId))
      await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId: actor.personId })
      return 'done'
    },
    rowScope,
  )
}

async function kindOf(tx: Tx, campaignId: CampaignId): Promise<'production' | 'test'> {
  const row = await tx.db
    .selectFrom('tenant.campaigns')
    .select('kind')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return row.kind === 'production' ? 'production' : 'test'
}

/** Asks the dialler to end the operator's own call. @throws ProblemError `seat_taken`, `call_over` */
export async function askToHangUp(
  { database, events }: SeatDependencies,
  sitter: Sitter,
  attemptId: AttemptId,
): Promise<void> {
  const { actor, tenantId, rowScope } = sitter
  await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      await requireSeat(tx, sitter)
      const { state } = await ownAttempt(tx, sitter, attemptId)
      if (state === 'ended') throw new ProblemError('call_over')
      if (state === 'wrap_up') return
      await events.announce(tx, { kind: 'hang_up', tenantId, attemptId, operatorId: actor.personId })
    },
    rowScope,
  )
}
