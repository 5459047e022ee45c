import type { RowReason } from '@sekisho/contract'
import { isFieldCode } from '@sekisho/intake'
import { reasonText } from '../list-view.ts'

/** A reason, `code` or `code:field` as the key service gives it, with its sentence and the field it stands beside. */
export function rowReason(reason: string, sameAsRow: number | null): RowReason {
  const [, field = ''] = reason.split(':')
  return { code: reason, field: isFieldCode(field) ? field : null, ...reasonText(reason, sameAsRow) }
}
