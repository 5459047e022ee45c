import type { ImportMode } from '@sekisho/contract'

/** Whether a file brings people to call; the others say whom nobody calls any more, and keep nobody. */
export function bringsPeople(mode: ImportMode): boolean {
  return mode === 'new' || mode === 'add'
}

/** What beginning and failure of a file are called in the ledger. */
export const startedType = (mode: ImportMode) =>
  ({
    new: 'list.import_started',
    add: 'list.import_started',
    exclude: 'list.exclusion_started',
    do_not_call: 'do_not_call.file_started',
  })[mode] as 'list.import_started' | 'list.exclusion_started' | 'do_not_call.file_started'

export const failedType = (mode: ImportMode) =>
  ({
    new: 'list.import_failed',
    add: 'list.import_failed',
    exclude: 'list.exclusion_failed',
    do_not_call: 'do_not_call.file_failed',
  })[mode] as 'list.import_failed' | 'list.exclusion_failed' | 'do_not_call.file_failed'
