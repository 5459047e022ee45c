import type { KeyServiceCalls } from '@sekisho/vault'
import type { AuditDatabase } from './audit-database.ts'

/**
 * Logs that the key service signs and the house does not know. Whoever holds a server can make a tenant of his own under
 * a known client, with a log that nobody reads, to try telephone numbers against that client's indexes.
 */
export async function unknownLogs(
  keys: Pick<KeyServiceCalls, 'heads'>,
  database: Pick<AuditDatabase, 'logs'>,
): Promise<{ log: string; size: number }[]> {
  // first the key service: a log is cosigned only after the house has written it down
  const heads = await keys.heads({})
  const known = new Set(await database.logs())
  return heads.filter(({ log }) => !known.has(log)).map(({ log, size }) => ({ log, size }))
}
