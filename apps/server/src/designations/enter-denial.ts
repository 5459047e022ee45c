import { HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { createCountedLog, type Denial, type DenialLog, denialKey } from '../platform/http/index.ts'

/**
 * Enters denied requests (M-01): in the log of the tenant they asked for when there is such a tenant, else in the head
 * office's.
 */
export function createDenialLog(dependencies: {
  database: Database
  entries: EntryWriter
  clock: Clock
  policyHash: string
  onError(error: unknown): void
}): DenialLog {
  const { database, entries, clock, policyHash, onError } = dependencies

  async function placeOf({ actor, scope }: Denial): Promise<TenantId | 'house'> {
    if (scope.kind !== 'tenant' || scope.tenantId === HEAD_OFFICE) return 'house'
    const log = await database.transaction(actor, 'house', (tx) =>
      tx.db.selectFrom('house.logs').select('log_id').where('tenant_id', '=', scope.tenantId).executeTakeFirst(),
    )
    return log === undefined ? 'house' : scope.tenantId
  }

  async function enter(denial: Denial, attempts: number): Promise<void> {
    await database.transaction(denial.actor, await placeOf(denial), (tx) =>
      entries.enter(tx, {
        type: 'access.denied',
        outcome: 'denied',
        reason: denial.reason,
        purpose: 'oversight',
        policyHash,
        counts: { attempts },
        refs: { permission: denial.permission, session: denial.actor.sessionId },
      }),
    )
  }

  return createCountedLog({ clock, keyOf: denialKey, enter, onError })
}
