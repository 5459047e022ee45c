import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsCardNumber } from './card-number.ts'

// numbers that issuers and payment services publish for tests; nobody holds such a card
const published: readonly [issuer: string, number: string][] = [
  ['Visa', '4111111111111111'],
  ['Visa with 13 digits', '4222222222222'],
  ['Mastercard', '5555555555554444'],
  ['Mastercard of the second range', '2223003122003222'],
  ['JCB', '3530111333300000'],
  ['American Express', '378282246310005'],
  ['Diners Club', '30569309025904'],
  ['Discover', '6011111111111117'],
  ['UnionPay', '6200000000000005'],
]

describe('numbers of credit cards (E-11)', () => {
  it.each(published)('of %s are found, however they are spaced and whatever stands around', (_, number) => {
    const grouped = number.replace(/(.{4})(?=.)/g, '$1-')
    const fullWidth = Array.from(number, (digit) => String.fromCharCode(digit.charCodeAt(0) - 48 + 0xff10)).join('')
    for (const text of [number, grouped, grouped.replaceAll('-', ' '), fullWidth, `カード:${grouped} (12/29)`]) {
      expect([text, holdsCardNumber(text)]).toEqual([text, true])
    }
  })

  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['no issuer', '9999999999999995'],
    ['a length that the issuer does not give', '41111111111111'],
    ['a telephone number', '090-0000-0001'],
    ['two telephone numbers', '03-0000-0001 / 090-0000-0002'],
    ['a longer number', '41111111111111110000'],
    ['a date and a time', '2026-11-21 10:00:00'],
  ])('are not seen in %s', (_, text) => {
    expect(holdsCardNumber(text)).toBe(false)
  })

  it('are found with one in ten of the check digits, and with one only', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^4[0-9]{14}$/), (first) => {
        const found = Array.from({ length: 10 }, (_, digit) => holdsCardNumber(`${first}${digit}`)).filter(Boolean)
        expect(found).toHaveLength(1)
      }),
    )
  })

  it('are looked for in any text without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof holdsCardNumber(text) === 'boolean'))
  })
})
