import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessDays,
  CALLING_HOURS_TEMPLATES,
  callableUntil,
  callingRules,
  mayCallAt,
  nextCallableAt,
  windowOf,
} from './calling-hours.ts'
import { PUBLIC_HOLIDAYS } from './holidays.ts'
import { DAY_MS, dateOf, dayOf, MINUTE_MS, startOfDay, weekdayOf } from './japan-time.ts'
import { anyCallingRules, anyInstant } from './testing.ts'

const at = (text: string): number => Date.parse(`${text}+09:00`)
const standard = callingRules(CALLING_HOURS_TEMPLATES.standard)

describe('calling hours', () => {
  it.each([
    ['2026-12-01T08:59:59.999', false, 'a Tuesday before nine'],
    ['2026-12-01T09:00:00', true, 'a Tuesday at nine'],
    ['2026-12-01T19:59:59.999', true, 'a Tuesday just before twenty'],
    ['2026-12-01T20:00:00', false, 'a Tuesday at twenty'],
    ['2026-12-05T17:59:00', true, 'a Saturday before eighteen'],
    ['2026-12-05T18:00:00', false, 'a Saturday at eighteen'],
    ['2026-12-06T09:30:00', false, 'a Sunday before ten'],
    ['2026-12-06T10:00:00', true, 'a Sunday at ten'],
    ['2026-11-23T09:30:00', false, 'Labour Thanksgiving Day, a Monday, before ten'],
    ['2026-11-23T16:59:00', true, 'a holiday before seventeen'],
    ['2027-03-22T17:30:00', false, 'a substitute holiday, a Monday, after seventeen'],
    ['2026-12-29T12:00:00', false, 'the year end'],
    ['2027-01-03T12:00:00', false, 'the third of January'],
    ['2027-01-04T09:00:00', true, 'the fourth of January'],
  ])('%s: %s (%s)', (text, expected) => {
    expect(mayCallAt(standard, at(text))).toBe(expected)
  })

  it('keep the wall of 8 to 21 h whatever a campaign asks for', () => {
    const allDay = { fromMinute: 0, untilMinute: 1440 }
    const rules = callingRules({ weekday: allDay, saturday: allDay, sundayAndHoliday: allDay })
    fc.assert(
      fc.property(anyInstant, (atMs) => {
        const hour = new Date(atMs + 9 * 3_600_000).getUTCHours()
        if (mayCallAt(rules, atMs)) expect(hour >= 8 && hour < 21).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('are narrowed to what holidays allow too once the list of holidays has run out', () => {
    const day = dayOf(at('2029-05-01T12:00:00'))
    expect(weekdayOf(day)).toBe(2)
    expect(windowOf(standard, day)).toEqual({ fromMinute: 600, untilMinute: 1020 })
  })

  it('refuse times that are none', () => {
    for (const atMs of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(() => mayCallAt(standard, atMs)).toThrow(RangeError)
      expect(() => nextCallableAt(standard, atMs)).toThrow(RangeError)
    }
  })
})

describe('the next callable moment', () => {
  it('is callable, not before the asked instant, and nothing callable lies between', () => {
    fc.assert(
      fc.property(anyCallingRules, anyInstant, fc.double({ min: 0, max: 1, noNaN: true }), (rules, atMs, share) => {
        const nextMs = nextCallableAt(rules, atMs)
        if (nextMs === null) {
          for (let days = 0; days < 14; days += 0.25) expect(mayCallAt(rules, atMs + days * DAY_MS)).toBe(false)
          return
        }
        expect(nextMs).toBeGreaterThanOrEqual(atMs)
        expect(mayCallAt(rules, nextMs)).toBe(true)
        const between = atMs + Math.floor((nextMs - atMs) * share)
        if (between < nextMs) expect(mayCallAt(rules, between)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('ends where calling stops to be allowed', () => {
    fc.assert(
      fc.property(anyCallingRules, anyInstant, (rules, atMs) => {
        const untilMs = callableUntil(rules, atMs)
        if (untilMs === null) {
          expect(mayCallAt(rules, atMs)).toBe(false)
          return
        }
        expect(mayCallAt(rules, untilMs - 1)).toBe(true)
        expect(mayCallAt(rules, untilMs)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('is null when the rules allow none', () => {
    expect(nextCallableAt(callingRules({ weekday: null, saturday: null, sundayAndHoliday: null }), 0)).toBeNull()
  })
})

describe('public holidays', () => {
  it('follow from the articles of the law and the equinoxes', () => {
    const equinoxes = { 2026: ['03-20', '09-23'], 2027: ['03-21', '09-23'], 2028: ['03-20', '09-22'] }
    const derived = Object.entries(equinoxes).flatMap(([year, days]) => holidaysByLaw(Number(year), days))
    expect(derived).toEqual(PUBLIC_HOLIDAYS)
  })

  it('are skipped with weekends and the year end when business days are counted', () => {
    const day = (text: string): number => dayOf(at(`${text}T12:00:00`))
    expect(dateOf(addBusinessDays(standard, day('2026-11-20'), 1))).toBe('2026-11-24')
    expect(dateOf(addBusinessDays(standard, day('2026-12-28'), 1))).toBe('2027-01-04')
    expect(dateOf(addBusinessDays(standard, day('2026-05-01'), 3))).toBe('2026-05-11')
  })
})

/** Articles 2 and 3 of the law, written down independently of the list. */
function holidaysByLaw(year: number, equinoxes: readonly string[]): string[] {
  const nthMonday = (month: number, nth: number): string => {
    const first = dayOf(Date.UTC(year, month - 1, 1))
    return dateOf(first + ((8 - weekdayOf(first)) % 7) + (nth - 1) * 7).slice(5)
  }
  const fixed = ['01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23']
  const mondays = [nthMonday(1, 2), nthMonday(7, 3), nthMonday(9, 3), nthMonday(10, 2)]
  const named = new Set([...fixed, ...mondays, ...equinoxes].map((date) => dayOf(Date.parse(`${year}-${date}T00:00Z`))))
  const all = new Set(named)
  for (const day of named) {
    if (weekdayOf(day) === 0) {
      let substitute = day + 1
      while (named.has(substitute)) substitute += 1
      all.add(substitute)
    }
    if (named.has(day + 2) && !named.has(day + 1) && weekdayOf(day + 1) !== 0) all.add(day + 1)
  }
  return [...all].sort((left, right) => left - right).map(dateOf)
}

it('a window of a day begins and ends on the minute in Japan', () => {
  const day = dayOf(at('2026-12-01T00:00:00'))
  expect(startOfDay(day)).toBe(at('2026-12-01T00:00:00'))
  expect(mayCallAt(standard, startOfDay(day) + 9 * 60 * MINUTE_MS)).toBe(true)
})
