import type { ImportProgress, JobId, ListId, TenantId } from '@sekisho/contract'
import type { ListsDependencies } from './dependencies.ts'
import type { ListEvent } from './list-events.ts'
import { importer } from './import-under-way.ts'

/** A list as events name it. */
export interface NamedList {
  readonly tenantId: TenantId
  readonly jobId: JobId
  readonly listId: ListId
}

export interface ProgressTeller {
  /** Goes on until nothing is under way any more. */
  start(): void
  changed(list: NamedList): void
  /** Resolves when nothing more is told. */
  stop(): Promise<void>
}

/** Fast enough that a page looks alive, slow enough that nobody notices the load. */
const everyMs = 500
/** Also when nothing moved, so that other processes know that somebody lives. */
const aliveMs = 5_000

/**
 * Tells every process how the imports of this one go. Progress is a kindness: what cannot be told is dropped, and pages
 * ask from time to time anyway.
 */
export function progressTeller(
  { database, events, clock, log }: Pick<ListsDependencies, 'database' | 'events' | 'clock' | 'log'>,
  underWay: () => readonly (NamedList & { readonly progress: ImportProgress })[],
): ProgressTeller {
  const told = new Map<ListId, { readonly text: string; readonly atMs: number }>()
  let isTicking = false
  let isStopped = false
  let cancel = (): void => undefined
  let telling: Promise<void> = Promise.resolve()

  function tell(event: ListEvent): Promise<void> {
    telling = telling
      .then(() => database.transaction(importer, event.tenantId, (tx) => events.announce(tx, event)))
      .catch((error: unknown) => log.warn({ err: error }, 'an event of a list was not told'))
    return telling
  }

  async function tick(): Promise<void> {
    const all = underWay()
    if (all.length === 0 || isStopped) {
      isTicking = false
      told.clear()
      return
    }
    for (const { progress, ...list } of all) {
      const [text, atMs] = [JSON.stringify(progress), clock.now()]
      const last = told.get(list.listId)
      if (last?.text === text && atMs - last.atMs < aliveMs) continue
      told.set(list.listId, { text, atMs })
      await tell({ kind: 'progress', ...list, progress })
    }
    if (!isStopped) cancel = clock.setTimer(everyMs, () => void tick())
  }

  return {
    start() {
      if (isTicking || isStopped) return
      isTicking = true
      void tick()
    },
    changed: ({ tenantId, jobId, listId }) => void tell({ kind: 'changed', tenantId, jobId, listId }),
    async stop() {
      isStopped = true
      cancel()
      await telling
    },
  }
}
