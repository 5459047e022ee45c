import { type Entry, type EntryTypeName, HEAD_OFFICE } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Database, wholeTenant } from '../platform/database/index.ts'
import { entryOf, isProven } from './entry-view.ts'
import { type EntryRow, readEntries } from './queries.ts'
import type { Receipts } from './receipts.ts'

export interface ProvenEntries {
  /** Those that the ledger itself holds at their positions, in no particular order. */
  readonly entries: readonly Entry[]
  /** Where to begin the next time. */
  readonly nextPosition: number
}

const atOnce = 500

/**
 * Entries of one type in the head office's log from a position on, each held against the ledger by an inclusion proof:
 * what somebody wrote into the index past the ledger, or changed there, is left out.
 *
 * @throws ProblemError `ledger_unavailable`
 */
export async function provenEntries(
  { database, receipts }: { readonly database: Database; readonly receipts: Pick<Receipts, 'facts'> },
  type: EntryTypeName,
  fromPosition: number,
): Promise<ProvenEntries> {
  const entries: Entry[] = []
  let nextPosition = fromPosition
  for (let beforePosition: number | undefined; ; ) {
    const rows = await database.transaction(systemActor('scheduler'), 'house', (tx) =>
      readEntries(tx, { type, beforePosition }, wholeTenant, atOnce),
    )
    const fresh = rows.filter(({ position }) => position >= fromPosition)
    const { proven, unplaced } = await prove(fresh)
    entries.push(...proven)
    // an entry that is not in the cosigned head yet is looked at again
    nextPosition = Math.max(nextPosition, ...fresh.map(({ position }) => position + 1))
    if (unplaced !== undefined) return { entries, nextPosition: fromPosition }
    beforePosition = rows.at(-1)?.position
    if (fresh.length < atOnce) return { entries, nextPosition }
  }

  async function prove(rows: readonly EntryRow[]): Promise<{ proven: Entry[]; unplaced: EntryRow | undefined }> {
    if (rows.length === 0) return { proven: [], unplaced: undefined }
    const facts = await receipts.facts(
      HEAD_OFFICE,
      rows.map(({ position }) => Math.max(0, position)),
    )
    const judged = rows.map((row, index) => {
      const entry = entryOf(row)
      return { row, entry, isHeld: isProven(row, entry, facts, index) }
    })
    return {
      proven: judged.flatMap(({ entry, isHeld }) => (isHeld === true && entry !== null ? [entry] : [])),
      unplaced: judged.find(({ isHeld }) => isHeld === null)?.row,
    }
  }
}
