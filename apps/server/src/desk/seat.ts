import {
  type AttemptId,
  type CampaignId,
  type Entry,
  type EntryId,
  type JobId,
  type PersonId,
  ProblemError,
  type SessionId,
} from '@sekisho/contract'
import { handOverOwed } from '../dialling/index.ts'
import { owesReading } from '../notices/index.ts'
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
  readonly preview_id: EntryId | null
  readonly chosen: readonly CampaignId[] | null
}

/** How a seat is to be taken. */
export interface SeatWanted {
  readonly campaignId: CampaignId
  /** As `chooseServing` gives it. */
  readonly serving: readonly CampaignId[] | null
  readonly takeOver: boolean
}

async function lockSeat(tx: Tx, actor: PersonActor): Promise<SeatRow | undefined> {
  const { rows } = await tx.client.query<SeatRow>({
    name: 'lock seat',
    text: `select state, campaign_id, connection, session_id, away_reason, preview_id, chosen from tenant.desks
      where tenant_id = $1 and operator_id = $2 for update`,
    values: [tenantOf(tx), actor.personId],
  })
  return rows[0]
}

/** Whether a line rings for this operator's seat, which the caller has locked. */
export async function hasLine(tx: Tx, operatorId: PersonId): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'line of seat',
    text: `select from tenant.attempts where tenant_id = $1 and operator_id = $2 and state <> 'ended'`,
    values: [tenantOf(tx), operatorId],
  })
  return rowCount !== 0
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
 * in its campaign until the result is recorded. A result owed in a job that is out of reach by now goes to a supervisor:
 * its operator may see nothing of it any more, and would otherwise never be free.
 *
 * The caller has made sure that the campaign is in reach; this looks past it, for the seat may stand in another job.
 *
 * @throws ProblemError `not_found` no such campaign; `seat_taken` another tab holds it and `takeOver` is false, and
 *         `not_assigned`: both thrown by the caller after the refusal was committed
 */
export async function takeSeat(
  dependencies: DeskDependencies,
  tx: Tx,
  sitter: Sitter,
  { campaignId: asked, serving, takeOver }: SeatWanted,
): Promise<'taken' | 'taken_and_handed_over' | 'refused' | 'not_assigned'> {
  const { clock, events } = dependencies
  const { actor, tenantId, connection } = sitter
  // where a forged campaign was asked for, the seat begins in one that is theirs
  const campaignId = serving === null || serving.includes(asked) ? asked : (serving[0] ?? asked)
  const kind = await requireCampaign(tx, campaignId)
  const seat = await lockSeat(tx, actor)
  const isHeldElsewhere = seat !== undefined && seat.connection !== null && seat.connection !== connection
  if (isHeldElsewhere && !takeOver) {
    await enterSeat(dependencies, tx, sitter, campaignId, kind, 'seat_taken')
    return 'refused'
  }
  const held = await heldCall(tx, actor.personId)
  // whoever comes back to a call comes back, whatever became of the assignment meanwhile
  if (held === null && !(await mayServe(tx, campaignId, serving))) {
    await enterSeat(dependencies, tx, sitter, campaignId, kind, 'not_assigned')
    return 'not_assigned'
  }
  const mayFinish = held === null || isInReach(sitter, held.job_id)
  if (held !== null && !mayFinish) {
    const { attempt_id: attemptId, state } = held
    await handOverOwed(dependencies, tx, [{ attemptId, state, reason: 'no_grant' }], clock.now())
  }
  const call = mayFinish ? held : null
  const now = new Date(clock.now())
  const stays = call !== null || (seat?.state === 'reserved' && mayFinish)
  const returnTo = mayFinish ? stateOnReturn(seat, call?.state, { campaignId, serving }) : 'away'
  const state = (await mustReadFirst(tx, actor.personId, returnTo, clock.now())) ? 'away' : returnTo
  const seatCampaign = call?.campaign_id ?? (stays ? (seat?.campaign_id ?? campaignId) : campaignId)
  await tx.client.query(
    `insert into tenant.desks as d (tenant_id, operator_id, campaign_id, connection, session_id, state, since, chosen)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (tenant_id, operator_id) do update set campaign_id = excluded.campaign_id, chosen = excluded.chosen,
        connection = excluded.connection, session_id = excluded.session_id, state = excluded.state,
        since = case when d.state = excluded.state then d.since else excluded.since end`,
    [tenantId, actor.personId, seatCampaign, connection, actor.sessionId, state, now, serving],
  )
  await enterSeat(dependencies, tx, sitter, seatCampaign, kind)
  await events.announce(tx, { kind: 'seat_moved', tenantId, operatorId: actor.personId, connection })
  await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId: seatCampaign, operatorId: actor.personId })
  return mayFinish ? 'taken' : 'taken_and_handed_over'
}

interface HeldRow {
  readonly attempt_id: AttemptId
  readonly state: 'answered' | 'connected' | 'wrap_up'
  readonly campaign_id: CampaignId
  readonly job_id: JobId
}

async function heldCall(tx: Tx, operatorId: PersonId): Promise<HeldRow | null> {
  const { rows } = await tx.client.query<HeldRow>({
    name: 'held call with job',
    text: `select a.attempt_id, a.state, a.campaign_id, c.job_id
      from tenant.attempts a join tenant.campaigns c on c.tenant_id = a.tenant_id and c.campaign_id = a.campaign_id
      where a.tenant_id = $1 and a.operator_id = $2 and a.state in ('answered', 'connected', 'wrap_up')`,
    values: [tenantOf(tx), operatorId],
  })
  return rows[0] ?? null
}

function isInReach({ rowScope: { jobs } }: Sitter, jobId: JobId): boolean {
  return jobs === '*' || jobs.includes(jobId)
}

/** A notice came while the network was broken; who has a line that rings for the seat reads it when that is over. */
async function mustReadFirst(tx: Tx, operatorId: PersonId, state: SeatRow['state'], nowMs: number): Promise<boolean> {
  return state === 'available' && !(await hasLine(tx, operatorId)) && (await owesReading(tx, operatorId, nowMs))
}

/** Who was available when the network broke is available again; who comes new begins away. */
function stateOnReturn(
  seat: SeatRow | undefined,
  callState: string | undefined,
  { campaignId, serving }: Pick<SeatWanted, 'campaignId' | 'serving'>,
): SeatRow['state'] {
  if (callState === 'answered') return 'reserved'
  if (callState === 'connected' || callState === 'wrap_up') return callState
  if (seat?.state === 'reserved') return 'reserved'
  if (seat?.state !== 'available') return 'away'
  const isSame =
    serving === null ? seat.chosen === null && seat.campaign_id === campaignId : isSameChoice(seat.chosen, serving)
  return isSame ? 'available' : 'away'
}

function isSameChoice(chosen: readonly CampaignId[] | null, serving: readonly CampaignId[]): boolean {
  return chosen !== null && serving.length === chosen.length && serving.every((each) => chosen.includes(each))
}

/** Of an assigned operator at least one campaign is left; whoever is not assigned may work where anybody may. */
async function mayServe(tx: Tx, campaignId: CampaignId, serving: readonly CampaignId[] | null): Promise<boolean> {
  if (serving !== null) return serving.length > 0
  const { minimum_skill: minimum } = await tx.db
    .selectFrom('tenant.campaigns')
    .select('minimum_skill')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return minimum === 1
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
