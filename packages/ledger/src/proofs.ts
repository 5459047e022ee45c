import { requireCount } from './errors.ts'
import type { Hash } from './hashing.ts'
import { completeSubtrees, consistencyRanges, foldSubtrees, inclusionRanges } from './subtrees.ts'
import type { LeafRange, NodeAddress } from './subtrees.ts'

/** Gives the hashes of complete subtrees, in the order asked. The port through which proofs see a tree. */
export type HashReader = (nodes: readonly NodeAddress[]) => readonly Hash[]
/** The same from storage. */
export type AsyncHashReader = (nodes: readonly NodeAddress[]) => Promise<readonly Hash[]>

/** Which hashes to read, and what to make of them: the part of a proof that needs no I/O. */
export type ProofPlan = {
  readonly nodes: readonly NodeAddress[]
  /** @param hashes  one for each of `nodes`, in order */
  readonly finish: (hashes: readonly Hash[]) => Hash[]
}

/**
 * Plan of the audit path of one leaf (RFC 6962 section 2.1.1).
 *
 * @throws LedgerError `out_of_range` when `index` is not below `size`
 */
export function planInclusionProof(size: number, index: number): ProofPlan {
  return planRanges(inclusionRanges(index, size))
}

/**
 * Plan of the proof that the first `oldSize` leaves are unchanged (RFC 6962 section 2.1.2).
 *
 * @throws LedgerError `out_of_range` unless 0 < oldSize <= newSize
 */
export function planConsistencyProof(oldSize: number, newSize: number): ProofPlan {
  return planRanges(consistencyRanges(oldSize, newSize))
}

/** Plan of the root of the first `size` leaves; `finish` gives one hash. */
export function planRoot(size: number): ProofPlan {
  return planRanges([{ begin: 0, end: requireCount(size, 'tree size') }])
}

/** Audit path of leaf `index` in the tree of `size`, from the leaf upwards. */
export function inclusionProof(read: HashReader, size: number, index: number): Hash[] {
  return run(planInclusionProof(size, index), read)
}

/** Proof that the tree of `newSize` extends the tree of `oldSize`. */
export function consistencyProof(read: HashReader, oldSize: number, newSize: number): Hash[] {
  return run(planConsistencyProof(oldSize, newSize), read)
}

/** Root of the first `size` leaves. */
export function rootAt(read: HashReader, size: number): Hash {
  return run(planRoot(size), read)[0] as Hash
}

/** `inclusionProof` from storage. */
export async function readInclusionProof(read: AsyncHashReader, size: number, index: number): Promise<Hash[]> {
  const plan = planInclusionProof(size, index)
  return plan.finish(await read(plan.nodes))
}

/** `consistencyProof` from storage. */
export async function readConsistencyProof(read: AsyncHashReader, oldSize: number, newSize: number): Promise<Hash[]> {
  const plan = planConsistencyProof(oldSize, newSize)
  return plan.finish(await read(plan.nodes))
}

/** `rootAt` from storage. */
export async function readRoot(read: AsyncHashReader, size: number): Promise<Hash> {
  const plan = planRoot(size)
  return plan.finish(await read(plan.nodes))[0] as Hash
}

function run(plan: ProofPlan, read: HashReader): Hash[] {
  return plan.finish(read(plan.nodes))
}

function planRanges(ranges: readonly LeafRange[]): ProofPlan {
  const groups = ranges.map(completeSubtrees)
  return {
    nodes: groups.flat(),
    finish: (hashes) => {
      let at = 0
      return groups.map((group) => {
        const own = hashes.slice(at, at + group.length)
        at += group.length
        return foldSubtrees(own)
      })
    },
  }
}
