import type { Clock } from '../clock.ts'

export interface ShortMemory<Key, Value> {
  get(key: Key): Promise<Value>
  forget(key: Key): void
  forgetWhere(test: (key: Key, value: Value) => boolean): void
  forgetAll(): void
}

const mostKeys = 20_000

/**
 * Remembers what was loaded for a moment, so that a burst of requests asks the database once. Simultaneous callers share
 * one load. What is forgotten while it is being loaded is not kept: it may be older than the change.
 */
export function createShortMemory<Key, Value>(dependencies: {
  clock: Clock
  maxAgeMs: number
  load(key: Key): Promise<Value>
}): ShortMemory<Key, Value> {
  const { clock, maxAgeMs, load } = dependencies
  const kept = new Map<Key, { value: Value; at: number }>()
  const loading = new Map<Key, Promise<Value>>()

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
