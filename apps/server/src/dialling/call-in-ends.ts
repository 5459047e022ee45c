import type { AttemptId, CampaignId, EntryId, PersonId } from '@sekisho/contract'
import { LEAD_MACHINE, type LeadState, moved, statesBefore } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { type CallInOutcome, keptMs, lockCallIn, readCalledCampaign } from './call-in-rows.ts'
import { settleSeats } from './desk-rows.ts'
import { writeDown } from './unlisted-callers.ts'

/** Somebody whose call-in was missed is called back this soon, within the hours and limits of the campaign. */
export const callBackMs = 10 * 60_000

const reasons = {
  rang_off: 'rang_off',
  outside_hours: 'outside_hours',
  calling_stopped: 'calling_stopped',
  unknown_caller: 'unknown_caller',
  interrupted: 'interrupted',
} as const satisfies Record<Exclude<CallInOutcome, 'answered'>, string>

/** Of somebody who was not written down, or is now. */
const forgotten = 'caller_list_id = null, caller_sealed = null, caller_number_sealed = null, caller_index = null'

/** Who was reserved for a call-in that is over, and where; null for nobody. */
export interface EndedCallIn {
  readonly campaignId: CampaignId
  readonly released: PersonId | null
}

/**
 * Ends a call-in that reached no operator: one outcome, one entry. Whoever was reserved for it is free again, and whoever
 * waited or came after hours is called back early.
 *
 * @returns  null when it had ended before
 */
export async function endCallIn(
  writer: EntryWriter,
  tx: Tx,
  callInId: EntryId,
  outcome: Exclude<CallInOutcome, 'answered'>,
  nowMs: number,
): Promise<EndedCallIn | null> {
  const row = await lockCallIn(tx, callInId)
  if (row === null) return null
  const { campaignId, operatorId, arrivedAtMs, leadId } = row
  const { kind } = await readCalledCampaign(tx, campaignId)
  await tx.client.query({
    name: 'end call-in',
    text: `update tenant.call_ins set state = 'ended', outcome = $3, ended_at = $4, operator_id = null, ${forgotten},
        contact_id = case when lead_id is not null then contact_id end
      where tenant_id = $1 and call_in_id = $2`,
    values: [tenantOf(tx), callInId, outcome, new Date(Math.max(nowMs, arrivedAtMs))],
  })
  const released = operatorId === null ? null : await release(tx, operatorId, nowMs)
  if (leadId !== null && (outcome === 'rang_off' || outcome === 'outside_hours')) await callBackSoon(tx, leadId, nowMs)
  await writer.enter(tx, {
    type: 'call_in.ended',
    outcome: 'failed',
    reason: reasons[outcome],
    purpose: 'dialling',
    campaignKind: kind,
    counts: { duration_ms: Math.max(0, Math.round(nowMs - arrivedAtMs)) },
    refs: { campaign: campaignId, entry: callInId },
  })
  return { campaignId, released }
}

async function release(tx: Tx, operatorId: PersonId, nowMs: number): Promise<PersonId | null> {
  return (await settleSeats(tx, [operatorId], nowMs)).has(operatorId) ? operatorId : null
}

/** A promise keeps its time; who is held or finished stays so, because somebody decided that. */
async function callBackSoon(tx: Tx, leadId: string, nowMs: number): Promise<void> {
  await tx.client.query({
    name: 'call back soon',
    text: `update tenant.leads set due_at = least(due_at, $3), revision = revision + 1
      where tenant_id = $1 and lead_id = $2 and state in ('ready', 'waiting')`,
    values: [tenantOf(tx), leadId, new Date(nowMs + callBackMs)],
  })
}

export interface BegunTalk {
  readonly attemptId: AttemptId
  readonly campaignId: CampaignId
  readonly operatorId: PersonId
  /** There is nothing to open: nobody knows who this is. */
  readonly isOnNoList: boolean
}

/**
 * Both hear each other: from here on the call-in is an attempt of direction `in`, whose contact the gate opens to this
 * operator, and whose result is recorded like any other. Whoever is on no list is written down here.
 *
 * @returns  `busy` while another call holds the same person; `over` when the call-in has ended or lost its seat
 */
export async function beginTalk(
  writer: EntryWriter,
  tx: Tx,
  { callInId, holder, nowMs }: { readonly callInId: EntryId; readonly holder: string; readonly nowMs: number },
): Promise<BegunTalk | 'busy' | 'over'> {
  const row = await lockCallIn(tx, callInId)
  if (row === null || row.state !== 'joining') return 'over'
  const { campaignId, contactId, ordinal, operatorId, arrivedAtMs, unlisted } = row
  const listId = unlisted?.listId ?? row.listId
  if (contactId === null || listId === null || ordinal === null || operatorId === null) return 'over'
  const leadId = unlisted === null ? row.leadId : await writeDown(tx, campaignId, unlisted, arrivedAtMs)
  if (leadId === null) return 'over'
  const lead = await lockLead(tx, leadId)
  if (lead === null) return 'over'
  if (!statesBefore(LEAD_MACHINE, 'call_in').includes(lead)) return 'busy'
  const attemptId = newId<AttemptId>()
  const atMs = Math.max(nowMs, arrivedAtMs)
  const { kind } = await readCalledCampaign(tx, campaignId)
  const { rowCount } = await tx.client.query({
    name: 'begin talk of call-in',
    text: `with desk as (
        update tenant.desks set state = 'connected', since = $4
        where tenant_id = $1 and operator_id = $3 and state = 'reserved' returning operator_id),
      attempt as (
        insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, direction, due_at,
          state, operator_id, dialler, intended_at, ringing_at, answered_at, connected_at)
        -- never a due time that an earlier attempt was made for
        select $1, $5, $6, $7, $8, $9, 'in', greatest($4, (select max(p.due_at) + interval '1 millisecond'
            from tenant.attempts p where p.tenant_id = $1 and p.lead_id = $7)),
          'connected', operator_id, $10, $11, $11, $4, $4
        from desk returning lead_id),
      ended as (
        update tenant.call_ins i set state = 'ended', outcome = 'answered', ended_at = $4, attempt_id = $5, lead_id = $7,
          ${forgotten}
        from attempt where i.tenant_id = $1 and i.call_in_id = $2)
      update tenant.leads l set state = $12, finished_reason = null, revision = l.revision + 1
      from attempt where l.tenant_id = $1 and l.lead_id = attempt.lead_id`,
    values: [
      ...[
        tenantOf(tx),
        callInId,
        operatorId,
        new Date(atMs),
        attemptId,
        campaignId,
        leadId,
        contactId,
        ordinal,
        holder,
      ],
      ...[new Date(arrivedAtMs), moved(LEAD_MACHINE, lead, 'call_in')],
    ],
  })
  if (rowCount !== 1) {
    // the desk is not reserved any more: whoever was written down for it is nobody yet
    if (unlisted !== null) throw new SeatGoneError()
    return 'over'
  }
  await writer.enter(tx, {
    type: 'call_in.answered',
    purpose: 'dialling',
    campaignKind: kind,
    counts: { duration_ms: Math.round(atMs - arrivedAtMs) },
    refs: { campaign: campaignId, list: listId, attempt: attemptId, entry: callInId },
    subject: { contactId, listId },
  })
  return { attemptId, campaignId, operatorId, isOnNoList: row.isOnNoList }
}

/** The seat of a caller who was written down went away in the same moment: nothing of it stays. */
export class SeatGoneError extends Error {
  constructor() {
    super('the seat is not reserved any more')
    this.name = 'SeatGoneError'
  }
}

async function lockLead(tx: Tx, leadId: string): Promise<LeadState | null> {
  const { rows } = await tx.client.query<{ state: LeadState }>({
    name: 'lock lead of call-in',
    text: 'select state from tenant.leads where tenant_id = $1 and lead_id = $2 for update',
    values: [tenantOf(tx), leadId],
  })
  return rows[0]?.state ?? null
}

/** The seat is given back, the caller waits on: the line did not come to be, or a kill came between. */
export async function waitAgain(tx: Tx, callInId: EntryId, nowMs: number): Promise<PersonId | null> {
  const row = await lockCallIn(tx, callInId)
  if (row === null || row.state !== 'joining' || row.operatorId === null) return null
  await tx.client.query({
    name: 'call-in waits again',
    text: `update tenant.call_ins set state = 'waiting', operator_id = null where tenant_id = $1 and call_in_id = $2`,
    values: [tenantOf(tx), callInId],
  })
  return release(tx, row.operatorId, nowMs)
}

export interface TakenOver {
  readonly callInId: EntryId
  readonly campaignId: CampaignId
  readonly callId: string
  readonly state: 'arrived' | 'waiting' | 'joining'
}

/**
 * Says of this dialler's open call-ins that it still looks after them, and takes over those that nobody said so of for
 * long. By the database's clock, which all diallers share.
 *
 * @returns  those that were taken over
 */
export async function keepCallIns(tx: Tx, holder: string): Promise<TakenOver[]> {
  const { rows } = await tx.client.query<{
    call_in_id: EntryId
    campaign_id: CampaignId
    call_id: string
    state: TakenOver['state']
    was_mine: boolean
  }>({
    name: 'keep call-ins',
    text: `with open as (
        select call_in_id, dialler = $2 as was_mine from tenant.call_ins
        where tenant_id = $1 and state <> 'ended' and (dialler = $2 or kept_until < clock_timestamp())
        for update skip locked)
      update tenant.call_ins i set dialler = $2, kept_until = clock_timestamp() + $3 * interval '1 millisecond'
      from open where i.tenant_id = $1 and i.call_in_id = open.call_in_id
      returning i.call_in_id, i.campaign_id, i.call_id, i.state, open.was_mine`,
    values: [tenantOf(tx), holder, keptMs],
  })
  return rows
    .filter(({ was_mine }) => !was_mine)
    .map((row) => ({ callInId: row.call_in_id, campaignId: row.campaign_id, callId: row.call_id, state: row.state }))
}

/** Call-ins that became attempts, by the carrier's names of them. */
export async function attemptsOfCallIns(tx: Tx, callIds: readonly string[]): Promise<Map<string, AttemptId>> {
  const { rows } = await tx.client.query<{ call_id: string; attempt_id: AttemptId }>({
    name: 'attempts of call-ins',
    text: `select call_id, attempt_id from tenant.call_ins
      where tenant_id = $1 and call_id = any ($2) and attempt_id is not null`,
    values: [tenantOf(tx), callIds],
  })
  return new Map(rows.map((row) => [row.call_id, row.attempt_id]))
}
