/** Everything this package can refuse, as a closed set. */
export type LedgerErrorCode =
  /** not RFC 8785 canonical JSON of our subset, or a value that has none */
  | 'not_canonical'
  /** not the bytes of one `{"entry":...,"sequenced_at":...}` envelope */
  | 'bad_leaf'
  /** not a 32-byte SHA-256 value */
  | 'bad_hash'
  /** a size, index, level or time outside the range it can have */
  | 'out_of_range'
  /** bytes that are not the tile or entry bundle they should be */
  | 'bad_tile'
  | 'bad_bundle'
  | 'bad_tile_path'
  | 'bad_frontier'
  /** the proof does not lead to the root it was checked against */
  | 'proof_refused'
  /** stored tiles do not lead to the root that was expected of them */
  | 'root_mismatch'
  | 'bad_note'
  | 'bad_checkpoint'
  | 'bad_key'
  /** a signature by a known key is wrong */
  | 'signature_refused'
  /** no known key signed */
  | 'not_signed'
  /** salt or commitment of the wrong length, or text that UTF-8 cannot carry */
  | 'bad_commitment'

/** The one error class of the package; `code` is for programs, `message` for logs (it holds no entry content). */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode

  constructor(code: LedgerErrorCode, message: string) {
    super(message)
    this.name = 'LedgerError'
    this.code = code
  }
}

/** Throws `out_of_range` unless `value` is an integer from 0 to 2^53-1; the value may come from outside. */
export function requireCount(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new LedgerError('out_of_range', `${what} is not a natural number`)
  return value
}
