import { canonicalBytes, parseCanonicalJson } from './canonical-json.ts'
import type { JsonValue } from './canonical-json.ts'
import { maxEntryLength } from './entry-bundle.ts'
import { LedgerError, requireCount } from './errors.ts'

/** One leaf, opened. `entryBytes` are the canonical bytes as the writer of the entry made them. */
export type Leaf = {
  readonly entry: JsonObject
  readonly entryBytes: Buffer
  readonly sequencedAtMs: number
}

export type JsonObject = { readonly [name: string]: JsonValue }

const before = Buffer.from('{"entry":')

/**
 * The bytes that are hashed and bundled for one entry: `{"entry":<entry>,"sequenced_at":<ms>}`.
 *
 * It is itself canonical, because `entry` sorts before `sequenced_at`. The entry is parsed again here: bytes that are
 * not one canonical object could otherwise smuggle names into the envelope.
 *
 * @param sequencedAtMs  milliseconds since 1970 UTC, given by the sequencer
 * @throws LedgerError   `not_canonical`, `bad_leaf` (no object, or more than 65,535 bytes), `out_of_range`
 */
export function leafBytes(entryCanonicalBytes: Uint8Array, sequencedAtMs: number): Buffer {
  requireCount(sequencedAtMs, 'sequenced time')
  requireObject(parseCanonicalJson(entryCanonicalBytes))
  const after = Buffer.from(`,"sequenced_at":${String(sequencedAtMs)}}`)
  const leaf = Buffer.concat([before, entryCanonicalBytes, after])
  if (leaf.length > maxEntryLength) throw new LedgerError('bad_leaf', `a leaf has at most ${maxEntryLength} bytes`)
  return leaf
}

/**
 * Opens the bytes of a leaf; strict, because they may come from a log that somebody else keeps.
 *
 * @throws LedgerError `not_canonical`, `bad_leaf`
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length > maxEntryLength) throw new LedgerError('bad_leaf', `a leaf has at most ${maxEntryLength} bytes`)
  const envelope = requireObject(parseCanonicalJson(bytes))
  const { entry, sequenced_at: sequencedAtMs } = envelope
  if (Object.keys(envelope).length !== 2 || entry === undefined) {
    throw new LedgerError('bad_leaf', 'a leaf holds entry and sequenced_at, nothing else')
  }
  if (typeof sequencedAtMs !== 'number' || sequencedAtMs < 0) {
    throw new LedgerError('bad_leaf', 'sequenced_at is not a time in milliseconds')
  }
  const entryObject = requireObject(entry)
  return { entry: entryObject, entryBytes: canonicalBytes(entryObject), sequencedAtMs }
}

function requireObject(value: JsonValue): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LedgerError('bad_leaf', 'not an object')
  }
  return value as JsonObject
}
