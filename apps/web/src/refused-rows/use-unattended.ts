import { useCallback, useEffect, useRef } from 'react'

/** How often it is looked whether somebody is still there. */
const lookMs = 5_000

/**
 * Calls `leave` once nobody has done anything for so long.
 *
 * @returns what is to be called with every sign of somebody
 */
export function useUnattended(afterMs: number, leave: () => void): () => void {
  const seenAtMs = useRef(0)
  const seen = useCallback(() => {
    seenAtMs.current = Date.now()
  }, [])
  useEffect(() => {
    seen()
    const timer = setInterval(() => {
      if (Date.now() - seenAtMs.current >= afterMs) leave()
    }, lookMs)
    return () => clearInterval(timer)
  }, [afterMs, leave, seen])
  return seen
}
