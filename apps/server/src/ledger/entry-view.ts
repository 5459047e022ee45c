import {
  type Entry,
  type EntryType,
  type EntryView,
  entrySchema,
  entryTypes,
  type Outcome,
  outcomes,
} from '@sekisho/contract'
import { leafBytes, leafHash, LedgerError, parseCanonicalJson, verifyInclusion } from '@sekisho/ledger'
import type { KnownPerson } from './known-people.ts'
import type { EntryRow } from './queries.ts'
import type { LogFacts } from './sequencer-port.ts'

const types: Readonly<Record<string, EntryType>> = entryTypes

export function typeOf(name: string): EntryType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined
}

/** The entry of a row, or null when the bytes are none. */
export function entryOf(row: EntryRow): Entry | null {
  try {
    return entrySchema.safeParse(parseCanonicalJson(row.body)).data ?? null
  } catch (error) {
    if (error instanceof LedgerError) return null
    throw error
  }
}

/** Whether the row says what the ledger holds at its position; null when that cannot be told at the moment. */
export function isProven(row: EntryRow, entry: Entry | null, facts: LogFacts | null, index: number): boolean | null {
  if (entry === null || !agrees(row, entry)) return false
  const proof = facts?.proofs[index]
  if (facts === null || proof === undefined) return null
  // placed a moment ago, and not in the cosigned head that we were told of
  if (proof === null) return null
  try {
    const leaf = leafBytes(row.body, row.sequencedAtMs)
    verifyInclusion(leafHash(leaf), row.position, facts.cosigned.size, proof, facts.cosigned.root)
    return true
  } catch (error) {
    if (error instanceof LedgerError) return false
    throw error
  }
}

/** The columns are what filters look at: one that differs from the entry hides or misplaces it. */
function agrees(row: EntryRow, entry: Entry): boolean {
  return (
    row.entryId === entry.id &&
    row.type === entry.type &&
    row.outcome === entry.outcome &&
    row.reason === (entry.reason ?? null) &&
    row.atMs === entry.at &&
    row.actor === entry.actor &&
    row.campaignId === (entry.refs?.campaign ?? null)
  )
}

/** One line for a person to read. What is shown comes from the entry itself; the columns stand in where that is broken. */
export function entryView(
  row: EntryRow,
  entry: Entry | null,
  more: {
    readonly people: ReadonlyMap<string, KnownPerson>
    readonly wasUsed: boolean | null
    readonly isProven: boolean | null
  },
): EntryView {
  const type = entry?.type ?? row.type
  const actor = entry?.actor ?? row.actor
  return {
    position: row.position,
    entryId: row.entryId,
    type,
    typeJa: typeOf(type)?.ja ?? type,
    typeEn: typeOf(type)?.en ?? type,
    outcome: entry?.outcome ?? outcomeOf(row.outcome),
    reason: entry === null ? row.reason : (entry.reason ?? null),
    at: entry?.at ?? row.atMs,
    sequencedAt: row.sequencedAtMs,
    actor,
    actorName: more.people.get(actor)?.displayName ?? null,
    actorKind: entry?.actor_kind ?? '',
    route: entry?.route ?? '',
    purpose: entry?.purpose ?? '',
    campaignId: entry === null ? row.campaignId : (entry.refs?.campaign ?? null),
    campaignName: row.campaignName,
    campaignKind: entry?.campaign_kind ?? '',
    fields: entry?.fields ?? [],
    counts: Object.entries(entry?.counts ?? {}).map(([name, value]) => ({ name, value })),
    ...restOf(entry),
    wasUsed: more.wasUsed,
    isProven: more.isProven,
  }
}

/** What few entries hold, and every reader may see: nothing of an entry is kept back from whoever may read it. */
function restOf(entry: Entry | null) {
  return {
    version: entry?.v ?? null,
    log: entry?.log ?? null,
    device: entry?.device ?? null,
    order: entry?.on_behalf_of_order ?? null,
    policy: entry?.policy ?? null,
    refs: Object.entries(entry?.refs ?? {}).map(([name, value]) => ({ name, value })),
    head: entry?.head ?? null,
    commitments: Object.entries(entry?.commitments ?? {}).map(([name, value]) => ({ name, value })),
    report: entry?.report ?? null,
    days: entry?.days ?? null,
    digest: entry?.digest ?? null,
    closing: entry?.closing ?? null,
  }
}

function outcomeOf(column: string): Outcome {
  return outcomes.find((outcome) => outcome === column) ?? 'failed'
}
