import type { RowReasonCode } from './codes.ts'

export type BirthDateReason = Extract<RowReasonCode, `birth_date_${string}`>
export type BirthDateVerdict =
  | { readonly ok: true; readonly iso: string }
  | { readonly ok: false; readonly reason: BirthDateReason }

/** Year before year 1 and last year number of each era; files write dates of the change-over year either way. */
const eras: Record<string, { readonly before: number; readonly lastYear: number }> = {
  M: { before: 1867, lastYear: 45 },
  T: { before: 1911, lastYear: 15 },
  S: { before: 1925, lastYear: 64 },
  H: { before: 1988, lastYear: 31 },
  R: { before: 2018, lastYear: 99 },
}
const eraLetters: Record<string, string> = { 明: 'M', 大: 'T', 昭: 'S', 平: 'H', 令: 'R' }
const eraSquares: Record<string, string> = { '㍾': 'M', '㍽': 'T', '㍼': 'S', '㍻': 'H', '㋿': 'R' }

const western = /^(\d{4})(?:[/.-]|年)(\d{1,2})(?:[/.-]|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/
const era = /^([MTSHR]|[明大昭平令])[治正和成]?\.?(\d{1,2}|元)(?:[/.-]|年)(\d{1,2})(?:[/.-]|月)(\d{1,2})日?$/
const eraPacked = /^([MTSHR])(\d{2})(\d{2})(\d{2})$/
const oldest = 130

const unreadable = { ok: false, reason: 'birth_date_unreadable' } as const
const impossible = { ok: false, reason: 'birth_date_impossible' } as const

const daysIn = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`)

function checked(year: number, month: number, day: number, today: string | null): BirthDateVerdict {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return impossible
  const iso = `${year}-${two(month)}-${two(day)}`
  if (today === null) return { ok: true, iso }
  if (Number(today.slice(0, 4)) - year > oldest) return impossible
  return iso > today ? { ok: false, reason: 'birth_date_future' } : { ok: true, iso }
}

/** `2026/01/05` or `2026-01-05`, the form of nearly every file, without a pattern. */
function slashed(cell: string): { readonly year: number; readonly month: number; readonly day: number } | null {
  if (cell.length !== 10) return null
  const mark = cell.charCodeAt(4)
  if ((mark !== 47 && mark !== 45) || cell.charCodeAt(7) !== mark) return null
  let digits = 0
  for (let at = 0; at < 10; at++) {
    if (at === 4 || at === 7) continue
    const digit = cell.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return null
    digits = digits * 10 + digit
  }
  return { year: Math.floor(digits / 10_000), month: Math.floor(digits / 100) % 100, day: digits % 100 }
}

/**
 * Reads a birth date: 2026/1/5, 2026-01-05, 20260105, 2026年1月5日, S38.5.1, 昭和38年5月1日, 令和元年5月1日, S380501.
 *
 * @param today ISO date in the centre's zone; later dates and ages over 130 are refused; null: any date that exists
 */
export function readBirthDate(cell: string, today: string | null): BirthDateVerdict {
  const fast = slashed(cell)
  if (fast !== null) return checked(fast.year, fast.month, fast.day, today)
  let text = cell.trim()
  // NFKC would spell ㍼ as 昭和, which the pattern reads; spaces inside ("S 38. 5. 1") are dropped.
  if (!/^[\d/-]+$/.test(text)) {
    text = text.replace(/[㍾㍽㍼㍻㋿]/g, (square) => eraSquares[square] as string)
    text = text.normalize('NFKC').replace(/[‐‑–—−ー]/g, '-')
    if (!western.test(text)) text = text.replace(/\s+/g, '').toUpperCase()
  }
  if (text.length === 8 && /^\d{8}$/.test(text)) {
    return checked(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)), today)
  }
  const plain = western.exec(text)
  if (plain !== null) return checked(Number(plain[1]), Number(plain[2]), Number(plain[3]), today)
  const named = era.exec(text) ?? eraPacked.exec(text)
  if (named === null) return unreadable
  const letter = named[1] as string
  const known = eras[eraLetters[letter] ?? letter]
  const yearInEra = named[2] === '元' ? 1 : Number(named[2])
  if (known === undefined || yearInEra < 1 || yearInEra > known.lastYear) return impossible
  return checked(known.before + yearInEra, Number(named[3]), Number(named[4]), today)
}

/**
 * The date that a spreadsheet keeps as days since 1900, for five digits: 1927 and later. Fewer digits may be a year, so
 * they are no date. Null for anything else.
 */
export function serialDate(cell: string): string | null {
  const digits = cell.trim()
  if (!/^[1-9]\d{4}$/.test(digits)) return null
  return new Date(Date.UTC(1899, 11, 30) + Number(digits) * 86_400_000).toISOString().slice(0, 10)
}

/** Whether a birth date that was read is written in Japanese eras: those begin with a letter or a sign, others with a digit. */
export function isEraDate(cell: string): boolean {
  const first = cell.charCodeAt(0)
  return !(first >= 48 && first <= 57) && !/^\s*[0-9０-９]/.test(cell)
}
