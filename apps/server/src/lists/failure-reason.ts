import { type Entry, ProblemError } from '@sekisho/contract'

/** What stands in the ledger for a failure: the closest of the closed codes. */
export function reasonOf(error: unknown): NonNullable<Entry['reason']> {
  if (!(error instanceof ProblemError)) return 'interrupted'
  switch (error.code) {
    case 'storage_full':
    case 'ledger_unavailable':
    case 'key_service_refused':
    case 'already_imported':
    case 'already_called':
    case 'not_found':
      return error.code
    case 'too_large':
    case 'invalid_input':
    case 'unreadable_file':
      return 'invalid_input'
    default:
      return 'interrupted'
  }
}
