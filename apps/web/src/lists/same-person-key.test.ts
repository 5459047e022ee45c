import type { FieldCode, SamePersonKey } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { comparableBy, isKeyChosen, settledKey } from './same-person-key.ts'

const everything: FieldCode[] = ['customer_number', 'name', 'kana', 'phone_1', 'birth_date']
const key = (fields: FieldCode[], personKey: SamePersonKey | null, proposed: SamePersonKey | null) =>
  settledKey({ fields, personKey }, proposed)

describe('what makes two rows one person', () => {
  it('can be what the file has columns for, or nothing', () => {
    expect(comparableBy(everything)).toEqual(['customer_number', 'phone', 'name_and_birth', 'none'])
    expect(comparableBy(['kana', 'phone_2'])).toEqual(['phone', 'none'])
    expect(comparableBy([null, 'birth_date', 'kana'])).toEqual(['name_and_birth', 'none'])
  })

  it('is what was chosen, else what the campaign proposes, else what follows from the columns', () => {
    expect(key(everything, null, null)).toBe('customer_number')
    expect(key(everything, null, 'name_and_birth')).toBe('name_and_birth')
    expect(key(everything, 'none', 'name_and_birth')).toBe('none')
    expect(key(['name', 'phone_1'], null, null)).toBe('phone')
  })

  it('is nothing that the file has no columns for', () => {
    expect(key(['name', 'phone_1'], 'customer_number', 'name_and_birth')).toBe('phone')
    expect(key(['name', 'kana', 'birth_date', 'phone_1'], 'customer_number', 'name_and_birth')).toBe('name_and_birth')
  })

  it('is a choice for files that bring people by themselves', () => {
    expect((['new', 'add', 'difference', 'exclude', 'do_not_call'] as const).filter(isKeyChosen)).toEqual([
      'new',
      'add',
    ])
  })
})
