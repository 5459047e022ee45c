import type { TenantId } from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import type { CallingCalendar } from './calling-calendar.ts'

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

export interface CalendarDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  /** The same that dialler and desks ask. */
  readonly calling: CallingCalendar
}

export function within<T>(database: Database, asking: Asking, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(asking.actor, asking.tenantId, work, asking.rowScope)
}
