import { tenantId } from '@sekisho/contract'
import { z } from 'zod'
import { eventChannel, type Events } from '../platform/events/index.ts'

/** A stop of this tenant was set or lifted: what holds by now can be read. */
export const stopEvent = z.strictObject({ tenantId })
export type StopEvent = z.output<typeof stopEvent>
export type StopEvents = Events<StopEvent>

/** The channel of stop switches, over PostgreSQL; within the commit, so that a kill does not lose one. */
export const createStopEvents = eventChannel({ channel: 'sekisho_stops', schema: stopEvent, tells: 'with_commit' })
