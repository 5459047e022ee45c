import { prefectures } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { areaDigitsOf, areasOf, prefectureOf } from './area.ts'

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

describe('the prefecture of an address', () => {
  it('is the one that it begins with, in any width and after spaces', () => {
    for (const { code, ja } of prefectures) expect(prefectureOf(`${ja}架空市1-1`)).toBe(code)
    expect(prefectureOf('　石川県輪島市')).toBe(17)
  })

  it('is not guessed: a city, an empty cell, a prefecture somewhere else in the text', () => {
    for (const address of [undefined, '', '広島市中区', '北広島市', '架空町 石川県人会内', '東京'])
      expect(prefectureOf(address)).toBeNull()
  })

  it('has 47 codes, each once, in order', () => {
    expect(prefectures.map(({ code }) => code)).toEqual(Array.from({ length: 47 }, (_, index) => index + 1))
    expect(new Set(prefectures.map(({ ja }) => ja)).size).toBe(47)
  })
})
