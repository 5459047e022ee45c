import { type Entry, type EntryId, ProblemError, type TenantId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Database, wholeTenant } from '../platform/database/index.ts'
import { entryOf, isProven } from './entry-view.ts'
import { readEntries } from './queries.ts'
import type { Receipts } from './receipts.ts'

export interface ProvenEntry {
  readonly position: number
  /** Null when the index holds bytes that are no entry. */
  readonly entry: Entry | null
  /** Whether the ledger holds exactly this at this position; null when it could not be asked. */
  readonly isProven: boolean | null
}

/**
 * One entry of a tenant, held against its ledger by an inclusion proof. For slices that have to show that something of
 * theirs was entered; it says nothing of whoever may see it.
 *
 * @returns  null when the index holds no such entry (yet)
 */
export async function proveEntry(
  { database, receipts }: { readonly database: Database; readonly receipts: Pick<Receipts, 'facts'> },
  tenantId: TenantId,
  entryId: EntryId,
): Promise<ProvenEntry | null> {
  const [row] = await database.transaction(systemActor('sequencer'), tenantId, (tx) =>
    readEntries(tx, { entryIds: [entryId] }, wholeTenant, 1),
  )
  if (row === undefined) return null
  const entry = entryOf(row)
  const facts = await receipts.facts(tenantId, [row.position]).catch((error: unknown) => {
    if (error instanceof ProblemError) return null
    throw error
  })
  return { position: row.position, entry, isProven: isProven(row, entry, facts, 0) }
}
