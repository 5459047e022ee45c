import type {
  AttemptId,
  CampaignId,
  ContactId,
  EntryId,
  JobId,
  LeadId,
  ListId,
  PersonId,
  TenantId,
} from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'
import { stoppedBy } from '../stop-switches/index.ts'
import { freeSeats } from './desk-rows.ts'
import type { UnlistedCaller } from './unlisted-callers.ts'

/** How a call-in ended. */
export type CallInOutcome =
  | 'answered'
  | 'rang_off'
  | 'outside_hours'
  | 'calling_stopped'
  | 'unknown_caller'
  | 'interrupted'

/** So long a dialler looks after a call-in without saying so again; then any other takes it over. */
export const keptMs = 5_000

/** States of a lead that somebody holds: nobody else may take it. */
const heldStates = `('leased', 'dialling', 'connected', 'wrap_up')`
const dialler = systemActor('dialler')

/** Where an own number belongs. */
export interface NumberPlace {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
}

/** Whose number is called, of all tenants. @param number  domestic digits */
export async function placeOfNumber(database: Database, number: string): Promise<NumberPlace | null> {
  return database.transaction(dialler, 'house', async (tx) => {
    const { rows } = await tx.client.query<{ tenant_id: TenantId; campaign_id: CampaignId }>({
      name: 'place of own number',
      text: `select o.tenant_id, o.campaign_id from house.own_numbers o
        where o.number = $1 and not exists (select from house.own_number_withdrawals w where w.assignment_id = o.entry_id)
        order by o.assigned_at desc, o.entry_id limit 1`,
      values: [number],
    })
    const [row] = rows
    return row === undefined ? null : { tenantId: row.tenant_id, campaignId: row.campaign_id }
  })
}

/** SQL for the number that a campaign's calls show, or null. */
export const ownNumberOf = (campaign: string): string => `(select o.number from house.own_numbers o
    where o.tenant_id = $1 and o.campaign_id = ${campaign}
      and not exists (select from house.own_number_withdrawals w where w.assignment_id = o.entry_id)
    order by o.assigned_at, o.entry_id limit 1)`

export interface CalledCampaign {
  readonly state: string
  readonly kind: 'production' | 'test'
  readonly revision: number
  readonly isStopped: boolean
}

export async function readCalledCampaign(tx: Tx, campaignId: CampaignId): Promise<CalledCampaign> {
  const place = { tenant: 'c.tenant_id', job: 'c.job_id', campaign: 'c.campaign_id' }
  const { rows } = await tx.client.query<{
    state: string
    kind: 'production' | 'test'
    revision: number
    job_id: JobId
    stopped_by: string | null
  }>({
    name: 'called campaign',
    text: `select c.state, c.kind, c.revision, ${stoppedBy(place)} as stopped_by
      from tenant.campaigns c where c.tenant_id = $1 and c.campaign_id = $2`,
    values: [tenantOf(tx), campaignId],
  })
  const [row] = rows
  if (row === undefined) throw new Error('no such campaign')
  const { state, kind, revision } = row
  return { state, kind, revision, isStopped: state !== 'running' || row.stopped_by !== null }
}

export interface NewCallInRow {
  readonly callInId: EntryId
  readonly campaignId: CampaignId
  readonly ownNumber: string
  readonly callId: string
  readonly holder: string
  readonly arrivedAtMs: number
}

export async function insertCallIn(tx: Tx, row: NewCallInRow): Promise<void> {
  await tx.client.query({
    name: 'insert call-in',
    text: `insert into tenant.call_ins (tenant_id, call_in_id, campaign_id, own_number, call_id, state, dialler, kept_until,
        arrived_at)
      values ($1, $2, $3, $4, $5, 'arrived', $6, clock_timestamp() + $7 * interval '1 millisecond', $8)`,
    values: [
      tenantOf(tx),
      ...[row.callInId, row.campaignId, row.ownNumber, row.callId, row.holder, keptMs, new Date(row.arrivedAtMs)],
    ],
  })
}

export async function isKnownCall(tx: Tx, callId: string): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'known call-in',
    text: 'select from tenant.call_ins where tenant_id = $1 and call_id = $2',
    values: [tenantOf(tx), callId],
  })
  return rowCount !== 0
}

/** Whoever calls, as far as the campaign's lists know. */
export interface Caller {
  readonly leadId: LeadId
  readonly contactId: ContactId
  readonly ordinal: number
  /** Known by nothing but an earlier call-in. */
  readonly isOnNoList: boolean
}

/**
 * Whom a number belongs to, in a campaign. Where several share it, whoever was called at it last is meant: that is the
 * call that comes back. Several of whom none was called stay unknown, for nobody may choose among people at a desk. Whoever
 * came with a list comes before who was only written down as a caller.
 */
export async function findCaller(tx: Tx, campaignId: CampaignId, index: Uint8Array): Promise<Caller | null> {
  const { rows } = await tx.client.query<{
    lead_id: LeadId
    contact_id: ContactId
    ordinal: number
    called_at: Date | null
    is_on_no_list: boolean
  }>({
    name: 'find caller',
    text: `select l.lead_id, l.contact_id, n.ordinal, s.mode = 'callers' as is_on_no_list,
        (select max(a.intended_at) from tenant.attempts a where a.tenant_id = l.tenant_id and a.lead_id = l.lead_id
          and a.ordinal = n.ordinal) as called_at
      from tenant.contact_numbers n
        join tenant.leads l on l.tenant_id = n.tenant_id and l.contact_id = n.contact_id
        join tenant.lists s on s.tenant_id = l.tenant_id and s.list_id = l.list_id
      where n.tenant_id = $1 and n.phone_index = $3 and l.campaign_id = $2 and s.state = 'ready'
        -- a list that was never called from may still be undone
        and s.first_leased_at is not null
      order by is_on_no_list, called_at desc nulls last, l.lead_id, n.ordinal
      limit 2`,
    values: [tenantOf(tx), campaignId, Buffer.from(index)],
  })
  const [first, second] = rows
  if (first === undefined) return null
  const isOneOfSeveral = second !== undefined && second.is_on_no_list === first.is_on_no_list
  if (isOneOfSeveral && first.called_at === null) return null
  const { lead_id: leadId, contact_id: contactId, ordinal, is_on_no_list: isOnNoList } = first
  return { leadId, contactId, ordinal, isOnNoList }
}

/** Who calls, and whether they wait for an operator or only hear why none comes. */
export async function noteCaller(tx: Tx, callInId: EntryId, caller: Caller, isWaiting: boolean): Promise<void> {
  await tx.client.query({
    name: 'note caller',
    text: `update tenant.call_ins set lead_id = $3, contact_id = $4, ordinal = $5, is_on_no_list = $7,
        state = case when $6 then 'waiting' else state end
      where tenant_id = $1 and call_in_id = $2 and state = 'arrived'`,
    values: [
      ...[tenantOf(tx), callInId, caller.leadId, caller.contactId, caller.ordinal, isWaiting],
      caller.isOnNoList,
    ],
  })
}

/** Attempts that are on their way to somebody who calls at this moment. */
export async function attemptsAtCaller(tx: Tx, leadId: LeadId): Promise<AttemptId[]> {
  const { rows } = await tx.client.query<{ attempt_id: AttemptId }>({
    name: 'attempts at caller',
    text: `select attempt_id from tenant.attempts
      where tenant_id = $1 and lead_id = $2 and state in ('intent', 'dialling', 'ringing')`,
    values: [tenantOf(tx), leadId],
  })
  return rows.map((row) => row.attempt_id)
}

/** A call-in and the seat that was reserved for it. */
export interface Seated {
  readonly callInId: EntryId
  readonly operatorId: PersonId
}

/**
 * Gives free seats of a campaign to those who wait longest, of this dialler's call-ins. The seats are locked as those for
 * dialling are (`freeSeats`): one row lock decides between a call-in and a call that is about to be begun.
 */
export async function seatWaiting(tx: Tx, campaignId: CampaignId, holder: string, nowMs: number): Promise<Seated[]> {
  const tenantId = tenantOf(tx)
  const { rows } = await tx.client.query<{ call_in_id: EntryId }>({
    name: 'waiting call-ins',
    text: `select i.call_in_id from tenant.call_ins i
        left join tenant.leads l on l.tenant_id = i.tenant_id and l.lead_id = i.lead_id
      where i.tenant_id = $1 and i.campaign_id = $2 and i.dialler = $3 and i.state = 'waiting'
        and (l.state not in ${heldStates} or l.lead_id is null and i.is_on_no_list)
      order by i.arrived_at, i.call_in_id
      for update of i skip locked`,
    values: [tenantId, campaignId, holder],
  })
  const seats = await freeSeats(tx, campaignId, { count: rows.length })
  const seated = seats.flatMap((operatorId, index) => {
    const callInId = rows[index]?.call_in_id
    return callInId === undefined ? [] : [{ callInId, operatorId }]
  })
  for (const { callInId, operatorId } of seated) {
    await tx.client.query({
      name: 'seat call-in',
      text: `with desk as (
          update tenant.desks set state = 'reserved', since = $4, campaign_id = $5 where tenant_id = $1 and operator_id = $3)
        update tenant.call_ins set state = 'joining', operator_id = $3 where tenant_id = $1 and call_in_id = $2`,
      values: [tenantId, callInId, operatorId, new Date(nowMs), campaignId],
    })
  }
  return seated
}

export interface CallInRow {
  readonly callInId: EntryId
  readonly campaignId: CampaignId
  readonly state: 'arrived' | 'waiting' | 'joining'
  readonly leadId: LeadId | null
  readonly contactId: ContactId | null
  readonly listId: ListId | null
  readonly ordinal: number | null
  readonly operatorId: PersonId | null
  readonly arrivedAtMs: number
  /** Whoever is to be written down when somebody talks with them; null for a lead that is there. */
  readonly unlisted: UnlistedCaller | null
  readonly isOnNoList: boolean
}

/**
 * An open call-in under its lock, and under that of the desk that is reserved for it; null when it ended. In this order
 * everywhere: a call-in, its desk, its lead.
 */
export async function lockCallIn(tx: Tx, callInId: EntryId): Promise<CallInRow | null> {
  const { rows } = await tx.client.query<{
    campaign_id: CampaignId
    state: CallInRow['state']
    lead_id: LeadId | null
    contact_id: ContactId | null
    list_id: ListId | null
    ordinal: number | null
    operator_id: PersonId | null
    arrived_at: Date
    is_on_no_list: boolean
    caller_list_id: ListId | null
    caller_sealed: Buffer | null
    caller_number_sealed: Buffer | null
    caller_index: Buffer | null
  }>({
    name: 'lock call-in',
    text: `select i.campaign_id, i.state, i.lead_id, i.contact_id, i.ordinal, i.operator_id, i.arrived_at,
        i.is_on_no_list, i.caller_list_id, i.caller_sealed, i.caller_number_sealed, i.caller_index,
        (select l.list_id from tenant.leads l where l.tenant_id = i.tenant_id and l.lead_id = i.lead_id) as list_id
      from tenant.call_ins i where i.tenant_id = $1 and i.call_in_id = $2 and i.state <> 'ended' for update of i`,
    values: [tenantOf(tx), callInId],
  })
  const [row] = rows
  if (row === undefined) return null
  if (row.operator_id !== null) {
    await tx.client.query({
      name: 'lock desk of call-in',
      text: 'select from tenant.desks where tenant_id = $1 and operator_id = $2 for update',
      values: [tenantOf(tx), row.operator_id],
    })
  }
  return {
    ...{ callInId, campaignId: row.campaign_id, state: row.state, leadId: row.lead_id, contactId: row.contact_id },
    ...{ listId: row.list_id, ordinal: row.ordinal, operatorId: row.operator_id },
    arrivedAtMs: row.arrived_at.getTime(),
    isOnNoList: row.is_on_no_list,
    unlisted: unlistedOf(row),
  }
}

interface UnlistedColumns {
  readonly contact_id: ContactId | null
  readonly caller_list_id: ListId | null
  readonly caller_sealed: Buffer | null
  readonly caller_number_sealed: Buffer | null
  readonly caller_index: Buffer | null
}

function unlistedOf(row: UnlistedColumns): UnlistedCaller | null {
  const { contact_id: contactId, caller_list_id: listId, caller_sealed: sealed } = row
  const { caller_number_sealed: number, caller_index: index } = row
  if (contactId === null || listId === null || sealed === null) return null
  return { contactId, listId, sealed, number: number === null || index === null ? null : { sealed: number, index } }
}
