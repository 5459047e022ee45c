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
import { openHandTexts } from './open-hand-texts.ts'
import { openMemos, readMemo } from './open-memos.ts'
import { mostOpenings, openContact } from './open-contact.ts'
import { requestNumbers, unsealNumber } from './open-number.ts'

export interface GateDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await' | 'state'>
  readonly keys: Pick<KeyServiceCalls, 'openContact' | 'openMemos' | 'openNumber' | 'lookup'>
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
   * Enters, in the transaction that persists the intents to dial, that the dialler will open these numbers: one entry
   * each, tickets in the order asked.
   *
   * @throws ProblemError `forbidden`, `not_found` (a number is gone), `ledger_unavailable`, `key_service_unavailable`
   */
  requestNumbers(tx: Tx, requests: readonly NumberRequest[]): Promise<NumberTicket[]>
  /** Opens the number once the transaction of `requestNumbers` is durable. The caller keeps it for one dialling only. */
  unsealNumber(ticket: NumberTicket): Promise<ClearNumber>
  /** Finds contacts by one exact key: one entry, one index, misses included. */
  lookUp(actor: PersonActor, tenantId: TenantId, query: { kind: IndexKind; value: string }): Promise<ContactId[]>
}

export function createGate(dependencies: GateDependencies): Gate {
  const inTurn = atMost(mostOpenings)
  return {
    openContact: (actor, tenantId, attemptId) => openContact(dependencies, inTurn, actor, tenantId, attemptId, 'first'),
    openConfirmed: (actor, tenantId, attemptId) =>
      openContact(dependencies, inTurn, actor, tenantId, attemptId, 'confirmed'),
    openMemos: (actor, tenantId, attemptId) => openMemos(dependencies, actor, tenantId, attemptId),
    readMemo: (actor, tenantId, attemptId, purpose) => readMemo(dependencies, actor, tenantId, attemptId, purpose),
    openHandTexts: (actor, tenantId, handId, side) => openHandTexts(dependencies, actor, tenantId, handId, side),
    requestNumbers: (tx, requests) => requestNumbers(dependencies, tx, requests),
    unsealNumber: (ticket) => unsealNumber(dependencies, ticket),
    lookUp: (actor, tenantId, query) => lookUp(dependencies, actor, tenantId, query),
  }
}
