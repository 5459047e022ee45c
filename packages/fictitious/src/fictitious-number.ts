/**
 * Telephone numbers that nobody in Japan can own, for demos, tests and made-up lists.
 *
 * Japan reserves no range for fiction (as the United States do with 555-01xx), so these are ranges that the
 * numbering plan leaves unassigned. Checked against the plan as described in
 * - Ministry of Internal Affairs and Communications, 電話番号に関するQ&A, Q1 (soumu.go.jp, tel_number): mobile
 *   services are 0A0, geographic numbers 0ABC with A, B, C other than 0, services 0AB0 with A, B other than 0;
 * - wdic.org, entries 070 and 030: the digit after 070 is other than 0; 030 has not been in use since 1999;
 * - ITmedia Mobile 2024-10-09: since 1999 the number after 090 or 070 does not begin with 0 (kept for other services).
 *
 * libphonenumber's full metadata calls every number in them invalid, its short metadata calls some valid. Two
 * neighbours look alike and must NOT be used: 080-0xxx-xxxx is 0800-xxx-xxxx, a free-phone number that a company
 * may own; 06-0xxx-xxxx is the beginning of a 060 mobile number (assigned since July 2026).
 */
export const FICTITIOUS_RANGES = [
  { kind: 'mobile', prefix: '0900', freeDigits: 7 },
  { kind: 'mobile', prefix: '0700', freeDigits: 7 },
  { kind: 'landline', prefix: '030', freeDigits: 7 },
] as const

export type FictitiousRange = (typeof FICTITIOUS_RANGES)[number]['kind']
/** As intake names what it accepts: told apart from real mobiles and landlines for good. */
export type FictitiousKind = `fictitious_${FictitiousRange}`

const NUMBERS_PER_RANGE = 10_000_000
/** Odd and no multiple of 5, hence a permutation of 0..9,999,999; spreads neighbours over the range. */
const STRIDE = 6_180_339

/**
 * The `index`-th fictitious number of a seed, domestic digits such as `09001234567` or `0301234567`.
 *
 * Different indexes of one seed and kind give different numbers: 20 million mobiles, 10 million landlines.
 *
 * @param seed   any integer; another seed gives another order
 * @param index  0 or more
 */
export function fictitiousNumber(seed: number, index: number, kind: FictitiousRange = 'mobile'): string {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, not ${seed}`)
  const ranges = FICTITIOUS_RANGES.filter((range) => range.kind === kind)
  if (!Number.isSafeInteger(index) || index < 0 || index >= ranges.length * NUMBERS_PER_RANGE) {
    throw new RangeError(`no fictitious ${kind} number has the index ${index}`)
  }
  const range = ranges[index % ranges.length] ?? FICTITIOUS_RANGES[0]
  const position = Math.floor(index / ranges.length)
  const start = ((seed % NUMBERS_PER_RANGE) + NUMBERS_PER_RANGE) % NUMBERS_PER_RANGE
  // Below 10^14, hence exact in a double.
  const free = (position * STRIDE + start * 7_919) % NUMBERS_PER_RANGE
  return range.prefix + String(free).padStart(range.freeDigits, '0')
}

/**
 * The kind of an E.164 number nobody can own, or null for any other. Runs for every number of a client's file, so it
 * looks at five characters by hand; a test holds it against the ranges.
 */
export function fictitiousKind(e164: string): FictitiousKind | null {
  if (!e164.startsWith('+81')) return null
  const first = e164[3]
  if (e164.length === 13)
    return (first === '7' || first === '9') && e164[4] === '0' && e164[5] === '0' ? 'fictitious_mobile' : null
  return e164.length === 12 && first === '3' && e164[4] === '0' ? 'fictitious_landline' : null
}

export const isFictitious = (e164: string): boolean => fictitiousKind(e164) !== null

const SEPARATORS = ' -()\u3000'

/** Whether a number as people write it, with or without +81, hyphens and spaces, lies in one of the ranges. */
export function isFictitiousNumber(number: string): boolean {
  let bare = ''
  for (const character of number) if (!SEPARATORS.includes(character)) bare += character
  const digits = bare.startsWith('+81') ? `0${bare.slice(3)}` : bare
  return FICTITIOUS_RANGES.some(
    (range) => digits.startsWith(range.prefix) && digits.length === range.prefix.length + range.freeDigits,
  )
}
