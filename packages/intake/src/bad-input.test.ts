import * as fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { IntakeError } from './codes.ts'
import type { FileErrorCode, FileErrorDetail } from './codes.ts'
import { inspect } from './inspect.ts'
import type { InspectOptions } from './inspect.ts'
import { defaultLimits } from './limits.ts'
import { fileErrorText } from './messages.ts'
import { readRows } from './read-rows.ts'
import { defaultRules } from './row-judge.ts'

const today = '2026-07-01'
const utf8 = (text: string) => Buffer.from(text)
const cp932 = (text: string) => iconv.encode(text, 'cp932')
const problemOf = async (bytes: Uint8Array | Uint8Array[], options: Partial<InspectOptions> = {}) =>
  (await inspect(Array.isArray(bytes) ? bytes : [bytes], { today, ...options })).problem

const good = '顧客番号,氏名,電話番号\r\n001,山田 太郎,090-0123-4567\r\n002,佐藤 花子,070-0223-4567\r\n'
const many = (rows: number) =>
  `顧客番号,氏名\r\n${Array.from({ length: rows }, (_, index) => `${index},山田 太郎\r\n`).join('')}`

interface Case {
  readonly name: string
  readonly bytes: Uint8Array | Uint8Array[]
  readonly options?: Partial<InspectOptions>
  readonly code: FileErrorCode
  readonly detail?: FileErrorDetail
}

const cases: readonly Case[] = [
  { name: 'an empty file', bytes: utf8(''), code: 'file_empty' },
  { name: 'a file of blank lines', bytes: utf8('\r\n\r\n\r\n'), code: 'file_empty' },
  { name: 'a UTF-8 mark and nothing else', bytes: utf8('\ufeff'), code: 'file_empty' },
  { name: 'a heading row only', bytes: utf8('顧客番号,氏名,電話番号\r\n'), code: 'file_header_only' },
  {
    name: 'a file over the size limit',
    bytes: utf8(good),
    options: { limits: { ...defaultLimits, maxFileBytes: 50 } },
    code: 'file_too_large',
    detail: { limit: 50 },
  },
  {
    name: 'an upload that ended before its declared size',
    bytes: utf8(good),
    options: { expectedBytes: 1_000 },
    code: 'file_truncated',
    detail: { byteOffset: utf8(good).length },
  },
  {
    name: 'an upload that ended before its first byte',
    bytes: [],
    options: { expectedBytes: 1_000 },
    code: 'file_truncated',
    detail: { byteOffset: 0 },
  },
  {
    name: 'an upload cut inside a UTF-8 character',
    bytes: utf8(`${good}003,鈴木`).subarray(0, -1),
    code: 'truncated_character',
    detail: { row: 4, byteOffset: utf8(`${good}003,鈴`).length },
  },
  {
    name: 'an upload cut inside a Shift_JIS character',
    bytes: cp932(`${good}003,鈴木`).subarray(0, -1),
    code: 'truncated_character',
    detail: { row: 4, byteOffset: cp932(`${good}003,鈴`).length },
  },
  {
    name: 'UTF-16 with a mark',
    bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, 'utf16le')]),
    code: 'encoding_utf16',
  },
  {
    name: 'UTF-16 without a mark',
    bytes: Buffer.from('id,name,tel\r\n1,a,09001234567\r\n', 'utf16le'),
    code: 'encoding_utf16',
  },
  {
    name: 'EUC-JP',
    bytes: iconv.encode('顧客番号,氏名,フリガナ\n1,山田さん,ヤマダタロウ\n2,ふじた,フジタハナコ\n', 'euc-jp'),
    code: 'encoding_euc_jp',
  },
  {
    name: 'EUC-JP without kana',
    bytes: iconv.encode('顧客番号,氏名,住所\n1,山田太郎,東京都千代田区\n2,佐藤花子,大阪府大阪市\n', 'euc-jp'),
    code: 'encoding_euc_jp',
  },
  { name: 'ISO-2022-JP', bytes: Buffer.from('id,\x1b$B;3ED\x1b(B\n1,2\n', 'latin1'), code: 'encoding_iso_2022_jp' },
  {
    name: 'an Excel workbook',
    bytes: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), utf8('....[Content_Types].xml')]),
    code: 'file_is_spreadsheet',
  },
  {
    name: 'an old Excel workbook',
    bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
    code: 'file_is_spreadsheet',
  },
  {
    name: 'a ZIP file',
    bytes: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), utf8('....list.csv')]),
    code: 'file_is_archive',
  },
  { name: 'a PDF file', bytes: utf8('%PDF-1.7\n'), code: 'file_is_binary' },
  {
    name: 'bytes of no encoding',
    bytes: Buffer.from([0x61, 0x2c, 0xff, 0xfd, 0x80, 0x0a]),
    code: 'encoding_unknown',
    detail: { row: 1, byteOffset: 2 },
  },
  {
    name: 'Shift_JIS chosen for a UTF-8 file',
    bytes: utf8(good),
    options: { encoding: 'shift_jis' },
    code: 'encoding_mismatch',
    detail: { chosen: 'shift_jis', seen: 'utf-8' },
  },
  {
    name: 'UTF-8 chosen for a Shift_JIS file',
    bytes: cp932(good),
    options: { encoding: 'utf-8' },
    code: 'encoding_mismatch',
    detail: { chosen: 'utf-8', seen: 'shift_jis' },
  },
  {
    name: 'a damaged byte in the middle of a UTF-8 file',
    bytes: Buffer.concat([utf8(good), utf8('003,'), Buffer.from([0xff]), utf8('木\r\n'), utf8(many(20))]),
    code: 'invalid_bytes',
    detail: { row: 4, byteOffset: utf8(good).length + 4, seen: 'utf-8' },
  },
  {
    name: 'a damaged byte in a Shift_JIS file far behind its head',
    bytes: Buffer.concat([cp932(many(20_000)), Buffer.from([0x31, 0x2c, 0x81, 0x20, 0x0a])]),
    code: 'invalid_bytes',
    detail: { row: 20_002, byteOffset: cp932(many(20_000)).length + 2, seen: 'shift_jis' },
  },
  {
    name: 'a NUL byte',
    bytes: utf8(`${good}003,鈴\0木,\r\n`),
    code: 'nul_byte',
    detail: { row: 4, byteOffset: utf8(`${good}003,鈴`).length },
  },
  {
    name: 'a quote that is never closed, at the end of the file',
    bytes: utf8(`${good}003,"鈴木 一郎,090-0123-4567\r\n004,田中,\r\n`),
    code: 'quote_not_closed',
    detail: { row: 4, column: 2 },
  },
  {
    name: 'a quote that is never closed, with much behind it',
    bytes: utf8(`${good}003,"鈴木 一郎\r\n${many(10_000)}`),
    code: 'quote_not_closed',
    detail: { row: 4, column: 2 },
  },
  {
    name: 'one huge field',
    bytes: utf8(`${good}003,${'あ'.repeat(70_000)},x\r\n`),
    code: 'field_too_long',
    detail: { row: 4, column: 2, limit: 65_536 },
  },
  {
    name: 'one huge quoted field',
    bytes: utf8(`${good}003,x,"${'あ'.repeat(70_000)}"\r\n`),
    code: 'field_too_long',
    detail: { row: 4, column: 3, limit: 65_536 },
  },
  {
    name: 'one huge field that never ends',
    bytes: Array.from({ length: 40 }, () => utf8('x'.repeat(100_000))),
    code: 'field_too_long',
    detail: { row: 1, column: 1, limit: 65_536 },
  },
  {
    name: 'a million columns',
    bytes: utf8(`${','.repeat(1_000_000)}\r\n`),
    code: 'too_many_columns',
    detail: { row: 1, limit: 500 },
  },
  {
    name: 'a million columns in quotes',
    bytes: utf8(`${good}${'"",'.repeat(1_000_000)}\r\n`),
    code: 'too_many_columns',
    detail: { row: 4, limit: 500 },
  },
  {
    name: 'a row that is too long though its fields are not',
    bytes: utf8(`${good}${`${'x'.repeat(60_000)},`.repeat(20)}\r\n`),
    code: 'row_too_long',
    detail: { row: 4, limit: defaultLimits.maxRowChars },
  },
  {
    name: 'more rows than allowed',
    bytes: utf8(many(30)),
    options: { limits: { ...defaultLimits, maxRows: 10 } },
    code: 'too_many_rows',
    detail: { limit: 10 },
  },
  {
    name: 'duplicate headings',
    bytes: utf8('顧客番号,氏名,氏 名,電話番号\r\n1,山田,山田,090-0123-4567\r\n'),
    code: 'duplicate_headers',
    detail: { row: 1, column: 3 },
  },
]

describe('bad input says what is wrong and where', () => {
  it.each(cases)('$name gives $code', async ({ bytes, options, code, detail }) => {
    const problem = await problemOf(bytes, options)
    expect(problem?.code).toBe(code)
    if (detail !== undefined) expect(problem?.detail).toMatchObject(detail)
    const text = fileErrorText(code, problem?.detail ?? {})
    expect(`${text.ja}${text.en}`).not.toContain('?。')
    expect(text.en).not.toMatch(/\{|row \?|byte \?|column \?/)
  })

  it('finds the same place when the bytes come one at a time', async () => {
    for (const { bytes, options, code, detail } of cases.filter(
      (entry) => !Array.isArray(entry.bytes) && entry.bytes.length < 2_000,
    )) {
      const single = Array.from(bytes as Uint8Array, (byte) => Uint8Array.of(byte))
      const problem = await problemOf(single, { ...options, minPieceBytes: 1 })
      expect(problem?.code, code).toBe(code)
      if (detail !== undefined) expect(problem?.detail, code).toMatchObject(detail)
    }
  })

  it('reads the good file that the bad ones are made from', async () => {
    expect(await problemOf(utf8(good))).toBeNull()
    expect(await problemOf(cp932(good))).toBeNull()
    // Half-width katakana alone also decode as EUC-JP and, in pairs, as UTF-8.
    expect(await problemOf(cp932('001,ﾔﾏﾀﾞ ﾀﾛｳ,09001234567\r\n002,ｻﾄｳ ﾊﾅｺ,07001234567\r\n'))).toBeNull()
    expect(await problemOf(cp932('001,ﾃｽ,09001234567\r\n'))).toBeNull()
    expect(await problemOf(utf8(good), { expectedBytes: utf8(good).length, encoding: 'utf-8' })).toBeNull()
  })

  it('keeps an unclosed quote in a long stream from filling the memory: it stops within the field limit', async () => {
    let taken = 0
    function* endless(): Generator<Uint8Array> {
      yield utf8('a,b\n1,"x\n')
      for (; taken < 10_000; taken++) yield utf8('y'.repeat(9_999) + '\n')
    }
    const { problem } = await inspect(endless(), { today })
    expect(problem).toEqual({ code: 'quote_not_closed', detail: { row: 2, column: 2 } })
    expect(taken).toBeLessThan(50)
  })

  it('ends with a report or a closed error code, whatever bytes stand in a damaged file', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    const fromGood = fc.tuple(fc.constantFrom(utf8(good), cp932(good)), damage).map(([bytes, changes]) => {
      const changed = Uint8Array.from(bytes)
      for (const [at, byte] of changes) changed[at % changed.length] = byte
      return changed
    })
    const bytesOf = fc.oneof(fromGood, fc.uint8Array({ maxLength: 60 }))
    await fc.assert(
      fc.asyncProperty(bytesOf, async (bytes) => {
        const { problem, format, mapping } = await inspect([bytes], { today })
        if (problem !== null) return
        let rows = 0
        try {
          for await (const batch of readRows([bytes], { format, mapping, rules: defaultRules(today) }))
            rows += batch.length
          expect(rows).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(IntakeError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
