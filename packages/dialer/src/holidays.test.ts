import { describe, expect, it } from 'vitest'
import { COMPUTED_HOLIDAYS, holidaysOfYear } from './holidays.ts'
import { dayOf, weekdayOf } from './japan-time.ts'

/** As the Cabinet Office announced them, month by month; `*` marks the days that it calls 休日. */
const announced: Readonly<Record<number, string>> = {
  2022: '1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23',
  2023: '1/1 1/2* 1/9 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23',
  2024: '1/1 1/8 2/11 2/12* 2/23 3/20 4/29 5/3 5/4 5/5 5/6* 7/15 8/11 8/12* 9/16 9/22 9/23* 10/14 11/3 11/4* 11/23',
  2025: '1/1 1/13 2/11 2/23 2/24* 3/20 4/29 5/3 5/4 5/5 5/6* 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24*',
  2026: '1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6* 7/20 8/11 9/21 9/22* 9/23 10/12 11/3 11/23',
  2027: '1/1 1/11 2/11 2/23 3/21 3/22* 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23',
}

describe('public holidays', () => {
  it.each(Object.entries(announced))('of %s are those that the Cabinet Office announced', (year, text) => {
    const computed = holidaysOfYear(Number(year)).map(({ date, name }) => {
      const [, month, day] = date.split('-').map(Number)
      return `${month}/${day}${name === '休日' ? '*' : ''}`
    })
    expect(computed.join(' ')).toBe(text)
  })

  it('carry their names', () => {
    expect(COMPUTED_HOLIDAYS.get('2026-09-21')).toBe('敬老の日')
    expect(COMPUTED_HOLIDAYS.get('2026-09-22')).toBe('休日')
    expect(COMPUTED_HOLIDAYS.get('2026-10-12')).toBe('スポーツの日')
    expect(COMPUTED_HOLIDAYS.has('2026-10-13')).toBe(false)
  })

  it('end with what the formula of the equinoxes covers', () => {
    expect(() => holidaysOfYear(2021)).toThrow(RangeError)
    expect(() => holidaysOfYear(2100)).toThrow(RangeError)
    expect(() => holidaysOfYear(Number.NaN)).toThrow(RangeError)
  })

  it('keep the law in every year: no Sunday without its substitute, no single day between two', () => {
    const dayOfDate = (date: string) => dayOf(Date.parse(`${date}T12:00:00+09:00`))
    for (let year = 2022; year <= 2099; year++) {
      const days = new Set(holidaysOfYear(year).map(({ date }) => dayOfDate(date)))
      expect(days.size, String(year)).toBeGreaterThanOrEqual(16)
      for (const day of days) {
        if (weekdayOf(day) === 0) expect(days.has(day + 1), String(year)).toBe(true)
        if (days.has(day + 2) && weekdayOf(day + 1) !== 0) expect(days.has(day + 1), String(year)).toBe(true)
      }
    }
  })
})
