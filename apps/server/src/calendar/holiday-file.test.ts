import { holidaysOfYear } from '@sekisho/dialer'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { judgeHolidayFile } from './judge-holiday-file.ts'

const now = Date.parse('2026-11-21T23:30:00+09:00')
const heading = '国民の祝日・休日月日,国民の祝日・休日名称'
const published = (date: string) => date.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1/$2/$3')
const linesOf = (...years: number[]) =>
  years.flatMap(holidaysOfYear).map(({ date, name }) => `${published(date)},${name}`)
const textOf = (lines: readonly string[]) => `${[heading, ...lines].join('\r\n')}\r\n`
const shiftJis = (text: string) => iconv.encode(text, 'shift_jis')
const judge = (lines: readonly string[]) => judgeHolidayFile(shiftJis(textOf(lines)), now).check

describe('a file of the Cabinet Office', () => {
  it('is read as it is published, years that are over left out', () => {
    const { check, days } = judgeHolidayFile(shiftJis(textOf(linesOf(2024, 2025, 2026, 2027))), now)
    expect(check).toMatchObject({ problem: null, notices: [], years: [2026, 2027], days: 35, differences: [] })
    expect(days.find(([date]) => date === '2026-01-01')).toEqual(['2026-01-01', '元日'])
  })

  it('is compared with the law: what it has more and less is said before it is taken', () => {
    const lines = linesOf(2026, 2027).filter((line) => !line.startsWith('2027/7/19'))
    const check = judge([...lines, '2027/7/23,海の日'])
    expect(check.notices).toEqual(['differs'])
    expect(check.differences).toEqual([
      { date: '2027-07-19', inFile: null, byLaw: '海の日' },
      { date: '2027-07-23', inFile: '海の日', byLaw: null },
    ])
  })

  it('is taken in UTF-8, with and without its mark, and that is said', () => {
    const bytes = Buffer.from(textOf(linesOf(2026, 2027)))
    for (const file of [bytes, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])]) {
      expect(judgeHolidayFile(file, now).check).toMatchObject({ problem: null, notices: ['read_as_utf8'] })
    }
  })

  it('says when the next year, published in February, is missing', () => {
    expect(judge(linesOf(2026)).notices).toEqual(['next_year_missing'])
    const january = Date.parse('2026-01-31T23:59:59+09:00')
    expect(judgeHolidayFile(shiftJis(textOf(linesOf(2026))), january).check.notices).toEqual([])
  })

  it('is of another year one second later, at midnight in Japan', () => {
    const file = shiftJis(textOf(linesOf(2026)))
    const lastSecond = Date.parse('2026-12-31T23:59:59+09:00')
    expect(judgeHolidayFile(file, lastSecond).check.problem).toBeNull()
    expect(judgeHolidayFile(file, lastSecond + 1_000).check).toMatchObject({ problem: 'outdated', year: 2026 })
  })

  it.each([
    ['an old file', linesOf(2024, 2025), 'outdated', null],
    ['a file that was cut off', linesOf(2026, 2027).slice(0, -9), 'year_incomplete', null],
    ['a day that there is not', [...linesOf(2026), '2027/2/29,誤り'], 'bad_date', 20],
    ['a month that there is not', ['2026/13/1,誤り', ...linesOf(2026)], 'bad_date', 2],
    ['a date in words', ['令和8年1月1日,元日'], 'bad_date', 2],
    ['a line with one column', ['2026/1/1'], 'bad_line', 2],
    ['a line with three', ['2026/1/1,元日,休'], 'bad_line', 2],
    ['a day without a name', ['2026/1/1,'], 'no_name', 2],
    ['the same day twice', [...linesOf(2026), '2026/1/1,元日'], 'twice', 20],
    ['a heading alone', [], 'empty', null],
  ] as const)('%s is refused with its line, and nothing of it is kept', (_what, lines, problem, line) => {
    const { check, days } = judgeHolidayFile(shiftJis(textOf(lines)), now)
    expect(check).toMatchObject({ problem, line, digest: null })
    expect(days).toEqual([])
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['UTF-16', Buffer.from(`\ufeff${textOf(linesOf(2026))}`, 'utf16le'), 'not_readable'],
    ['EUC-JP', iconv.encode(textOf(linesOf(2026)), 'euc-jp'), 'not_readable'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff, 0x00]), 'not_readable'],
    ['another file', shiftJis('顧客番号,氏名\r\n1,架空 花子\r\n'), 'no_heading'],
  ] as const)('%s is refused', (_what, bytes, problem) => {
    expect(judgeHolidayFile(bytes, now).check).toMatchObject({ problem, digest: null })
  })
})
