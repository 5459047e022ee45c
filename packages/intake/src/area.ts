import type { PhoneKind } from './phone.ts'

/**
 * Where a number is, as coarsely as a stop in a disaster asks: the three digits behind the trunk 0 of a landline, a million
 * numbers each. Area codes of the plan have one to four digits there, so that no table of them is needed.
 *
 * @returns '' for numbers that say nothing of a place: mobile, IP, toll-free
 */
export function areaDigitsOf(e164: string, kind: PhoneKind): string {
  const isLandline = kind === 'landline' || kind === 'fictitious_landline'
  return isLandline ? e164.slice('+81'.length, '+81'.length + 3) : ''
}

/** Each area once, with spaces between them. */
export function withArea(areas: string, digits: string): string {
  if (digits === '' || areas.includes(digits)) return areas
  return areas === '' ? digits : `${areas} ${digits}`
}

/** Of all numbers of a person. */
export function areasOf(phones: readonly { readonly areaDigits: string }[]): string {
  return phones.reduce((areas, { areaDigits }) => withArea(areas, areaDigits), '')
}
