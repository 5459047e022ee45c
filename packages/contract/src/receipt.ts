/**
 * Proof that an entry has its place in a ledger (記録証明), as the key service wants it before it opens anything.
 * Every byte is checked there: the receipt comes from the server, which the key service does not believe.
 */
export interface Receipt {
  /** The log's id, 32 hex digits. */
  readonly log: string
  /** Position of the entry in the log, from 0. */
  readonly position: number
  /** The leaf: `{"entry":<canonical entry>,"sequenced_at":<ms>}`. */
  readonly leaf: Uint8Array
  /** Size of a head which the key service itself cosigned. */
  readonly size: number
  /** RFC 6962 inclusion proof of the leaf in that head, 32-byte hashes. */
  readonly proof: readonly Uint8Array[]
}
