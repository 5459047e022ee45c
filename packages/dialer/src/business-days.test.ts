import { describe, expect, it } from 'vitest'
import { dueOn } from './business-days.ts'
import { CALLING_HOURS_TEMPLATES, callingRules } from './calling-hours.ts'

const at = (text: string) => Date.parse(`${text}+09:00`)
const standard = callingRules(CALLING_HOURS_TEMPLATES.standard)

describe('a day that something is due', () => {
  it.each([
    ['on a Tuesday', '2026-11-24T10:00:00', '2026-11-26'],
    ['a minute before midnight', '2026-11-24T23:59:00', '2026-11-26'],
    ['over a weekend', '2026-11-26T10:00:00', '2026-11-30'],
    ['over the end of a month', '2026-11-30T19:00:00', '2026-12-02'],
    ['over a holiday on a Monday', '2026-11-20T10:00:00', '2026-11-25'],
    ['from a Sunday', '2026-11-29T10:00:00', '2026-12-01'],
    ['over the year end, 12/29 to 1/3', '2026-12-28T10:00:00', '2027-01-05'],
  ])('is two business days later %s', (_, began, due) => {
    expect(dueOn(standard, 2, at(began))).toBe(due)
  })

  it('is none that the campaign or its tenant closed', () => {
    const closed = new Map([['2026-11-25', null]])
    for (const days of [{ ownDays: closed }, { boundDays: closed }])
      expect(dueOn({ ...standard, ...days }, 2, at('2026-11-24T10:00:00'))).toBe('2026-11-27')
  })

  it('is the same day with none to wait for, on a Sunday or at the year end, too', () => {
    expect(dueOn(standard, 0, at('2026-11-29T16:59:00'))).toBe('2026-11-29')
    expect(dueOn(standard, 0, at('2026-12-31T09:00:00'))).toBe('2026-12-31')
  })
})
