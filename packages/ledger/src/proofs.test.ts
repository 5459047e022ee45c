import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LedgerError } from './errors.ts'
import { createFrontier, parseFrontier } from './frontier.ts'
import { emptyRoot, leafHash, nodeHash } from './hashing.ts'
import type { Hash } from './hashing.ts'
import { naivePath, naiveProof, naiveRoot, someLeaves } from './naive-tree.ts'
import { consistencyProof, inclusionProof, rootAt } from './proofs.ts'
import type { HashReader } from './proofs.ts'
import { rootFromInclusion, verifyConsistency, verifyGrowth, verifyInclusion } from './verify-proofs.ts'

const leaves = someLeaves(400)
const read: HashReader = (nodes) =>
  nodes.map(({ level, index }) => naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)))
const runs = { numRuns: 150 }

const inclusion = fc
  .integer({ min: 1, max: leaves.length })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }))
const growth = fc
  .integer({ min: 2, max: leaves.length })
  .chain((newer) => fc.record({ newer: fc.constant(newer), older: fc.integer({ min: 1, max: newer - 1 }) }))

function flipBit(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  const at = bit % (copy.length * 8)
  copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7))
  return copy
}

describe('proofs', () => {
  it('hashes leaves and nodes with the prefixes of RFC 6962', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    expect(() => nodeHash(emptyRoot, emptyRoot.subarray(1))).toThrow(LedgerError)
  })

  it('equal those of the recursive definition for every size up to 70', () => {
    for (let size = 0; size <= 70; size += 1) {
      const tree = leaves.slice(0, size)
      expect(rootAt(read, size)).toEqual(naiveRoot(tree))
      for (let m = 0; m < size; m += 1) {
        expect(inclusionProof(read, size, m)).toEqual(naivePath(m, tree))
        expect(consistencyProof(read, m + 1, size)).toEqual(naiveProof(m + 1, tree))
      }
    }
  })

  it('of inclusion equal the definition, verify, and stand for no other leaf, index, size or root', () => {
    fc.assert(
      fc.property(inclusion, fc.nat(), ({ size, index }, bit) => {
        const tree = leaves.slice(0, size)
        const leaf = tree[index] as Hash
        const root = naiveRoot(tree)
        const proof = inclusionProof(read, size, index)
        expect(proof).toEqual(naivePath(index, tree))
        verifyInclusion(leaf, index, size, proof, root)
        const broken = bit % (proof.length + 1)
        const forged: [Uint8Array, number, number, Uint8Array[], Uint8Array][] = [
          [flipBit(leaf, bit), index, size, proof, root],
          [leaf, index, size, proof, flipBit(root, bit)],
          [leaf, index, size, [...proof, root], root],
          [leaf, index, size, [leaf, ...proof], root],
          [leaf, size, size, proof, root],
          [leaf, index, 0, proof, root],
          [leaf, index, size, proof, root.subarray(1)],
        ]
        if (size > 1) forged.push([leaf, (index + 1 + (bit % (size - 1))) % size, size, proof, root])
        if (broken < proof.length) {
          forged.push([leaf, index, size, proof.toSpliced(broken, 1), root])
          forged.push([leaf, index, size, proof.with(broken, flipBit(proof[broken] as Hash, bit)), root])
          forged.push([leaf, index, size, proof.with(broken, (proof[broken] as Hash).subarray(0, 31)), root])
        }
        for (const args of forged) expect(() => verifyInclusion(...args)).toThrow(LedgerError)
      }),
      runs,
    )
  })

  it('of consistency equal the definition, verify, and stand for no other sizes or roots', () => {
    fc.assert(
      fc.property(growth, fc.nat(), ({ older, newer }, bit) => {
        const root1 = naiveRoot(leaves.slice(0, older))
        const root2 = naiveRoot(leaves.slice(0, newer))
        const proof = consistencyProof(read, older, newer)
        expect(proof).toEqual(naiveProof(older, leaves.slice(0, newer)))
        verifyConsistency(older, newer, proof, root1, root2)
        verifyGrowth({ size: older, root: root1 }, { size: newer, root: root2 }, proof)
        const broken = bit % proof.length
        const forged: [number, number, Uint8Array[], Uint8Array, Uint8Array][] = [
          [older, newer, proof, flipBit(root1, bit), root2],
          [older, newer, proof, root1, flipBit(root2, bit)],
          [older, newer, proof, root2, root1],
          [older, newer, [], root1, root2],
          [older, newer, [...proof, root2], root1, root2],
          [older, newer, [root1, ...proof], root1, root2],
          [older, newer, proof.toSpliced(broken, 1), root1, root2],
          [older, newer, proof.with(broken, flipBit(proof[broken] as Hash, bit)), root1, root2],
          [older, newer, proof.with(broken, (proof[broken] as Hash).subarray(0, 31)), root1, root2],
          [newer, older, proof, root2, root1],
          [0, newer, proof, root1, root2],
          [newer, newer, [], root1, root2],
        ]
        for (const args of forged) expect(() => verifyConsistency(...args)).toThrow(LedgerError)
      }),
      runs,
    )
  })

  it('are refused when they go on above the root, even if the roots were made to fit', () => {
    const root1 = naiveRoot(leaves.slice(0, 5))
    const root2 = naiveRoot(leaves.slice(0, 9))
    const above = leaves[20] as Hash
    const proof = [...consistencyProof(read, 5, 9), above]
    expect(() => verifyConsistency(5, 9, proof, nodeHash(above, root1), nodeHash(above, root2))).toThrow(/too long/)
    const path = [...inclusionProof(read, 9, 8), above]
    expect(() => verifyInclusion(leaves[8] as Hash, 8, 9, path, nodeHash(above, root2))).toThrow(/too long/)
  })

  it('verify in trees far beyond 32 bits of leaves', () => {
    const size = 2 ** 45 + 3
    const path = Array.from({ length: 3 }, (_, i) => leafHash(Buffer.from([i])))
    // The last leaf of 2^45 + 3: siblings are the two leaves before it, then the complete left subtree.
    const root = rootFromInclusion(leafHash(Buffer.from('x')), size - 1, size, path.slice(0, 2))
    expect(root).toEqual(nodeHash(path[1] as Hash, nodeHash(path[0] as Hash, leafHash(Buffer.from('x')))))
    expect(() => rootFromInclusion(emptyRoot, size - 1, size, path)).toThrow(LedgerError)
    expect(() => rootFromInclusion(emptyRoot, 2 ** 53, 2 ** 53 + 2, path)).toThrow(LedgerError)
  })

  it('let a witness begin at size 0 with an empty proof, and with nothing else', () => {
    const empty = { size: 0, root: emptyRoot }
    const head = { size: 3, root: naiveRoot(leaves.slice(0, 3)) }
    verifyGrowth(empty, head, [])
    verifyGrowth(empty, empty, [])
    expect(() => verifyGrowth(empty, head, [head.root])).toThrow(LedgerError)
    expect(() => verifyGrowth({ size: 0, root: head.root }, head, [])).toThrow(LedgerError)
    expect(() => verifyGrowth(empty, { size: 0, root: head.root }, [])).toThrow(LedgerError)
    expect(() => verifyGrowth(head, empty, [])).toThrow(LedgerError)
  })

  it('are not made for leaves or sizes that the tree does not have', () => {
    expect(() => inclusionProof(read, 5, 5)).toThrow(LedgerError)
    expect(() => inclusionProof(read, 5, -1)).toThrow(LedgerError)
    expect(() => inclusionProof(read, 5, 1.5)).toThrow(LedgerError)
    expect(() => consistencyProof(read, 0, 5)).toThrow(LedgerError)
    expect(() => consistencyProof(read, 6, 5)).toThrow(LedgerError)
  })
})

describe('the frontier', () => {
  it('has the root of the definition at every size, also after being written and read back', () => {
    let frontier = createFrontier()
    for (let size = 0; size <= 130; size += 1) {
      expect(frontier.size()).toBe(size)
      expect(frontier.root()).toEqual(naiveRoot(leaves.slice(0, size)))
      const bytes = frontier.serialise()
      frontier = parseFrontier(bytes)
      expect(frontier.serialise()).toEqual(bytes)
      frontier.append(leaves[size] as Hash)
    }
  })

  it('refuses bytes of another length than its size has', () => {
    const frontier = createFrontier()
    for (const leaf of leaves.slice(0, 11)) frontier.append(leaf)
    const bytes = frontier.serialise()
    expect(() => parseFrontier(bytes.subarray(1))).toThrow(LedgerError)
    expect(() => parseFrontier(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(LedgerError)
    expect(() => parseFrontier(Buffer.alloc(3))).toThrow(LedgerError)
    expect(() => parseFrontier(Buffer.alloc(8, 0xff))).toThrow(LedgerError)
  })
})
