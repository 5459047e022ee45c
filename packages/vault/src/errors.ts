/** Why the key service did not do what was asked: a closed set, all that ever crosses the wire about a failure. */
export const keyServiceErrorCodes = [
  /** an opening was asked for without any receipt */
  'refused_no_receipt',
  /** the leaf is not one canonical entry of this log, or its proof does not lead to the head it names */
  'refused_bad_proof',
  /** the receipt names a head that this service never cosigned, or cosigned too long ago to remember */
  'refused_unknown_head',
  'refused_wrong_tenant',
  /** the entry commits to another contact, number, query or file */
  'refused_wrong_subject',
  'refused_wrong_field',
  /** entries of this type, or with this outcome, do not open this */
  'refused_wrong_type',
  'refused_spent',
  'refused_too_old',
  'refused_count',
  /** asked over another caller's socket: a server that cosigns, a sequencer that opens */
  'refused_wrong_caller',
  /** something of the list was opened before: no undo ends its keys any more */
  'refused_in_use',
  /** the head does not extend the last one that this service cosigned */
  'fork_refused',
  'unknown_key',
  'bad_request',
  'unavailable',
  'timeout',
  /** sealed bytes that were altered, cut, or belong to another row, version or table */
  'sealed_data_damaged',
  'storage_full',
] as const
export type KeyServiceErrorCode = (typeof keyServiceErrorCodes)[number]

const known: ReadonlySet<string> = new Set(keyServiceErrorCodes)

export function isKeyServiceErrorCode(code: unknown): code is KeyServiceErrorCode {
  return typeof code === 'string' && known.has(code)
}

/** The one error class of the key service and its client. It holds a code and never a value. */
export class KeyServiceError extends Error {
  readonly code: KeyServiceErrorCode

  constructor(code: KeyServiceErrorCode) {
    super(`key service: ${code}`)
    this.name = 'KeyServiceError'
    this.code = code
  }
}
