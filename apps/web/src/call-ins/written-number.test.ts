import { describe, expect, it } from 'vitest'
import { written } from './written-number.ts'

describe('an own number', () => {
  it.each([
    ['0300001000', '03-0000-1000'],
    ['0120000000', '0120-000-000'],
    ['0450001000', '045-000-1000'],
    ['05000001000', '050-0000-1000'],
    ['03000', '03000'],
  ])('is written as people read it: %s', (number, expected) => {
    expect(written(number)).toBe(expected)
  })
})
