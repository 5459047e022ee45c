import type { EntryId, TenantId } from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { excludeLeads, tenantsOf } from './exclude-leads.ts'
import { type RecordedResult, recordRefusal } from './record-refusal.ts'
import type { RefusalEvent, RefusalEvents } from './refusal-events.ts'
import { reopenLeads } from './reopen-leads.ts'
import { type Withdrawal, withdrawRefusal } from './withdraw-refusal.ts'

export interface DoNotCallDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly events: RefusalEvents
  readonly onError: (error: unknown) => void
}

/** Whom a client's people called for it, and who wants no more calls (架電拒否). */
export interface DoNotCall {
  /** @see recordRefusal */
  record(tx: Tx, result: RecordedResult): Promise<EntryId | null>
  /** @see withdrawRefusal */
  withdraw(tx: Tx, withdrawal: Withdrawal): Promise<EntryId | null>
  /**
   * Tells of refusals, of any process, with all tenants of their client: whoever dials looks at what is on its lines.
   *
   * @returns a function that ends the subscription
   */
  onRefusal(listener: (tenantIds: readonly TenantId[]) => void): () => void
  /** Refusals may have been missed: whoever dials looks again. */
  missed(): void
  stop(): Promise<void>
}

const scheduler = systemActor('scheduler')

export function createDoNotCall({ database, writer, events, onError }: DoNotCallDependencies): DoNotCall {
  const listeners = new Set<(tenantIds: readonly TenantId[]) => void>()
  const running = new Set<Promise<void>>()

  async function follow(event: RefusalEvent): Promise<void> {
    const tenantIds = await database.transaction(scheduler, 'house', (tx) => tenantsOf(tx, event.clientId))
    const mark = event.isWithdrawn ? reopenLeads : excludeLeads
    if (!event.isWithdrawn) for (const listener of listeners) listener(tenantIds)
    for (const tenantId of tenantIds) await database.transaction(scheduler, tenantId, (tx) => mark(tx, event))
  }

  async function tellAll(): Promise<void> {
    const tenantIds = await database.transaction(scheduler, 'house', (tx) => tenantsOf(tx, null))
    for (const listener of listeners) listener(tenantIds)
  }

  function run(work: Promise<void>): void {
    const kept: Promise<void> = work.catch(onError).finally(() => running.delete(kept))
    running.add(kept)
  }

  const unsubscribe = events.subscribe((event) => run(follow(event)))

  return {
    record: (tx, result) => recordRefusal({ writer, events }, tx, result),
    withdraw: (tx, withdrawal) => withdrawRefusal({ writer, events }, tx, withdrawal),
    onRefusal(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    missed: () => run(tellAll()),
    async stop() {
      unsubscribe()
      await Promise.all(running)
    },
  }
}
