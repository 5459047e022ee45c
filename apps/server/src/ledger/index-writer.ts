import type { EntryId, TenantId } from '@sekisho/contract'
import type { IndexedEntry, SequencerDatabase } from './sequencer-database.ts'

/**
 * Moves placed entries to the index while the next ones get their places: nobody who waits for a receipt waits for it.
 * What is moved is in the journal, so a kill in between loses nothing; and in a cosigned head, so that a sequencer that
 * lost its lead leaves nothing in the index.
 */
export interface IndexWriter {
  /** Entries have their places in the journal. */
  promised(entries: readonly IndexedEntry[]): void
  /** The key service has cosigned all that were promised: begins to move them. */
  cosigned(): void
  /**
   * Entries that have their places and may still stand in the queue for whoever looks from now on. Take it before the
   * look: what leaves it meanwhile may have been in the queue when the look began.
   */
  unindexed(): ReadonlySet<EntryId>
  /** Whether everything of a tenant up to a position is in the index. */
  isIndexed(tenantId: TenantId, position: number): boolean
  /**
   * Goes on at once while the index keeps up; waits for it when it lags, and tries again what has failed.
   *
   * @throws database errors: what was to be moved is kept
   */
  keepUp(): Promise<void>
  /** Waits until everything is in the index. @throws as `keepUp` */
  flush(): Promise<void>
}

/** More than this behind: a database that has stopped taking the index must not be hidden by a growing heap. */
const mostUnindexed = 5_000

/** @param onIndexed  the entries given so far are in the index */
export function createIndexWriter(database: Pick<SequencerDatabase, 'index'>, onIndexed: () => void): IndexWriter {
  let held: IndexedEntry[] = []
  let waiting: IndexedEntry[] = []
  let moving: readonly IndexedEntry[] = []
  let running: Promise<void> | null = null
  let hasFailed = false

  function start(): Promise<void> {
    running ??= move().finally(() => {
      running = null
    })
    return running
  }

  async function move(): Promise<void> {
    while (waiting.length > 0) {
      moving = waiting
      waiting = []
      try {
        await database.index(moving)
      } catch (error) {
        waiting = [...moving, ...waiting]
        hasFailed = true
        throw error
      } finally {
        moving = []
      }
    }
    hasFailed = false
    onIndexed()
  }

  const all = (): IndexedEntry[] => [...moving, ...waiting, ...held]

  return {
    promised(entries) {
      held.push(...entries)
    },
    cosigned() {
      waiting.push(...held)
      held = []
      // a failure is kept for whoever asks next
      if (!hasFailed) start().catch(() => undefined)
    },
    unindexed: () => new Set(all().map(({ entryId }) => entryId)),
    isIndexed: (tenantId, position) =>
      !all().some((entry) => entry.tenantId === tenantId && entry.position <= position),
    async keepUp() {
      if (hasFailed || moving.length + waiting.length > mostUnindexed) await start()
    },
    async flush() {
      while (moving.length + waiting.length > 0) await start()
    },
  }
}
