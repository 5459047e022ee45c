import { importProgress, jobId, listId, tenantId } from '@sekisho/contract'
import { z } from 'zod'
import { eventChannel, type Events } from '../platform/events/index.ts'

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
export const createListEvents = eventChannel({
  channel: 'sekisho_lists',
  schema: listEvent,
  tells: 'after_commit',
})
