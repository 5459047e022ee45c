import { useSyncExternalStore } from 'react'

/** Whether the last request reached the server at all: any answer counts, also a refusal. */
let isReached = true
const listeners = new Set<() => void>()

/** Told by every request when it ends. */
export function noteReach(reached: boolean): void {
  if (isReached === reached) return
  isReached = reached
  for (const listener of listeners) listener()
}

export function useReach(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isReached,
  )
}
