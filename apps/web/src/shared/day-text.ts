import { toDateInput } from './format.ts'

/**
 * Reads a day as people type it: `2026/11/21`, `2026-11-21`, `2026年11月21日`, `20261121`, `21/11/2026`, and `11/21`,
 * which is the day of this year. Full-width digits are read like others.
 *
 * @param now  which year this is in Japan, milliseconds since 1970 UTC
 * @returns    the day as `2026-11-21`, or null for what is no day of the calendar
 */
export function parseDay(text: string, now: number): string | null {
  const typed = text
    .normalize('NFKC')
    .trim()
    .replaceAll(/[年月]/g, '/')
    .replace(/日$/, '')
  const whole = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(typed)
  if (whole !== null) return dayOf(whole[1], whole[2], whole[3])
  const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(typed)
  if (dayFirst !== null) return dayOf(dayFirst[3], dayFirst[2], dayFirst[1])
  const ofThisYear = /^(\d{1,2})[-/.](\d{1,2})$/.exec(typed)
  return ofThisYear === null ? null : dayOf(toDateInput(now).slice(0, 4), ofThisYear[1], ofThisYear[2])
}

function dayOf(year = '', month = '', day = ''): string | null {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${written}T00:00:00Z`)
  // a 30th of February is either unreadable or becomes a day in March
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written) ? written : null
}
