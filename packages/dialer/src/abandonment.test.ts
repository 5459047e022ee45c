import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { abandonmentAlarmsOf, firstDayOfWindow, worstHalfHour } from './abandonment.ts'
import { dayOf, startOfDay } from './japan-time.ts'

const anyHalfHour = fc
  .record({ atMs: fc.nat(48).map((index) => index * 1_800_000), answered: fc.nat(200), lost: fc.nat(20) })
  .map(({ atMs, answered, lost }) => ({ atMs, answered, abandoned: Math.min(answered, lost) }))

describe('an account of abandoned calls', () => {
  it('reaches over thirty days, today with them (C-03)', () => {
    const nowMs = Date.parse('2026-11-24T23:59:59+09:00')
    expect(firstDayOfWindow(nowMs)).toBe(dayOf(Date.parse('2026-10-26T00:00:00+09:00')))
    expect(startOfDay(firstDayOfWindow(nowMs))).toBe(Date.parse('2026-10-26T00:00:00+09:00'))
  })

  it('has no half hour with answers enough that is worse than its worst, and none that tells nothing', () => {
    fc.assert(
      fc.property(fc.array(anyHalfHour), (halfHours) => {
        const worst = worstHalfHour(halfHours)
        const telling = halfHours.filter(({ answered }) => answered >= 34)
        const share = (worst?.abandoned ?? 0) / (worst?.answered ?? 1)
        expect(worst === null).toBe(telling.length === 0)
        if (worst !== null) expect(telling).toContain(worst)
        expect(telling.every(({ answered, abandoned }) => abandoned / answered <= share)).toBe(true)
        expect(worstHalfHour(halfHours.toReversed())?.atMs).toBe(worst?.atMs)
      }),
    )
  })

  it.each([
    ['from two thirds of the cap on', { answered: 1_000, abandoned: 20 }, null, ['near_cap']],
    ['not below that', { answered: 1_000, abandoned: 19 }, null, []],
    ['at the cap', { answered: 1_000, abandoned: 30 }, null, ['at_cap']],
    ['not of a handful of answers', { answered: 33, abandoned: 3 }, null, []],
    [
      'of a half hour above the cap',
      { answered: 1_000, abandoned: 4 },
      { answered: 100, abandoned: 4 },
      ['half_hour_above'],
    ],
    ['not of a half hour at the cap', { answered: 1_000, abandoned: 3 }, { answered: 100, abandoned: 3 }, []],
  ])('is told of %s (C-03)', (_when, window, half, alarms) => {
    const worstToday = half === null ? null : { atMs: 0, ...half }
    expect(abandonmentAlarmsOf({ window, worstToday }, 0.03)).toEqual(alarms)
  })
})
