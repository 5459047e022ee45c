import type { Events } from '../platform/events/index.ts'

/** Events within one process, delivered when the transaction is durable, as the real ones are. */
export function localEvents<Event>(): Events<Event> & { readonly seen: Event[] } {
  const listeners = new Set<(event: Event) => void>()
  const seen: Event[] = []
  return {
    seen,
    announce(tx, event) {
      tx.afterCommit(() => {
        seen.push(event)
        for (const listener of listeners) listener(event)
      })
      return Promise.resolve()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => Promise.resolve(),
  }
}

/** Counts what is under way in real time (the database, the key service), so that virtual time can wait for it. */
export function busyGauge() {
  let busy = 0
  const waiting: (() => void)[] = []
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  /** Without turning around meanwhile: on two cores that would take half of what PostgreSQL works with. */
  const idle = () => new Promise<void>((resolve) => waiting.push(resolve))
  return {
    count<Arguments extends unknown[], Result>(work: (...values: Arguments) => Promise<Result>) {
      return async (...values: Arguments): Promise<Result> => {
        busy += 1
        try {
          return await work(...values)
        } finally {
          busy -= 1
          if (busy === 0) for (const wake of waiting.splice(0)) wake()
        }
      }
    },
    async quiet(): Promise<void> {
      for (let idleTurns = 0; idleTurns < 4; idleTurns = busy === 0 ? idleTurns + 1 : 0)
        await (busy === 0 ? turn() : idle())
    },
  }
}
