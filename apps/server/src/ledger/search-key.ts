import { ProblemError } from '@sekisho/contract'
import { customerNumberKey, judgePhone } from '@sekisho/intake'

/**
 * What a person typed, as the import wrote it before it was indexed.
 *
 * @throws ProblemError `invalid_input`
 */
export function searchKey(kind: 'customer_number' | 'phone', typed: string): string {
  if (kind === 'customer_number') return customerNumberKey(typed)
  const number = judgePhone(typed, { allowFictitious: true, withoutRepairs: [], allowTollFree: true })
  if (!number.ok) throw new ProblemError('invalid_input', 'body.value')
  return number.e164
}
