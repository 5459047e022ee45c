import { readFileSync } from 'node:fs'
import { entryTypeNames } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { fieldDictionary, fieldDictionaryPath } from './generate-field-dictionary.ts'

describe('the field dictionary', () => {
  it('is the one that the contract says today (M-08)', () => {
    expect(readFileSync(fieldDictionaryPath, 'utf8')).toBe(fieldDictionary())
  })

  it('explains every type of entry, and no table lacks a cell', () => {
    const text = fieldDictionary()
    for (const name of entryTypeNames) expect(text).toContain(`| \`${name}\` |`)
    for (const row of text.split('\n').filter((line) => line.startsWith('| `'))) {
      const [name = '', ...cells] = row.split(/(?<!\\)\|/).slice(1, -1)
      expect(name.trim()).not.toBe('')
      expect(cells.at(-1) === '' && cells.at(-2) === '', row).toBe(false)
    }
  })
})
