import type { EntryTypeName, ImportMode } from '@sekisho/contract'

/** Whether a file brings people to call; the others say whom nobody calls any more, and keep nobody. */
export function bringsPeople(mode: ImportMode): boolean {
  return mode !== 'exclude' && mode !== 'do_not_call'
}

/** Whether a file can be taken back: who was stopped stays stopped, and what somebody read before a difference is gone. */
export function isUndone(mode: ImportMode): boolean {
  return mode === 'new' || mode === 'add'
}

/** What the beginning of a file is called in the ledger. */
export const startedTypes = {
  new: 'list.import_started',
  add: 'list.import_started',
  difference: 'list.difference_started',
  exclude: 'list.exclusion_started',
  do_not_call: 'do_not_call.file_started',
} as const satisfies Record<ImportMode, EntryTypeName>

/** What its failure is called. */
export const failedTypes = {
  new: 'list.import_failed',
  add: 'list.import_failed',
  difference: 'list.difference_failed',
  exclude: 'list.exclusion_failed',
  do_not_call: 'do_not_call.file_failed',
} as const satisfies Record<ImportMode, EntryTypeName>
