import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  FICTITIOUS_RANGES,
  fictitiousKind,
  fictitiousNumber,
  isFictitious,
  isFictitiousNumber,
} from './fictitious-number.ts'

const kind = fc.constantFrom('mobile' as const, 'landline' as const)

describe('fictitious numbers', () => {
  it('lie in a range of the numbering plan that is assigned to nobody', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(9_999_999), kind, (seed, index, kind) => {
        const number = fictitiousNumber(seed, index, kind)
        expect(number).toMatch(kind === 'mobile' ? /^0[79]00\d{7}$/ : /^030\d{7}$/)
        expect(isFictitiousNumber(number)).toBe(true)
        expect(isFictitiousNumber(`+81 ${number.slice(1, 3)}-${number.slice(3)}`)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('are all different for one seed and kind', () => {
    for (const kind of ['mobile', 'landline'] as const) {
      const seen = new Set(Array.from({ length: 200_000 }, (_, index) => fictitiousNumber(42, index, kind)))
      expect(seen.size).toBe(200_000)
    }
  })

  it('fill the last index of a range and refuse the next one', () => {
    const total = FICTITIOUS_RANGES.filter((range) => range.kind === 'landline').length * 10_000_000
    expect(isFictitiousNumber(fictitiousNumber(1, total - 1, 'landline'))).toBe(true)
    expect(() => fictitiousNumber(1, total, 'landline')).toThrow(RangeError)
    expect(() => fictitiousNumber(1, -1)).toThrow(RangeError)
    expect(() => fictitiousNumber(0.5, 0)).toThrow(RangeError)
  })

  it.each([
    '080-0123-4567',
    '06-0123-4567',
    '060-0123-4567',
    '090-1234-5678',
    '03-3123-4567',
    '0900123456',
    '090012345678',
    '',
  ])('do not include %j, which somebody may own or which is no number', (number) => {
    expect(isFictitiousNumber(number)).toBe(false)
  })

  it('are the same whether they are read as E.164 or as people write them', () => {
    for (let index = 0; index < 500; index++) {
      for (const kind of ['mobile', 'landline'] as const) {
        expect(isFictitious(`+81${fictitiousNumber(9, index, kind).slice(1)}`)).toBe(true)
      }
    }
    for (let prefix = 0; prefix < 1_000; prefix++) {
      for (const length of [10, 11]) {
        const national = `0${String(prefix).padStart(3, '0')}`.padEnd(length, '1')
        expect(isFictitious(`+81${national.slice(1)}`), national).toBe(isFictitiousNumber(national))
      }
    }
  })

  it('are known by their digits in E.164, and no other number is', () => {
    expect(['+819001234567', '+817001234567'].map(fictitiousKind)).toEqual(Array(2).fill('fictitious_mobile'))
    expect(fictitiousKind('+81301234567')).toBe('fictitious_landline')
    for (const other of [
      '+81601234567',
      '+818001234567',
      '+816001234567',
      '+819011234567',
      '+81311234567',
      '+8190012345678',
      '+8130123456',
      '+19001234567',
      '09001234567',
      '',
    ]) {
      expect(fictitiousKind(other), other).toBeNull()
    }
  })
})
