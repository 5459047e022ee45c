import { IntakeError } from '../codes.ts'

/** Counts what comes out of a packed file, whatever its headers say. */
export interface Budget {
  /** @throws IntakeError `packed_expands` */
  spend(bytes: number): void
}

export function budgetOf(maxBytes: number): Budget {
  let left = maxBytes
  return {
    spend(bytes) {
      left -= bytes
      if (left < 0) throw new IntakeError('packed_expands', { limit: maxBytes })
    },
  }
}
