import {
  type ContactId,
  type Entry,
  type EntryView,
  type PersonId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { type KeyServiceCalls, KeyServiceError } from '@sekisho/vault'
import { type PersonActor } from '../platform/actor.ts'
import type { MonotonicClock } from '../platform/clock.ts'
import { type Database, type RowScope, type Tx } from '../platform/database/index.ts'
import type { EntryWriter } from './entry-writer.ts'
import { entryOf, entryView, isProven, typeOf } from './entry-view.ts'
import { createKnownPeople, type KnownPerson } from './known-people.ts'
import type { KnownFindings } from './findings/known-findings.ts'
import { createHealth, factsOf } from './health.ts'
import { createPageViews } from './page-views.ts'
import { actorsWithEntries, type EntryRow, indexedSize, logOf, readEntries, readSubjects } from './queries.ts'
import type { Receipts } from './receipts.ts'

/** Who reads, and by which decision. */
export interface Reader {
  readonly actor: PersonActor
  readonly policyHash: string
  readonly rowScope: RowScope
}

export interface EntryQuestion {
  readonly person?: PersonId | undefined
  readonly type?: string | undefined
  readonly outcome?: string | undefined
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly beforePosition?: number | undefined
  readonly limit: number
}

export interface EntryPage {
  readonly entries: EntryView[]
  readonly nextBeforePosition: number | null
  readonly size: number
}

export interface LedgerReaderDependencies {
  readonly database: Database
  readonly keys: Pick<KeyServiceCalls, 'pseudonyms' | 'spent' | 'checkSubject' | 'heads'>
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'state' | 'facts'>
  readonly findings: Pick<KnownFindings, 'all'>
  /** Unused openings of a tenant that were seen so far. */
  readonly unusedOpenings: (tenantId: TenantId) => number
  readonly clock: MonotonicClock
}

/** An opening may still be used within this time of its place (architecture, Keys). */
export const usableMs = 60_000
/** One contact's history is read whole, up to this. */
const mostOfContact = 200

type Resolved = { readonly row: EntryRow; readonly entry: Entry | null }

/** What the auditor sees of the ledgers. Every view is entered itself; no line holds personal data. */
export type LedgerReader = ReturnType<typeof createLedgerReader>

export function createLedgerReader(dependencies: LedgerReaderDependencies) {
  const { database, keys, writer, receipts, clock } = dependencies
  const people = createKnownPeople(keys)
  const views = createPageViews(clock)

  /** Entries the read beside it in the same transaction, so that nothing is shown that was not entered. */
  async function enterRead(tx: Tx, reader: Reader, results: number): Promise<void> {
    await writer.enter(tx, {
      type: 'ledger.read',
      purpose: 'oversight',
      policyHash: reader.policyHash,
      counts: { results },
      refs: { session: reader.actor.sessionId },
    })
  }

  /** Whether the rights of opening entries were used; null where they may still be, or where nobody can tell. */
  async function usedOf(log: string | undefined, rows: readonly Resolved[]): Promise<Map<number, boolean | null>> {
    const openings = rows.filter(
      ({ entry, row }) =>
        entry?.outcome === 'done' &&
        typeOf(entry.type)?.opens !== undefined &&
        clock.now() - row.sequencedAtMs > usableMs,
    )
    if (log === undefined || openings.length === 0) return new Map()
    const positions = openings.map(({ row }) => row.position)
    try {
      const spent = await keys.spent({ log, positions })
      return new Map(positions.map((position, index) => [position, spent[index] ?? null]))
    } catch (error) {
      if (error instanceof KeyServiceError) return new Map()
      throw error
    }
  }

  async function viewsOf(
    tenantId: TenantId,
    log: string | undefined,
    rows: readonly EntryRow[],
    known: ReadonlyMap<string, KnownPerson>,
  ): Promise<EntryView[]> {
    const resolved = rows.map((row) => ({ row, entry: entryOf(row) }))
    const [used, facts] = await Promise.all([
      usedOf(log, resolved),
      factsOf(
        receipts,
        tenantId,
        rows.map((row) => row.position),
      ),
    ])
    return resolved.map(({ row, entry }, index) =>
      entryView(row, entry, {
        people: known,
        wasUsed: used.get(row.position) ?? null,
        isProven: isProven(row, entry, facts, index),
      }),
    )
  }

  async function page(tenantId: TenantId, reader: Reader, asked: EntryQuestion): Promise<EntryPage> {
    const { person, limit, ...filter } = asked
    const viewKey = JSON.stringify([reader.actor.sessionId, tenantId, asked])
    const isNew = views.isNew(viewKey)
    const read = async (tx: Tx) => {
      const actor = person === undefined ? undefined : await people.pseudonymOf(tenantId, person)
      const rows = await readEntries(tx, { ...filter, actor }, reader.rowScope, limit + 1)
      if (isNew) await enterRead(tx, reader, Math.min(rows.length, limit))
      return {
        rows: rows.slice(0, limit),
        hasMore: rows.length > limit,
        size: await indexedSize(tx),
        log: await logOf(tx, tenantId),
        known: await people.byPseudonym(tx),
      }
    }
    try {
      const found = await database.transaction(reader.actor, tenantId, read, reader.rowScope)
      const entries = await viewsOf(tenantId, found.log, found.rows, found.known)
      const last = found.rows.at(-1)
      return {
        entries,
        nextBeforePosition: found.hasMore && last !== undefined ? last.position : null,
        size: found.size,
      }
    } catch (error) {
      if (isNew) views.forget(viewKey)
      throw asLedgerProblem(error)
    }
  }

  /** Filed under a contact, and committed to another one: somebody moved rows. */
  async function checkSubject(
    tenantId: TenantId,
    { row, entry }: Resolved,
    subject: { contactId: ContactId; listId: Parameters<KeyServiceCalls['checkSubject']>[0]['listId'] } | undefined,
  ): Promise<boolean> {
    const commitment = entry?.commitments?.subject
    if (subject === undefined || commitment === undefined) return false
    return keys.checkSubject({ tenantId, entryId: row.entryId, ...subject, commitment })
  }

  return {
    /** Entries of one log, newest first. `tenantId` may be the head office's. */
    entries: page,

    /**
     * The entries about some contacts, checked one by one against their commitments.
     *
     * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`
     */
    async entriesOfContacts(
      tenantId: TenantId,
      reader: Reader,
      contacts: readonly ContactId[],
    ): Promise<{ contacts: number; entries: EntryView[]; mismatches: number }> {
      try {
        const found = await database.transaction(
          reader.actor,
          tenantId,
          async (tx) => {
            const subjects = await readSubjects(tx, contacts, mostOfContact)
            const entryIds = subjects.map(({ entryId }) => entryId)
            const rows =
              entryIds.length === 0 ? [] : await readEntries(tx, { entryIds }, reader.rowScope, mostOfContact)
            await enterRead(tx, reader, rows.length)
            return { subjects, rows, log: await logOf(tx, tenantId), known: await people.byPseudonym(tx) }
          },
          reader.rowScope,
        )
        const subjects = new Map(found.subjects.map(({ entryId, ...subject }) => [entryId, subject]))
        const checks = await Promise.all(
          found.rows.map((row) => checkSubject(tenantId, { row, entry: entryOf(row) }, subjects.get(row.entryId))),
        )
        const rows = found.rows.filter((_row, index) => checks[index] === true)
        const entries = await viewsOf(tenantId, found.log, rows, found.known)
        return { contacts: contacts.length, entries, mismatches: found.rows.length - rows.length }
      } catch (error) {
        throw asLedgerProblem(error)
      }
    },

    /** People with entries in this tenant. */
    async people(tenantId: TenantId, { actor, rowScope }: Reader): Promise<KnownPerson[]> {
      try {
        return await database.transaction(
          actor,
          tenantId,
          async (tx) => {
            const known = await people.byPseudonym(tx)
            const present = await actorsWithEntries(tx, [...known.keys()], rowScope)
            return [...known]
              .filter(([pseudonym]) => present.has(pseudonym))
              .map(([, person]) => person)
              .sort((a, b) => a.displayName.localeCompare(b.displayName, 'ja'))
          },
          rowScope,
        )
      } catch (error) {
        throw asLedgerProblem(error)
      }
    },

    health: createHealth(dependencies),
  }
}

function asLedgerProblem(error: unknown): unknown {
  return error instanceof KeyServiceError ? new ProblemError('key_service_unavailable') : error
}
