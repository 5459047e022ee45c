import { LedgerError, requireCount } from './errors.ts'
import { emptyRoot, nodeHash } from './hashing.ts'
import type { Hash } from './hashing.ts'

/** A complete subtree: the leaves from `index * 2^level` to `(index + 1) * 2^level`. Level 0 is a leaf. */
export type NodeAddress = { readonly level: number; readonly index: number }

/** Leaves `begin` (included) to `end` (excluded). */
export type LeafRange = { readonly begin: number; readonly end: number }

// Sizes reach 2^53, so halving is division: JavaScript's shifts would cut them to 32 bits.

/** The largest power of two smaller than `size` (RFC 6962 section 2.1, "k"); `size` at least 2. */
export function splitPoint(size: number): number {
  let k = 1
  while (k * 2 < size) k *= 2
  return k
}

/**
 * The complete subtrees that together are MTH(D[begin:end]), left to right, largest first.
 *
 * `range` is one that the recursions of RFC 6962 section 2.1 reach: its begin is a multiple of every subtree in it.
 */
export function completeSubtrees(range: LeafRange): NodeAddress[] {
  const nodes: NodeAddress[] = []
  let at = range.begin
  while (at < range.end) {
    let level = 0
    let width = 1
    while (at + width * 2 <= range.end) {
      width *= 2
      level += 1
    }
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

/** MTH of a range from the hashes of its complete subtrees, left to right (RFC 6962 section 2.1). */
export function foldSubtrees(hashes: readonly Hash[]): Hash {
  let root: Hash | undefined
  for (let i = hashes.length - 1; i >= 0; i -= 1) {
    const left = hashes[i] as Hash
    root = root === undefined ? left : nodeHash(left, root)
  }
  // A copy: stored hashes are views into tiles, and a receipt should not keep a tile in memory.
  return Buffer.from(root ?? emptyRoot)
}

/** The ranges whose hashes are PATH(index, D[size]), from the leaf upwards (RFC 6962 section 2.1.1). */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  requireCount(size, 'tree size')
  if (requireCount(index, 'leaf index') >= size) throw new LedgerError('out_of_range', 'the leaf is not in the tree')
  const downwards: LeafRange[] = []
  let begin = 0
  let end = size
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin)
    if (index < middle) {
      downwards.push({ begin: middle, end })
      end = middle
    } else {
      downwards.push({ begin, end: middle })
      begin = middle
    }
  }
  return downwards.reverse()
}

/** The ranges whose hashes are PROOF(oldSize, D[newSize]) (RFC 6962 section 2.1.2). None when the sizes are equal. */
export function consistencyRanges(oldSize: number, newSize: number): LeafRange[] {
  requireCount(newSize, 'new tree size')
  if (requireCount(oldSize, 'old tree size') === 0 || oldSize > newSize) {
    throw new LedgerError('out_of_range', 'consistency is proven from a size of 1 or more to a size no smaller')
  }
  const downwards: LeafRange[] = []
  let begin = 0
  let end = newSize
  while (end !== oldSize) {
    const middle = begin + splitPoint(end - begin)
    if (oldSize <= middle) {
      downwards.push({ begin: middle, end })
      end = middle
    } else {
      downwards.push({ begin, end: middle })
      begin = middle
    }
  }
  // The old tree itself is known to whoever checks ("b" is true in the RFC); any other subtree has to be named.
  if (begin > 0) downwards.push({ begin, end })
  return downwards.reverse()
}
