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

describe('special days', () => {
  const day = (date: string): number => dayOf(at(`${date}T12:00:00`))
  const midday = { fromMinute: 660, untilMinute: 780 }
  const withDays = (own: [string, typeof midday | null][], bound: [string, typeof midday | null][]) =>
    callingRules(CALLING_HOURS_TEMPLATES.standard, { ownDays: new Map(own), boundDays: new Map(bound) })

  it('of a campaign stand instead of its usual hours, within the wall', () => {
    const rules = withDays([['2026-12-01', { fromMinute: 420, untilMinute: 1290 }]], [])
    expect(windowOf(rules, day('2026-12-01'))).toEqual({ fromMinute: 480, untilMinute: 1260 })
    expect(windowOf(rules, day('2026-12-02'))).toEqual({ fromMinute: 540, untilMinute: 1200 })
  })

  it('of a tenant bound what its campaigns work and never widen it', () => {
    const late = { fromMinute: 1080, untilMinute: 1290 }
    const rules = withDays(
      [],
      [
        ['2026-12-01', late],
        ['2026-12-06', late],
        ['2026-12-07', null],
      ],
    )
    expect(windowOf(rules, day('2026-12-01'))).toEqual({ fromMinute: 1080, untilMinute: 1200 })
    // a Sunday: the campaign ends at 17, the tenant's day begins at 18
    expect(windowOf(rules, day('2026-12-06'))).toBeNull()
    expect(windowOf(rules, day('2026-12-07'))).toBeNull()
  })

  it('open a day of the year end, and what closes the tenant holds against a campaign', () => {
    expect(windowOf(withDays([['2026-12-30', midday]], []), day('2026-12-30'))).toEqual(midday)
    expect(windowOf(withDays([], [['2026-12-30', midday]]), day('2026-12-30'))).toEqual(midday)
    expect(windowOf(withDays([['2026-12-30', midday]], [['2026-12-30', null]]), day('2026-12-30'))).toBeNull()
    expect(windowOf(withDays([['2026-12-30', null]], [['2026-12-30', midday]]), day('2026-12-30'))).toBeNull()
  })

  it('that are closed are no business days, and calling opens after them on the minute, also at a month end', () => {
    const rules = withDays(
      [],
      [
        ['2026-11-30', null],
        ['2026-12-01', null],
      ],
    )
    expect(dateOf(addBusinessDays(rules, day('2026-11-27'), 1))).toBe('2026-12-02')
    expect(nextCallableAt(rules, at('2026-11-29T17:00:00'))).toBe(at('2026-12-02T09:00:00'))
    expect(nextCallableAt(rules, at('2026-11-30T23:59:59.999'))).toBe(at('2026-12-02T09:00:00'))
    expect(nextCallableAt(rules, at('2026-12-02T00:00:00'))).toBe(at('2026-12-02T09:00:00'))
    expect(mayCallAt(rules, at('2026-12-01T12:00:00'))).toBe(false)
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
  it('are skipped with weekends and the year end when business days are counted', () => {
    const day = (text: string): number => dayOf(at(`${text}T12:00:00`))
    expect(dateOf(addBusinessDays(standard, day('2026-11-20'), 1))).toBe('2026-11-24')
    expect(dateOf(addBusinessDays(standard, day('2026-12-28'), 1))).toBe('2027-01-04')
    expect(dateOf(addBusinessDays(standard, day('2026-05-01'), 3))).toBe('2026-05-11')
  })
})

it('a window of a day begins and ends on the minute in Japan', () => {
  const day = dayOf(at('2026-12-01T00:00:00'))
  expect(startOfDay(day)).toBe(at('2026-12-01T00:00:00'))
  expect(mayCallAt(standard, startOfDay(day) + 9 * 60 * MINUTE_MS)).toBe(true)
})
