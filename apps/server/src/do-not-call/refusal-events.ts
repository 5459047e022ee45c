import { companyId, entryId, tenantId } from '@sekisho/contract'
import { z } from 'zod'
import { eventChannel, type Events } from '../platform/events/index.ts'

/**
 * Somebody of a client is not to be called any more, or may be again: what the entry put on the list, or that it was
 * withdrawn, can be read there by now.
 */
export const refusalEvent = z.strictObject({ clientId: companyId, tenantId, entryId, isWithdrawn: z.boolean() })
export type RefusalEvent = z.output<typeof refusalEvent>
export type RefusalEvents = Events<RefusalEvent>

/**
 * The channel of refusals, over PostgreSQL. Lost with a kill they are not: another process may be about to dial the same
 * person, and refusals are rare enough for a NOTIFY within their commit.
 */
export const createRefusalEvents = eventChannel({
  channel: 'sekisho_refusals',
  schema: refusalEvent,
  tells: 'with_commit',
})
