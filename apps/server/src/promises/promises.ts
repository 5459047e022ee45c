import {
  type CallbackPromise,
  type CampaignId,
  type LeadId,
  type PersonId,
  ProblemError,
  type PromiseHour,
  type PromiseState,
} from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import type { CampaignBook } from '../dialling/index.ts'
import type { EntryDraft, EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import type { Asking } from './asking.ts'
import {
  countByHour,
  countOverdue,
  countPeopleByHour,
  countPeopleNow,
  type DialledRow,
  lockPromise,
  type OpenRow,
  type PromisedLead,
  type PromiseFilter,
  readDialled,
  readOpen,
  readOwners,
  readSites,
  setOwner,
} from './queries.ts'

export interface PromiseDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly campaigns: CampaignBook
}

export interface PromiseBoard {
  readonly now: number
  readonly promises: CallbackPromise[]
  readonly hasMore: boolean
  readonly sites: Awaited<ReturnType<typeof readSites>>
}

/** Call-back promises: who is to be called when, by whom, and whether that was kept. Nobody's name or number is read. */
export interface Promises {
  /** Open ones, the earliest first; then those of today that were dialled, the latest first. */
  list(asking: Asking, filter: PromiseFilter): Promise<PromiseBoard>
  /** Bookings of each hour from now to the end of tomorrow, against the people for it as far as that is known. */
  hours(asking: Asking, filter: PromiseFilter): Promise<PromiseHour[]>
  overdue(asking: Asking): Promise<number>
  /** @throws ProblemError `not_found` */
  owners(asking: Asking, leadId: LeadId): Promise<{ personId: PersonId; displayName: string; desk: OpenRow['desk'] }[]>
  /**
   * Gives a promise to another operator, or to anybody who is free when it is time.
   *
   * @throws ProblemError `not_found`; `conflict` somebody was first, or it is being dialled; `invalid_input` nobody who may
   *         work there; `ledger_unavailable`, `key_service_unavailable`
   */
  assign(
    asking: Asking,
    leadId: LeadId,
    to: { readonly revision: number; readonly ownerId: PersonId | null },
  ): Promise<void>
}

/** Whoever was promised "at three" and is called at a quarter past was not called at three. */
export const promiseToleranceMs = 15 * 60_000
const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs
const mostShown = 200

export function createPromises({ database, writer, clock, campaigns }: PromiseDependencies): Promises {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  /** Only results after which a time is a promise: elsewhere the time that was typed means nothing. */
  async function promisedOnly(tx: Tx, rows: readonly DialledRow[]): Promise<DialledRow[]> {
    const kept: DialledRow[] = []
    for (const row of rows) {
      const { ruleOf } = await campaigns.describe(tx, row.campaign_id, row.revision)
      if (ruleOf(row.disposition).next.kind === 'asked') kept.push(row)
    }
    return kept
  }

  async function leadOf(tx: Tx, leadId: LeadId): Promise<PromisedLead> {
    const lead = await lockPromise(tx, leadId)
    if (lead === undefined) throw new ProblemError('not_found')
    return lead
  }

  return {
    list: (asking, filter) =>
      within(asking, async (tx) => {
        const now = clock.now()
        const open = await readOpen(tx, filter, mostShown + 1)
        const day = dayOf(now)
        const span = { fromMs: startOfDay(day), untilMs: startOfDay(day + 1) }
        const dialled = await promisedOnly(tx, await readDialled(tx, filter, span, mostShown))
        return {
          now,
          promises: [...open.slice(0, mostShown).map((row) => openView(row, now)), ...dialled.map(dialledView)],
          hasMore: open.length > mostShown,
          sites: await readSites(tx),
        }
      }),

    hours: (asking, filter) =>
      within(asking, async (tx) => {
        const now = clock.now()
        const fromMs = Math.floor(now / hourMs) * hourMs
        const untilMs = startOfDay(dayOf(now) + 2)
        const promises = await countByHour(tx, filter, fromMs, untilMs)
        const before = await countPeopleByHour(tx, filter, fromMs - weekMs, untilMs - weekMs)
        const present = await countPeopleNow(tx, filter)
        return Array.from({ length: (untilMs - fromMs) / hourMs }, (_, index) => {
          const at = fromMs + index * hourMs
          return {
            at,
            promises: promises.get(at) ?? 0,
            people: index === 0 ? present : (before.get(at - weekMs) ?? 0),
          }
        })
      }),

    overdue: (asking) => within(asking, (tx) => countOverdue(tx, clock.now() - promiseToleranceMs)),

    owners: (asking, leadId) =>
      within(asking, async (tx) => {
        const { campaign_id: campaignId } = await leadOf(tx, leadId)
        const rows = await readOwners(tx, campaignId, clock.now())
        return rows.map(({ person_id, display_name, desk }) => ({
          ...{ personId: person_id, displayName: display_name, desk },
        }))
      }),

    assign: (asking, leadId, { revision, ownerId }) =>
      within(asking, async (tx) => {
        const { actor, policyHash } = asking
        const lead = await leadOf(tx, leadId)
        if (lead.state !== 'promised' || lead.revision !== revision) throw new ProblemError('conflict')
        await requireOwner(tx, lead.campaign_id, ownerId, clock.now())
        await setOwner(tx, [leadId], ownerId)
        const entry = reassigned(lead, ownerId)
        await writer.enter(tx, { ...entry, policyHash, refs: { ...entry.refs, session: actor.sessionId } })
      }),
  }
}

async function requireOwner(tx: Tx, campaignId: CampaignId, ownerId: PersonId | null, nowMs: number): Promise<void> {
  if (ownerId === null) return
  const [owner] = await readOwners(tx, campaignId, nowMs, ownerId)
  if (owner === undefined) throw new ProblemError('invalid_input', 'ownerId')
}

/** A promise with another owner: whose it is now is committed to, and not at all when it is anybody's. */
export function reassigned(lead: PromisedLead, ownerId: PersonId | null): EntryDraft {
  return {
    type: 'promise.reassigned',
    purpose: 'supervision',
    campaignKind: lead.kind,
    refs: { campaign: lead.campaign_id, list: lead.list_id },
    subject: { contactId: lead.contact_id, listId: lead.list_id },
    ...(ownerId === null ? {} : { commit: { person: ownerId } }),
  }
}

function stateOf(atMs: number, now: number): PromiseState {
  if (atMs > now) return 'coming'
  return now - atMs > promiseToleranceMs ? 'overdue' : 'due'
}

/** The end of a lead's id is random; its beginning is a time. */
const markOf = (leadId: LeadId) => leadId.slice(-6)

function openView(row: OpenRow, now: number): CallbackPromise {
  const { owner_id: personId, owner: displayName, desk } = row
  return {
    ...{ leadId: row.lead_id, mark: markOf(row.lead_id), revision: row.revision },
    ...{ campaignId: row.campaign_id, campaign: row.campaign },
    ...{ state: stateOf(row.due_at.getTime(), now), at: row.due_at.getTime(), calledAt: null },
    owner: personId === null || displayName === null ? null : { personId, displayName, desk },
  }
}

function dialledView(row: DialledRow): CallbackPromise {
  const { owner_id: personId, owner: displayName } = row
  const [at, calledAt] = [row.promised_at.getTime(), row.called_at.getTime()]
  return {
    ...{ leadId: row.lead_id, mark: markOf(row.lead_id), revision: null },
    ...{ campaignId: row.campaign_id, campaign: row.campaign, at, calledAt },
    state: calledAt - at > promiseToleranceMs ? 'missed' : 'kept',
    owner: personId === null || displayName === null ? null : { personId, displayName, desk: null },
  }
}
