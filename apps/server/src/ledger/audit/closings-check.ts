import type { EntryId } from '@sekisho/contract'
import type { AuditDatabase } from './audit-database.ts'
import type { Findings } from './findings.ts'
import type { HeldEntries } from './held-entries.ts'

const entriesAtOnce = 128

/**
 * Holds the marks of closed findings against the ledger (N-10, M-02): whoever administers the database can write a mark,
 * and not the entry that explains it. A mark counts as found when it was unexplained twice, because its entry may be on
 * its way the first time.
 */
export function createClosingsCheck(
  database: Pick<AuditDatabase, 'closingMarks'>,
  held: HeldEntries,
  findings: Pick<Findings, 'enter'>,
): { step(): Promise<void> } {
  /** Closings of the ledger, by their entry: which finding each is about. */
  const closings = new Map<EntryId, EntryId>()
  let nextPosition = 0
  let suspects = new Set<EntryId>()

  return {
    async step() {
      const marks = await database.closingMarks()
      const page = await held.page(['finding.closed'], nextPosition, entriesAtOnce)
      for (const { id, refs } of page.entries) if (refs?.entry !== undefined) closings.set(id, refs.entry)
      nextPosition = page.nextPosition
      // the first look at a long log takes several steps
      if (!page.isLast) return
      const unexplained = marks.filter(({ findingId, entryId }) => closings.get(entryId) !== findingId)
      for (const { findingId, log } of unexplained)
        if (suspects.has(findingId))
          await findings.enter({ type: 'finding.closed_without_entry', log, refs: { entry: findingId } })
      suspects = new Set(unexplained.map(({ findingId }) => findingId))
      // an entry that somebody hid in the index is there again when the index was put right
      if (suspects.size > 0) nextPosition = 0
    },
  }
}
