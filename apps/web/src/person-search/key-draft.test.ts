import { describe, expect, it } from 'vitest'
import { CallProblem } from '../shared/api/problem.ts'
import { personSearch } from '../words/person-search.ts'
import { emptyDraft, foundInWords, keyOf, keyProblemInWords } from './key-draft.ts'

describe('a key that is typed', () => {
  it('is a number, or kana name and birth date together, and none while a part is missing', () => {
    expect(keyOf({ ...emptyDraft('phone'), value: ' 090-0000-0001 ' })).toEqual({
      kind: 'phone',
      value: '090-0000-0001',
    })
    const person = { ...emptyDraft('person'), kana: ' カクウ ハナコ', birthDate: 'S38.5.1 ' }
    expect(keyOf(person)).toEqual({ kind: 'person', kana: 'カクウ ハナコ', birthDate: 'S38.5.1' })
    for (const missing of [{ kana: ' ' }, { birthDate: '' }]) expect(keyOf({ ...person, ...missing })).toBeNull()
    // what was typed for another kind is not sent
    expect(keyOf({ ...person, kind: 'customer_number' })).toBeNull()
  })

  it('that cannot be looked up is explained; another problem stays what it is', () => {
    const unreadable = new CallProblem('invalid_input', undefined, ['birth_date_unreadable'])
    expect(keyProblemInWords(unreadable)).toMatchObject({
      ...{ words: personSearch.problems.birth_date_unreadable, detail: [] },
    })
    const other = new CallProblem('ledger_unavailable')
    expect(keyProblemInWords(other)).toBe(other)
  })

  it('has words for one person, and for more than are shown', () => {
    expect(foundInWords(3).ja).toBe('該当する対象者 3人')
    expect(foundInWords(20).ja).toContain('20人以上')
  })
})
