import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { IntakeError } from '../codes.ts'
import { inspect } from '../inspect.ts'
import { readRows } from '../read-rows.ts'
import { createRepairReport } from '../repair-report.ts'
import { defaultRules } from '../row-judge.ts'
import { openCompoundFile } from './compound-file.ts'
import { packedLimits } from './limits.ts'
import { openPacked } from './open-packed.ts'
import { agileWorkbook, standardWorkbook, zipCrypto } from './test-foreign-files.ts'
import { rowsOf, type TestWorkbook, workbookOf, zipOf } from './test-workbook.ts'
import { unpack, type Unpacking } from './unpack.ts'

const foreign = (base64: string) => inflateSync(Buffer.from(base64, 'base64'))

async function textOf(file: Buffer, unpacking: Unpacking = {}, pieceBytes = 1_000) {
  const pieces = []
  for (let at = 0; at < file.length; at += pieceBytes) pieces.push(file.subarray(at, at + pieceBytes))
  const opened = unpack(pieces, unpacking)
  const chunks: Uint8Array[] = []
  for await (const chunk of opened.chunks) chunks.push(Uint8Array.from(chunk))
  return { text: Buffer.concat(chunks).toString(), found: opened.found() }
}

/** The code that ends the reading of a file, or its text. */
async function outcomeOf(file: Buffer, unpacking: Unpacking = {}): Promise<string> {
  try {
    return (await textOf(file, unpacking)).text
  } catch (error) {
    if (error instanceof IntakeError) return error.code
    throw error
  }
}

const sheetText = async (workbook: TestWorkbook) => (await textOf(await workbookOf(workbook))).text
const rows = (xml: string) => ({ sheets: [{ name: '名簿', rows: xml }] })
const list = rowsOf(['顧客番号', '氏名', '電話番号'], ['k1', '架空 花子', 9_000_000_001])
const clear = '顧客番号,氏名,電話番号\nk1,架空 花子,9000000001\n'

describe('a file that is not packed', () => {
  it('passes through untouched, chunk by chunk', async () => {
    const pieces = [Buffer.from('PK'), Buffer.from('1,2\n'), Buffer.alloc(0), Buffer.from('3,4\n')]
    const opened = unpack(pieces)
    const seen = []
    for await (const chunk of opened.chunks) seen.push(chunk)
    expect(seen[0]).toBe(pieces[0])
    expect(seen).toHaveLength(3)
    expect(opened.found()).toBeNull()
  })
})

describe('a workbook', () => {
  it('is read as the lines of a list, rows counted as Excel counts them', async () => {
    const gap =
      '<row r="2"><c r="A2" t="inlineStr"><is><t>題,"名"</t></is></c></row><row r="5"><c r="C5"><v>1</v></c></row>'
    expect(await sheetText(rows(gap))).toBe('\n"題,""名"""\n\n\n,,1\n')
    const { found } = await textOf(await workbookOf(rows(list)))
    expect(found).toEqual({
      ...{ kind: 'workbook', isProtected: false, part: 0, parts: [{ name: '名簿', isHidden: false }] },
      cells: { dates: 0, padded: 0, formulas: 0 },
    })
  })

  it('fills rows up that end with empty cells, which a sheet leaves out', async () => {
    expect(await sheetText(rows(rowsOf(['a', 'b', 'c'], ['1'], ['1', '2', '3', '4'])))).toBe('a,b,c\n1,,\n1,2,3,4\n')
  })

  it('is read by its shared texts without their furigana, and with the signs that XML cannot hold', async () => {
    const strings =
      '<si><t>架空 花子</t><rPh sb="0" eb="2"><t>カクウ</t></rPh></si><si><r><t>太</t></r><r><t xml:space="preserve">郎 </t></r></si><si><t>一_x000D_二</t></si>'
    const cells =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    expect(await sheetText({ ...rows(cells), strings })).toBe('架空 花子,太郎 ,"一\r二"\n')
    expect(await outcomeOf(await workbookOf({ ...rows(cells.replace('<v>2<', '<v>3<')), strings }))).toBe(
      'packed_damaged',
    )
  })

  it('shows dates, numbers and formulas as a person meant them', async () => {
    const formats = [
      14,
      'yyyy"年"m"月"d"日"',
      '[$-411]ggge"年"m"月"d"日"',
      '00000000',
      '000\\-0000',
      '[<=999]000;[<=9999]000\\-00;000\\-0000',
      '0.00E+00',
      '#,##0"円"',
      'yyyy/m/d h:mm',
    ]
    const values = [23_132, 23_132, 23_132, 12_345, 600_001, 600_001, 9_012_345_678, 12_800, 23_132.5]
    const cells = values.map((value, i) => `<c r="${String.fromCharCode(65 + i)}1" s="${i + 1}"><v>${value}</v></c>`)
    const more =
      '<c r="J1"><v>9.0123456780000000E9</v></c><c r="K1"><v>0.30000000000000004</v></c><c r="L1" t="b"><v>1</v></c>' +
      '<c r="M1" t="e"><v>#N/A</v></c><c r="N1" t="str"><f>A1&amp;"x"</f><v>式</v></c>'
    const file = await workbookOf({ ...rows(`<row r="1">${cells.join('')}${more}</row>`), formats })
    const { text, found } = await textOf(file)
    expect(text).toBe(
      '1963/05/01,1963/05/01,1963/05/01,00012345,060-0001,060-0001,9012345678,12800,1963/05/01 12:00:00,9012345678,0.3,TRUE,#N/A,式\n',
    )
    expect(found?.cells).toEqual({ dates: 4, padded: 3, formulas: 1 })
  })

  it('reads dates of the calendar that began in 1904, and those around the day that never was', async () => {
    const serials =
      '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>59</v></c><c r="C1" s="1"><v>61</v></c></row>'
    expect(await sheetText({ ...rows(serials), formats: [14] })).toBe('1900/01/01,1900/02/28,1900/03/01\n')
    expect(await sheetText({ ...rows(serials), formats: [14], is1904: true })).toBe(
      '1904/01/02,1904/02/29,1904/03/02\n',
    )
  })

  it('takes the first sheet that is not hidden and holds something, or the one that was chosen', async () => {
    const sheets = [
      { name: '表紙', rows: '<row r="1"/>' },
      { name: '裏', state: 'hidden' as const, rows: rowsOf(['裏']) },
      { name: '東日本', rows: rowsOf(['東']) },
      { name: '西日本', rows: rowsOf(['西']) },
    ]
    const file = await workbookOf({ sheets })
    expect(await textOf(file)).toMatchObject({
      text: '東\n',
      found: { part: 2, parts: [{}, { isHidden: true }, {}, {}] },
    })
    expect(await textOf(file, { part: 3 })).toMatchObject({ text: '西\n', found: { part: 3 } })
    expect(await outcomeOf(file, { part: 9 })).toBe('packed_nothing_inside')
  })

  it('goes through inspection and rows like a CSV file: zeros put back, serial dates read, both told (A-07)', async () => {
    const file = await workbookOf(
      rows(
        rowsOf(
          ['顧客番号', '氏名', '携帯電話', '生年月日'],
          ['k1', '架空 花子', 9_000_000_001, 23_132],
          ['k2', '架空 太郎', '090-0000-0002', '1990/01/02'],
        ),
      ),
    )
    const opened = unpack([file])
    const seen = await inspect(opened.chunks, { today: '2026-11-21' })
    expect(seen).toMatchObject({ problem: null, records: 2, format: { encoding: 'utf-8', delimiter: ',' } })
    expect(seen.mapping.columns.map(({ field }) => field)).toEqual(['customer_number', 'name', 'phone_1', 'birth_date'])
    const rules = { ...defaultRules('2026-11-21'), allowFictitious: true }
    const report = createRepairReport()
    const read = async (withoutRepairs: readonly 'serial_date'[]) => {
      const all = []
      const options = { format: seen.format, mapping: seen.mapping, rules: { ...rules, withoutRepairs } }
      for await (const batch of readRows(unpack([file]).chunks, options)) all.push(...batch)
      return all
    }
    const [first] = await read([])
    if (first?.kind !== 'accepted') throw new Error('the row was refused')
    expect(first.keys).toMatchObject({ birthDate: '1963-05-01', phones: [{ e164: '+819000000001' }] })
    report.add(first)
    expect(report.seen()).toEqual([
      { code: 'leading_zero', cells: 1, samples: [{ row: 2, before: '9•••••0001', after: '090-••••-0001' }] },
      { code: 'serial_date', cells: 1, samples: [{ row: 2, before: '23•••', after: '1963-••-••' }] },
    ])
    expect((await read(['serial_date']))[0]).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'birth_date_unreadable' }],
    })
  })
})

describe('a protected file', () => {
  it.each([
    ['agile', agileWorkbook],
    ['standard', standardWorkbook],
  ])('a workbook (%s) opens with its password, and says why it does not', async (_, base64) => {
    const file = foreign(base64)
    expect(await textOf(file, { password: 'ひみつ2026' })).toMatchObject({
      text: clear,
      found: { kind: 'workbook', isProtected: true },
    })
    expect(await outcomeOf(file)).toBe('password_needed')
    expect(await outcomeOf(file, { password: 'ひみつ2025' })).toBe('password_wrong')
  })

  it('an archive opens with its password, of either kind, and says why it does not', async () => {
    const csv = '顧客番号,氏名,電話番号\nk1,架空 花子,090-0000-0001\n'
    expect(await textOf(foreign(zipCrypto), { password: 'himitsu' })).toMatchObject({
      text: csv,
      found: { kind: 'archive', isProtected: true },
    })
    expect(await outcomeOf(foreign(zipCrypto))).toBe('password_needed')
    expect(await outcomeOf(foreign(zipCrypto), { password: 'himitu' })).toBe('password_wrong')
    const aes = await zipOf({ '名簿/一覧.csv': csv }, { password: 'ひみつ' })
    expect(await textOf(aes, { password: 'ひみつ' })).toMatchObject({
      text: csv,
      found: { parts: [{ name: '一覧.csv' }] },
    })
    expect(await outcomeOf(aes, { password: 'x' })).toBe('password_wrong')
  })

  it('an archive of an older Japanese program opens with a password in kana', async () => {
    const rawPassword = iconv.encode('ひみつﾋﾐﾂ１', 'cp932')
    for (const zipCrypto of [true, false]) {
      const file = await zipOf({ 'a.csv': 'a\n' }, { rawPassword, zipCrypto })
      expect(await outcomeOf(file, { password: 'ひみつﾋﾐﾂ１' })).toBe('a\n')
      expect(await outcomeOf(file, { password: 'ひみつ' })).toBe('password_wrong')
      expect(await outcomeOf(file, { password: 'ひみつ😀' })).toBe('password_wrong')
    }
  })

  it('that was changed on its way does not open', async () => {
    const file = foreign(agileWorkbook)
    const sealed = openCompoundFile(file).stream('EncryptedPackage')
    const at = file.indexOf(sealed.subarray(100, 140))
    file[at] = (file[at] as number) ^ 1
    expect(await outcomeOf(file, { password: 'ひみつ2026' })).toBe('packed_damaged')
  })
})

describe('an archive', () => {
  it('gives the list in it, the one that was chosen, or the sheet of a workbook', async () => {
    const workbook = await workbookOf(rows(list))
    const files = { '__MACOSX/._a.csv': 'x', 'お読みください.pdf': 'x', 'a.csv': 'a\n', 'b.xlsx': workbook }
    const file = await zipOf(files)
    expect(await textOf(file)).toMatchObject({
      text: 'a\n',
      found: { kind: 'archive', part: 0, parts: [{ name: 'a.csv' }, { name: 'b.xlsx' }] },
    })
    expect(await textOf(file, { part: 1 })).toMatchObject({ text: clear, found: { kind: 'workbook' } })
  })

  it('without a list in it is refused, and so are other archives inside', async () => {
    expect(await outcomeOf(await zipOf({ 'a.zip': await zipOf({ 'b.csv': 'b' }), 'c.exe': 'x' }))).toBe(
      'packed_nothing_inside',
    )
    expect(await outcomeOf(await zipOf({ 'a.xlsx': 'no archive' }))).toBe('packed_damaged')
  })
})

describe('a file that was made to do harm', () => {
  const small = { ...packedLimits, maxExpandedBytes: 100_000, maxSheetRows: 3, maxStringBytes: 5_000 }
  async function ends(file: Buffer, limits = small): Promise<string> {
    const finding = { is: () => undefined, holds: () => undefined, counts: () => undefined }
    try {
      for await (const chunk of openPacked(file, {}, finding, limits))
        expect(chunk.length).toBeLessThan(limits.maxExpandedBytes)
      return 'read'
    } catch (error) {
      return error instanceof IntakeError ? error.code : String(error)
    }
  }

  it('is measured while it expands, whatever size it claims (zip bomb)', async () => {
    const bomb = await zipOf({ 'a.csv': '0'.repeat(1_000_000) })
    expect(bomb.length).toBeLessThan(5_000)
    expect(await ends(bomb)).toBe('packed_expands')
    // the directory claims ten bytes
    const directory = bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bomb.writeUInt32LE(10, directory + 24)
    bomb.writeUInt32LE(10, 22)
    expect(['packed_expands', 'packed_damaged']).toContain(await ends(bomb))
  })

  it('is refused with more rows, columns, shared text or nesting than a list has', async () => {
    expect(await ends(await workbookOf(rows(rowsOf(['a'], ['1'], ['2'], ['3']))))).toBe('too_many_rows')
    expect(await ends(await workbookOf(rows('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')))).toBe('too_many_columns')
    const strings = `<si><t>${'あ'.repeat(2_000)}</t></si>`
    expect(await ends(await workbookOf({ ...rows('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings }))).toBe(
      'packed_expands',
    )
    expect(await ends(await workbookOf(rows(`${'<x>'.repeat(100)}${'</x>'.repeat(100)}`)))).toBe('packed_damaged')
    const wide = { ...small, maxExpandedBytes: 1e9 }
    expect(
      await ends(
        await workbookOf(rows(`<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(2_000_000)}</t></is></c></row>`)),
        wide,
      ),
    ).toMatch(/packed_damaged|field_too_long/)
  })

  it('expands no entity that it defines itself, and goes nowhere back in its rows', async () => {
    const entity = await zipOf({
      'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><workbook/>',
      'xl/_rels/workbook.xml.rels': '<Relationships/>',
    })
    expect(await ends(entity)).toBe('packed_damaged')
    expect(await ends(await workbookOf(rows('<row r="2"/><row r="1"/>')))).toBe('packed_damaged')
    expect(await ends(await workbookOf(rows('<row r="1"><c r="B1"/><c r="A1"/></row>')))).toBe('packed_damaged')
  })

  it('larger than a packed file may be is refused before it is opened', async () => {
    const piece = Buffer.alloc(10_000_000)
    piece.write('PK\x03\x04', 'latin1')
    const opened = unpack(Array.from({ length: 6 }, () => piece))
    await expect(opened.chunks.next()).rejects.toMatchObject({ code: 'file_too_large' })
  })

  it('.xls of old is named as what it is', async () => {
    const file = foreign(agileWorkbook)
    const name = Buffer.from('EncryptedPackage', 'utf16le')
    const at = file.indexOf(name)
    file.fill(0, at, at + 64)
    file.write('Workbook', at, 'utf16le')
    file.writeUInt16LE(18, at + 64)
    expect(await outcomeOf(file)).toBe('workbook_old_format')
  })

  it('cut off or changed anywhere ends with a code or is read, and never otherwise (property)', async () => {
    const files = [
      { file: await workbookOf({ ...rows(list), strings: '<si><t>x</t></si>', formats: [14] }), unpacking: {} },
      { file: foreign(agileWorkbook), unpacking: { password: 'ひみつ2026' } },
      { file: foreign(standardWorkbook), unpacking: { password: 'ひみつ2026' } },
      { file: foreign(zipCrypto), unpacking: { password: 'himitsu' } },
    ]
    const harm = fc.record({
      which: fc.constantFrom(0, 1, 2, 3),
      cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), {
        maxLength: 6,
      }),
    })
    await fc.assert(
      fc.asyncProperty(harm, async ({ which, cut, changes }) => {
        const { file, unpacking } = files[which] as (typeof files)[number]
        const harmed = Buffer.from(cut === null ? file : file.subarray(0, Math.floor(file.length * cut)))
        for (const [place, byte] of changes) if (harmed.length > 0) harmed[Math.floor(place * harmed.length)] = byte
        expect(typeof (await outcomeOf(harmed, unpacking))).toBe('string')
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})
