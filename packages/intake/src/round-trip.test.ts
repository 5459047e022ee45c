import * as fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { defaultLimits } from './limits.ts'
import { createRecordReader } from './record-reader.ts'
import type { Delimiter } from './scanner.ts'

const read = (
  bytes: Uint8Array,
  cuts: readonly number[],
  delimiter: Delimiter | 'auto',
  encoding: 'auto' | 'utf-8' | 'shift_jis',
) => {
  const records: { fields: string[]; row: number; isMalformed: boolean }[] = []
  const reader = createRecordReader({
    encoding,
    delimiter,
    limits: defaultLimits,
    minPieceBytes: 1,
    onRecord: (fields, row, isMalformed) => records.push({ fields, row, isMalformed }),
  })
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  for (let i = 1; i < places.length; i++) reader.push(bytes.subarray(places[i - 1], places[i]))
  reader.end()
  return { records, reader }
}

const quoteField = (field: string, delimiter: string, always: boolean): string =>
  always || /["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field

/** Characters that CP932 writes and reads back as themselves, with those that break careless scanners in front. */
const characters = [
  '"',
  ',',
  '\t',
  ';',
  '\r',
  '\n',
  ' ',
  'a',
  'Z',
  '0',
  '\\',
  '|',
  '~',
  '\x1a',
  '\x1c',
  '\x7f',
  '表',
  '能',
  'ソ',
  '申',
  '十',
  '貼',
  '山',
  '田',
  'あ',
  'ア',
  'ー',
  '～',
  '－',
  '①',
  '㈱',
  '髙',
  '﨑',
  'ｱ',
  'ﾞ',
  '｡',
  '　',
  '〜'.normalize(),
  '\ue000',
  '\ue757',
  '塚',
  '凜',
]
const writable = characters.filter((char) => iconv.decode(iconv.encode(char, 'cp932'), 'cp932') === char)
const fieldText = fc.array(fc.constantFrom(...writable), { maxLength: 8 }).map((chars) => chars.join(''))

const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(fieldText, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
  )

describe('reading back what a CSV writer wrote (C-05)', () => {
  it('gives every field unchanged, whatever the encoding, delimiter, line end, quoting and chunk boundaries', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom<Delimiter>(',', '\t', ';'),
        fc.constantFrom('\r\n', '\n'),
        fc.constantFrom('cp932', 'utf8', 'utf8-bom'),
        fc.boolean(),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 20 }),
        (rows, delimiter, lineEnd, encoding, always, endsWithLineEnd, cuts) => {
          // A first line in Japanese settles the encoding; a lone half-width kana would fit both.
          const heading = Array.from({ length: rows[0]?.length ?? 1 }, (_, index) => `見出し漢字${index}`)
          const all = [heading, ...rows]
          const lines = all.map((row) => row.map((field) => quoteField(field, delimiter, always)).join(delimiter))
          // An unquoted empty last field without a line end cannot be told from nothing.
          const text =
            lines.join(lineEnd) + (endsWithLineEnd || lines.at(-1) === '' || lines.at(-1) === '\x1a' ? lineEnd : '')
          const bytes =
            encoding === 'cp932'
              ? iconv.encode(text, 'cp932')
              : iconv.encode(text, 'utf8', { addBOM: encoding === 'utf8-bom' })
          const { records, reader } = read(bytes, cuts, delimiter, 'auto')
          expect(records.map((record) => record.fields)).toEqual(all)
          expect(records.map((record) => record.row)).toEqual(all.map((_, index) => index + 1))
          expect(records.some((record) => record.isMalformed)).toBe(false)
          expect(reader.seenEncoding).toBe(encoding === 'cp932' ? 'shift_jis' : 'utf-8')
          expect(reader.bytes).toBe(bytes.length)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('reads every CP932 pair that Windows assigns, gaiji included, and none that it does not', () => {
    let read932 = 0
    for (let lead = 0x81; lead <= 0xfc; lead++) {
      if (lead >= 0xa0 && lead <= 0xdf) continue
      for (let trail = 0x40; trail <= 0xfc; trail++) {
        if (trail === 0x7f) continue
        const pair = Uint8Array.from([lead, trail])
        const expected = iconv.decode(Buffer.from(pair), 'cp932')
        const bytes = Uint8Array.from([0x8e, 0x52, 0x93, 0x63, 0x2c, lead, trail])
        let field: string | null = null
        try {
          field = read(bytes, [], ',', 'shift_jis').records[0]?.fields[1] ?? null
        } catch {
          field = null
        }
        // iconv-lite lacks the last row of user-defined characters (F941..F9FC), which Windows maps to U+E69D and on.
        if (lead === 0xf9) expect(field?.charCodeAt(0)).toBe(0xe69c + trail - (trail > 0x7f ? 0x41 : 0x40))
        else expect(field).toBe(expected.includes('\ufffd') ? null : expected)
        if (field !== null) read932 += 1
      }
    }
    expect(read932).toBeGreaterThan(9_000)
  })

  it('reads a file with CR line ends only, as old Macs wrote them', () => {
    expect(read(Buffer.from('a,b\rc,"d\ne"\rf,g'), [5], ',', 'auto').records.map((r) => r.fields)).toEqual([
      ['a', 'b'],
      ['c', 'd\ne'],
      ['f', 'g'],
    ])
  })

  it('guesses the delimiter from the head, also when commas stand inside the values', () => {
    const tabbed = '氏名\t住所\n山田\t東京都,千代田区\n佐藤\t大阪府,大阪市\n'
    const semicolons = '氏名;金額\n山田;1,000\n佐藤;2,000\n'
    expect(read(Buffer.from(tabbed), [], 'auto', 'auto').reader.delimiter).toBe('\t')
    expect(read(Buffer.from(semicolons), [], 'auto', 'auto').reader.delimiter).toBe(';')
    expect(read(Buffer.from('氏名\n山田\n'), [], 'auto', 'auto').reader.delimiter).toBe(',')
  })

  it('settles on the encoding late when Japanese begins late, and gives the same records', () => {
    const ascii = 'id,tel\r\n'.padEnd(200_000, '0000000001,09000000000\r\n')
    const text = `${ascii.slice(0, ascii.lastIndexOf('\r\n'))}\r\n山田,表能ソ\r\n`
    for (const encoding of ['cp932', 'utf8']) {
      const bytes = iconv.encode(text, encoding)
      const { records } = read(bytes, [7, 1_000, 65_536, 65_537, 199_999, bytes.length - 3], 'auto', 'auto')
      expect(records.at(-1)?.fields).toEqual(['山田', '表能ソ'])
      expect(records.length).toBe(text.split('\r\n').length - 1)
    }
  })

  it('marks a record whose quotes are misplaced instead of guessing its columns', () => {
    const { records } = read(Buffer.from('a,b,c\n"株式会社"A,x,y\n5" pipe,x,y\n'), [], ',', 'auto')
    expect(records.map((record) => record.isMalformed)).toEqual([false, true, false])
    expect(records[2]?.fields).toEqual(['5" pipe', 'x', 'y'])
  })
})
