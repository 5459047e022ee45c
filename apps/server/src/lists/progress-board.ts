import type { ImportProgress, ListId } from '@sekisho/contract'
import type { Clock } from '../platform/clock.ts'
import type { ListEvents } from './list-events.ts'

/** What was last heard of imports that other processes run. */
export interface ProgressBoard {
  progress(listId: ListId): ImportProgress | null
  stop(): void
}

/** A process that says nothing more for so long has ended; its next start will say what became of the import. */
const forgottenMs = 15_000

export function progressBoard(events: Pick<ListEvents, 'subscribe'>, clock: Clock): ProgressBoard {
  const heard = new Map<ListId, { readonly progress: ImportProgress; readonly atMs: number }>()
  const stop = events.subscribe((event) => {
    if (event.kind === 'changed') heard.delete(event.listId)
    else heard.set(event.listId, { progress: event.progress, atMs: clock.now() })
  })
  return {
    progress(listId) {
      const last = heard.get(listId)
      if (last === undefined) return null
      if (clock.now() - last.atMs < forgottenMs) return last.progress
      heard.delete(listId)
      return null
    },
    stop,
  }
}
