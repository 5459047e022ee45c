import type { HolidayFileProblem } from '@sekisho/contract'
import type { FileDays } from './queries.ts'

/** A file in the form of the Cabinet Office's `syukujitsu.csv`, or why it is none. */
export type ReadHolidayFile =
  | { readonly days: FileDays; readonly encoding: 'shift_jis' | 'utf-8' }
  | { readonly problem: HolidayFileProblem; readonly line: number | null }

/** What the Cabinet Office has stood at the top since 2019. */
const heading = '国民の祝日・休日月日,国民の祝日・休日名称'
/** From 1955 on there are some 1,100. */
const mostLines = 5_000
const longestName = 40

/**
 * Reads a file of holidays: Shift_JIS as the Cabinet Office publishes it, or UTF-8 as an editor may have saved it. Whoever
 * uploads it controls every byte; nothing is taken unless every line is.
 */
export function readHolidayFile(bytes: Uint8Array): ReadHolidayFile {
  if (bytes.length === 0) return { problem: 'empty', line: null }
  const texts = (['shift_jis', 'utf-8'] as const).flatMap((encoding) => {
    const text = decoded(bytes, encoding)
    return text === null ? [] : [{ encoding, lines: linesOf(text) }]
  })
  const found = texts.find(({ lines }) => lines[0] === heading)
  if (found === undefined) return { problem: texts.length === 0 ? 'not_readable' : 'no_heading', line: null }
  const { encoding, lines } = found
  if (lines.length > mostLines) return { problem: 'too_long', line: null }
  if (lines.length === 1) return { problem: 'empty', line: null }
  const days = new Map<string, string>()
  for (const [index, line] of lines.slice(1).entries()) {
    const day = dayOf(line)
    if (typeof day === 'string') return { problem: day, line: index + 2 }
    if (days.has(day[0])) return { problem: 'twice', line: index + 2 }
    days.set(...day)
  }
  return { days: [...days].sort(([left], [right]) => (left < right ? -1 : 1)), encoding }
}

function decoded(bytes: Uint8Array, encoding: 'shift_jis' | 'utf-8'): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // UTF-16 without its mark reads as text with zeros in it
    return text.includes('\u0000') ? null : text
  } catch {
    return null
  }
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim())
  while (lines.at(-1) === '') lines.pop()
  return lines
}

function dayOf(line: string): [date: string, name: string] | HolidayFileProblem {
  const [dateText, name, ...more] = line.split(',')
  if (dateText === undefined || name === undefined || more.length > 0) return 'bad_line'
  const date = dateFrom(dateText)
  if (date === null) return 'bad_date'
  const isName = name !== '' && name.length <= longestName && !/\p{Cc}/u.test(name)
  return isName ? [date, name] : 'no_name'
}

/** `2026/1/1` as it is published, or `2026-01-01`. */
function dateFrom(text: string): string | null {
  const found = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})$/.exec(text)
  if (found === null) return null
  const [year, month, day] = [found[1], found[3], found[4]].map(Number)
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0))
  // 2/30 would roll over into March
  const isThere = date.getUTCMonth() + 1 === month && date.getUTCDate() === day
  return isThere ? date.toISOString().slice(0, 10) : null
}
