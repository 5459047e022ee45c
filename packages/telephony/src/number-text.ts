/**
 * Reading telephone numbers without regular expressions: the engine keeps the text of the last match (the legacy
 * `RegExp.input`, ECMA-262 annex B proposal), so a number that met one could be found in memory after its call.
 */

const SEPARATORS = ' -()\u3000'

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9' && character.length === 1
}

/** `+81 90-0123-4567` and `090-0123-4567` to `09001234567`. What is no separator stays as it is. */
export function domesticDigits(number: string): string {
  let bare = ''
  for (const character of number) if (!SEPARATORS.includes(character)) bare += character
  return bare.startsWith('+81') ? `0${bare.slice(3)}` : bare
}

/** Whether a text is a number in E.164: `+` and 7 to 15 digits, the first of which is not 0. */
export function isInternational(number: string): boolean {
  return number.startsWith('+') && number[1] !== '0' && isDialable(number)
}

/** Whether a text is E.164 (`+` and 7 to 15 digits) or a domestic number of 9 to 11 digits beginning with 0. */
export function isDialable(number: string): boolean {
  const isInternational = number.startsWith('+')
  const digits = isInternational ? number.slice(1) : number
  for (const character of digits) if (!isDigit(character)) return false
  if (isInternational) return digits.length >= 7 && digits.length <= 15
  return digits.startsWith('0') && digits.length >= 9 && digits.length <= 11
}

/** Whether domestic digits are those of a mobile: 060, 070, 080 or 090. */
export function isMobileNumber(digits: string): boolean {
  return digits[0] === '0' && '6789'.includes(digits[1] ?? '-') && digits[2] === '0'
}
