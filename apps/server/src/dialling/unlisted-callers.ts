import {
  type CampaignId,
  type ContactId,
  type EntryId,
  type LeadId,
  type ListId,
  ProblemError,
} from '@sekisho/contract'
import { defaultDisposition, type NextDue } from '@sekisho/dialer'
import { seatsOfCampaign } from '../assignments/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { CampaignFacts } from './campaign-book.ts'
import { isWaitingSeat, lockSeats } from './desk-rows.ts'

// Whoever calls an own number and is on no list of its campaign (名簿にない方). They are written down when an operator talks
// with them, as a contact of the campaign's list of callers; before that nothing of them is kept but what is sealed.

/** SQL for whether a list is that of a campaign's callers. @param list  SQL for its id */
export const isCallersList = (list: string): string =>
  `${list} = (select u.list_id from tenant.lists u where u.tenant_id = $1 and u.list_id = ${list} and u.mode = 'callers')`

/** Whether somebody on no list may get an operator at this moment; otherwise they hear whom to turn to, at once. */
export async function mayReachOperator(
  tx: Tx,
  campaignId: CampaignId,
  { settings }: Pick<CampaignFacts, 'settings'>,
): Promise<boolean> {
  return settings.callersOnNoList !== 'announcement' && (await isSeatFree(tx, campaignId))
}

/** The same under the lock of seats: of two callers for one operator the second finds that the first waits. */
export async function isTheirTurn(tx: Tx, campaignId: CampaignId): Promise<boolean> {
  await lockSeats(tx)
  return isSeatFree(tx, campaignId)
}

/**
 * Whether more operators wait for calls than callers do. A line that rings for an operator counts for nothing: nobody has
 * answered it yet, and whoever calls us is next when it ends so.
 */
async function isSeatFree(tx: Tx, campaignId: CampaignId): Promise<boolean> {
  const { rows } = await tx.client.query<{ is_free: boolean }>({
    name: 'free seat for a caller on no list',
    text: `${seatsOfCampaign(isWaitingSeat)}
      select (select count(*) from seats s where s.is_ready)
        > (select count(*) from tenant.call_ins i where i.tenant_id = $1 and i.campaign_id = $2 and i.state = 'waiting')
        as is_free`,
    values: [tenantOf(tx), campaignId],
  })
  return rows[0]?.is_free === true
}

/**
 * The list of a campaign's callers, made with the first of them by an entry. It came with no file; whoever assigned the own
 * number stands as who brought it about.
 */
export async function callersList(
  writer: EntryWriter,
  tx: Tx,
  { campaignId, kind, ownNumber, atMs }: CallersPlace,
): Promise<ListId> {
  const known = await readCallersList(tx, campaignId)
  if (known !== null) return known
  const listId = newId<ListId>()
  // two first callers at once: the second waits for the first, and finds its list
  const { rowCount } = await tx.client.query(
    `insert into tenant.lists (tenant_id, list_id, campaign_id, mode, label, state, digest, mapping, rules, first_leased_at,
        imported_by, created_at, finished_at)
      select $1, $2, $3, 'callers', '名簿にない方', 'ready', ''::bytea, '{}', '{}', $5, o.assigned_by, $5, $5
      from house.own_numbers o where o.tenant_id = $1 and o.campaign_id = $3 and o.number = $4
      order by o.assigned_at desc limit 1
      on conflict do nothing`,
    [tenantOf(tx), listId, campaignId, ownNumber, new Date(atMs)],
  )
  if (rowCount === 1) {
    await writer.enter(tx, {
      type: 'list.callers_begun',
      purpose: 'dialling',
      campaignKind: kind,
      refs: { campaign: campaignId, list: listId },
    })
    return listId
  }
  const first = await readCallersList(tx, campaignId)
  if (first === null) throw new Error('no list of callers')
  return first
}

interface CallersPlace {
  readonly campaignId: CampaignId
  readonly kind: 'production' | 'test'
  readonly ownNumber: string
  readonly atMs: number
}

async function readCallersList(tx: Tx, campaignId: CampaignId): Promise<ListId | null> {
  const { rows } = await tx.client.query<{ list_id: ListId }>({
    name: 'list of callers',
    text: `select list_id from tenant.lists where tenant_id = $1 and campaign_id = $2 and mode = 'callers'`,
    values: [tenantOf(tx), campaignId],
  })
  return rows[0]?.list_id ?? null
}

/** Somebody on no list, sealed for the contact that they become when an operator talks with them. */
export interface UnlistedCaller {
  readonly contactId: ContactId
  readonly listId: ListId
  readonly sealed: Uint8Array
  /** Null where the number is withheld. */
  readonly number: { readonly sealed: Uint8Array; readonly index: Uint8Array } | null
}

/** They wait for an operator. */
export async function noteUnlisted(tx: Tx, callInId: EntryId, caller: UnlistedCaller): Promise<void> {
  const { number } = caller
  await tx.client.query({
    name: 'note caller on no list',
    text: `update tenant.call_ins set state = 'waiting', is_on_no_list = true, contact_id = $3, ordinal = 1,
        caller_list_id = $4, caller_sealed = $5, caller_number_sealed = $6, caller_index = $7
      where tenant_id = $1 and call_in_id = $2 and state = 'arrived'`,
    values: [
      ...[tenantOf(tx), callInId, caller.contactId, caller.listId, Buffer.from(caller.sealed)],
      ...[number === null ? null : Buffer.from(number.sealed), number === null ? null : Buffer.from(number.index)],
    ],
  })
}

/** Their contact and lead, from the sealed parts of a call-in under its lock. Nobody dials such a lead unless they ask for it. */
export async function writeDown(tx: Tx, campaignId: CampaignId, caller: UnlistedCaller, atMs: number): Promise<LeadId> {
  const { contactId, listId, number } = caller
  const leadId = newId<LeadId>()
  const place = [tenantOf(tx), contactId]
  await tx.client.query(
    `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed) values ($1, $2, $3, 0, $4)`,
    [...place, listId, Buffer.from(caller.sealed)],
  )
  if (number !== null)
    await tx.client.query(
      `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
        values ($1, $2, 1, 'other', $3, $4)`,
      [...place, Buffer.from(number.sealed), Buffer.from(number.index)],
    )
  await tx.client.query(
    `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, state, due_at)
      values ($1, $3, $4, $5, $2, 'finished', $6)`,
    [...place, leadId, campaignId, listId, new Date(atMs)],
  )
  return leadId
}

/** What follows for whoever is on no list: they are called when they asked for it, and otherwise never. */
export function byPromiseAlone(next: NextDue): NextDue {
  return next.kind === 'due' && next.reason !== 'promised' ? { kind: 'final', reason: 'result' } : next
}

/** What results do to the do-not-call list that only a number can be kept for. */
const keepsNumber = ['product_at_client', 'person_and_numbers_at_client', 'number_by_policy', 'all_numbers_of_contact']

/**
 * Whoever withholds the number cannot be called back, and cannot be kept as somebody who is not to be called: the operator
 * is told so while the caller is still there.
 *
 * @throws ProblemError `number_withheld`
 */
export function refuseWithoutNumber(disposition: string, callbackAtMs: number | null): void {
  const isRefusal = keepsNumber.includes(defaultDisposition(disposition)?.doNotCall ?? 'none')
  if (callbackAtMs !== null || isRefusal) throw new ProblemError('number_withheld')
}
