import { describe, expect, it } from 'vitest'
import { createFieldJudge, mappingOfFields, mayBeCorrected } from './correctable.ts'
import { createRowJudge, defaultRules } from './row-judge.ts'
import type { RowReason } from './row-judge.ts'

const rules = { ...defaultRules('2026-11-22'), allowFictitious: true }
/** The scheme's own test number, which no card has. */
const card = '4111 1111 1111 1111'
const row = (values: object, ...reasons: RowReason[]) => ({ kind: 'refused', row: 2, values, reasons }) as const

describe('which refused rows may be corrected on a screen', () => {
  it('those with a reason that somebody can put right', () => {
    expect(mayBeCorrected(row({ name: '架空 花子' }, { code: 'phone_missing' }), rules)).toBe(true)
  })

  it('no duplicates: their person is there already', () => {
    expect(mayBeCorrected(row({ name: '架空 花子' }, { code: 'duplicate_in_file' }), rules)).toBe(false)
    expect(mayBeCorrected(row({ name: '架空 花子' }, { code: 'duplicate_existing' }), rules)).toBe(false)
  })

  it.each(['custom_1', 'phone_1', 'name'])(
    'none with the number of a card in %s, whatever it was refused for',
    (field) => {
      expect(mayBeCorrected(row({ [field]: card }, { code: 'too_few_columns' }), rules)).toBe(false)
      expect(mayBeCorrected(row({ [field]: card }, { code: 'phone_missing' }), { allowCardNumbers: true })).toBe(true)
    },
  )
})

describe('judging values by field', () => {
  const mapping = mappingOfFields([
    { field: 'address' },
    { field: 'phone_1', place: 'home' },
    { field: 'address' },
    { field: 'birth_date' },
  ])

  it('has a column for each field once, with the place of its number', () => {
    expect(mapping.columns.map(({ field }) => field)).toEqual(['address', 'phone_1', 'birth_date'])
    expect(mapping.columns[1]).toMatchObject({ place: 'home' })
  })

  it('says of each row what the judge of a file says', () => {
    const judge = createFieldJudge(mapping, rules)
    const ofFile = createRowJudge(mapping, rules)
    for (const cells of [
      ['架空市1-2', '03-0000-0001', '昭和55年1月2日'],
      ['架空市1-2', '', '昭和55年1月2日'],
      [card, '03-0000-0001', '2999-01-01'],
    ] as const) {
      const [address, phone, born] = cells
      expect(judge({ address, phone_1: phone, birth_date: born })).toEqual(ofFile(cells))
    }
    expect(judge({ phone_1: '０３－００００－０００１' })).toMatchObject({ kind: 'accepted' })
  })
})
