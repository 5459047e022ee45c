import type { RepairCode } from '@sekisho/contract'
import { type FictitiousKind, fictitiousKind } from '@sekisho/fictitious'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { RowNoteCode, RowReasonCode } from './codes.ts'

export type PhoneKind = 'mobile' | 'landline' | 'ip' | 'toll_free' | FictitiousKind

export type PhoneReasonCode = Extract<RowReasonCode, `phone_${string}` | 'number_not_assignable'>
export type PhoneNoteCode = Extract<RowNoteCode, `phone_${string}`>

export interface PhoneRules {
  /** Accept numbers nobody can own: trial and test campaigns only. */
  readonly allowFictitious: boolean
  /** Repairs that are switched off: such a cell is refused. */
  readonly withoutRepairs: readonly RepairCode[]
  /** 0120 and 0800: refused until the supervisor says yes. */
  readonly allowTollFree: boolean
}

export type PhoneVerdict =
  | { readonly ok: true; readonly e164: string; readonly kind: PhoneKind; readonly note: PhoneNoteCode | null }
  | { readonly ok: false; readonly reason: PhoneReasonCode }

type NumberKind = 'mobile' | 'landline' | 'ip' | 'toll_free' | 'premium' | 'navi_dial' | 'pager' | 'none'

/** What libphonenumber (max metadata) says about a national number that begins with its trunk 0. */
export function libraryKind(national: string): NumberKind {
  const parsed = parsePhoneNumberFromString(national, 'JP')
  if (parsed === undefined || !parsed.isValid() || parsed.country !== 'JP') return 'none'
  switch (parsed.getType()) {
    case 'MOBILE':
      return 'mobile'
    case 'FIXED_LINE':
    case 'FIXED_LINE_OR_MOBILE':
      return 'landline'
    case 'VOIP':
      return 'ip'
    case 'TOLL_FREE':
      return 'toll_free'
    case 'PREMIUM_RATE':
      return 'premium'
    case 'UAN':
    case 'SHARED_COST':
      return 'navi_dial'
    case 'PAGER':
      return 'pager'
    // 060 with ten digits was the "unified number" (FMC); none is in use, and 06-0 begins a 060 mobile.
    case 'PERSONAL_NUMBER':
    case 'VOICEMAIL':
    case undefined:
      return 'none'
  }
}

/**
 * In the Japanese plan length and the first three digits after the trunk 0 decide kind and validity, so the library
 * is asked once for each of these 2,000 prefixes and remembered (a property test compares the two on whole numbers).
 */
const kindByPrefix: (NumberKind | undefined)[] = Array.from({ length: 2_000 })

/** Kind of `0[1-9]…` with 10 or 11 digits, from the remembered prefixes; null for every other shape. */
export function prefixKind(national: string): NumberKind | null {
  const length = national.length
  if ((length !== 10 && length !== 11) || national.charCodeAt(0) !== 48 || national.charCodeAt(1) === 48) return null
  const prefix =
    (national.charCodeAt(1) - 48) * 100 + (national.charCodeAt(2) - 48) * 10 + (national.charCodeAt(3) - 48)
  const slot = (length - 10) * 1_000 + prefix
  const known = kindByPrefix[slot]
  if (known !== undefined) return known
  const kind = libraryKind(national)
  kindByPrefix[slot] = kind
  return kind
}

const refused = {
  premium: { ok: false, reason: 'phone_premium' },
  navi_dial: { ok: false, reason: 'phone_navi_dial' },
  pager: { ok: false, reason: 'phone_pager' },
  none: { ok: false, reason: 'number_not_assignable' },
  length: { ok: false, reason: 'phone_length' },
  unreadable: { ok: false, reason: 'phone_unreadable' },
  foreign: { ok: false, reason: 'phone_foreign' },
  toll_free: { ok: false, reason: 'phone_toll_free' },
  digitsLost: { ok: false, reason: 'phone_digits_lost' },
} as const satisfies Record<string, PhoneVerdict>

/** 0A0 numbers (020, 050 to 090) have eleven digits, all others ten. */
const isMobileShaped = (national: string): boolean => /^0[25-9]0/.test(national)

function judgeNational(national: string, rules: PhoneRules, note: PhoneNoteCode | null): PhoneVerdict {
  const length = national.length
  if (length !== 10 && length !== 11) return refused.length
  const e164 = `+81${national.slice(1)}`
  // Only 0A0-0… and 03-0… can be fictitious: most numbers are ruled out by their third and fourth digit.
  if (national.charCodeAt(3) === 48 || national.charCodeAt(2) === 48) {
    const fictitious = fictitiousKind(e164)
    if (fictitious !== null) return rules.allowFictitious ? { ok: true, e164, kind: fictitious, note } : refused.none
  }
  const kind = prefixKind(national) ?? libraryKind(national)
  switch (kind) {
    case 'mobile':
    case 'landline':
    case 'ip':
      return { ok: true, e164, kind, note }
    case 'toll_free':
      return rules.allowTollFree ? { ok: true, e164, kind, note } : refused.toll_free
    case 'none':
      return length === (isMobileShaped(national) ? 11 : 10) ? refused.none : refused.length
    case 'premium':
    case 'navi_dial':
    case 'pager':
      return refused[kind]
  }
}

const hyphens = '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\uff70\ufe63\u2500\u00ad'
const ignoredInPhone = new Set(Array.from(`${hyphens} \u3000\u00a0\t.．・()（）[]［］`, (char) => char.charCodeAt(0)))

/** Whether a character may stand in a number between its digits. */
export function isInPhone(char: string): boolean {
  return char === '+' || char === '＋' || ignoredInPhone.has(char.charCodeAt(0))
}

/**
 * Digits of a cell, `+` kept in front, or null when another character stands in it.
 * The two common shapes, ASCII digits with and without hyphens, do not allocate per character.
 */
function digitsOf(cell: string): string | null {
  let digits = ''
  let runStart = 0
  for (let i = 0; i < cell.length; i++) {
    const code = cell.charCodeAt(i)
    if (code >= 48 && code <= 57) continue
    if (runStart < i) digits += cell.slice(runStart, i)
    runStart = i + 1
    if (code >= 0xff10 && code <= 0xff19) digits += String.fromCharCode(code - 0xff10 + 48)
    else if ((code === 43 || code === 0xff0b) && digits === '') digits = '+'
    else if (!ignoredInPhone.has(code)) return null
  }
  if (runStart === 0) return cell
  if (runStart < cell.length) digits += cell.slice(runStart)
  return digits
}

const excelExponent = /^\s*\d(?:\.\d+)?[eE]\+\d{1,2}\s*$/
const fullWidth = /[０-９＋（）［］．\u3000]/
const oddHyphens = /[\u2010-\u2015\u2212\u30fc\uff0d\uff70\ufe63\u2500\u00ad]/
const beyondAscii = /[^\x20-\x7e]/
const noSigns: readonly PhoneSign[] = []

/** How a readable number can be written other than by ASCII digits and hyphens. */
export type PhoneSign = Extract<RepairCode, 'full_width' | 'hyphens'>

/** What has to be read otherwise than it is written in one phone cell. */
export function phoneSigns(cell: string): readonly PhoneSign[] {
  if (!beyondAscii.test(cell)) return noSigns
  const signs: PhoneSign[] = []
  if (fullWidth.test(cell)) signs.push('full_width')
  if (oddHyphens.test(cell)) signs.push('hyphens')
  return signs
}

export const extension = /\s*(?:内線|内|ext\.?|EXT\.?|#|＃)[\s:：]*[0-9０-９]{1,6}\s*[)）]?$/

const isBare81 = (digits: string): boolean =>
  digits.startsWith('81') && (digits.length === 12 || (digits.length === 11 && digits.charCodeAt(2) !== 48))

/**
 * Judges one phone cell that holds at most one number.
 *
 * @returns E.164 with kind and a note on what was repaired, or the reason for refusal
 * @source  numbering plan through libphonenumber-js /max; fictitious ranges through `@sekisho/fictitious`
 */
export function judgePhone(cell: string, rules: PhoneRules): PhoneVerdict {
  const { withoutRepairs } = rules
  const isOff = (repair: RepairCode): boolean => withoutRepairs.length > 0 && withoutRepairs.includes(repair)
  if (withoutRepairs.length > 0 && phoneSigns(cell).some(isOff)) return refused.unreadable
  let digits = digitsOf(cell)
  let note: PhoneNoteCode | null = null
  if (digits === null) {
    if (excelExponent.test(cell)) return refused.digitsLost
    const base = cell.replace(extension, '').replace(/[(（]\s*$/, '')
    if (base === cell || isOff('extension')) return refused.unreadable
    digits = digitsOf(base)
    if (digits === null) return refused.unreadable
    note = 'phone_extension_left_out'
  }
  const first = digits.charCodeAt(0)
  if (digits === '' || digits === '+') return refused.unreadable
  if (first === 43) {
    if (!digits.startsWith('+81')) return refused.foreign
    // "+81 (0)90-…" keeps the trunk zero that must not be dialled.
    return judgeNational(digits.charCodeAt(3) === 48 ? digits.slice(3) : `0${digits.slice(3)}`, rules, note)
  }
  if (first === 48) {
    if (!digits.startsWith('010')) return judgeNational(digits, rules, note)
    if (!digits.startsWith('01081')) return digits.length > 11 ? refused.foreign : judgeNational(digits, rules, note)
    return judgeNational(`0${digits.slice(5)}`, rules, note)
  }
  if (isBare81(digits) && !isOff('country_code')) {
    return judgeNational(`0${digits.slice(2)}`, rules, 'phone_country_code_restored')
  }
  const isShort = digits.length === 9 || (digits.length === 10 && digits.charCodeAt(1) === 48)
  if (isShort && !isOff('leading_zero')) return judgeNational(`0${digits}`, rules, 'phone_zero_restored')
  return refused.length
}

const separators = /[/／,，、;；|\n]|\s{2,}|または|又は/

/** The parts of a cell that holds several numbers (`03-…／090-…`); one part for an ordinary cell. */
export function splitPhoneCell(cell: string): readonly string[] {
  // Fourteen characters hold at most one number with its hyphens: the common cell is not even searched.
  if (cell.length < 19 || !separators.test(cell)) return [cell]
  const parts = cell.split(separators).map((part) => part.trim())
  return parts.filter((part) => part !== '')
}
