import type { SocketConnection, SocketHandler } from '../platform/sockets/index.ts'
import type { ListEvent, ListEvents } from './list-events.ts'

type Viewer = SocketConnection<'lists'>

export interface ListsSocket {
  readonly socket: SocketHandler<'lists'>
  /** Tells every page that events may have been missed. */
  missed(): void
  stop(): void
}

/** Passes list events on to pages, each within its tenant and jobs. Ids and counts: nothing to enter. */
export function listsSocket(events: Pick<ListEvents, 'subscribe'>): ListsSocket {
  const viewers = new Set<Viewer>()
  const stop = events.subscribe((event) => {
    for (const viewer of viewers) if (isInSight(viewer, event)) viewer.send(messageOf(event))
  })
  return {
    socket(connection) {
      viewers.add(connection)
      return { closed: () => void viewers.delete(connection) }
    },
    missed() {
      for (const viewer of viewers) viewer.send({ type: 'missed' })
    },
    stop,
  }
}

function isInSight({ tenantId, rowScope }: Viewer, event: ListEvent): boolean {
  return tenantId === event.tenantId && (rowScope.jobs === '*' || rowScope.jobs.includes(event.jobId))
}

function messageOf(event: ListEvent): Parameters<Viewer['send']>[0] {
  const { kind, listId } = event
  return kind === 'progress' ? { type: kind, listId, progress: event.progress } : { type: kind, listId }
}
