import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDay } from './day-text.ts'

const now = Date.parse('2026-12-31T15:30:00Z')

describe('a day as it is typed', () => {
  it.each([
    ['2026/11/21', '2026-11-21'],
    ['2026-11-21', '2026-11-21'],
    ['2026年1月2日', '2026-01-02'],
    ['20261121', '2026-11-21'],
    ['２０２６/１１/２１', '2026-11-21'],
    ['21/11/2026', '2026-11-21'],
    // half past midnight of 2027 in Japan
    ['2/3', '2027-02-03'],
    ['2月3日', '2027-02-03'],
    ['2028/02/29', '2028-02-29'],
  ])('%s is %s', (typed, day) => {
    expect(parseDay(typed, now)).toBe(day)
  })
  it.each([
    '',
    '2026/02/29',
    '2026/13/01',
    '2026/00/10',
    '11/21/2026',
    '2026',
    '26/1/2',
    'tomorrow',
    '2026/11/21 10:00',
  ])('"%s" is none', (typed) => {
    expect(parseDay(typed, now)).toBeNull()
  })
  it('never throws and gives only days of the calendar', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?$/)), (typed) => {
        const day = parseDay(typed, now)
        if (day !== null) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
      }),
    )
  })
})
