import type { TenantId } from '@sekisho/contract'
import { leafBytes } from '@sekisho/ledger'
import type { JournalEntry } from './journal.ts'
import type { OpenLog } from './recovery.ts'
import type { IndexedEntry, PlacedEntry } from './sequencer-database.ts'

/** A batch with its places, in the forms in which journal, trees, index and whoever waits need it. */
export interface PlacedBatch {
  readonly records: readonly JournalEntry[]
  /** New leaves of each log, in order. */
  readonly grown: ReadonlyMap<TenantId, readonly Buffer[]>
  readonly indexed: readonly IndexedEntry[]
  readonly placed: readonly PlacedEntry[]
}

/** Gives each entry the next place of its log. Nothing is promised by it: that begins with the journal. */
export function placeBatch(
  batch: readonly IndexedEntry[],
  openOf: (tenantId: TenantId) => OpenLog,
  sequencedAtMs: number,
): PlacedBatch {
  const grown = new Map<TenantId, Buffer[]>()
  const records: JournalEntry[] = []
  const indexed: IndexedEntry[] = []
  const placed: PlacedEntry[] = []
  for (const entry of batch) {
    const { tenantId, entryId, body } = entry
    const { state } = openOf(tenantId)
    const leaves = grown.get(tenantId) ?? []
    const position = state.tree.size() + leaves.length
    const leaf = leafBytes(body, sequencedAtMs)
    leaves.push(leaf)
    grown.set(tenantId, leaves)
    records.push({ log: state.log, position, entryId, leaf })
    indexed.push({ ...entry, position, sequencedAtMs })
    placed.push({ tenantId, entryId, position, leaf })
  }
  return { records, grown, indexed, placed }
}
