import { createHash } from 'node:crypto'
import type { HolidayFileCheck, HolidayFileNotice } from '@sekisho/contract'
import { COMPUTED_HOLIDAYS, dateOf, dayOf, FIRST_COMPUTED_YEAR, LAST_COMPUTED_YEAR } from '@sekisho/dialer'
import { canonicalBytes } from '@sekisho/ledger'
import { readHolidayFile } from './holiday-file.ts'
import type { FileDays } from './queries.ts'

export interface JudgedFile {
  readonly check: HolidayFileCheck
  /** What is kept: whole years from this one on. Empty with a problem. */
  readonly days: FileDays
}

/** The law has had sixteen days a year since 2016: a year with fewer than this was cut off. */
const fewestOfYear = 10
const nothing: Omit<HolidayFileCheck, 'problem'> = {
  ...{ line: null, year: null, notices: [], years: [], days: 0, differences: [], digest: null },
}

/**
 * What a file of holidays would change. Years that are over are left out: nobody is called in them any more.
 *
 * @param nowMs  decides which years are over
 */
export function judgeHolidayFile(bytes: Uint8Array, nowMs: number): JudgedFile {
  const read = readHolidayFile(bytes)
  const refused = (some: Partial<HolidayFileCheck>): JudgedFile => ({
    check: { problem: null, ...nothing, ...some },
    days: [],
  })
  if ('problem' in read) return refused({ problem: read.problem, line: read.line })
  const today = dateOf(dayOf(nowMs))
  const thisYear = Number(today.slice(0, 4))
  const days = read.days.filter(([date]) => yearOf(date) >= thisYear)
  const years = [...new Set(days.map(([date]) => yearOf(date)))]
  if (years.length === 0) return refused({ problem: 'outdated', year: yearOf(read.days.at(-1)?.[0] ?? '') })
  const cutOff = years.find((year) => days.filter(([date]) => yearOf(date) === year).length < fewestOfYear)
  if (cutOff !== undefined) return refused({ problem: 'year_incomplete', year: cutOff })
  const differences = differencesOf(days, years)
  // the next year's almanac is published on 1 February
  const isNextOut = today.slice(5) >= '03-01' && !years.includes(thisYear + 1)
  const notices: HolidayFileNotice[] = [
    ...(read.encoding === 'utf-8' ? (['read_as_utf8'] as const) : []),
    ...(isNextOut ? (['next_year_missing'] as const) : []),
    ...(differences.length > 0 ? (['differs'] as const) : []),
  ]
  return {
    check: { ...nothing, problem: null, notices, years, days: days.length, differences, digest: digestOf(days) },
    days,
  }
}

/** SHA-256 of the days and names, hex: in the entry of the import, and compared with the row by the audit. */
export function digestOf(days: FileDays): string {
  return createHash('sha256')
    .update(canonicalBytes(days.map(([date, name]) => [date, name])))
    .digest('hex')
}

/** Where the file and the law, as it was when this was made, are not of one mind. */
function differencesOf(days: FileDays, years: readonly number[]): HolidayFileCheck['differences'] {
  const inFile = new Map(days)
  const judged = new Set(years.filter((year) => year >= FIRST_COMPUTED_YEAR && year <= LAST_COMPUTED_YEAR))
  const dates = [...new Set([...inFile.keys(), ...COMPUTED_HOLIDAYS.keys()])].filter((date) => judged.has(yearOf(date)))
  return dates
    .filter((date) => inFile.has(date) !== COMPUTED_HOLIDAYS.has(date))
    .sort()
    .map((date) => ({ date, inFile: inFile.get(date) ?? null, byLaw: COMPUTED_HOLIDAYS.get(date) ?? null }))
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}
