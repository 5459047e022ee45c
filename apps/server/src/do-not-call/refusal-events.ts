import { companyId, entryId, tenantId } from '@sekisho/contract'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { createEvents, type Events } from '../platform/events/index.ts'
import type { Log } from '../platform/log/index.ts'

/** Somebody of a client is not to be called any more: what the entry put on the list can be read there by now. */
export const refusalEvent = z.strictObject({ clientId: companyId, tenantId, entryId })
export type RefusalEvent = z.output<typeof refusalEvent>
export type RefusalEvents = Events<RefusalEvent>

/**
 * The channel of refusals, over PostgreSQL. Lost with a kill they are not: another process may be about to dial the same
 * person, and refusals are rare enough for a NOTIFY within their commit.
 */
export function createRefusalEvents(dependencies: {
  database: Database
  clock: Clock
  log: Log
  onGap?: () => void
}): Promise<RefusalEvents> {
  return createEvents({ ...dependencies, channel: 'sekisho_refusals', schema: refusalEvent, tells: 'with_commit' })
}
