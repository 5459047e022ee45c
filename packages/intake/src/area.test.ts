import { describe, expect, it } from 'vitest'
import { areaDigitsOf, areasOf } from './area.ts'

describe('the area of a number', () => {
  it.each([
    ['+81300000001', 'fictitious_landline', '300'],
    ['+81768221234', 'landline', '768'],
    ['+81112345678', 'landline', '112'],
    ['+819000000001', 'fictitious_mobile', ''],
    ['+819012345678', 'mobile', ''],
    ['+815012345678', 'ip', ''],
    ['+81120123456', 'toll_free', ''],
  ] as const)('of %s (%s) is “%s”', (e164, kind, digits) => {
    expect(areaDigitsOf(e164, kind)).toBe(digits)
  })
})

describe('the areas of a person', () => {
  it('are each named once, and none where no number says one', () => {
    const of = (...digits: string[]) => areasOf(digits.map((areaDigits) => ({ areaDigits })))
    expect(of('300', '', '768', '300')).toBe('300 768')
    expect([of(), of('')]).toEqual(['', ''])
  })
})
