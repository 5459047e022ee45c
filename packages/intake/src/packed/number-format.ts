/** How a number in a cell is shown, as far as it matters to a list. */
export type NumberFormat =
  | { readonly kind: 'general' }
  | { readonly kind: 'date' }
  /** `00000000` or `000-0000`: digits are filled up with zeros, signs stand between them. */
  | { readonly kind: 'padded'; readonly pattern: string }

const general: NumberFormat = { kind: 'general' }
const date: NumberFormat = { kind: 'date' }

/** Formats without a code of their own in the file (ECMA-376 part 1, 18.8.30), those of Japanese Excel included. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

const longestPattern = 32

export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return isBuiltInDate(id) ? date : general
  const sections = code.split(';')
  // with conditions, as postal codes have them, the last section is the one for whole values
  const section = (/\[[<>=]/.test(code) ? sections.at(-1) : sections[0]) ?? ''
  const plain = section.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, (part) => (part === '\\-' ? '-' : ''))
  if (/^0[0-]*$/.test(plain) && plain.length > 1 && plain.length <= longestPattern)
    return { kind: 'padded', pattern: plain }
  if (/general/i.test(plain)) return general
  return /[ymdhsge年月日]/i.test(plain.replace(/e[+-]/gi, '')) ? date : general
}

const dayMs = 86_400_000
const [epoch1900, epoch1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)]
/** 9999-12-31, the last day that Excel knows. */
const lastSerial = 2_958_466

/** `2026/01/05`, with the time where there is one; null for what is no date. Excel's 29 February 1900 never was. */
export function dateText(serial: number, is1904: boolean): string | null {
  if (!(serial >= 0 && serial < lastSerial)) return null
  const shifted = !is1904 && serial < 60 ? serial + 1 : serial
  const at = new Date((is1904 ? epoch1904 : epoch1900) + Math.round(shifted * 86_400) * 1_000)
  const [day = '', time = ''] = at.toISOString().slice(0, 19).split('T')
  const clock = at.getTime() % dayMs === 0 ? '' : time
  if (serial < 1) return clock === '' ? '00:00:00' : clock
  return `${day.replaceAll('-', '/')}${clock === '' ? '' : ` ${clock}`}`
}

/** A number as it was most likely meant: whole numbers with all their digits, others with the fifteen that Excel keeps. */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  const kept = Number(value.toPrecision(15))
  return Number.isInteger(kept) && Math.abs(kept) < 1e21 ? kept.toFixed(0) : String(kept)
}

/** A whole number in the signs of a pattern; null where it does not fit. */
export function paddedText(value: number, pattern: string): string | null {
  if (!Number.isSafeInteger(value) || value < 0) return null
  const places = pattern.replaceAll('-', '').length
  const digits = String(value).padStart(places, '0')
  let next = digits.length
  let text = ''
  for (let at = pattern.length - 1; at >= 0; at--) text = (pattern[at] === '-' ? '-' : (digits[--next] ?? '')) + text
  return digits.slice(0, next) + text
}
