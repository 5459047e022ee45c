import type { Route } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import type { Rights } from '../designations/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { ServerConfig } from '../platform/config/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { AccessEvents } from '../platform/events/index.ts'
import type { Caller } from '../platform/http/index.ts'

export interface IdentityDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly entries: EntryWriter
  readonly ledger: Pick<Receipts, 'state'>
  readonly keys: Pick<KeyServiceCalls, 'newTotp' | 'checkTotp' | 'status'>
  readonly events: AccessEvents
  readonly rights: Rights
  readonly config: Pick<ServerConfig, 'publicOrigin' | 'relyingPartyId' | 'isTrial' | 'isDemo'>
  /** Which network a session came in by (J-01). */
  readonly routeOf: (caller: Caller) => Route
  readonly onError: (error: unknown) => void
}
