import { phoneFieldCodes } from '@sekisho/contract'
import type { FieldCode, FirstNumber, NumberKind, NumberPlace, SamePersonKey } from '@sekisho/contract'
import { areaDigitsOf } from './area.ts'
import { isEraDate, readBirthDate, serialDate } from './birth-date.ts'
import { holdsCardNumber } from './card-number.ts'
import type { RowNoteCode, RowReasonCode } from './codes.ts'
import { describeField, isPhoneField } from './fields.ts'
import type { PhoneField } from './fields.ts'
import { customerNumberKey, kanaKey, nameKey } from './kana.ts'
import type { ColumnMapping } from './mapping.ts'
import { judgePhone, phoneSigns, splitPhoneCell } from './phone.ts'
import type { PhoneKind, PhoneReasonCode, PhoneRules, PhoneSign } from './phone.ts'
import { type Place, placeOf } from './place.ts'

export interface RowRules extends PhoneRules {
  /** Fields that may not be empty. */
  readonly required: readonly FieldCode[]
  /** At least one number that can be dialled. */
  readonly phoneRequired: boolean
  readonly firstNumber: FirstNumber
  /** Numbers of credit cards are kept; otherwise a row that holds one is refused. */
  readonly allowCardNumbers: boolean
  /** ISO date in the centre's zone; birth dates after it are refused. */
  readonly today: string
  /** By what rows are compared with each other, and with people who are there. */
  readonly samePersonBy: SamePersonKey
}

/** Rules of a production campaign: a dialable number, Excel's lost zeros put back, nothing fictitious. */
export const defaultRules = (today: string): RowRules => ({
  required: [],
  phoneRequired: true,
  firstNumber: 'as_in_file',
  allowCardNumbers: false,
  allowFictitious: false,
  withoutRepairs: [],
  allowTollFree: false,
  today,
  samePersonBy: 'customer_number',
})

export interface RowReason {
  readonly code: RowReasonCode
  readonly field?: FieldCode
  readonly firstRow?: number
}
export interface RowNote {
  readonly code: RowNoteCode
  readonly field?: FieldCode
  /** Why a number was left out (`phone_ignored`). */
  readonly reason?: PhoneReasonCode
}

export interface RowPhone {
  readonly field: PhoneField
  readonly e164: string
  readonly kind: NumberKind
  /** Of a landline; '' where the number says nothing of a place. */
  readonly areaDigits: string
}

/** Forms for searching and matching; the stored text is never taken from here. */
export interface SearchKeys extends Place {
  readonly phones: readonly RowPhone[]
  readonly customerNumber: string | null
  readonly kana: string | null
  readonly name: string | null
  /** ISO date. */
  readonly birthDate: string | null
}

/** Cells as received, by field; empty cells have no entry. */
export type FieldValues = { readonly [code in FieldCode]?: string }

export type RowVerdict =
  | {
      readonly kind: 'accepted'
      readonly values: FieldValues
      readonly keys: SearchKeys
      readonly notes: readonly RowNote[]
    }
  | { readonly kind: 'refused'; readonly values: FieldValues; readonly reasons: readonly RowReason[] }

interface Columns {
  readonly single: readonly { readonly field: FieldCode; readonly index: number }[]
  readonly joined: readonly { readonly field: FieldCode; readonly indexes: readonly number[]; readonly by: string }[]
}

function columnsOf(mapping: ColumnMapping): Columns {
  const byField = new Map<FieldCode, number[]>()
  mapping.columns.forEach(({ field }, index) => {
    if (field !== null) byField.set(field, [...(byField.get(field) ?? []), index])
  })
  const all = [...byField]
  return {
    single: all
      .filter(([, indexes]) => indexes.length === 1)
      .map(([field, [index]]) => ({ field, index: index as number })),
    joined: all
      .filter(([, indexes]) => indexes.length > 1)
      .map(([field, indexes]) => ({ field, indexes, by: describeField(field).joinedBy ?? '' })),
  }
}

/** Kinds by the numbering plan. */
const plannedKinds = {
  mobile: 'mobile',
  fictitious_mobile: 'mobile',
  landline: 'landline',
  fictitious_landline: 'landline',
  ip: 'other',
  toll_free: 'other',
} as const satisfies Record<PhoneKind, NumberKind>

function numberKind(kind: PhoneKind, place: NumberPlace | undefined): NumberKind {
  const planned = plannedKinds[kind]
  if (place === 'work') return 'work'
  // a mobile number is one, whatever the column is called
  return place === 'home' && planned === 'landline' ? 'home' : planned
}

const isFirst: Record<FirstNumber, (kind: NumberKind) => boolean> = {
  as_in_file: () => true,
  mobile: (kind) => kind === 'mobile',
  landline: (kind) => kind === 'home' || kind === 'landline',
}

/** The numbers to be called first, then the others, each in the order of the file. */
function inOrder(phones: readonly RowPhone[], first: FirstNumber): readonly RowPhone[] {
  if (first === 'as_in_file' || phones.length < 2) return phones
  return [...phones.filter(({ kind }) => isFirst[first](kind)), ...phones.filter(({ kind }) => !isFirst[first](kind))]
}

const signNotes = { full_width: 'phone_full_width', hyphens: 'phone_hyphens' } as const satisfies Record<
  PhoneSign,
  RowNoteCode
>
const noNotes: readonly RowNote[] = []
const isBlank = (text: string): boolean => text.trim() === ''
const postalShape = /^〒?\s*\d{3}[-‐−ー－]?\d{4}$/
const plainPostal = /^\d{3}-\d{4}$/

/**
 * Judges rows by a confirmed mapping and rules: values stay as received, keys are made beside them.
 * A row with several numbers is accepted when one of them can be dialled; the others are noted.
 */
export function createRowJudge(mapping: ColumnMapping, rules: RowRules): (cells: readonly string[]) => RowVerdict {
  const { single, joined } = columnsOf(mapping)
  const width = mapping.columns.length
  const has = (field: FieldCode) => mapping.columns.some((column) => column.field === field)
  const phoneFields = phoneFieldCodes.filter(has)
  // telephone numbers are shorter, and two of them in a cell are no card
  const keptFields = [...single, ...joined].map(({ field }) => field).filter((field) => !isPhoneField(field))
  const checksBirthDate = has('birth_date')
  const checksPostalCode = has('postal_code')
  const splitsCells = !rules.withoutRepairs.includes('several_numbers')
  const readsSerials = !rules.withoutRepairs.includes('serial_date')
  const readsEras = !rules.withoutRepairs.includes('era_date')

  const valuesOf = (cells: readonly string[]): FieldValues => {
    const values: { [code in FieldCode]?: string } = {}
    for (const { field, index } of single) {
      const cell = cells[index]
      if (cell !== undefined && cell !== '') values[field] = cell
    }
    for (const { field, indexes, by } of joined) {
      const parts = indexes.map((index) => cells[index] ?? '').filter((part) => part !== '')
      if (parts.length > 0) values[field] = parts.join(by)
    }
    return values
  }

  const placeOfField = new Map(mapping.columns.map(({ field, place }) => [field, place]))

  return (cells) => {
    const values = valuesOf(cells)
    if (cells.length < width) return { kind: 'refused', values, reasons: [{ code: 'too_few_columns' }] }
    // Excel leaves empty cells behind; anything else behind the last column means that values have moved.
    if (cells.length > width && cells.slice(width).some((cell) => !isBlank(cell))) {
      return { kind: 'refused', values, reasons: [{ code: 'too_many_columns_in_row' }] }
    }
    let reasons: RowReason[] | null = null
    let notes: RowNote[] | null = null
    for (const field of rules.required) {
      const value = values[field]
      if (value === undefined || isBlank(value)) (reasons ??= []).push({ code: 'required_missing', field })
    }

    for (const field of keptFields) {
      const value = values[field]
      if (value === undefined || !holdsCardNumber(value)) continue
      if (rules.allowCardNumbers) (notes ??= []).push({ code: 'card_number_kept', field })
      else (reasons ??= []).push({ code: 'card_number_found', field })
    }

    const phones: RowPhone[] = []
    let phoneReasons: { readonly field: PhoneField; readonly reason: PhoneReasonCode }[] | null = null
    for (const field of phoneFields) {
      const cell = values[field]
      if (cell === undefined || isBlank(cell)) continue
      const parts = splitsCells ? splitPhoneCell(cell) : [cell]
      if (parts.length > 1) (notes ??= []).push({ code: 'phone_cell_split', field })
      for (const part of parts) {
        const verdict = judgePhone(part, rules)
        if (!verdict.ok) (phoneReasons ??= []).push({ field, reason: verdict.reason })
        else if (!phones.some((phone) => phone.e164 === verdict.e164)) {
          const { e164, kind } = verdict
          const areaDigits = areaDigitsOf(e164, kind)
          phones.push({ field, e164, kind: numberKind(kind, placeOfField.get(field)), areaDigits })
          if (verdict.note !== null) (notes ??= []).push({ code: verdict.note, field })
          for (const sign of phoneSigns(part)) (notes ??= []).push({ code: signNotes[sign], field })
        }
      }
    }
    const isUndialable = phones.length === 0 && rules.phoneRequired
    if (isUndialable && phoneReasons === null) (reasons ??= []).push({ code: 'phone_missing' })
    for (const { field, reason } of phoneReasons ?? []) {
      if (isUndialable) (reasons ??= []).push({ code: reason, field })
      else (notes ??= []).push({ code: 'phone_ignored', field, reason })
    }

    let birthDate: string | null = null
    const writtenBirthDate = checksBirthDate ? values.birth_date : undefined
    if (writtenBirthDate !== undefined && !isBlank(writtenBirthDate)) {
      const read = readBirthDate(writtenBirthDate, rules.today)
      const dated = read.ok || !readsSerials ? null : serialDate(writtenBirthDate)
      const verdict = dated === null ? read : readBirthDate(dated, rules.today)
      if (dated !== null && verdict.ok) (notes ??= []).push({ code: 'birth_date_serial', field: 'birth_date' })
      const isEra = verdict.ok && isEraDate(writtenBirthDate)
      if (isEra && !readsEras) (reasons ??= []).push({ code: 'birth_date_unreadable', field: 'birth_date' })
      else if (verdict.ok) birthDate = verdict.iso
      else (reasons ??= []).push({ code: verdict.reason, field: 'birth_date' })
    }
    if (reasons !== null) return { kind: 'refused', values, reasons }
    if (birthDate !== null && isEraDate(writtenBirthDate ?? ''))
      (notes ??= []).push({ code: 'birth_date_era', field: 'birth_date' })

    const postal = checksPostalCode ? values.postal_code : undefined
    if (postal !== undefined && !plainPostal.test(postal) && !postalShape.test(postal.normalize('NFKC').trim())) {
      ;(notes ??= []).push({ code: 'postal_code_unusual', field: 'postal_code' })
    }
    const keys: SearchKeys = {
      phones: inOrder(phones, rules.firstNumber),
      customerNumber: values.customer_number === undefined ? null : customerNumberKey(values.customer_number) || null,
      kana: values.kana === undefined ? null : kanaKey(values.kana) || null,
      name: values.name === undefined ? null : nameKey(values.name) || null,
      birthDate,
      ...placeOf(values.address),
    }
    return { kind: 'accepted', values, keys, notes: notes ?? noNotes }
  }
}

/**
 * What makes two rows the same person, by the key of their import. Null: nothing to compare by. Its first letter says
 * which key it is: `c` customer number, `n` number and name, `b` kana name and birth date.
 */
export function identityOf(keys: SearchKeys, by: SamePersonKey): string | null {
  switch (by) {
    case 'none':
      return null
    case 'name_and_birth':
      return identity('b', nameAndBirth(keys))
    case 'customer_number':
      if (keys.customerNumber !== null) return identity('c', keys.customerNumber)
      return identity('n', numberAndName(keys))
    case 'phone':
      return identity('n', numberAndName(keys))
  }
}

/** The first number and the kana (or written) name: couples share a landline, so a number alone is no person. */
export function numberAndName({ phones: [first], kana, name }: SearchKeys): string | null {
  const person = kana ?? name
  return first === undefined || person === null ? null : `${first.e164}\n${person}`
}

function nameAndBirth({ kana, birthDate }: SearchKeys): string | null {
  return kana === null || birthDate === null ? null : `${kana}\n${birthDate}`
}

function identity(key: 'b' | 'c' | 'n', text: string | null): string | null {
  return text === null ? null : `${key}:${text}`
}
