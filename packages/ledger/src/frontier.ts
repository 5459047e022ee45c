import { LedgerError, requireCount } from './errors.ts'
import { hashLength, nodeHash, requireHash } from './hashing.ts'
import type { Hash } from './hashing.ts'
import { completeSubtrees, foldSubtrees } from './subtrees.ts'

/** The roots of the complete subtrees of a tree, enough to go on appending: for who reads a whole log once. */
export type Frontier = {
  readonly size: () => number
  readonly root: () => Hash
  readonly append: (leafHash: Uint8Array) => void
  /** 8 bytes of size, big-endian, then one hash for each bit that is set in it, largest subtree first. */
  readonly serialise: () => Buffer
}

/** The frontier of the tree without leaves. */
export function createFrontier(): Frontier {
  return frontier(0, [])
}

/**
 * Reads what `serialise` wrote. The hashes are believed: compare `root()` with a signed root before going on.
 *
 * @throws LedgerError `bad_frontier`
 */
export function parseFrontier(bytes: Uint8Array): Frontier {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.length < 8 ? 0n : view.readBigUInt64BE(0)
  if (view.length < 8 || size > BigInt(Number.MAX_SAFE_INTEGER)) throw new LedgerError('bad_frontier', 'no size')
  const count = completeSubtrees({ begin: 0, end: Number(size) }).length
  if (view.length !== 8 + count * hashLength) throw new LedgerError('bad_frontier', `this size has ${count} hashes`)
  const hashes = Array.from({ length: count }, (_, i) =>
    Buffer.from(view.subarray(8 + i * hashLength, 8 + (i + 1) * hashLength)),
  )
  return frontier(Number(size), hashes)
}

function frontier(initialSize: number, hashes: Hash[]): Frontier {
  let size = initialSize
  return {
    size: () => size,
    root: () => foldSubtrees(hashes),
    append: (leafHash) => {
      let hash: Hash = Buffer.from(requireHash(leafHash))
      requireCount(size + 1, 'tree size')
      // Each set low bit of the size is a complete subtree that the new leaf completes one level higher.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) hash = nodeHash(hashes.pop() as Hash, hash)
      hashes.push(hash)
      size += 1
    },
    serialise: () => {
      const head = Buffer.alloc(8)
      head.writeBigUInt64BE(BigInt(size))
      return Buffer.concat([head, ...hashes])
    },
  }
}
