import { type CampaignId, type Entry, ProblemError, type SessionId } from '@sekisho/contract'
import type { PersonActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'

/** A message of a tab that does not hold the seat changes nothing. */
export async function requireSeat(tx: Tx, { actor, connection }: Sitter): Promise<SeatRow> {
  const seat = await lockSeat(tx, actor)
  if (seat === undefined || seat.connection !== connection) throw new ProblemError('seat_taken')
  return seat
}

export interface SeatRow {
  readonly state: 'away' | 'available' | 'reserved' | 'connected' | 'wrap_up' | 'gone'
  readonly campaign_id: CampaignId
  readonly connection: string | null
  readonly session_id: SessionId
  readonly away_reason: string | null
}

async function lockSeat(tx: Tx, actor: PersonActor): Promise<SeatRow | undefined> {
  const { rows } = await tx.client.query<SeatRow>({
    name: 'lock seat',
    text: `select state, campaign_id, connection, session_id, away_reason from tenant.desks
      where tenant_id = $1 and operator_id = $2 for update`,
    values: [tenantOf(tx), actor.personId],
  })
  return rows[0]
}

/** The kind of a campaign in reach. @throws ProblemError `not_found` */
export async function requireCampaign(tx: Tx, campaignId: CampaignId): Promise<'production' | 'test'> {
  const campaign = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['kind'])
    .where('campaign_id', '=', campaignId)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  if (campaign === undefined) throw new ProblemError('not_found')
  return campaign.kind === 'production' ? 'production' : 'test'
}

/**
 * Makes this connection the one that holds the operator's seat. Whoever comes back to a call finds it again, and stays
 * in its campaign until the result is recorded.
 *
 * The caller has made sure that the campaign is in reach; this looks past it, for the seat may stand in another job.
 *
 * @throws ProblemError `not_found` no such campaign; `seat_taken` another tab holds it and `takeOver` is false,
 *         thrown by the caller after the refusal was committed
 */
export async function takeSeat(
  dependencies: DeskDependencies,
  tx: Tx,
  sitter: Sitter,
  { campaignId, takeOver }: { readonly campaignId: CampaignId; readonly takeOver: boolean },
): Promise<'taken' | 'refused'> {
  const { clock, events } = dependencies
  const { actor, tenantId, connection } = sitter
  const kind = await requireCampaign(tx, campaignId)
  const seat = await lockSeat(tx, actor)
  const isHeldElsewhere = seat !== undefined && seat.connection !== null && seat.connection !== connection
  if (isHeldElsewhere && !takeOver) {
    await enterSeat(dependencies, tx, sitter, campaignId, kind, 'seat_taken')
    return 'refused'
  }
  const held = await tx.client.query<{ state: string; campaign_id: CampaignId }>(
    `select state, campaign_id from tenant.attempts
      where tenant_id = $1 and operator_id = $2 and state in ('answered', 'connected', 'wrap_up')`,
    [tenantId, actor.personId],
  )
  const call = held.rows[0]
  const now = new Date(clock.now())
  const stays = call !== undefined || seat?.state === 'reserved'
  const seatCampaign = call?.campaign_id ?? (stays ? (seat?.campaign_id ?? campaignId) : campaignId)
  await tx.client.query(
    `insert into tenant.desks as d (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (tenant_id, operator_id) do update set campaign_id = excluded.campaign_id,
        connection = excluded.connection, session_id = excluded.session_id, state = excluded.state,
        away_reason = case when excluded.state = 'available' then null else d.away_reason end,
        since = case when d.state = excluded.state then d.since else excluded.since end`,
    [
      tenantId,
      actor.personId,
      seatCampaign,
      connection,
      actor.sessionId,
      stateOnReturn(seat, call?.state, campaignId),
      now,
    ],
  )
  await enterSeat(dependencies, tx, sitter, seatCampaign, kind)
  await events.announce(tx, { kind: 'seat_moved', tenantId, operatorId: actor.personId, connection })
  await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId: seatCampaign, operatorId: actor.personId })
  return 'taken'
}

/** Who was available when the network broke is available again; who comes new begins away. */
function stateOnReturn(
  seat: SeatRow | undefined,
  callState: string | undefined,
  campaignId: CampaignId,
): SeatRow['state'] {
  if (callState === 'answered') return 'reserved'
  if (callState === 'connected' || callState === 'wrap_up') return callState
  if (seat?.state === 'reserved') return 'reserved'
  return seat?.state === 'available' && seat.campaign_id === campaignId ? 'available' : 'away'
}

/** Enters that a desk changed, or that a change was refused. */
export async function enterSeat(
  { writer }: Pick<DeskDependencies, 'writer'>,
  tx: Tx,
  { actor, policyHash }: Pick<Sitter, 'actor' | 'policyHash'>,
  campaignId: CampaignId,
  campaignKind: 'production' | 'test',
  reason?: Entry['reason'],
): Promise<void> {
  await writer.enter(tx, {
    type: 'desk.state_changed',
    ...(reason === undefined ? {} : { outcome: 'denied', reason }),
    purpose: 'call',
    campaignKind,
    policyHash,
    refs: { campaign: campaignId, session: actor.sessionId },
  })
}
