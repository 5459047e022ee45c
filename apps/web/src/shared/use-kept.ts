import { useState } from 'react'

/**
 * State that survives a reload of this tab; null forgets it and begins anew. Only for what holds no personal data: it
 * rests in the browser's session storage.
 */
export function useKept<State>(key: string, first: State): [State, (next: State | null) => void] {
  const [state, setState] = useState<State>(() => {
    try {
      const kept = sessionStorage.getItem(key)
      return kept === null ? first : (JSON.parse(kept) as State)
    } catch {
      return first
    }
  })
  const keep = (next: State | null) => {
    if (next === null) {
      sessionStorage.removeItem(key)
      setState(first)
    } else {
      sessionStorage.setItem(key, JSON.stringify(next))
      setState(next)
    }
  }
  return [state, keep]
}
