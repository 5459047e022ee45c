import {
  type CampaignId,
  type EntryId,
  type FieldCode,
  longestTicketWaitDays,
  type PersonId,
  ProblemError,
  type Ticket,
  type TicketLooks,
  type TicketOutcome,
  type TicketStep,
} from '@sekisho/contract'
import { dateOf, dayOf, defaultDisposition, startOfDay } from '@sekisho/dialer'
import type { KeyServiceCalls } from '@sekisho/vault'
import type { CampaignBook } from '../dialling/index.ts'
import type { Gate } from '../gate/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import type { Asking } from './asking.ts'
import { isInHand, readLooks } from './looks.ts'
import { addNote } from './notes.ts'
import {
  countOverdue,
  type ListedTicket,
  lockTicket,
  readHistory,
  readOwners,
  readTickets,
  type TicketFilter,
  wasTaken,
} from './queries.ts'
import { type Standing, step, type StepBy, type TicketRow } from './step.ts'

export interface TicketDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly gate: Pick<Gate, 'openTicketTexts' | 'openTicketContact'>
  readonly keys: Pick<KeyServiceCalls, 'sealMemo'>
  readonly clock: Clock
  readonly campaigns: CampaignBook
}

/** Unfinished ones unless said otherwise; `own` are those of whoever asks. */
export interface WantedTickets {
  readonly campaignId?: CampaignId | undefined
  readonly state?: TicketFilter['state'] | 'own' | undefined
}

export interface TicketBoard {
  /** In Japan. */
  readonly today: string
  readonly tickets: Ticket[]
  readonly hasMore: boolean
}

export interface OpenedTicket {
  readonly texts: { textId: string; text: string }[]
  /** Null when there was nothing to open. */
  readonly entryPosition: number | null
}

/** The contact of a ticket, in the client's own words for its fields. */
export interface OpenedTicketContact {
  readonly fields: { field: FieldCode; label: string; value: string }[]
  readonly entryPosition: number
}

type Owner = Awaited<ReturnType<typeof readOwners>>[number]

/** Hand-over tickets (引継ぎ票), as supervisors work at them. Nobody's name or number is read. */
export interface Tickets {
  list(asking: Asking, wanted: WantedTickets): Promise<TicketBoard>
  overdue(asking: Asking): Promise<number>
  /** @throws ProblemError `not_found` */
  history(asking: Asking, ticketId: EntryId): Promise<TicketStep[]>
  /** @throws ProblemError `not_found` */
  owners(asking: Asking, ticketId: EntryId): Promise<Owner[]>
  /**
   * Takes a ticket, or takes it over: of several who saw the same one does.
   *
   * @throws ProblemError `not_found`; `conflict` somebody was first, or it has ended; `ledger_unavailable`
   */
  take(asking: Asking, ticketId: EntryId, revision: number): Promise<void>
  /** @throws ProblemError as `take`; `invalid_input` nobody who may work at it */
  give(asking: Asking, ticketId: EntryId, revision: number, ownerId: PersonId): Promise<void>
  /** @returns  the id of the note @throws ProblemError `not_found`, `not_your_ticket`; `conflict` it has ended; `invalid_input` too many */
  note(asking: Asking, ticketId: EntryId, text: string): Promise<string>
  /** @throws ProblemError as `take`; `not_your_ticket`; `invalid_input` a day that is over, or too far */
  wait(asking: Asking, ticketId: EntryId, revision: number, until: string): Promise<void>
  /** @throws ProblemError as `take`; `not_your_ticket` */
  finish(asking: Asking, ticketId: EntryId, revision: number, outcome: TicketOutcome): Promise<void>
  /** @throws ProblemError as the gate's `openTicketContact` */
  openContact(asking: Asking, ticketId: EntryId): Promise<OpenedTicketContact>
  /** @throws ProblemError `not_found` */
  isInHand(asking: Asking, ticketId: EntryId): Promise<boolean>
  /** Who opened contacts by tickets today. */
  looks(asking: Asking): Promise<TicketLooks[]>
  /** @throws ProblemError as the gate's `openTicketTexts` */
  open(asking: Asking, ticketId: EntryId): Promise<OpenedTicket>
}

/** Nobody looks through more than this at once. */
const mostShown = 200

export function createTickets(dependencies: TicketDependencies): Tickets {
  const { database, gate, clock, campaigns } = dependencies
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)
  const today = () => dateOf(dayOf(clock.now()))

  async function view(tx: Tx, row: ListedTicket): Promise<Ticket> {
    const { settings } = await campaigns.describe(tx, row.campaign_id, row.campaign_revision)
    const { disposition } = row
    const label =
      settings.dispositions.find(({ code }) => code === disposition)?.label ?? defaultDisposition(disposition)?.label.ja
    return viewOf(row, label ?? disposition, today())
  }

  /** A ticket as whoever asks saw it, and that has not ended. */
  async function unfinished(tx: Tx, ticketId: EntryId, revision: number | null): Promise<TicketRow> {
    const ticket = await lockTicket(tx, ticketId)
    if (ticket === undefined) throw new ProblemError('not_found')
    const hasEnded = ticket.state === 'done' || ticket.state === 'withdrawn'
    if (hasEnded || (revision !== null && ticket.revision !== revision)) throw new ProblemError('conflict')
    return ticket
  }

  async function describeCampaign(tx: Tx, ticketId: EntryId) {
    const ticket = await lockTicket(tx, ticketId)
    if (ticket === undefined) throw new ProblemError('not_found')
    return campaigns.describe(tx, ticket.campaign_id, ticket.campaign_revision)
  }

  async function own(tx: Tx, { actor }: Asking, ticketId: EntryId, revision: number | null): Promise<TicketRow> {
    const ticket = await unfinished(tx, ticketId, revision)
    if (ticket.owner_id !== actor.personId) throw new ProblemError('not_your_ticket')
    return ticket
  }

  const move = (tx: Tx, asking: Asking, ticket: TicketRow, kind: Parameters<typeof step>[4], to: Standing) =>
    step(dependencies, tx, supervising(asking), ticket, kind, to)

  return {
    list: (asking, { campaignId, state = 'unfinished' }) =>
      within(asking, async (tx) => {
        const isOwn = state === 'own'
        const filter: TicketFilter = {
          campaignId: campaignId ?? null,
          ownerId: isOwn ? asking.actor.personId : null,
          state: isOwn ? 'unfinished' : state,
        }
        const rows = await readTickets(tx, filter, mostShown + 1)
        const tickets: Ticket[] = []
        for (const row of rows.slice(0, mostShown)) tickets.push(await view(tx, row))
        return { today: today(), tickets, hasMore: rows.length > mostShown }
      }),

    overdue: (asking) => within(asking, (tx) => countOverdue(tx, today())),

    history: (asking, ticketId) =>
      within(asking, async (tx) => {
        const steps = await readHistory(tx, ticketId)
        if (steps.length === 0) throw new ProblemError('not_found')
        return steps
      }),

    owners: (asking, ticketId) =>
      within(asking, async (tx) => {
        const ticket = await lockTicket(tx, ticketId)
        if (ticket === undefined) throw new ProblemError('not_found')
        return readOwners(tx, ticket.campaign_id, clock.now())
      }),

    take: (asking, ticketId, revision) =>
      within(asking, async (tx) => {
        const ticket = await unfinished(tx, ticketId, revision)
        // who was given it takes it once more, by an entry of his own
        const isOwn = ticket.owner_id === asking.actor.personId && ticket.state === 'taken'
        if (isOwn && (await wasTaken(tx, ticketId))) return
        await move(tx, asking, ticket, 'taken', { state: 'taken', ownerId: asking.actor.personId })
      }),

    give: (asking, ticketId, revision, ownerId) =>
      within(asking, async (tx) => {
        const ticket = await unfinished(tx, ticketId, revision)
        const [owner] = await readOwners(tx, ticket.campaign_id, clock.now(), ownerId)
        if (owner === undefined) throw new ProblemError('invalid_input', 'ownerId')
        await move(tx, asking, ticket, 'given', { state: 'taken', ownerId })
      }),

    note: (asking, ticketId, text) =>
      within(asking, async (tx) =>
        addNote(dependencies, tx, supervising(asking), await own(tx, asking, ticketId, null), text),
      ),

    wait: (asking, ticketId, revision, until) =>
      within(asking, async (tx) => {
        const ticket = await own(tx, asking, ticketId, revision)
        if (until < today() || until > dateOf(dayOf(clock.now()) + longestTicketWaitDays))
          throw new ProblemError('invalid_input', 'until')
        const to: Standing = { state: 'waiting', ownerId: asking.actor.personId, waitsUntil: until }
        await move(tx, asking, ticket, 'waits', to)
      }),

    finish: (asking, ticketId, revision, outcome) =>
      within(asking, async (tx) => {
        const ticket = await own(tx, asking, ticketId, revision)
        await move(tx, asking, ticket, 'done', { state: 'done', ownerId: asking.actor.personId, outcome })
      }),

    async openContact(asking, ticketId) {
      const { actor, tenantId } = asking
      const { values, entryPosition } = await gate.openTicketContact(actor, tenantId, ticketId, clock.now())
      const { settings } = await within(asking, (tx) => describeCampaign(tx, ticketId))
      const fields = settings.visibleFields.flatMap(({ field, label }) => {
        const value = values[field]
        return value === undefined || value === '' ? [] : [{ field, label, value }]
      })
      // of a caller on no list, in a campaign that shows no numbers; the page has a word for it
      const { phone_1: number } = values
      const isShown = number === undefined || fields.some(({ field }) => field === 'phone_1')
      return { fields: isShown ? fields : [{ field: 'phone_1', label: '', value: number }], entryPosition }
    },
    isInHand: ({ actor, ...asking }, ticketId) =>
      within({ actor, ...asking }, (tx) => isInHand(tx, ticketId, actor.personId)),
    looks: (asking) => within(asking, (tx) => readLooks(tx, startOfDay(dayOf(clock.now())))),

    async open({ actor, tenantId }, ticketId) {
      const { memos, entryPosition } = await gate.openTicketTexts(actor, tenantId, ticketId)
      return { texts: memos.map(({ attemptId, text }) => ({ textId: attemptId, text })), entryPosition }
    },
  }
}

function supervising({ actor, policyHash }: Asking): StepBy {
  return { actor, policyHash, purpose: 'supervision' }
}

function timingOf({ state, effective_due: due }: ListedTicket, today: string): Ticket['timing'] {
  if (state === 'done' || state === 'withdrawn') return 'over'
  if (due < today) return 'overdue'
  return due === today ? 'today' : 'coming'
}

/** The end of an entry's id is random; its beginning is a time. */
const markOf = (ticketId: EntryId) => ticketId.slice(-6)

function viewOf(row: ListedTicket, label: string, today: string): Ticket {
  const { owner_id: personId, owner: displayName } = row
  return {
    ...{ ticketId: row.ticket_id, mark: markOf(row.ticket_id), revision: row.revision },
    ...{ campaignId: row.campaign_id, campaign: row.campaign, attemptId: row.attempt_id },
    ...{ disposition: row.disposition, label, isCorrected: row.is_corrected, reason: row.reason },
    ...{ addressee: row.addressee, state: row.state, dueOn: row.due_on, waitsUntil: row.waits_until },
    timing: timingOf(row, today),
    owner: personId === null || displayName === null ? null : { personId, displayName },
    ...{
      madeAt: row.made_at.getTime(),
      operator: row.operator ?? '',
      texts: row.texts,
      looks: row.looks,
      outcome: row.outcome,
    },
  }
}
