import type {
  AttemptId,
  CampaignId,
  CampaignKind,
  ContactId,
  EntryId,
  HandSide,
  ListId,
  MemoPurpose,
  TenantId,
} from '@sekisho/contract'
import type { ClearNumber, FieldValues, IndexKind, KeyServiceCalls } from '@sekisho/vault'
import type { PersonActor } from '../platform/actor.ts'
import { atMost } from '../platform/at-most.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import type { Authorise } from '../platform/http/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import { lookUp } from './look-up.ts'
import { enterArrival, lookUpCaller, sealCaller, type SealedCaller, type UnlistedPlace } from './look-up-caller.ts'
import { openHandTexts } from './open-hand-texts.ts'
import { openTicketTexts } from './open-ticket-texts.ts'
import { openTicketContact } from './open-ticket-contact.ts'
import { openMemos, readMemo } from './open-memos.ts'
import { mostOpenings, openContact } from './open-contact.ts'
import { requestNumbers, unsealNumber } from './open-number.ts'
import { openPreview } from './open-preview.ts'
import { type OpenedRefusedRow, openRefusedRow } from './open-refused-row.ts'

export interface GateDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await' | 'state'>
  readonly keys: Pick<
    KeyServiceCalls,
    | 'openContact'
    | 'openMemos'
    | 'openNumber'
    | 'openRefusedRow'
    | 'lookup'
    | 'ensureList'
    | 'sealContact'
    | 'sealNumber'
  >
  /** Policy over designations; `hasLiveCall` is the fact that only the gate can know. */
  readonly authorise: Authorise
}

/** One contact's fields as one operator may see them, for one call. */
export interface OpenedContact {
  readonly values: FieldValues
  /** Place of the entry in the tenant's ledger: shown beside the data (記録番号). */
  readonly entryPosition: number
}

/** What operators noted about one contact. */
export interface OpenedMemos {
  /** Newest first; empty when there are none, and then nothing was opened. */
  readonly memos: readonly { readonly attemptId: AttemptId; readonly text: string }[]
  readonly entryPosition: number | null
}

export interface NumberRequest {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  readonly campaignKind: CampaignKind
  readonly attemptId: AttemptId
  readonly contactId: ContactId
  readonly listId: ListId
  readonly ordinal: number
}

/** A committed entry that allows one number to be opened; worth nothing until its transaction is durable. */
export interface NumberTicket extends NumberRequest {
  readonly entryId: EntryId
  /** The number as it lay in the transaction of the entry. */
  readonly rowVersion: number
  readonly sealed: Uint8Array
}

/** Somebody calls an own number of a campaign. */
export interface Arrival {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  readonly campaignKind: CampaignKind
  /** E.164; null when the caller withholds it. */
  readonly from: string | null
}

/** The front door for clear personal data (関所): decision, entry, receipt, unseal, in this order and no other. */
export interface Gate {
  /**
   * Opens the contact of an operator's live call.
   *
   * @throws ProblemError `forbidden`, `no_live_call` (entered as denied), `ledger_unavailable` (nothing was opened),
   *         `key_service_refused`, `key_service_unavailable`
   */
  openContact(actor: PersonActor, tenantId: TenantId, attemptId: AttemptId): Promise<OpenedContact>
  /**
   * Opens what the campaign withholds until it is certain who is on the line, by an entry of its own.
   *
   * @throws ProblemError as `openContact`; `no_live_call` also when nobody was confirmed (entered as `not_confirmed`)
   */
  openConfirmed(actor: PersonActor, tenantId: TenantId, attemptId: AttemptId): Promise<OpenedContact>
  /**
   * Opens the contact that an operator was given to look at before anything rings: what a call shows at once, and nothing
   * that waits until somebody is confirmed. By an entry of its own, whether a call follows or not.
   *
   * @throws ProblemError `preview_over`; `forbidden` not this operator's, or out of reach (entered as denied); and as
   *         `openContact`
   */
  openPreview(actor: PersonActor, tenantId: TenantId, previewId: EntryId): Promise<OpenedContact>
  /**
   * Opens the memos of earlier calls with the contact of an operator's live call, eight at most. Where a campaign
   * withholds anything until somebody is confirmed, it withholds them, too.
   *
   * @throws ProblemError as `openContact`
   */
  openMemos(actor: PersonActor, tenantId: TenantId, attemptId: AttemptId): Promise<OpenedMemos>
  /**
   * Opens the memo of one attempt for a supervisor.
   *
   * @throws ProblemError `forbidden`, `not_found` (no such attempt in reach, or it has no memo; entered as denied), and as
   *         `openContact`
   */
  readMemo(actor: PersonActor, tenantId: TenantId, attemptId: AttemptId, purpose: MemoPurpose): Promise<OpenedMemos>
  /**
   * Opens what was written under a hand that is up, for the operator who raised it or the supervisor who took it.
   *
   * @returns  each text under the id of its message, in the place of an attempt's
   * @throws ProblemError `forbidden`, `not_found` (not up, not one's own, not raised at a call; entered as denied), and as
   *         `openContact`
   */
  openHandTexts(actor: PersonActor, tenantId: TenantId, handId: EntryId, side: HandSide): Promise<OpenedMemos>
  /**
   * Opens one row that an import refused, for a supervisor who corrects it.
   *
   * @throws ProblemError `forbidden`, `not_found` (no such row in reach, it was not kept, or its list is not ready; entered
   *         as denied), `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`
   */
  openRefusedRow(actor: PersonActor, tenantId: TenantId, listId: ListId, rowNumber: number): Promise<OpenedRefusedRow>
  /**
   * Opens what was said at a hand-over ticket, for a supervisor in whose reach its job is.
   *
   * @returns  the memo of the call under its attempt, and each note under its own id
   * @throws ProblemError `forbidden`, `not_found` (entered as denied), and as `openContact`
   */
  openTicketTexts(actor: PersonActor, tenantId: TenantId, ticketId: EntryId): Promise<OpenedMemos>
  /**
   * Opens the contact of a hand-over ticket for whoever took it and has not ended it: what a call shows at once, and nothing
   * that waits until somebody is confirmed. By an entry of its own, each time.
   *
   * @param atMs  when that is, for whoever counts looks
   * @throws ProblemError `forbidden`, `not_found`, `not_your_ticket` (all entered as denied), and as `openContact`
   */
  openTicketContact(actor: PersonActor, tenantId: TenantId, ticketId: EntryId, atMs: number): Promise<OpenedContact>
  /**
   * Enters, in the transaction that persists the intents to dial, that the dialler will open these numbers: one entry
   * each, tickets in the order asked.
   *
   * @throws ProblemError `forbidden`, `not_found` (a number is gone), `ledger_unavailable`, `key_service_unavailable`
   */
  requestNumbers(tx: Tx, requests: readonly NumberRequest[]): Promise<NumberTicket[]>
  /** Opens the number once the transaction of `requestNumbers` is durable. The caller keeps it for one dialling only. */
  unsealNumber(ticket: NumberTicket): Promise<ClearNumber>
  /**
   * Enters that somebody calls, and that the caller's number, where there is one, will be looked up once.
   *
   * @throws ProblemError `forbidden`, `ledger_unavailable`, `key_service_unavailable`
   */
  enterArrival(tx: Tx, arrival: Arrival): Promise<EntryId>
  /**
   * The blind index of the number that calls, once the transaction of `enterArrival` is durable. Whom it belongs to is
   * the caller's to find; nothing is opened by this.
   *
   * @throws ProblemError `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`
   */
  lookUpCaller(tenantId: TenantId, arrivalId: EntryId, from: string): Promise<Uint8Array>
  /**
   * Seals a caller who is on no list under the campaign's list of callers. Nothing is opened by this.
   *
   * @throws ProblemError `key_service_refused`, `key_service_unavailable`, `storage_full`
   */
  sealCaller(caller: UnlistedPlace): Promise<SealedCaller>
  /** Finds contacts by one exact key: one entry, one index, misses included. */
  lookUp(actor: PersonActor, tenantId: TenantId, query: { kind: IndexKind; value: string }): Promise<ContactId[]>
}

export function createGate(dependencies: GateDependencies): Gate {
  const inTurn = atMost(mostOpenings)
  return {
    openContact: (actor, tenantId, attemptId) => openContact(dependencies, inTurn, actor, tenantId, attemptId, 'first'),
    openConfirmed: (actor, tenantId, attemptId) =>
      openContact(dependencies, inTurn, actor, tenantId, attemptId, 'confirmed'),
    openPreview: (actor, tenantId, previewId) => openPreview(dependencies, inTurn, actor, tenantId, previewId),
    openMemos: (actor, tenantId, attemptId) => openMemos(dependencies, actor, tenantId, attemptId),
    readMemo: (actor, tenantId, attemptId, purpose) => readMemo(dependencies, actor, tenantId, attemptId, purpose),
    openHandTexts: (actor, tenantId, handId, side) => openHandTexts(dependencies, actor, tenantId, handId, side),
    openRefusedRow: (actor, tenantId, listId, rowNumber) =>
      openRefusedRow(dependencies, actor, tenantId, listId, rowNumber),
    openTicketTexts: (actor, tenantId, ticketId) => openTicketTexts(dependencies, actor, tenantId, ticketId),
    openTicketContact: (actor, tenantId, ticketId, atMs) =>
      openTicketContact(dependencies, actor, tenantId, ticketId, atMs),
    requestNumbers: (tx, requests) => requestNumbers(dependencies, tx, requests),
    unsealNumber: (ticket) => unsealNumber(dependencies, ticket),
    enterArrival: (tx, arrival) => enterArrival(dependencies, tx, arrival),
    lookUpCaller: (tenantId, arrivalId, from) => lookUpCaller(dependencies, tenantId, arrivalId, from),
    sealCaller: (caller) => sealCaller(dependencies, caller),
    lookUp: (actor, tenantId, query) => lookUp(dependencies, actor, tenantId, query),
  }
}
