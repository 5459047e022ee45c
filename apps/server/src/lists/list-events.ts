import { importProgress, jobId, listId, tenantId } from '@sekisho/contract'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { createEvents, type Events } from '../platform/events/index.ts'
import type { Log } from '../platform/log/index.ts'

const ofList = { tenantId, jobId, listId } as const

/** What the processes tell each other of lists: ids and counts. */
export const listEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), ...ofList, progress: importProgress }),
  /** A list is there, or its state is another now. */
  z.strictObject({ kind: z.literal('changed'), ...ofList }),
])
export type ListEvent = z.output<typeof listEvent>
export type ListEvents = Events<ListEvent>

/** The channel of list events, over PostgreSQL. */
export function createListEvents(dependencies: {
  database: Database
  clock: Clock
  log: Log
  onGap?: () => void
}): Promise<ListEvents> {
  return createEvents({ ...dependencies, channel: 'sekisho_lists', schema: listEvent, tells: 'after_commit' })
}
