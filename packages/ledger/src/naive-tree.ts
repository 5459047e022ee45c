import { emptyRoot, leafHash, nodeHash } from './hashing.ts'
import type { Hash } from './hashing.ts'

// RFC 6962 section 2.1 written down as it stands there, by recursion over lists: slow, and obviously right.

function split(list: readonly Hash[]): number {
  let k = 1
  while (k < list.length) k *= 2
  return k / 2
}

export function naiveRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot
  if (leaves.length === 1) return leaves[0] as Hash
  const k = split(leaves)
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}

export function naivePath(m: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length === 1) return []
  const k = split(leaves)
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))]
}

export function naiveProof(m: number, leaves: readonly Hash[]): Hash[] {
  return subproof(m, leaves, true)
}

function subproof(m: number, leaves: readonly Hash[], known: boolean): Hash[] {
  if (m === leaves.length) return known ? [] : [naiveRoot(leaves)]
  const k = split(leaves)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), known), naiveRoot(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))]
}

export function someLeaves(count: number): Hash[] {
  return Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)))
}
