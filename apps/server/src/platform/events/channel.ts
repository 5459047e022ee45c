import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/index.ts'
import type { Log } from '../log/index.ts'
import { createEvents, type Events } from './events.ts'

/** What a process brings to a channel. */
export interface ChannelDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** @see createEvents */
  readonly onGap?: () => void
}

/** A channel by its name and the shape of its events, for a process to open. @see createEvents for `tells` */
export function eventChannel<Event>(channel: {
  readonly channel: `sekisho_${string}`
  readonly schema: z.ZodType<Event>
  readonly tells: 'with_commit' | 'after_commit'
}): (dependencies: ChannelDependencies) => Promise<Events<Event>> {
  return (dependencies) => createEvents({ ...dependencies, ...channel })
}
