import { randomUUID } from 'node:crypto'
import { ENTRY_VERSION } from '@sekisho/contract'
import type { Entry, EntryId, Receipt } from '@sekisho/contract'
import {
  canonicalBytes,
  consistencyProof,
  inclusionProof,
  leafBytes,
  leafHash,
  nodeHash,
  rootAt,
} from '@sekisho/ledger'
import type { Hash, HashReader } from '@sekisho/ledger'

/** A log in memory that tests let grow, fork and rewind at will: real hashes, real proofs, no storage. */
export interface MemoryLog {
  readonly id: string
  readonly size: number
  /** Adds an entry and gives its position. */
  add(entry: Entry, sequencedAtMs: number): number
  /** The head of now as the next question to the witness. */
  growth(oldSize: number): { log: string; oldSize: number; size: number; root: Hash; proof: Hash[] }
  receipt(position: number, size?: number): Receipt
  /** The same log, to grow differently from here. */
  fork(): MemoryLog
}

export function memoryLog(id: string, start: readonly Buffer[] = []): MemoryLog {
  const leaves = [...start]
  const hashes = leaves.map((leaf) => leafHash(leaf))
  const subtree = (level: number, index: number): Hash =>
    level === 0 ? (hashes[index] as Hash) : nodeHash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1))
  const read: HashReader = (nodes) => nodes.map(({ level, index }) => subtree(level, index))
  return {
    id,
    get size() {
      return leaves.length
    },
    add(entry, sequencedAtMs) {
      const leaf = leafBytes(canonicalBytes(entry), sequencedAtMs)
      leaves.push(leaf)
      hashes.push(leafHash(leaf))
      return leaves.length - 1
    },
    growth(oldSize) {
      const size = leaves.length
      const proof = oldSize === 0 || oldSize === size ? [] : consistencyProof(read, oldSize, size)
      return { log: id, oldSize, size, root: rootAt(read, size), proof }
    },
    receipt(position, size = leaves.length) {
      return { log: id, position, leaf: leaves[position] as Buffer, size, proof: inclusionProof(read, size, position) }
    },
    fork: () => memoryLog(id, leaves),
  }
}

/** An entry of schema v1 that says nothing in particular; give what matters. */
export function entryOf(log: string, given: Partial<Entry> & Pick<Entry, 'type'>): Entry {
  return {
    v: ENTRY_VERSION,
    id: randomUUID() as EntryId,
    log,
    outcome: 'done',
    at: 1_790_000_000_000,
    actor: '0'.repeat(32),
    actor_kind: 'person',
    route: 'centre',
    purpose: 'call',
    campaign_kind: 'test',
    policy: '0'.repeat(64),
    ...given,
  }
}
