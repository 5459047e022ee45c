import type { AttemptId, CampaignId, PersonId } from '@sekisho/contract'
import { ATTEMPT_MACHINE, statesBefore } from '@sekisho/dialer'
import { joinAssignment, servesCampaign } from '../assignments/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { CallEvents } from './call-events.ts'
import { oneAtATime } from './choose-leads.ts'
import { freeSeats, isWaitingSeat, settleSeats } from './desk-rows.ts'

/** States in which nobody has answered yet. */
export const beforeAnswer = statesBefore(ATTEMPT_MACHINE, 'answer')

interface AstrayRow {
  attempt_id: AttemptId
  operator_id: PersonId
  is_there: boolean
}

/**
 * Gives lines that ring for nobody to free seats. Where there is none, an operator who wants to leave stays until the
 * line has ended, and a line whose operator is gone is given back to be hung up: a ring that stops is better than a
 * person who answers and hears nobody.
 *
 * @returns  attempts to be hung up before anybody picks up
 */
export async function reseatLines(
  events: CallEvents,
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
): Promise<readonly AttemptId[]> {
  // taken before the lock of seats, as everywhere
  await oneAtATime(tx)
  const lines = await lockAstray(tx, campaignId)
  const seats = await freeSeats(tx, campaignId, { count: lines.length })
  const withdrawn: AttemptId[] = []
  for (const line of lines) {
    const [seat] = seats
    if (seat === undefined) {
      if (!line.is_there) withdrawn.push(line.attempt_id)
    } else if (await handOver(tx, line, seat)) {
      seats.shift()
      if (line.is_there) await release(events, tx, line, nowMs)
    }
  }
  return withdrawn
}

/** Whoever wanted to leave leaves now. */
async function release(events: CallEvents, tx: Tx, line: AstrayRow, nowMs: number): Promise<void> {
  const { attempt_id: attemptId, operator_id: operatorId } = line
  const settled = await settleSeats(tx, [operatorId], nowMs)
  if (settled.has(operatorId))
    await events.announce(tx, { kind: 'released', tenantId: tenantOf(tx), attemptId, operatorId })
}

/** Lines of operators who are gone come first: those of the leaving still have somebody. */
async function lockAstray(tx: Tx, campaignId: CampaignId): Promise<AstrayRow[]> {
  const { rows } = await tx.client.query<AstrayRow>({
    name: 'astray lines',
    text: `select a.attempt_id, a.operator_id,
        d.connection is not null and d.state = 'available' and (d.campaign_id = a.campaign_id or d.chosen is not null)
          as is_there
      from tenant.attempts a
        join tenant.desks d on d.tenant_id = a.tenant_id and d.operator_id = a.operator_id
        ${joinAssignment('a.campaign_id')}
      where a.tenant_id = $1 and a.campaign_id = $2 and a.state = any ($3) and a.state <> 'ended'
        and not (${servesCampaign('a.campaign_id')} and ${isWaitingSeat('d')})
      order by is_there, a.intended_at
      for update of d skip locked`,
    values: [tenantOf(tx), campaignId, beforeAnswer],
  })
  return rows
}

/** False when it was answered or ended at this very moment. */
async function handOver(tx: Tx, { attempt_id, operator_id }: AstrayRow, seat: PersonId): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'hand line over',
    text: `update tenant.attempts set operator_id = $4
      where tenant_id = $1 and attempt_id = $2 and operator_id = $3 and state = any ($5)`,
    values: [tenantOf(tx), attempt_id, operator_id, seat, beforeAnswer],
  })
  return rowCount === 1
}
