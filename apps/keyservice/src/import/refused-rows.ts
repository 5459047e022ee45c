import { mostRefusedRowsKept, mostRowChars } from '@sekisho/contract'
import { mayBeCorrected } from '@sekisho/intake'
import type { RefusedRow, RowReason, RowRules } from '@sekisho/intake'
import { encodeContact, seal } from '@sekisho/vault'
import type { RefusedImportRow, VaultKey } from '@sekisho/vault'
import { refusedRowPlace } from '../places.ts'
import type { SealingConstants } from './row-sealer.ts'

// Refused rows that may be corrected on a screen: kept by the reader, sealed by the sealer, and nowhere else in clear.

/** A reason as it leaves the key service: its code, with `:` and the field where it has one. */
export function reasonCode({ code, field }: RowReason): string {
  return field === undefined ? code : `${code}:${field}`
}

/** A refused row between the two threads. */
export type ReadRefusedRow = RefusedImportRow & {
  /** What it reads, by field, as a contact's clear bytes. */
  readonly clear?: Uint8Array
}

/** Keeps the first rows of a file that may be corrected; gives the bytes that are to be sealed, or undefined. */
export function refusedRowKeeper(rules: Pick<RowRules, 'allowCardNumbers'>) {
  let kept = 0
  return (row: RefusedRow): Uint8Array | undefined => {
    if (kept === mostRefusedRowsKept || !mayBeCorrected(row, rules)) return undefined
    if (Object.values(row.values).join('').length > mostRowChars) return undefined
    kept++
    // bytes of their own: those of a small buffer stand in a pool, which would be sent whole
    return Uint8Array.from(encodeContact(row.values))
  }
}

/** Seals what was kept of a row, at version 1, and leaves nothing of it in clear. */
export function refusedRowSealer({ tenantId, listId }: SealingConstants, key: VaultKey) {
  return ({ clear, ...row }: ReadRefusedRow): RefusedImportRow => {
    if (clear === undefined) return row
    const sealed = seal(key.key, refusedRowPlace(tenantId, listId, row.rowNumber, 1, key), clear)
    clear.fill(0)
    return { ...row, sealed }
  }
}
