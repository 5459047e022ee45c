import { type ClosingReason, type Entry, type EntryId, findingTypeNames, HEAD_OFFICE } from '@sekisho/contract'
import { systemActor } from '../../platform/actor.ts'
import type { MonotonicClock } from '../../platform/clock.ts'
import { type Database, type Tx, wholeTenant } from '../../platform/database/index.ts'
import { entryOf, isProven } from '../entry-view.ts'
import { factsOf } from '../health.ts'
import type { KnownPeople } from '../known-people.ts'
import { type EntryRow, readEntries } from '../queries.ts'
import type { Receipts } from '../receipts.ts'

/** A finding of the head office's log with what became of it. */
export interface KnownFinding {
  readonly findingId: EntryId
  readonly type: string
  readonly atMs: number
  /** Whose log it is about; undefined for one about none. */
  readonly log: string | undefined
  readonly refs: Entry['refs']
  readonly counts: Entry['counts']
  readonly closing: KnownClosing | null
}

export interface KnownClosing {
  readonly entryId: EntryId
  readonly atMs: number
  readonly reason: ClosingReason
  readonly closedBy: string | null
  readonly note: string
}

export interface KnownFindingsDependencies {
  readonly database: Database
  readonly receipts: Pick<Receipts, 'facts'>
  readonly people: KnownPeople
  readonly clock: MonotonicClock
}

export interface KnownFindings {
  /** Newest first, at most 10,000; no older than ten seconds. */
  all(): Promise<readonly KnownFinding[]>
  /** As they are now. */
  fresh(): Promise<readonly KnownFinding[]>
}

/** Every page asks every ten seconds; the head-office log is not read for each of them. */
const freshMs = 10_000
const mostFindings = 10_000
const provenAtOnce = 1_000
const scheduler = systemActor('scheduler')

/**
 * What the audit found. A finding is closed when the ledger itself holds an entry that says so: whoever administers the
 * database can write neither that entry nor its proof, and what he writes into the tables closes nothing (M-02, N-10).
 */
export function createKnownFindings({ database, receipts, people, clock }: KnownFindingsDependencies): KnownFindings {
  /** Bytes of closings that the ledger was found to hold, by their entry. */
  const proven = new Map<EntryId, Buffer>()
  let last: { findings: Promise<readonly KnownFinding[]>; atMs: number } | undefined

  async function isHeld(rows: readonly { row: EntryRow; entry: Entry | null }[]): Promise<Set<EntryId>> {
    const unknown = rows.filter(({ row }) => proven.get(row.entryId)?.equals(row.body) !== true)
    for (let at = 0; at < unknown.length; at += provenAtOnce) {
      const asked = unknown.slice(at, at + provenAtOnce)
      const positions = asked.map(({ row }) => Math.max(0, row.position))
      const facts = await factsOf(receipts, HEAD_OFFICE, positions)
      for (const [index, { row, entry }] of asked.entries())
        if (isProven(row, entry, facts, index) === true) proven.set(row.entryId, row.body)
    }
    return new Set(rows.flatMap(({ row }) => (proven.get(row.entryId)?.equals(row.body) === true ? [row.entryId] : [])))
  }

  async function load(): Promise<readonly KnownFinding[]> {
    const read = await database.transaction(scheduler, 'house', async (tx) => ({
      found: await readEntries(tx, { types: findingTypeNames }, wholeTenant, mostFindings),
      closed: await readEntries(tx, { type: 'finding.closed' }, wholeTenant, mostFindings),
      notes: await readNotes(tx),
    }))
    const closings = read.closed.map((row) => ({ row, entry: entryOf(row) }))
    const held = await isHeld(closings)
    const names = held.size === 0 ? new Map() : await database.transaction(scheduler, 'house', people.byPseudonym)
    const byFinding = new Map<string, KnownClosing>()
    for (const { row, entry } of closings) {
      if (entry?.refs?.entry === undefined || entry.closing === undefined || !held.has(row.entryId)) continue
      byFinding.set(entry.refs.entry, {
        ...{ entryId: entry.id, atMs: entry.at, reason: entry.closing },
        closedBy: names.get(entry.actor)?.displayName ?? null,
        note: read.notes.get(entry.id) ?? '',
      })
    }
    return read.found.map((row) => findingOf(row, entryOf(row), byFinding.get(row.entryId) ?? null))
  }

  function fresh(): Promise<readonly KnownFinding[]> {
    const findings = load()
    last = { findings, atMs: clock.monotonicMs() }
    findings.catch(() => {
      last = undefined
    })
    return findings
  }

  return {
    fresh,
    all: () => (last !== undefined && clock.monotonicMs() - last.atMs < freshMs ? last.findings : fresh()),
  }
}

/** A row that somebody spoilt is no entry any more: it is shown as what its columns say, about the house. */
function findingOf(row: EntryRow, entry: Entry | null, closing: KnownClosing | null): KnownFinding {
  return {
    ...{ findingId: row.entryId, type: row.type, atMs: row.atMs },
    ...{ log: entry?.refs?.log, refs: entry?.refs, counts: entry?.counts, closing },
  }
}

async function readNotes(tx: Tx): Promise<Map<EntryId, string>> {
  const rows = await tx.db.selectFrom('house.finding_closings').select(['entry_id', 'note']).execute()
  return new Map(rows.map((row) => [row.entry_id, row.note]))
}
