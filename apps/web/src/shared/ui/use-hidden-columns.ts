import { useState } from 'react'

function read(key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

/** Which columns of a table this browser hides; kept, because people arrange their table once. */
export function useHiddenColumns(table: string) {
  const storageKey = `sekisho.columns.${table}`
  const [hidden, setHidden] = useState(() => read(storageKey))
  const toggle = (column: string) => {
    const next = hidden.includes(column) ? hidden.filter((name) => name !== column) : [...hidden, column]
    setHidden(next)
    localStorage.setItem(storageKey, JSON.stringify(next))
  }
  return { hidden, toggle }
}
