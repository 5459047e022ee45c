import { type PersonKey, type PersonKeyProblem, ProblemError } from '@sekisho/contract'
import { customerNumberKey, judgePhone, kanaKey, readBirthDate } from '@sekisho/intake'
import type { IndexKind } from '@sekisho/vault'

/** A key as the import wrote it before it was indexed. */
export interface SearchKey {
  readonly kind: IndexKind
  readonly value: string
}

/**
 * What a person typed, as the import wrote it before it was indexed.
 *
 * @param today  ISO date in Japan; nobody was born later
 * @throws ProblemError `invalid_input` with one of `personKeyProblems`
 */
export function searchKey(typed: PersonKey, today: string): SearchKey {
  switch (typed.kind) {
    case 'customer_number':
      return { kind: typed.kind, value: customerNumberKey(typed.value) }
    case 'phone':
      return { kind: typed.kind, value: phoneKey(typed.value) }
    case 'person':
      return { kind: typed.kind, value: `${nameKey(typed.kana)}\n${birthKey(typed.birthDate, today)}` }
  }
}

function phoneKey(typed: string): string {
  const number = judgePhone(typed, { allowFictitious: true, withoutRepairs: [], allowTollFree: true })
  return number.ok ? number.e164 : refuse('number_unreadable')
}

/** Names in kanji would be a miss without a reason; Latin letters stand in kana columns of foreign residents. */
function nameKey(typed: string): string {
  const key = kanaKey(typed)
  return key === '' || /\p{Script=Han}/u.test(key) ? refuse('kana_unreadable') : key
}

function birthKey(typed: string, today: string): string {
  const date = readBirthDate(typed, today)
  return date.ok ? date.iso : refuse(date.reason)
}

function refuse(problem: PersonKeyProblem): never {
  throw new ProblemError('invalid_input', problem)
}
