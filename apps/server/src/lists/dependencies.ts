import type { KeyServiceCalls } from '@sekisho/vault'
import type { RefusalEvents } from '../do-not-call/index.ts'
import type { CallEvents } from '../dialling/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Log } from '../platform/log/index.ts'
import type { SealedObjects } from '../platform/sealed-objects/index.ts'
import type { ListEvents } from './list-events.ts'

export interface ListsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await' | 'state' | 'recentMs'>
  readonly keys: KeyServiceCalls
  readonly sealed: SealedObjects
  readonly events: Pick<ListEvents, 'announce' | 'subscribe'>
  /** To hang up on whoever is not to be called any more. */
  readonly calls: Pick<CallEvents, 'announce'>
  /** To tell every dialler of the client who is not to be called any more. */
  readonly refusals: Pick<RefusalEvents, 'announce'>
  readonly clock: Clock
  /** Codes only, as everywhere. */
  readonly log: Pick<Log, 'error' | 'warn' | 'info'>
}
