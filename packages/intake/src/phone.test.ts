import * as fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { isFictitious } from '@sekisho/fictitious'
import { judgePhone, libraryKind, prefixKind, splitPhoneCell } from './phone.ts'
import type { PhoneRules } from './phone.ts'

const strict: PhoneRules = { allowFictitious: false, withoutRepairs: [], allowTollFree: false }
const trial: PhoneRules = { ...strict, allowFictitious: true }

const digits = (count: number) =>
  fc.integer({ min: 0, max: 10 ** count - 1 }).map((value) => String(value).padStart(count, '0'))

describe('phone cells', () => {
  it('agree with libphonenumber wherever the fast path answers', () => {
    const national = fc.oneof(
      digits(9).map((rest) => `0${rest}`),
      digits(10).map((rest) => `0${rest}`),
      fc.tuple(fc.constantFrom('090', '080', '070', '060', '050', '020'), digits(8)).map(([head, rest]) => head + rest),
      fc
        .tuple(fc.constantFrom('03', '06', '011', '0120', '0570', '0990', '0800'), digits(7))
        .map(([head, rest]) => (head + rest).slice(0, 10)),
    )
    fc.assert(
      fc.property(national, (number) => {
        const fast = prefixKind(number)
        if (fast !== null) expect(fast).toBe(libraryKind(number))
      }),
      { numRuns: 3_000 },
    )
  })

  it('accept what the library calls a valid mobile, landline or IP number, and no other, outside the fictitious ranges', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 9, max: 11 }).chain((count) => digits(count).map((rest) => `0${rest}`)),
        (number) => {
          const parsed = parsePhoneNumberFromString(number, 'JP')
          const dialable =
            parsed?.isValid() === true && ['MOBILE', 'FIXED_LINE', 'VOIP'].includes(parsed.getType() ?? '')
          const verdict = judgePhone(number, strict)
          if (isFictitious(`+81${number.slice(1)}`) || number.startsWith('010')) expect(verdict.ok).toBe(false)
          else expect(verdict.ok).toBe(dialable)
          if (verdict.ok) expect(verdict.e164).toBe(parsed?.number)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  const written = [
    '090-0123-4567',
    '09001234567',
    '０９０－０１２３－４５６７',
    '090−0123−4567',
    '090―0123―4567',
    '090ー0123ー4567',
    '090‐0123‐4567',
    '090–0123–4567',
    '090 0123 4567',
    '090　0123　4567',
    '(090)0123-4567',
    '（090）0123－4567',
    '090.0123.4567',
    ' 090-0123-4567 ',
    '+81 90-0123-4567',
    '+81(0)90-0123-4567',
    '＋８１９００１２３４５６７',
    '010-81-90-0123-4567',
  ]
  it.each(written)('read %s as +819001234567', (cell) => {
    expect(judgePhone(cell, trial)).toEqual({ ok: true, e164: '+819001234567', kind: 'fictitious_mobile', note: null })
  })

  it.each([
    ['9001234567', '+819001234567', 'phone_zero_restored'],
    ['301234567', '+81301234567', 'phone_zero_restored'],
    ['819001234567', '+819001234567', 'phone_country_code_restored'],
    ['03-0123-4567 内線12', '+81301234567', 'phone_extension_left_out'],
    ['03-0123-4567（内線 123）', '+81301234567', 'phone_extension_left_out'],
  ])('repair %s to %s with the note %s', (cell, e164, note) => {
    expect(judgePhone(cell, trial)).toMatchObject({ ok: true, e164, note })
  })

  it('leave a lost zero alone when the rule is off', () => {
    expect(judgePhone('9001234567', { ...trial, withoutRepairs: ['leading_zero'] })).toEqual({
      ok: false,
      reason: 'phone_length',
    })
  })

  it.each([
    ['0120-000-000', 'phone_toll_free'],
    ['0800-000-0000', 'phone_toll_free'],
    ['0570-000-000', 'phone_navi_dial'],
    ['0990-000-000', 'phone_premium'],
    ['020-1000-0000', 'phone_pager'],
    ['9.00E+09', 'phone_digits_lost'],
    ['+1 202 555 0100', 'phone_foreign'],
    ['010-1-202-555-0100', 'phone_foreign'],
    ['なし', 'phone_unreadable'],
    ['-', 'phone_unreadable'],
    ['090-0123-456', 'phone_length'],
    ['090-0123-45678', 'phone_length'],
    ['03-0123-45678', 'phone_length'],
    ['06-0123-4567', 'phone_length'],
    ['117', 'phone_length'],
    ['0000000000', 'number_not_assignable'],
  ])('refuse %s with %s', (cell, reason) => {
    expect(judgePhone(cell, trial)).toEqual({ ok: false, reason })
  })

  it('take 060 mobiles (valid since July 2026) and 0120 once the supervisor says yes', () => {
    // 060 numbers are in nobody’s hand by name here: the digits only show the shape.
    expect(judgePhone('060-1000-0000', strict)).toMatchObject({ ok: true, kind: 'mobile' })
    expect(judgePhone('0120-000-000', { ...strict, allowTollFree: true })).toMatchObject({
      ok: true,
      kind: 'toll_free',
    })
  })

  it('take numbers nobody can own in trials only', () => {
    for (const [cell, kind] of [
      ['090-0000-0001', 'fictitious_mobile'],
      ['070-0999-9999', 'fictitious_mobile'],
      ['070-0123-4567', 'fictitious_mobile'],
      ['03-0000-0000', 'fictitious_landline'],
    ] as const) {
      expect(judgePhone(cell, strict)).toEqual({ ok: false, reason: 'number_not_assignable' })
      expect(judgePhone(cell, trial)).toMatchObject({ ok: true, kind })
    }
  })

  it('split a cell that holds several numbers and leave an ordinary one whole', () => {
    expect(splitPhoneCell('03-0123-4567／090-0123-4567')).toEqual(['03-0123-4567', '090-0123-4567'])
    expect(splitPhoneCell('03-0123-4567、090-0123-4567')).toEqual(['03-0123-4567', '090-0123-4567'])
    expect(splitPhoneCell('03-0123-4567\n090-0123-4567')).toEqual(['03-0123-4567', '090-0123-4567'])
    expect(splitPhoneCell('090-0123-4567')).toEqual(['090-0123-4567'])
  })

  it('never throw and never make up digits, whatever a cell holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'binary' }), (cell) => {
        const verdict = judgePhone(cell, trial)
        if (verdict.ok) expect(verdict.e164).toMatch(/^\+81[1-9]\d{8,9}$/)
      }),
      { numRuns: 1_000 },
    )
  })
})
