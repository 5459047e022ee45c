import { equalBytes } from './crypto.ts'
import { LedgerError, requireCount } from './errors.ts'
import { emptyRoot, nodeHash, requireHash } from './hashing.ts'
import type { Hash } from './hashing.ts'

// Everything here may come from an adversary except the root (or roots) that the caller trusts.

/** A tree at one moment. */
export type TreeHead = { readonly size: number; readonly root: Uint8Array }

/**
 * Checks that a leaf stands at `index` of the tree with this size and root (RFC 9162 section 2.1.3.2).
 *
 * @param proof  the audit path from the leaf upwards, with not a hash too many
 * @throws LedgerError `proof_refused`, `out_of_range`, `bad_hash`
 */
export function verifyInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  const computed = rootFromInclusion(leafHash, index, size, proof)
  if (!equalBytes(computed, root)) throw refused('the path leads to another root')
}

/**
 * The root to which an audit path leads (RFC 9162 section 2.1.3.2); proves nothing until compared with a trusted one.
 *
 * @throws LedgerError `proof_refused` when the path is too long or too short, `out_of_range`, `bad_hash`
 */
export function rootFromInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Hash {
  requireCount(size, 'tree size')
  if (requireCount(index, 'leaf index') >= size) throw new LedgerError('out_of_range', 'the leaf is not in the tree')
  let r: Hash = requireHash(leafHash)
  let fn = index
  let sn = size - 1
  for (const p of proof) {
    if (sn === 0) throw refused('the path is too long')
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      r = nodeHash(r, p)
    }
    fn = half(fn)
    sn = half(sn)
  }
  if (sn !== 0) throw refused('the path is too short')
  return r
}

/**
 * Checks that the tree of `size2` begins with the very leaves of the tree of `size1` (RFC 9162 section 2.1.4.2).
 *
 * A first size of 0 is refused, because every tree extends the empty one: see `verifyGrowth` for a witness's rule.
 *
 * @throws LedgerError `proof_refused`, `out_of_range`, `bad_hash`
 */
export function verifyConsistency(
  size1: number,
  size2: number,
  proof: readonly Uint8Array[],
  root1: Uint8Array,
  root2: Uint8Array,
): void {
  requireCount(size2, 'second tree size')
  if (requireCount(size1, 'first tree size') > size2) throw new LedgerError('out_of_range', 'the tree became smaller')
  if (size1 === 0) throw refused('from the empty tree nothing can be proven')
  if (size1 === size2) {
    if (proof.length > 0) throw refused('trees of one size need no proof')
    if (!equalBytes(root1, root2)) throw refused('two roots for one size')
    return
  }
  if (proof.length === 0) throw refused('the proof is empty')
  // Step 2: a first tree that is a complete subtree is its own first element.
  const path = isPowerOfTwo(size1) ? [root1, ...proof] : proof
  let fn = size1 - 1
  let sn = size2 - 1
  while (isOdd(fn)) {
    fn = half(fn)
    sn = half(sn)
  }
  let fr: Hash = requireHash(path[0] as Uint8Array)
  let sr: Hash = fr
  for (const c of path.slice(1)) {
    if (sn === 0) throw refused('the proof is too long')
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      sr = nodeHash(sr, c)
    }
    fn = half(fn)
    sn = half(sn)
  }
  if (sn !== 0) throw refused('the proof is too short')
  if (!equalBytes(fr, root1)) throw refused('the proof leads to another first root')
  if (!equalBytes(sr, root2)) throw refused('the proof leads to another second root')
}

/**
 * What a witness checks before it signs a newer head (C2SP tlog-witness): consistency with the last head it signed.
 * From size 0 the proof must be empty and the old root that of the empty tree.
 *
 * @throws LedgerError `proof_refused`, `out_of_range`, `bad_hash`
 */
export function verifyGrowth(from: TreeHead, to: TreeHead, proof: readonly Uint8Array[]): void {
  requireHash(from.root)
  requireHash(to.root)
  if (from.size !== 0) return verifyConsistency(from.size, to.size, proof, from.root, to.root)
  requireCount(to.size, 'tree size')
  if (proof.length > 0) throw refused('from size 0 the proof is empty')
  if (!equalBytes(from.root, emptyRoot)) throw refused('not the root of the empty tree')
  if (to.size === 0 && !equalBytes(to.root, emptyRoot)) throw refused('not the root of the empty tree')
}

function refused(message: string): LedgerError {
  return new LedgerError('proof_refused', message)
}

// Division instead of shifts: sizes reach 2^53.
function isOdd(n: number): boolean {
  return n % 2 === 1
}

function half(n: number): number {
  return Math.floor(n / 2)
}

function isPowerOfTwo(n: number): boolean {
  let rest = n
  while (rest > 1 && !isOdd(rest)) rest /= 2
  return rest === 1
}
