import type { Clock } from '../clock.ts'

export interface CountedLog<Item> {
  /** Enters the first of its kind at once, counts the next ones and enters their number later. */
  add(item: Item): void
  /** Enters what was counted so far. Call at the end of the process. */
  flush(): Promise<void>
}

/** At most one entry a minute of each kind: a page that loops, or a guesser, cannot flood a ledger. */
const windowMs = 60_000
/** Kinds are up to the sender: past this, new ones are counted under one key. */
const mostWindows = 5_000

/**
 * @param keyOf  what counts as the same kind
 * @param enter  writes one entry for `attempts` items; a failure is reported and changes no answer to anybody
 */
export function createCountedLog<Item>(dependencies: {
  clock: Clock
  keyOf(item: Item): string
  enter(item: Item, attempts: number): Promise<void>
  onError(error: unknown): void
}): CountedLog<Item> {
  const { clock, keyOf, enter, onError } = dependencies
  const windows = new Map<string, { item: Item; attempts: number; cancel(): void }>()
  const running = new Set<Promise<void>>()

  function write(item: Item, attempts: number): void {
    const writing = enter(item, attempts)
      .catch(onError)
      .finally(() => running.delete(writing))
    running.add(writing)
  }

  function close(key: string): void {
    const open = windows.get(key)
    if (open === undefined) return
    windows.delete(key)
    open.cancel()
    if (open.attempts > 0) write(open.item, open.attempts)
  }

  return {
    add(item) {
      const wanted = keyOf(item)
      const key = windows.has(wanted) || windows.size < mostWindows ? wanted : 'too many kinds'
      const open = windows.get(key)
      if (open !== undefined) {
        open.attempts += 1
        return
      }
      windows.set(key, { item, attempts: 0, cancel: clock.setTimer(windowMs, () => close(key)) })
      write(item, 1)
    },
    async flush() {
      for (const key of [...windows.keys()]) close(key)
      await Promise.all(running)
    },
  }
}
