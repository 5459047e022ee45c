import { personId, sessionId } from '@sekisho/contract'
import { z } from 'zod'
import type { Events } from './events.ts'

/** What must reach open sockets and remembered decisions within a second. */
export const accessEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('session_ended'), sessionId }),
  /** Designations of a person changed, or the person was disabled. */
  z.strictObject({ kind: z.literal('rights_changed'), personId }),
])
export type AccessEvent = z.output<typeof accessEvent>
export type AccessEvents = Events<AccessEvent>
