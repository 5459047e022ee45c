import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayMs,
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatTimer,
  formatWeekday,
  fromDateInput,
  startOfDay,
  toDateInput,
} from './format.ts'

describe('durations', () => {
  it.each([
    [0, '0秒', '00:00'],
    [42_900, '42秒', '00:42'],
    [133_000, '2分13秒', '02:13'],
    [3_600_000, '1時間00分', '1:00:00'],
    [3_850_000, '1時間04分', '1:04:10'],
    [-5_000, '0秒', '00:00'],
  ])('says %i ms as %s and %s', (ms, words, timer) => {
    expect(formatDuration('ja', ms)).toBe(words)
    expect(formatTimer(ms)).toBe(timer)
  })
})

describe('numbers', () => {
  it('writes counts with their counter in Japanese', () => {
    expect(formatCount('ja', 1204)).toBe('1,204件')
    expect(formatCount('en', 1204)).toBe('1,204')
  })
  it('does not call a rate of nothing zero', () => {
    expect(formatRate(0, 0)).toBe('–')
    expect(formatRate(11, 968)).toBe('1.1%')
  })
  it('writes bytes in steps of a thousand', () => {
    expect([999, 1000, 3_200_000, 2_000_000_000].map(formatBytes)).toEqual(['999 B', '1.0 KB', '3.2 MB', '2.0 GB'])
  })
})

describe('days in Japan', () => {
  it('begin at midnight there, wherever the browser stands', () => {
    expect(startOfDay(Date.parse('2026-11-20T15:00:00Z'))).toBe(Date.parse('2026-11-21T00:00:00+09:00'))
    expect(startOfDay(Date.parse('2026-11-20T14:59:59Z'))).toBe(Date.parse('2026-11-20T00:00:00+09:00'))
  })
  it('go into a date field and come back as their start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (at) => {
        expect(fromDateInput(toDateInput(at))).toBe(startOfDay(at))
        expect(at - startOfDay(at)).toBeLessThan(dayMs)
      }),
      { numRuns: 200 },
    )
    expect(fromDateInput('2026-13-01')).toBeNull()
    expect(fromDateInput('21.11.2026')).toBeNull()
  })
})

describe('a day with its day of the week', () => {
  it.each([
    ['2026-11-21', '11/21(土)', 'Sat 21/11'],
    ['2027-01-01', '1/1(金)', 'Fri 01/01'],
  ])('%s is %s, in English %s', (date, japanese, english) => {
    const at = fromDateInput(date) ?? 0
    expect(formatWeekday('ja', at)).toBe(japanese)
    expect(formatWeekday('en', at).replace(',', '')).toBe(english)
  })
})
