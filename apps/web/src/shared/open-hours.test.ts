import { describe, expect, it } from 'vitest'
import { isOpenAt, nextOpeningAt, whyNotOpen } from './open-hours.ts'

const at = (text: string) => Date.parse(`${text}+09:00`)
const nineToEight = { fromMinute: 540, untilMinute: 1200 }
const hours = {
  days: [
    { date: '2026-11-30', open: nineToEight },
    { date: '2026-12-01', open: null },
    { date: '2026-12-02', open: { fromMinute: 600, untilMinute: 1020 } },
  ],
}

describe('hours in which a call may be promised', () => {
  it.each([
    ['2026-11-30T08:59:59', false],
    ['2026-11-30T09:00:00', true],
    ['2026-11-30T20:00:00', false],
    ['2026-12-01T12:00:00', false],
    ['2026-12-02T16:59:59', true],
    ['2026-12-03T12:00:00', null],
  ])('%s: %s', (text, expected) => {
    expect(isOpenAt(at(text), hours)).toBe(expected)
  })

  it('open again after a closed day, over midnight and the month end', () => {
    expect(nextOpeningAt(at('2026-11-30T20:00:00'), hours)).toBe(at('2026-12-02T10:00:00'))
    expect(nextOpeningAt(at('2026-12-01T00:00:00'), hours)).toBe(at('2026-12-02T10:00:00'))
    expect(nextOpeningAt(at('2026-11-30T10:00:00'), hours)).toBe(at('2026-11-30T10:00:00'))
    expect(nextOpeningAt(at('2026-12-02T17:00:00'), hours)).toBeNull()
  })

  it('say why not and when next, in words', () => {
    expect(whyNotOpen(at('2026-12-01T12:00:00'), hours)?.ja).toContain('12/2(水) 10:00')
    expect(whyNotOpen(at('2026-11-30T10:00:00'), hours)).toBeNull()
    expect(whyNotOpen(at('2027-01-01T10:00:00'), hours)).toBeNull()
  })
})
