import { entrySchema, entryTypes } from '@sekisho/contract'
import type { CommitmentName, Entry, EntryType, FieldCode, Opening, Receipt, TenantId } from '@sekisho/contract'
import { leafHash, LedgerError, openCommitment, parseLeaf, verifyInclusion } from '@sekisho/ledger'
import { commitmentSalt, KeyServiceError } from '@sekisho/vault'
import type { Keystore, VaultKey } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'
import type { SpentPositions } from './spent-positions.ts'
import { maxAgeMs } from './witness.ts'
import type { Witness } from './witness.ts'

/** How far the sequencer's clock may run ahead of ours. */
const maxAheadMs = 5_000

/** What an opening wants of an entry besides its type: each function throws with its own code. */
export interface EntryCheck {
  /** @throws KeyServiceError `refused_wrong_subject` */
  commitsTo(entry: Entry, salt: VaultKey, name: CommitmentName, value: string): void
  /** @throws KeyServiceError `refused_wrong_field` */
  names(entry: Entry, fields: readonly FieldCode[]): void
}

export const entryCheck: EntryCheck = {
  commitsTo(entry, salt, name, value) {
    const commitment = entry.commitments?.[name]
    if (commitment === undefined) throw new KeyServiceError('refused_wrong_subject')
    const opens = openCommitment(Buffer.from(commitment, 'base64'), commitmentSalt(salt.key, entry.id, name), value)
    if (!opens) throw new KeyServiceError('refused_wrong_subject')
  },
  names(entry, fields) {
    const named: ReadonlySet<string> = new Set(entry.fields)
    if (!fields.every((field) => named.has(field))) throw new KeyServiceError('refused_wrong_field')
  },
}

/** What is asked for, and the part of the check that only its kind of opening knows. */
export interface OpeningRequest {
  readonly receipt: Receipt
  readonly tenantId: TenantId
  readonly opening: Opening
  readonly matches: (entry: Entry) => void
}

export interface ReceiptCheckDependencies {
  readonly keystore: Keystore
  readonly witness: Witness
  readonly spent: SpentPositions
  readonly clock: KeyServiceClock
}

/**
 * A function that gives the entry of a receipt, or throws: it is a real one of this tenant's log. Nothing is spent and an
 * old one will do: that is for what an entry orders once and for all.
 *
 * The receipt comes from the server, which may be in the hands of an attacker; nothing in it is believed.
 *
 * @throws KeyServiceError  `refused_bad_proof`, `refused_unknown_head`, `refused_wrong_tenant`
 */
export function receiptProof({ keystore, witness }: Pick<ReceiptCheckDependencies, 'keystore' | 'witness'>) {
  return (receipt: Receipt, tenantId: TenantId): { entry: Entry; sequencedAtMs: number } => {
    const read = readEntry(receipt)
    requireIncluded(receipt)
    if (keystore.log(receipt.log)?.tenantId !== tenantId) throw new KeyServiceError('refused_wrong_tenant')
    return read
  }

  function requireIncluded({ log, position, leaf, size, proof }: Receipt): void {
    const head = witness.headOfSize(log, size)
    if (head === undefined) throw new KeyServiceError('refused_unknown_head')
    try {
      verifyInclusion(leafHash(leaf), position, size, proof, head.root)
    } catch (error) {
      if (error instanceof LedgerError) throw new KeyServiceError('refused_bad_proof')
      throw error
    }
  }
}

/**
 * The heart of promise 1: a function that admits an opening or throws. When it resolves, the entry is a real one of
 * this tenant's log, says exactly this, is fresh, and its position is spent on the disk.
 *
 * @throws KeyServiceError  one `refused_...` code for each step, in the order below; `storage_full`
 */
export function receiptCheck({ keystore, witness, spent, clock }: ReceiptCheckDependencies) {
  const prove = receiptProof({ keystore, witness })

  return async ({ receipt, tenantId, opening, matches }: OpeningRequest): Promise<Entry> => {
    const { entry, sequencedAtMs } = prove(receipt, tenantId)
    if (typeOf(entry)?.opens !== opening || entry.outcome !== 'done') throw new KeyServiceError('refused_wrong_type')
    matches(entry)
    requireFresh(receipt, sequencedAtMs)
    if (!(await spent.spend(receipt.log, receipt.position))) throw new KeyServiceError('refused_spent')
    return entry
  }

  function requireFresh({ log, position }: Receipt, sequencedAtMs: number): void {
    // By our own clocks since we first saw the entry; the sequencer's time is a second, independent bound.
    const sinceSequencedMs = clock.nowMs() - sequencedAtMs
    const isFresh =
      witness.ageMs(log, position) <= maxAgeMs && sinceSequencedMs <= maxAgeMs && sinceSequencedMs >= -maxAheadMs
    if (!isFresh) throw new KeyServiceError('refused_too_old')
  }
}

function readEntry({ leaf, log }: Receipt): { entry: Entry; sequencedAtMs: number } {
  try {
    const { entry, sequencedAtMs } = parseLeaf(leaf)
    const parsed = entrySchema.safeParse(entry)
    if (!parsed.success || parsed.data.log !== log) throw new KeyServiceError('refused_bad_proof')
    return { entry: parsed.data, sequencedAtMs }
  } catch (error) {
    if (error instanceof LedgerError) throw new KeyServiceError('refused_bad_proof')
    throw error
  }
}

export function typeOf(entry: Entry): EntryType | undefined {
  const types: Readonly<Record<string, EntryType>> = entryTypes
  return Object.hasOwn(types, entry.type) ? types[entry.type] : undefined
}
