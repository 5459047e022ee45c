import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { fileErrorCodes, guessReasonCodes, rowNoteCodes, rowReasonCodes } from './codes.ts'
import { placeOf } from './headings.ts'
import { columnLetter, inspect } from './inspect.ts'
import type { InspectOptions } from './inspect.ts'
import { maskCell, maskedSample, shapeOf } from './masking.ts'
import { fileErrorTexts, guessReasonTexts, rowNoteTexts, rowReasonTexts } from './messages.ts'

const today = '2026-07-01'
const look = (text: string | Uint8Array, options: Partial<InspectOptions> = {}) =>
  inspect([typeof text === 'string' ? Buffer.from(text) : text], { today, ...options })
const fieldsOf = (inspection: Awaited<ReturnType<typeof look>>) =>
  inspection.columns.map((column) => column.guess.field)

const people = [
  [
    '0000012301',
    '山田　太郎',
    'ヤマダ　タロウ',
    '090-0123-4567',
    '03-0123-4567',
    '100-0001',
    '東京都千代田区本町1-2-3',
    '1963/05/01',
    '男',
    'ライト',
  ],
  [
    '0000012302',
    '佐藤　花子',
    'サトウ　ハナコ',
    '070-0223-4567',
    '',
    '530-0001',
    '大阪府大阪市北区栄町4-5',
    '1975/12/24',
    '女',
    '標準',
  ],
  [
    '0000012303',
    '髙橋　一郎',
    'タカハシ　イチロウ',
    '070-0123-4567',
    '03-0223-4567',
    '060-0001',
    '北海道札幌市中央区旭町6',
    '1988/02/29',
    '男',
    'ライト',
  ],
  [
    '0000012304',
    '鈴木　次郎',
    'スズキ　ジロウ',
    '090-0765-4321',
    '',
    '900-0001',
    '沖縄県那覇市泉町7-8',
    '2001/07/15',
    '男',
    'ライト',
  ],
  [
    '0000012305',
    '田中　京子',
    'タナカ　キョウコ',
    '090-0865-4321',
    '',
    '460-0001',
    '愛知県名古屋市中区東町9',
    '1950/10/10',
    '女',
    '標準',
  ],
  [
    '0000012306',
    '伊藤　恵',
    'イトウ　メグミ',
    '070-0765-4321',
    '03-0765-4321',
    '810-0001',
    '福岡県福岡市中央区西町1',
    '1999/01/31',
    '女',
    'ライト',
  ],
]
const csv = (rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join(',')}\r\n`).join('')
const headings = ['お客様番号', 'お名前', 'フリガナ', '携帯', 'TEL', '〒', 'ご住所', '生年月日', '性別', '契約コース']
const expected = [
  'customer_number',
  'name',
  'kana',
  'phone_1',
  'phone_2',
  'postal_code',
  'address',
  'birth_date',
  'gender',
  'custom_1',
]

describe('inspecting a file before import', () => {
  it('tells encoding, delimiter, heading row, columns and counts of an Excel file in Shift_JIS', async () => {
    const seen = await look(iconv.encode(csv([headings, ...people]), 'cp932'))
    expect(seen.problem).toBeNull()
    expect(seen.format).toEqual({ encoding: 'shift_jis', delimiter: ',' })
    expect(seen.header.isPresent).toBe(true)
    expect(fieldsOf(seen)).toEqual(expected)
    expect(seen.records).toBe(6)
    expect(seen.mapping.columns[1]).toEqual({ heading: 'お名前', field: 'name' })
    expect(seen.columns.slice(0, 8).every((column) => column.guess.confidence >= 0.9)).toBe(true)
    expect(seen.columns[9]?.guess.why).toBe('nothing_recognised')
  })

  it('guesses the columns of a file without headings from its values', async () => {
    const seen = await look(csv(people))
    expect(seen.header.isPresent).toBe(false)
    expect(fieldsOf(seen)).toEqual(expected)
    expect(seen.columns.every((column) => column.heading === null)).toBe(true)
    expect(seen.records).toBe(6)
  })

  it.each([
    ['氏名カナ', 'kana'],
    ['ご契約者様氏名', 'name'],
    ['携帯電話番号', 'phone_1'],
    ['電話番号(自宅)', 'phone_1'],
    ['会員番号', 'customer_number'],
    ['メールアドレス', 'email'],
    ['未納金額', 'amount'],
    ['郵便番号', 'postal_code'],
    ['メール配信同意', 'custom_1'],
    ['担当者氏名', 'custom_1'],
    ['商品名', 'custom_1'],
  ])('takes the heading %s for %s', async (heading, field) => {
    const seen = await look(`お客様番号x,${heading}\r\n1,\r\n2,\r\n`, { hasHeader: true })
    expect(seen.columns[1]?.guess.field).toBe(field)
  })

  it('takes over the mapping confirmed for an earlier file when every heading is the same, and only then', async () => {
    const before = (await look(csv([headings, ...people]))).mapping
    const saved = {
      ...before,
      columns: before.columns.map((column, index) =>
        index === 9 ? { ...column, field: 'custom_7' as const } : column,
      ),
    }
    const again = await look(csv([headings, ...people.slice(3)]), { savedMapping: saved })
    expect(again.mapping).toEqual(saved)
    expect(again.columns.every((column) => column.guess.why === 'confirmed_before')).toBe(true)
    const other = await look(csv([headings.with(9, 'プラン'), ...people]), { savedMapping: saved })
    expect(other.columns[9]?.guess).toMatchObject({ field: 'custom_1', why: 'nothing_recognised' })
  })

  it('warns when a heading and its values disagree', async () => {
    const seen = await look('氏名,電話番号\r\n山田,無し\r\n佐藤,不明\r\n')
    expect(seen.columns[1]?.guess).toMatchObject({ field: 'phone_1', why: 'heading_but_content_differs' })
    expect(seen.columns[1]?.guess.confidence).toBeLessThan(0.7)
  })

  it('gives a name and an address that stand in several columns to all of them', async () => {
    const seen = await look(
      '姓,名,セイ,メイ,電話番号,都道府県,市区町村,番地\r\n山田,太郎,ヤマダ,タロウ,090-0123-4567,東京都,千代田区,1-2\r\n',
    )
    expect(fieldsOf(seen)).toEqual(['name', 'name', 'kana', 'kana', 'phone_1', 'address', 'address', 'address'])
  })

  it('shows nobody: neither samples nor a first row without headings hold clear data', async () => {
    for (const text of [
      csv([headings, ...people]),
      csv(people),
      csv(people.map((row) => row.toReversed())),
      people.map((row) => row.join('|')).join('\n'),
    ]) {
      for (const hasHeader of [undefined, true, false]) {
        const report = JSON.stringify(await look(text, hasHeader === undefined ? {} : { hasHeader }))
        for (const person of people) {
          for (const clear of [person[0], person[1], person[2], person[3], person[5], person[6], person[7]]) {
            expect(report).not.toContain(clear)
          }
          expect(report).not.toContain(
            (person[1] as string).split('　')[1] === '恵' ? '　恵' : (person[1] as string).split('　')[1],
          )
        }
      }
    }
  })

  it('counts ragged, malformed, blank and gaiji rows with their first rows', async () => {
    const seen = await look(
      '氏名,電話番号\r\n山田,090-0123-4567\r\n\r\n佐藤\r\n"鈴"木,x\r\n\ue000田,y\r\n田\ufffd,z\r\n',
    )
    expect(seen).toMatchObject({
      records: 5,
      blankRows: 1,
      raggedRows: { count: 1, firstRows: [4] },
      malformedRows: { count: 1, firstRows: [5] },
      gaijiRows: { count: 1, firstRows: [6] },
      damagedRows: { count: 1, firstRows: [7] },
      gaijiCharacters: 1,
    })
  })

  it('names columns as Excel does', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })
})

describe('whose number a column holds', () => {
  it.each([
    ['自宅電話番号', 'home'],
    ['ご自宅TEL', 'home'],
    ['勤務先電話番号', 'work'],
    ['職場', 'work'],
    ['携帯電話番号', null],
    ['電話番号', null],
  ] as const)('%s: %s', (heading, place) => {
    expect(placeOf(heading)).toBe(place)
  })
})

describe('masking', () => {
  it.each([
    ['name', '山田　太郎', '山田 ○○'],
    ['name', '山田太郎', '山○○'],
    ['kana', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'ﾔﾏﾀﾞ ○○'],
    ['phone_1', '090-0123-4567', '090-••••-4567'],
    ['phone_1', '03-0123-4567', '03-••••-4567'],
    ['phone_1', '０９０－０１２３－４５６７', '090-••••-4567'],
    ['phone_1', '03-0123-4567 内線12', '03-••••-4567 内線••'],
    ['phone_1', '090-0123-4567／03-0123-9876', '090-••••-4567 / 03-••••-9876'],
    ['phone_2', '内線12', '□□••'],
    ['address', '東京都千代田区本町1-2-3', '東京都千代田区••••'],
    ['address', '大阪府大阪市北区栄町4', '大阪府大阪市北区••••'],
    ['address', '神奈川県横浜市西区1', '神奈川県横浜市西区••••'],
    ['address', '青葉町1-2', '○○○#-#'],
    ['birth_date', '1963/05/01', '1963-••-••'],
    ['birth_date', '昭和38年5月1日', '1963-••-••'],
    ['customer_number', '0000012345', '••••2345'],
    ['customer_number', '12', '••••2'],
    ['postal_code', '100-0001', '100-••••'],
    ['email', 'taro@example.jp', '••••@••••'],
    ['custom_1', '要介護２', '○○○#'],
    [null, '山田太郎', '○○○○'],
    ['name', '', ''],
  ] as const)('shows the %s %s as %s', (field, cell, masked) => {
    expect(maskCell(field, cell)).toBe(masked)
  })

  it('masks columns nobody gave a field, also those beyond the known ones', () => {
    expect(maskedSample([['山田 太郎', 'secret', 'x9']], ['name'])).toEqual([['山田 ○○', 'AAAAAA', 'A#']])
    expect(shapeOf('あ'.repeat(40))).toBe(`${'あ'.repeat(12)}…`)
  })
})

describe('texts for people', () => {
  it('exist in Japanese and English for every code', () => {
    const all = [
      ...fileErrorCodes.map((code) => fileErrorTexts[code]),
      ...rowReasonCodes.map((code) => rowReasonTexts[code]),
      ...rowNoteCodes.map((code) => rowNoteTexts[code]),
      ...guessReasonCodes.map((code) => guessReasonTexts[code]),
    ]
    for (const text of all) {
      expect(text.ja).toMatch(/[\u3041-\u309f]/)
      expect(text.en).toMatch(/^[“\x20-\x7e…�”]+$/)
    }
  })
})
