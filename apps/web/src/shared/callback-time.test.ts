import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatClock, startOfDay } from './format.ts'
import { callbackChoices, isWithinHours, parseCallbackTime } from './callback-time.ts'

const at = (text: string) => Date.parse(`${text}:00+09:00`)
// a Saturday afternoon in Japan
const now = at('2026-11-21T14:20')

describe('parseCallbackTime', () => {
  it.each([
    ['1830', '2026-11-21T18:30'],
    ['１８３０', '2026-11-21T18:30'],
    ['18:30', '2026-11-21T18:30'],
    ['18時半', '2026-11-21T18:30'],
    ['18時', '2026-11-21T18:00'],
    ['18時5分', '2026-11-21T18:05'],
    ['15', '2026-11-21T15:00'],
    ['930', '2026-11-22T09:30'],
    ['1400', '2026-11-22T14:00'],
    ['明日10時', '2026-11-22T10:00'],
    ['あした 1000', '2026-11-22T10:00'],
    ['明後日の9:30', '2026-11-23T09:30'],
    ['今日18', '2026-11-21T18:00'],
    ['12/3 1500', '2026-12-03T15:00'],
    ['12月3日15時', '2026-12-03T15:00'],
    ['1/10 10:00', '2027-01-10T10:00'],
    ['30分後', '2026-11-21T14:50'],
    ['2時間後', '2026-11-21T16:20'],
  ])('reads %s as %s', (typed, expected) => {
    expect(parseCallbackTime(typed, now)).toBe(at(expected))
  })
  it.each(['', 'あとで', '25時', '2460', '今日10時', '2/30 1000', '13/1 1000', '0分後', '18:3x'])(
    'does not guess at %s',
    (typed) => {
      expect(parseCallbackTime(typed, now)).toBeNull()
    },
  )
  it('always gives a time that is still to come and reads as it was typed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
        (hours, minutes, anyNow) => {
          const clock = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
          const read = parseCallbackTime(clock, anyNow)
          expect(read).not.toBeNull()
          expect(read ?? 0).toBeGreaterThan(anyNow)
          expect((read ?? 0) - anyNow).toBeLessThanOrEqual(86_400_000)
          expect(formatClock('ja', read ?? 0)).toBe(clock)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('callbackChoices', () => {
  it('offers only what is still to come', () => {
    expect(callbackChoices(now).map(({ name }) => name)).toEqual(['today15', 'today18', 'tomorrowSameTime'])
    expect(callbackChoices(at('2026-11-21T19:00')).map(({ name }) => name)).toEqual(['tomorrowSameTime'])
  })
})

describe('isWithinHours', () => {
  const hours = {
    weekday: { fromMinute: 540, untilMinute: 1200 },
    saturday: { fromMinute: 540, untilMinute: 1080 },
    sundayAndHoliday: null,
  }
  it.each([
    ['2026-11-20T19:59', true],
    ['2026-11-20T20:00', false],
    ['2026-11-20T08:59', false],
    ['2026-11-21T17:59', true],
    ['2026-11-21T18:00', false],
    ['2026-11-22T12:00', false],
  ])('at %s is %s', (text, expected) => {
    expect(isWithinHours(at(text), hours)).toBe(expected)
  })
  it('counts the day by Japan, not by UTC', () => {
    expect(startOfDay(at('2026-11-23T09:00'))).toBe(at('2026-11-23T00:00'))
    expect(isWithinHours(at('2026-11-23T09:00'), hours)).toBe(true)
  })
})
