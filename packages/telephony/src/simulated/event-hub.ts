import type { CarrierEvent } from '../carrier-events.ts'

/** Hands events to listeners, or loses them while the connection is down, as a real control connection does. */
export interface EventHub {
  emit(event: CarrierEvent): void
  subscribe(listener: (event: CarrierEvent) => void): () => void
  connect(atMs: number): void
  disconnect(atMs: number): void
  isConnected(): boolean
  removeAll(): void
}

export function eventHub(): EventHub {
  const listeners = new Set<(event: CarrierEvent) => void>()
  let connected = true

  /** Every listener gets the event even when one throws; what was thrown is thrown on afterwards. */
  function deliver(event: CarrierEvent): void {
    const failures: unknown[] = []
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (failure) {
        failures.push(failure)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `a listener failed on ${event.type}`)
  }

  return {
    emit: (event) => {
      if (connected) deliver(event)
    },
    subscribe: (listener) => {
      // A fresh function each time, so that one listener registered twice is heard and removed twice.
      const own = (event: CarrierEvent): void => listener(event)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
    connect: (atMs) => {
      if (connected) return
      connected = true
      deliver({ type: 'reconnected', atMs })
    },
    disconnect: (atMs) => {
      if (!connected) return
      connected = false
      deliver({ type: 'disconnected', atMs })
    },
    isConnected: () => connected,
    removeAll: () => listeners.clear(),
  }
}
