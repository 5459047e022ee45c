import { createHash } from 'node:crypto'
import { type FirstNumber, type RepairCode, repairCodes } from '@sekisho/contract'
import * as fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { IntakeError } from './codes.ts'
import { createKeySet, keyBytes } from './key-set.ts'
import type { ColumnMapping } from './mapping.ts'
import { readRows } from './read-rows.ts'
import type { ReadRowsOptions, ReadSummary, RowOutcome } from './read-rows.ts'
import { createRepairReport } from './repair-report.ts'
import { defaultRules } from './row-judge.ts'

const rules = { ...defaultRules('2026-07-01'), allowFictitious: true }
const keyOf = (identity: string): Uint8Array => createHash('sha256').update(identity).digest().subarray(0, keyBytes)

const mapping: ColumnMapping = {
  hasHeader: true,
  columns: [
    { heading: '番号', field: 'customer_number' },
    { heading: '氏名', field: 'name' },
    { heading: 'カナ', field: 'kana' },
    { heading: '電話1', field: 'phone_1' },
    { heading: '電話2', field: 'phone_2' },
    { heading: '生年月日', field: 'birth_date' },
    { heading: '備考', field: null },
  ],
}
const header = '番号,氏名,カナ,電話1,電話2,生年月日,備考\r\n'

async function readAll(body: string | Uint8Array, options: Partial<ReadRowsOptions> = {}) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const rows: RowOutcome[] = []
  const reading = readRows([bytes], { format: { encoding: 'utf-8', delimiter: ',' }, mapping, rules, ...options })
  for (;;) {
    const next = await reading.next()
    if (next.done === true) return { rows, summary: next.value }
    rows.push(...next.value)
  }
}
const codeOf = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => null,
    (error: unknown) => (error instanceof IntakeError ? [error.code, error.detail] : error),
  )

describe('several numbers of one contact', () => {
  const columns: ColumnMapping = {
    hasHeader: true,
    columns: [
      { heading: '氏名', field: 'name' },
      { heading: '自宅', field: 'phone_1', place: 'home' },
      { heading: '勤務先', field: 'phone_2', place: 'work' },
      { heading: '電話', field: 'phone_3' },
    ],
  }
  const numbersOf = async (row: string, firstNumber: FirstNumber = 'as_in_file') => {
    const body = `氏名,自宅,勤務先,電話\r\n架空,${row}\r\n`
    const { rows } = await readAll(body, { mapping: columns, rules: { ...rules, firstNumber } })
    const [only] = rows
    return only?.kind === 'accepted' ? only.keys.phones.map(({ kind, e164 }) => [kind, e164.slice(-1)]) : only
  }

  it('are what their columns call them, but a mobile number in the column of the home is a mobile', async () => {
    expect(await numbersOf('03-0000-0001,03-0000-0002,03-0000-0003')).toEqual([
      ['home', '1'],
      ['work', '2'],
      ['landline', '3'],
    ])
    expect(await numbersOf('090-0000-0001,090-0000-0002,')).toEqual([
      ['mobile', '1'],
      ['work', '2'],
    ])
  })

  it('are called in the order of the file, or those first that are chosen', async () => {
    const row = '03-0000-0001,090-0000-0002,070-0000-0003'
    const order = async (first: FirstNumber) =>
      ((await numbersOf(row, first)) as [string, string][]).map(([, digit]) => digit).join('')
    expect(await order('as_in_file')).toBe('123')
    expect(await order('mobile')).toBe('312')
    expect(await order('landline')).toBe('123')
    expect(await numbersOf('090-0000-0001,,03-0000-0003', 'landline')).toEqual([
      ['landline', '3'],
      ['mobile', '1'],
    ])
  })
})

describe('reading rows by a confirmed mapping (C-05)', () => {
  it('keeps the text as received and makes the keys beside it', async () => {
    const { rows } = await readAll(`${header}００１,髙橋　太郎,ﾀｶﾊｼ ﾀﾛｳ,０９０－０１２３－４５６７,,S38.5.1,メモ\r\n`)
    expect(rows).toEqual([
      {
        kind: 'accepted',
        row: 2,
        values: {
          customer_number: '００１',
          name: '髙橋　太郎',
          kana: 'ﾀｶﾊｼ ﾀﾛｳ',
          phone_1: '０９０－０１２３－４５６７',
          birth_date: 'S38.5.1',
        },
        keys: {
          phones: [{ field: 'phone_1', e164: '+819001234567', kind: 'mobile', areaDigits: '' }],
          customerNumber: '001',
          kana: 'タカハシタロウ',
          name: '高橋太郎',
          birthDate: '1963-05-01',
          prefecture: null,
          municipality: null,
        },
        notes: [
          { code: 'phone_full_width', field: 'phone_1' },
          { code: 'phone_hyphens', field: 'phone_1' },
          { code: 'birth_date_era', field: 'birth_date' },
        ],
      },
    ])
  })

  it('explains every refused row by the row Excel shows, blank rows and line breaks in quotes included', async () => {
    const { rows, summary } = await readAll(
      [
        header,
        '1,山田,ヤマダ,090-0000-0001,,,"二行\r\nの備考"\r\n',
        '\r\n',
        '2,佐藤,サトウ,,,,\r\n',
        '3,鈴木,スズキ,12345,,1985/02/30,\r\n',
        '4,田中,タナカ,090-0000-0004,,2030/01/01,\r\n',
        '5,伊藤,イトウ\r\n',
        '6,渡辺,ワタナベ,090-0000-0006,,,,余り\r\n',
        '7,"山本"A,ヤマモト,090-0000-0007,,,\r\n',
        '8,中村,ナカムラ,090-0000-0008,,,,,\r\n',
      ].join(''),
    )
    const refused = rows.filter((row) => row.kind === 'refused').map(({ row, reasons }) => ({ row, reasons }))
    expect(refused).toEqual([
      { row: 4, reasons: [{ code: 'phone_missing' }] },
      {
        row: 5,
        reasons: [
          { code: 'phone_length', field: 'phone_1' },
          { code: 'birth_date_impossible', field: 'birth_date' },
        ],
      },
      { row: 6, reasons: [{ code: 'birth_date_future', field: 'birth_date' }] },
      { row: 7, reasons: [{ code: 'too_few_columns' }] },
      { row: 8, reasons: [{ code: 'too_many_columns_in_row' }] },
      { row: 9, reasons: [{ code: 'quote_malformed' }] },
    ])
    expect(rows.filter((row) => row.kind === 'accepted').map((row) => row.row)).toEqual([2, 10])
    expect(summary).toMatchObject({
      rows: 8,
      accepted: 2,
      refused: 6,
      blankRows: 1,
      reasons: { phone_length: 1, phone_missing: 1 },
    })
  })

  it('accepts a row by any number that can be dialled and notes the ones that cannot', async () => {
    const { rows, summary } = await readAll(
      `${header}1,山田,ヤマダ,12345,9000000001,,\r\n2,佐藤,サトウ,03-0000-0002／090-0000-0002,090-0000-0002,,\r\n`,
    )
    expect(rows[0]).toMatchObject({
      kind: 'accepted',
      keys: { phones: [{ field: 'phone_2', e164: '+819000000001' }] },
      notes: [
        { code: 'phone_zero_restored', field: 'phone_2' },
        { code: 'phone_ignored', field: 'phone_1', reason: 'phone_length' },
      ],
    })
    expect(rows[1]).toMatchObject({
      keys: { phones: [{ e164: '+81300000002' }, { e164: '+819000000002' }] },
      notes: [{ code: 'phone_cell_split' }],
    })
    expect(summary.notes).toEqual({ phone_zero_restored: 1, phone_ignored: 1, phone_cell_split: 1 })
  })

  it('asks for required fields and can do without a phone', async () => {
    const { rows } = await readAll(`${header},山田,,,,,\r\n1,佐藤,,,,,\r\n`, {
      rules: { ...rules, phoneRequired: false, required: ['customer_number'] },
    })
    expect(rows.map((row) => row.kind)).toEqual(['refused', 'accepted'])
    expect(rows[0]).toMatchObject({ reasons: [{ code: 'required_missing', field: 'customer_number' }] })
  })

  it('names the first row of a duplicate, compares by phone and kana without a customer number, and knows existing keys', async () => {
    const seen = createKeySet(10)
    seen.preload(keyOf('c:EXISTING'))
    const { rows } = await readAll(
      [
        header,
        'a1,山田,ヤマダ,090-0000-0001,,,\r\n',
        'Ａ１,別名,ベツ,090-0000-0002,,,\r\n',
        ',佐藤 花子,サトウ ハナコ,03-0000-0003,,,\r\n',
        ',佐藤　花子,ｻﾄｳﾊﾅｺ,０３－００００－０００３,,,\r\n',
        ',佐藤 太郎,サトウ タロウ,03-0000-0003,,,\r\n',
        'existing,鈴木,スズキ,090-0000-0006,,,\r\n',
        ',,,090-0000-0007,,,\r\n',
        ',,,090-0000-0007,,,\r\n',
      ].join(''),
      { duplicates: { keyOf, seen } },
    )
    expect(rows.map((row) => (row.kind === 'refused' ? row.reasons[0] : row.kind))).toEqual([
      'accepted',
      { code: 'duplicate_in_file', firstRow: 2 },
      'accepted',
      { code: 'duplicate_in_file', firstRow: 4 },
      'accepted',
      { code: 'duplicate_existing' },
      'accepted',
      'accepted',
    ])
  })

  it('keeps gaiji unchanged and says in which rows they stand', async () => {
    const gaiji = Buffer.concat([
      iconv.encode(`${header}1,`, 'cp932'),
      Buffer.from([0xf0, 0x40]),
      iconv.encode('田,ヤマダ,090-0000-0001,,,\r\n2,山田,ヤマダ,090-0000-0002,,,\r\n', 'cp932'),
    ])
    const { rows, summary } = await readAll(gaiji, { format: { encoding: 'shift_jis', delimiter: ',' } })
    expect(rows[0]).toMatchObject({ values: { name: '\ue000田' }, notes: [{ code: 'gaiji_kept' }] })
    expect(rows[1]).toMatchObject({ notes: [] })
    expect(summary.gaijiCharacters).toBe(1)
  })

  it('joins the columns of a name or an address that the client keeps apart', async () => {
    const split: ColumnMapping = {
      hasHeader: false,
      columns: (['name', 'name', 'phone_1', 'address', 'address'] as const).map((field) => ({ heading: null, field })),
    }
    const { rows } = await readAll('山田,太郎,090-0000-0001,東京都千代田区,本町1-1\r\n', { mapping: split })
    expect(rows[0]).toMatchObject({ row: 1, values: { name: '山田　太郎', address: '東京都千代田区本町1-1' } })
  })

  it('refuses a mapping that does not fit the file, before any row', async () => {
    expect(await codeOf(readAll('番号,氏名,カナ,電話2,電話1,生年月日,備考\r\n'))).toEqual([
      'mapping_mismatch',
      { row: 1, column: 4 },
    ])
    expect(await codeOf(readAll('番号,氏名\r\n'))).toEqual(['mapping_mismatch', { row: 1, column: 3 }])
    const twice: ColumnMapping = {
      hasHeader: false,
      columns: [
        { heading: null, field: 'phone_1' },
        { heading: null, field: 'phone_1' },
      ],
    }
    expect(await codeOf(readAll('1,2\r\n', { mapping: twice }))).toEqual(['mapping_invalid', { column: 2 }])
    expect(await codeOf(readAll(header))).toEqual(['file_header_only', {}])
  })

  it('gives the same outcomes whatever the chunks and batches', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `${index % 30},山田,"ヤマ""ダ",090-0000-${String(index).padStart(4, '0')},,1980/1/${index},\r\n`,
    )
    const bytes = Buffer.from(header + lines.join(''))
    const whole = await readAll(bytes, { duplicates: { keyOf, seen: createKeySet() } })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(bytes.length), { maxLength: 30 }),
        fc.integer({ min: 1, max: 50 }),
        async (cuts, batchRows) => {
          const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
          const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
          const rows: RowOutcome[] = []
          const reading = readRows(chunks, {
            format: { encoding: 'utf-8', delimiter: ',' },
            mapping,
            rules,
            batchRows,
            minPieceBytes: 1,
            duplicates: { keyOf, seen: createKeySet() },
          })
          let summary: ReadSummary | null = null
          for (;;) {
            const next = await reading.next()
            if (next.done === true) {
              summary = next.value
              break
            }
            rows.push(...next.value)
          }
          expect(rows).toEqual(whole.rows)
          expect(summary).toEqual(whole.summary)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('what is read otherwise than it is written (C-05)', () => {
  const written: readonly [RepairCode, phone: string, birthDate: string, before: string, after: string][] = [
    ['leading_zero', '9000000001', '', '9•••••0001', '090-••••-0001'],
    ['country_code', '819000000001', '', '8•••••••0001', '090-••••-0001'],
    ['extension', '03-0000-0001 内線12', '', '03-••••-0001 内線••', '03-••••-0001'],
    [
      'several_numbers',
      '03-0000-0001／090-0000-0001',
      '',
      '03-••••-0001／090-••••-0001',
      '03-••••-0001 / 090-••••-0001',
    ],
    ['full_width', '０９０００００００01', '', '０９０••••００01', '090-••••-0001'],
    ['hyphens', '090−0000—0001', '', '090−••••—0001', '090-••••-0001'],
    ['era_date', '090-0000-0001', 'S38.5.1', 'S38.•.•', '1963-••-••'],
    ['era_date', '090-0000-0001', 'S380501', 'S38••••', '1963-••-••'],
    ['era_date', '090-0000-0001', '昭和３８年５月１日', '昭和３８年•月•日', '1963-••-••'],
  ]
  const read = async (phone: string, birthDate: string, withoutRepairs: readonly RepairCode[]) => {
    const { rows } = await readAll(`${header}1,架空,,${phone},,${birthDate},\r\n`, {
      rules: { ...rules, withoutRepairs },
    })
    const [only] = rows
    if (only === undefined) throw new Error('no row')
    return only
  }

  it.each(written)(
    '%s is noted with masked samples, and refused when it is switched off',
    async (code, phone, date, ...masked) => {
      const row = await read(phone, date, [])
      if (row.kind !== 'accepted') throw new Error(JSON.stringify(row.reasons))
      const report = createRepairReport()
      report.add(row)
      const [seen, ...others] = report.seen()
      expect(others).toEqual([])
      expect(seen).toMatchObject({ code, cells: 1, samples: [{ row: 2 }] })
      const [before, after] = masked
      if (before !== '') expect(seen?.samples).toEqual([{ row: 2, before, after }])
      const without = await read(phone, date, [code])
      expect(without.kind).toBe('refused')
      // what is stored is what was received, either way
      expect(without.values.phone_1).toBe(phone)
      expect(row.values.phone_1).toBe(phone)
    },
  )

  it('is nothing of an ordinary row, and switching all off keeps it', async () => {
    const row = await read('090-0000-0001', '1963/05/01', repairCodes)
    expect(row).toMatchObject({ kind: 'accepted', notes: [] })
  })

  it('keeps a few samples however many cells there are', async () => {
    const body = Array.from({ length: 9 }, (_, index) => `${index},架空,,900000000${index},,,`).join('\r\n')
    const { rows } = await readAll(`${header}${body}\r\n`)
    const report = createRepairReport()
    for (const row of rows) if (row.kind === 'accepted') report.add(row)
    expect(report.seen()).toMatchObject([{ code: 'leading_zero', cells: 9 }])
    expect(report.seen()[0]?.samples).toHaveLength(3)
  })
})
