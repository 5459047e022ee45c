import type { AttemptId, CampaignId, PersonId } from '@sekisho/contract'
import type { LookOrder } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { CampaignFacts } from './campaign-book.ts'
import { freeSeats } from './desk-rows.ts'
import { type DueKind, type DueLead, lockDueLeads } from './due-leads.ts'

/** A due lead with the number that would be dialled. */
export type Callable = DueLead & { readonly ordinal: number }

/**
 * Those with a usable number that no other of them shares. A lead without a number, or of somebody who is not to be called,
 * is at its end; one whose due time was used up gets a new one, and its turn the next time.
 */
async function callableOf(tx: Tx, due: readonly DueLead[], nowMs: number): Promise<Callable[]> {
  const over = due.filter(({ ordinal, is_refused }) => is_refused || ordinal === null)
  if (over.length > 0) {
    await tx.client.query(
      `update tenant.leads l set state = 'finished', finished_reason = o.reason, revision = l.revision + 1
        from unnest($2::uuid[], $3::text[]) as o (lead_id, reason) where l.tenant_id = $1 and l.lead_id = o.lead_id`,
      [
        tx.scope,
        over.map(({ lead_id }) => lead_id),
        over.map(({ is_refused }) => (is_refused ? 'do_not_call' : 'no_number_left')),
      ],
    )
  }
  const used = due.filter(({ is_used, is_refused }) => is_used && !is_refused)
  if (used.length > 0) {
    await tx.client.query(`update tenant.leads set due_at = $3 where tenant_id = $1 and lead_id = any ($2)`, [
      tx.scope,
      used.map(({ lead_id }) => lead_id),
      new Date(nowMs),
    ])
  }
  const taken = new Set<string>()
  return due.filter((lead): lead is Callable => {
    const number = lead.phone_index?.toString('hex')
    if (lead.is_used || lead.is_refused || lead.ordinal === null || number === undefined || taken.has(number))
      return false
    taken.add(number)
    return true
  })
}

/** A lead and the operator for whom it is called. */
export type Seated = Callable & { readonly operatorId: PersonId }
/** The same, and those whose operator is chosen when they answer. */
export type Chosen = Callable & { readonly operatorId: PersonId | null; readonly attemptId: AttemptId }

/**
 * Up to `count` due leads under their locks, each with a free seat under its own; whoever may not be called is finished on
 * the way. One at a time in a tenant, so that two campaigns cannot take the same number at the same moment.
 */
export async function seatDueLeads(
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
  count: number,
  kind: DueKind = 'all',
  order: LookOrder | null = null,
): Promise<Seated[]> {
  await oneAtATime(tx)
  const callable = await callableOf(tx, await lockDueLeads(tx, campaignId, nowMs, count, kind, order), nowMs)
  const wanted = callable.flatMap(({ promised_to }) => promised_to ?? [])
  return seated(callable, await freeSeats(tx, campaignId, { count: callable.length, wanted, yields: true }))
}

/** Up to `count` due leads under their locks, for whoever is free when they answer. Likewise one at a time in a tenant. */
export async function unseatedDueLeads(
  tx: Tx,
  campaignId: CampaignId,
  nowMs: number,
  count: number,
  order: LookOrder | null = null,
): Promise<Callable[]> {
  await oneAtATime(tx)
  return callableOf(tx, await lockDueLeads(tx, campaignId, nowMs, count, 'for_anyone', order), nowMs)
}

/** Numbers of a tenant are chosen under this lock alone. */
export async function oneAtATime(tx: Tx): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`dialling ${tenantOf(tx)}`])
}

export function asAttempt<Lead extends Callable & { readonly operatorId: PersonId | null }>(
  lead: Lead,
): Lead & { readonly attemptId: AttemptId } {
  return { ...lead, attemptId: newId<AttemptId>() }
}

/** A promise whose owner is not free when it is time is kept by somebody else, and that is entered. */
export async function enterGivenAway(
  writer: EntryWriter,
  tx: Tx,
  campaignId: CampaignId,
  { kind }: CampaignFacts,
  chosen: readonly Chosen[],
): Promise<void> {
  const given = chosen.flatMap(({ operatorId, ...lead }) =>
    operatorId === null || lead.promised_to === null || lead.promised_to === operatorId
      ? []
      : [{ ...lead, operatorId }],
  )
  if (given.length === 0) return
  await writer.enterAll(
    tx,
    given.map(({ contact_id: contactId, list_id: listId, operatorId, attemptId }) => ({
      type: 'promise.reassigned',
      purpose: 'dialling',
      campaignKind: kind,
      refs: { campaign: campaignId, list: listId, attempt: attemptId },
      subject: { contactId, listId },
      commit: { person: operatorId },
    })),
  )
}

/** A seat for each lead: that of the operator whom it was promised to, if free. Whoever finds none waits for its turn. */
function seated(leads: readonly Callable[], seats: readonly PersonId[]): Seated[] {
  const promised = new Set(leads.map(({ promised_to }) => promised_to))
  const free = new Set(seats)
  const take = (wanted: PersonId | null): PersonId | undefined => {
    const seat =
      wanted !== null && free.has(wanted) ? wanted : ([...free].find((each) => !promised.has(each)) ?? [...free][0])
    if (seat !== undefined) free.delete(seat)
    return seat
  }
  return leads.flatMap((lead) => {
    const operatorId = take(lead.promised_to)
    return operatorId === undefined ? [] : [{ ...lead, operatorId }]
  })
}
