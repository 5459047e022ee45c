import type { Clock } from '../clock.ts'

export interface ShortMemory<Key, Value> {
  get(key: Key): Promise<Value>
  forget(key: Key): void
  /** Also whatever is being loaded, which cannot be tested yet. */
  forgetWhere(test: (key: Key, value: Value) => boolean): void
  forgetAll(): void
}

const mostKeys = 20_000
/** More keys than this are loaded in several calls. */
const mostAtOnce = 500

/**
 * Remembers what was loaded for a moment, so that a burst of requests asks the database once. Simultaneous callers share
 * one load, and what is asked in one turn of the event loop is loaded in one call: two hundred sockets that are checked
 * again cost one statement. What is forgotten while it is being loaded is not kept: it may be older than the change.
 *
 * @param loadAll  gives the values in the order of the keys
 */
export function createShortMemory<Key, Value>(dependencies: {
  clock: Clock
  maxAgeMs: number
  loadAll(keys: readonly Key[]): Promise<readonly Value[]>
}): ShortMemory<Key, Value> {
  const { clock, maxAgeMs, loadAll } = dependencies
  const kept = new Map<Key, { value: Value; at: number }>()
  const loading = new Map<Key, Promise<Value>>()
  let gathering: { readonly keys: Key[]; readonly values: Promise<readonly Value[]> } | null = null

  /** Joins the load of this turn, or begins it. */
  function load(key: Key): Promise<Value> {
    if (gathering === null || gathering.keys.length >= mostAtOnce) {
      const keys: Key[] = []
      const gathered = {
        keys,
        values: new Promise((resolve) => setImmediate(resolve)).then(() => {
          if (gathering === gathered) gathering = null
          return loadAll(keys)
        }),
      }
      gathering = gathered
    }
    const { keys, values } = gathering
    const place = keys.push(key) - 1
    return values.then((loaded) => {
      if (place >= loaded.length) throw new Error('a short memory was given fewer values than keys')
      return loaded[place] as Value
    })
  }

  return {
    async get(key) {
      const now = clock.now()
      const known = kept.get(key)
      // a clock that jumped back must not keep a value alive
      if (known !== undefined && now - known.at <= maxAgeMs && now >= known.at) return known.value
      const running = loading.get(key)
      if (running !== undefined) return running
      const started = load(key)
      loading.set(key, started)
      try {
        const value = await started
        if (loading.get(key) === started) {
          if (kept.size >= mostKeys) kept.clear()
          kept.set(key, { value, at: now })
        }
        return value
      } finally {
        if (loading.get(key) === started) loading.delete(key)
      }
    },
    forget(key) {
      kept.delete(key)
      loading.delete(key)
    },
    forgetWhere(test) {
      for (const [key, { value }] of kept) if (test(key, value)) kept.delete(key)
      // what is being loaded cannot be tested yet
      loading.clear()
    },
    forgetAll() {
      kept.clear()
      loading.clear()
    },
  }
}
