import type { FieldCode } from '@sekisho/contract'
import { readBirthDate } from './birth-date.ts'
import { extension, isInPhone, splitPhoneCell } from './phone.ts'

const hidden = '••••'

/**
 * The shape of a text without its content: ○ for kanji, あ and ア for kana, A for letters, # for digits, a mark for
 * anything else; at most 12 signs.
 */
export function shapeOf(text: string): string {
  let shape = ''
  for (const char of text) {
    if (shape.length >= 12) return `${shape}…`
    if (/[0-9０-９]/.test(char)) shape += '#'
    else if (/[A-Za-zＡ-Ｚａ-ｚ]/.test(char)) shape += 'A'
    else if (/[\u3041-\u309f]/.test(char)) shape += 'あ'
    else if (/[\u30a0-\u30ff\uff66-\uff9f]/.test(char)) shape += 'ア'
    else if (/[\p{sc=Han}々〆\ue000-\uf8ff]/u.test(char)) shape += '○'
    else if (/[-/.,:;@ \u3000()（）・ー－]/.test(char)) shape += char
    else shape += '□'
  }
  return shape
}

/** First part of a name where the client separates it, else the first character; the length is not told. */
function maskName(text: string): string {
  const parts = text.trim().split(/[\s\u3000]+/)
  const separated = parts.length > 1 ? (parts[0] as string) : ''
  // A long first part is no surname, whatever the heading says.
  if (separated.length > 0 && separated.length <= 6) return `${separated} ○○`
  const [first] = Array.from(text.trim())
  return first === undefined ? '' : `${first}○○`
}

function maskPhone(text: string): string {
  return splitPhoneCell(text)
    .map((part) => {
      const number = part.replace(extension, '')
      return number === part || number.trim() === '' ? maskNumber(part) : `${maskNumber(number)} 内線••`
    })
    .join(' / ')
}

function maskNumber(text: string): string {
  const digits = text.normalize('NFKC').replace(/\D/g, '')
  // Only what is a whole Japanese number; half a number shows its shape.
  if (!/^(?:0\d{9,10}|[1-9]\d{8,9})$/.test(digits)) return shapeOf(text).replace(/[^#]/g, '□').replace(/#/g, '•')
  const area = digits.length === 11 ? 3 : digits.startsWith('0') ? 2 : 1
  return `${digits.slice(0, area)}-${hidden}-${digits.slice(-4)}`
}

const municipality =
  /^(?:東京都|北海道|(?:京都|大阪)府|[\u4e00-\u9fff]{2,3}県)(?:[^\d０-９\s]{1,6}?郡[^\d０-９\s]{1,6}?[町村]|[^\d０-９\s]{1,6}?市(?:[^\d０-９\s]{1,4}?区)?|[^\d０-９\s]{1,4}?区|[^\d０-９\s]{1,5}?[町村])/

function maskAddress(text: string): string {
  const kept = municipality.exec(text.trim())
  return kept === null ? shapeOf(text) : `${kept[0]}${hidden}`
}

function maskTail(text: string): string {
  const chars = Array.from(text.trim())
  const shown = Math.min(4, Math.floor(chars.length / 2))
  return `${hidden}${chars.slice(chars.length - shown).join('')}`
}

function maskBirthDate(text: string): string {
  const verdict = readBirthDate(text, null)
  return verdict.ok ? `${verdict.iso.slice(0, 4)}-••-••` : shapeOf(text)
}

function maskPostalCode(text: string): string {
  const digits = text.normalize('NFKC').replace(/\D/g, '')
  return digits.length === 7 ? `${digits.slice(0, 3)}-${hidden}` : shapeOf(text)
}

/**
 * One cell as a preview may show it. Default-deny: a column nobody has given a field, and every custom column, shows
 * its shape only.
 */
export function maskCell(field: FieldCode | null, text: string): string {
  if (text.trim() === '') return ''
  switch (field) {
    case 'name':
    case 'kana':
      return maskName(text)
    case 'phone_1':
    case 'phone_2':
    case 'phone_3':
      return maskPhone(text)
    case 'address':
      return maskAddress(text)
    case 'birth_date':
      return maskBirthDate(text)
    case 'customer_number':
      return maskTail(text)
    case 'postal_code':
      return maskPostalCode(text)
    case 'email':
      return `${hidden}@${hidden}`
    default:
      return shapeOf(text)
  }
}

/** Rows as a preview may show them, by the field of each column (null: unknown). */
export const maskedSample = (
  rows: readonly (readonly string[])[],
  fields: readonly (FieldCode | null)[],
): readonly (readonly string[])[] =>
  rows.map((cells) => cells.map((cell, index) => maskCell(fields[index] ?? null, cell)))

const isDigit = (char: string): boolean => /[0-9０-９]/.test(char)
const keptInDates = /[MTSHRmtshr明治大正昭和平成令元年月日㍾㍽㍼㍻㋿./\-－・\s]/

/**
 * A telephone number or a birth date in the very signs it was written in, with most digits hidden: what a repair begins
 * with. `０９０－００００－０００３` keeps its width, `S38.5.1` its era; no more digits are shown than in other samples.
 */
export function maskAsWritten(field: FieldCode, text: string): string {
  if (field === 'birth_date') return dateAsWritten(text)
  return text
    .split(/([/／,，、;；|\n]|\s{2,}|または|又は)/)
    .map((part, index) => (index % 2 === 0 ? numberAsWritten(part) : part))
    .join('')
}

/** The year of the era, at most two digits, and the signs around month and day: `S380501` is one run of digits. */
function dateAsWritten(text: string): string {
  let shown = 0
  let isYearOver = false
  return Array.from(text, (char) => {
    if (!isDigit(char)) {
      isYearOver = shown > 0
      return keptInDates.test(char) ? char : '□'
    }
    shown += 1
    return isYearOver || shown > 2 ? '•' : char
  }).join('')
}

function numberAsWritten(text: string): string {
  const number = text.replace(extension, '')
  const digits = Array.from(number).filter(isDigit)
  // half a number shows none of its digits
  const isWhole = digits.length >= 9 && digits.length <= 13
  const area = digits.length === 11 ? 3 : 2
  const front = !isWhole ? 0 : digits[0] === '0' || digits[0] === '０' ? area : 1
  const back = isWhole ? digits.length - 4 : digits.length
  let at = -1
  const hidden = Array.from(number, (char) => {
    if (!isDigit(char)) return isInPhone(char) ? char : '□'
    at += 1
    return at < front || at >= back ? char : '•'
  }).join('')
  return hidden + text.slice(number.length).replace(/[0-9０-９]/g, '•')
}
