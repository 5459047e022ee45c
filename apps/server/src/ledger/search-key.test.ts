import { ProblemError, type PersonKey, personKey } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { searchKey } from './search-key.ts'

const today = '2026-10-01'
const person = (kana: string, birthDate: string): PersonKey => ({ kind: 'person', kana, birthDate })

function problemOf(key: PersonKey): unknown {
  try {
    return searchKey(key, today)
  } catch (error) {
    return error instanceof ProblemError ? [error.code, error.detail] : error
  }
}

describe('the key of a kana name and a birth date', () => {
  it.each([
    ['カクウ ハナコ', '1963/5/1'],
    ['かくう　はなこ', '昭和38年5月1日'],
    ['ｶｸｳ･ﾊﾅｺ', 'S38.5.1'],
    ['カクウハナコ', '㍼38.05.01'],
    [' カクウ  ハナコ', '19630501'],
  ])('is the same for %s, %s', (kana, birthDate) => {
    expect(searchKey(person(kana, birthDate), today)).toEqual({ kind: 'person', value: 'カクウハナコ\n1963-05-01' })
  })

  it('folds small kana and old forms as an import does', () => {
    expect(searchKey(person('ハットリ ヅカ', 'H1.1.8'), today).value).toBe('ハツトリズカ\n1989-01-08')
  })

  it.each([
    [person('架空 花子', '1963/5/1'), 'kana_unreadable'],
    [person('・', '1963/5/1'), 'kana_unreadable'],
    [person('カクウ ハナコ', '38.5.1'), 'birth_date_unreadable'],
    [person('カクウ ハナコ', 'S65.1.1'), 'birth_date_impossible'],
    [person('カクウ ハナコ', '1963/2/29'), 'birth_date_impossible'],
    [person('カクウ ハナコ', 'R8.10.2'), 'birth_date_future'],
    [{ kind: 'phone', value: 'でんわ' }, 'number_unreadable'],
  ] as const)('says what is wrong with %o', (key, code) => {
    expect(problemOf(key)).toEqual(['invalid_input', [code]])
  })
})

describe('a question', () => {
  it.each([
    { kind: 'person', kana: 'カクウ ハナコ' },
    { kind: 'person', birthDate: '1963/5/1' },
    { kind: 'person', kana: 'カクウ ハナコ', birthDate: ' ' },
    { kind: 'person', value: 'カクウ ハナコ' },
    { kind: 'phone', value: '090-0000-0001', kana: 'カクウ ハナコ' },
  ])('of half a key, or of two, is none: %o', (asked) => {
    expect(personKey.safeParse(asked).success).toBe(false)
  })
})
