import type { PersonKey, PersonKeyKind } from '@sekisho/contract'
import { mostPeopleFound, personKeyProblems } from '@sekisho/contract'
import { CallProblem } from '../shared/api/problem.ts'
import { formatNumber } from '../shared/format.ts'
import { personSearch } from '../words/person-search.ts'
import type { Phrase } from '../words/phrase.ts'

/** What is typed so far. It lives in the page alone: no address, history or storage. */
export interface KeyDraft {
  readonly kind: PersonKeyKind
  readonly value: string
  readonly kana: string
  readonly birthDate: string
}

export function emptyDraft(kind: PersonKeyKind): KeyDraft {
  return { kind, value: '', kana: '', birthDate: '' }
}

/** The key to look up; null while a part of it is missing. */
export function keyOf({ kind, value, kana, birthDate }: KeyDraft): PersonKey | null {
  if (kind !== 'person') return value.trim() === '' ? null : { kind, value: value.trim() }
  return kana.trim() === '' || birthDate.trim() === '' ? null : { kind, kana: kana.trim(), birthDate: birthDate.trim() }
}

/** A key that could not be looked up, in words; any other problem as it is. */
export function keyProblemInWords(problem: CallProblem | null): CallProblem | null {
  const code = personKeyProblems.find((each) => problem?.detail.includes(each))
  return problem === null || code === undefined ? problem : new CallProblem(problem.code, personSearch.problems[code])
}

/** How many people a look-up found; a full page says that there may be more. */
export function foundInWords(contacts: number): Phrase<string> {
  const words = contacts < mostPeopleFound ? personSearch.found : personSearch.foundMany
  const people = formatNumber(contacts)
  return { ja: words.ja(people), en: words.en(people) }
}
