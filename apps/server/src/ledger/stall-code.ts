/** Why no receipts are given at the moment. */
export type StallCode =
  | 'starting'
  | 'key_service_unavailable'
  | 'key_service_refused'
  | 'storage_full'
  | 'malformed_entry'
  /** somebody holds locks on the queue, or a statement does not end */
  | 'database_blocked'
  | 'database_unavailable'
  /** one turn of the sequencer does not end */
  | 'held_up'

const codes: Readonly<Record<string, StallCode>> = {
  ENOSPC: 'storage_full',
  EDQUOT: 'storage_full',
  // PostgreSQL, Appendix A: disk_full, lock_not_available, query_canceled
  '53100': 'storage_full',
  '55P03': 'database_blocked',
  '57014': 'database_blocked',
  // of the key service
  storage_full: 'storage_full',
  unavailable: 'key_service_unavailable',
  timeout: 'key_service_unavailable',
  unknown_key: 'key_service_refused',
}

/** What passes by itself, or when somebody frees the disk or the lock; undefined for what ends the leader. */
export function stallCodeOf(error: unknown): StallCode | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && Object.hasOwn(codes, code) ? codes[code] : undefined
}
