import { type AttemptId, type CampaignId, ProblemError } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { ownAttempt } from './record-result.ts'
import { enterSeat, hasLine, requireSeat } from './seat.ts'

type SeatDependencies = Pick<DeskDependencies, 'database' | 'writer' | 'clock' | 'events'>

/**
 * Makes an operator available or lets them go. A leave waits for the line that rings for the seat and for the call in
 * hand; until then its reason stands beside the state.
 *
 * @param reason  why away; null for available
 * @throws ProblemError `seat_taken`; `invalid_input`: a result is owed; `ledger_unavailable`
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
      const seat = await requireSeat(tx, sitter)
      const mayMove = seat.state === 'available' || seat.state === 'away' || seat.state === 'gone'
      // with a result owed nobody is made available; a break is booked for afterwards
      if (!mayMove && state === 'available' && seat.state !== 'reserved')
        throw new ProblemError('invalid_input', 'state')
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
