import type { ImportProgress, ListView } from '@sekisho/contract'

/** News of an import that the page already knows to have ended are late, and change nothing. */
export function withProgress(list: ListView, progress: ImportProgress): ListView {
  return list.state === 'importing' ? { ...list, progress } : list
}
