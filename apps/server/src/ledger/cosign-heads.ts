import type { Hash } from '@sekisho/ledger'
import { LedgerForkedError, type OpenLog } from './recovery.ts'
import type { Witness } from './witness.ts'

/**
 * Hands the heads of all logs that have grown to the key service, which cosigns only what extends the last ones that it
 * remembers; until then nothing is promised.
 *
 * @throws LedgerForkedError  it has cosigned another history: a person has to look
 * @throws KeyServiceError    not there, or its disk is full: try again
 */
export async function cosignHeads(logs: Iterable<OpenLog>, witness: Pick<Witness, 'cosign'>): Promise<void> {
  const behind = [...logs].map(({ state }) => state).filter(({ tree, cosigned }) => tree.size() > cosigned.size)
  if (behind.length === 0) return
  const heads: { log: string; oldSize: number; size: number; root: Hash; proof: readonly Hash[] }[] = []
  for (const { log, tree, cosigned } of behind) {
    const proof =
      cosigned.size === 0
        ? []
        : (tree.consistencyProofInMemory(cosigned.size) ?? (await tree.consistencyProof(cosigned.size)))
    heads.push({ log, oldSize: cosigned.size, size: tree.size(), root: tree.root(), proof })
  }
  try {
    await witness.cosign({ heads })
  } catch (error) {
    throw (error as { code?: string }).code === 'fork_refused' ? new LedgerForkedError() : error
  }
  for (const [index, state] of behind.entries()) {
    const head = heads[index]
    if (head !== undefined) state.cosigned = { size: head.size, root: head.root }
  }
}
