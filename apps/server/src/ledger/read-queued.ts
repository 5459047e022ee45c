import { type Entry, entrySchema } from '@sekisho/contract'
import { leafBytes, LedgerError, parseCanonicalJson, parseLeaf } from '@sekisho/ledger'
import type { IndexedEntry, PlacedEntry, QueuedEntry } from './sequencer-database.ts'

/**
 * The entry in a row of the queue, or undefined when it is not one of this log: then somebody wrote into the queue past
 * the entry writer. Whoever administers the database controls these bytes.
 */
export function readQueued({ entryId, body }: Pick<QueuedEntry, 'entryId' | 'body'>, log: string): Entry | undefined {
  let value: unknown
  try {
    value = parseCanonicalJson(body)
    // longer ones would not fit into a bundle
    leafBytes(body, Number.MAX_SAFE_INTEGER)
  } catch (error) {
    if (error instanceof LedgerError) return undefined
    throw error
  }
  const parsed = entrySchema.safeParse(value)
  return parsed.success && parsed.data.id === entryId && parsed.data.log === log ? parsed.data : undefined
}

/** A placed entry as the index wants it, read back from its leaf: for recovery, where nothing else is left of it. */
export function readPlaced({ tenantId, position, leaf }: Omit<PlacedEntry, 'entryId'>): IndexedEntry {
  const { entry: value, entryBytes, sequencedAtMs } = parseLeaf(leaf)
  const entry = entrySchema.parse(value)
  return { tenantId, position, entryId: entry.id, entry, body: entryBytes, sequencedAtMs }
}
