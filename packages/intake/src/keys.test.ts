import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBirthDate } from './birth-date.ts'
import { customerNumberKey, kanaKey, nameKey } from './kana.ts'
import { createKeySet, keyBytes } from './key-set.ts'

describe('search keys', () => {
  it.each([
    'ヤマダ タロウ',
    'ヤマダ　タロウ',
    'ﾔﾏﾀﾞ ﾀﾛｳ',
    'やまだ　たろう',
    'ヤマダ・タロウ',
    'ﾔﾏﾀﾞ･ﾀﾛｳ',
    ' ヤマダタロウ ',
  ])('fold %s to ヤマダタロウ', (text) => {
    expect(kanaKey(text)).toBe('ヤマダタロウ')
  })

  it.each([
    ['キョウコ', 'キヨウコ'],
    ['ハットリ', 'ハツトリ'],
    ['ｼﾞｪｰﾑｽﾞ', 'ジエームズ'],
    ['ヰノウヱ', 'イノウエ'],
    ['サト－', 'サトー'],
    ['ﾂﾂﾞｷ', 'ツズキ'],
    ['', ''],
  ])('fold small and old kana: %s to %s', (text, key) => {
    expect(kanaKey(text)).toBe(key)
  })

  it('give the same kana key for full-width, half-width and hiragana writing of any kana', () => {
    const kana = fc
      .array(
        fc.integer({ min: 0x30a1, max: 0x30f3 }).map((code) => String.fromCharCode(code)),
        { maxLength: 8 },
      )
      .map((chars) => chars.join(''))
    fc.assert(
      fc.property(kana, (text) => {
        const hiragana = Array.from(text, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60)).join('')
        expect(kanaKey(hiragana)).toBe(kanaKey(text))
        expect(kanaKey(kanaKey(text))).toBe(kanaKey(text))
      }),
    )
  })

  it.each([
    ['髙橋　太郎', '高橋太郎'],
    ['山﨑 花子', '山崎花子'],
    ['渡邊', '渡辺'],
    ['渡邉', '渡辺'],
    ['𠮷田', '吉田'],
    ['神谷', '神谷'],
    ['佐々木', '佐々木'],
    ['Ｊｏｈｎ Smith', 'JOHNSMITH'],
    ['㈱山田', '(株)山田'],
  ])('match the name %s as %s', (text, key) => {
    expect(nameKey(text)).toBe(key)
  })

  it.each([
    ['0001234', '0001234'],
    ['ａ－００１', 'A-001'],
    [' ab-1 ', 'AB-1'],
  ])('keep leading zeros of the customer number %s', (text, key) => {
    expect(customerNumberKey(text)).toBe(key)
  })
})

describe('birth dates', () => {
  const today = '2026-07-01'
  it.each([
    ['2026/1/5', '2026-01-05'],
    ['2026/01/05', '2026-01-05'],
    ['2026-01-05', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['２０２６／１／５', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['1963/05/01 0:00', '1963-05-01'],
    ['S38.5.1', '1963-05-01'],
    ['S38/05/01', '1963-05-01'],
    ['s38.5.1', '1963-05-01'],
    ['S380501', '1963-05-01'],
    ['昭和38年5月1日', '1963-05-01'],
    ['昭和 38年 5月 1日', '1963-05-01'],
    ['昭38.5.1', '1963-05-01'],
    ['㍼38年5月1日', '1963-05-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['平成元年1月8日', '1989-01-08'],
    ['H31.4.30', '2019-04-30'],
    ['T15.12.24', '1926-12-24'],
    ['2000/02/29', '2000-02-29'],
  ])('read %s as %s', (cell, iso) => {
    expect(readBirthDate(cell, today)).toEqual({ ok: true, iso })
  })

  it.each([
    ['2026/02/30', 'birth_date_impossible'],
    ['1900/02/29', 'birth_date_impossible'],
    ['19850631', 'birth_date_impossible'],
    ['0000/00/00', 'birth_date_impossible'],
    ['1890/01/01', 'birth_date_impossible'],
    ['S65.1.1', 'birth_date_impossible'],
    ['昭和0年1月1日', 'birth_date_impossible'],
    ['2026/07/02', 'birth_date_future'],
    ['R9.1.1', 'birth_date_future'],
    ['85/1/5', 'birth_date_unreadable'],
    ['27154', 'birth_date_unreadable'],
    ['不明', 'birth_date_unreadable'],
  ])('refuse %s with %s', (cell, reason) => {
    expect(readBirthDate(cell, today)).toEqual({ ok: false, reason })
  })

  it('accept exactly the days that the calendar has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2025 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day))
          const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
          const two = (value: number) => String(value).padStart(2, '0')
          for (const cell of [
            `${year}/${month}/${day}`,
            `${year}${two(month)}${two(day)}`,
            `${year}-${two(month)}-${two(day)}`,
          ]) {
            const verdict = readBirthDate(cell, today)
            expect(verdict.ok, cell).toBe(exists)
            if (verdict.ok) expect(verdict.iso).toBe(date.toISOString().slice(0, 10))
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the key set', () => {
  const key = fc.uint8Array({ minLength: keyBytes, maxLength: keyBytes })

  it('answers like a map, through growth, and knows keys that were there before', () => {
    fc.assert(
      fc.property(
        fc.array(key, { maxLength: 10 }),
        fc.array(fc.tuple(key, fc.boolean(), fc.nat()), { maxLength: 200 }),
        (existing, added) => {
          const set = createKeySet(1)
          const model = new Map<string, number | 'existing'>()
          for (const bytes of existing) {
            set.preload(bytes)
            model.set(bytes.join(), 'existing')
          }
          const pool: Uint8Array[] = [...existing]
          added.forEach(([bytes, repeats, which], index) => {
            const used = repeats && pool.length > 0 ? (pool[which % pool.length] as Uint8Array) : bytes
            pool.push(used)
            const before = model.get(used.join())
            const expected = before === undefined ? null : before === 'existing' ? 'existing' : { firstRow: before }
            expect(set.add(used, index + 2)).toEqual(expected)
            if (before === undefined) model.set(used.join(), index + 2)
          })
          expect(set.size).toBe(model.size)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('tells keys apart that begin with the same word and wrap around the end', () => {
    const set = createKeySet(4)
    for (let index = 0; index < 50; index++) {
      const bytes = new Uint8Array(keyBytes).fill(255)
      bytes[15] = index
      expect(set.add(bytes, index + 1)).toBeNull()
      expect(set.add(bytes, 1_000)).toEqual({ firstRow: index + 1 })
    }
  })

  it('holds a million keys in at most 32 MB when told the number before', () => {
    const set = createKeySet(1_000_000)
    const bytes = new Uint8Array(keyBytes)
    const view = new DataView(bytes.buffer)
    for (let index = 0; index < 1_000_000; index++) {
      view.setUint32(0, Math.imul(index, 0x9e37_79b1) >>> 0)
      view.setUint32(4, index)
      set.add(bytes, index + 1)
    }
    expect(set.size).toBe(1_000_000)
    expect(set.bytes).toBeLessThanOrEqual(32_000_000)
  })
})
