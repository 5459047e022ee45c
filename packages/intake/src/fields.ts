import { fieldCodes } from '@sekisho/contract'
import type { FieldCode } from '@sekisho/contract'

/**
 * How much harm a leaked value does, from most to least:
 * `contact` reaches the person, `identifying` names the person, `profile` describes the person, `open` is set per
 * campaign and treated like `identifying` until somebody says otherwise (custom columns: default-deny).
 */
export type Sensitivity = 'contact' | 'identifying' | 'profile' | 'open'

export interface FieldDescription {
  readonly ja: string
  readonly en: string
  readonly sensitivity: Sensitivity
  /** Text between the parts when a client keeps the field in several columns (姓 and 名); null: one column only. */
  readonly joinedBy: string | null
}

const named: Record<Exclude<FieldCode, `custom_${number}`>, FieldDescription> = {
  customer_number: { ja: '顧客番号', en: 'Customer number', sensitivity: 'identifying', joinedBy: null },
  name: { ja: '氏名', en: 'Name', sensitivity: 'identifying', joinedBy: '\u3000' },
  kana: { ja: 'フリガナ', en: 'Name in kana', sensitivity: 'identifying', joinedBy: '\u3000' },
  phone_1: { ja: '電話番号1', en: 'Phone 1', sensitivity: 'contact', joinedBy: null },
  phone_2: { ja: '電話番号2', en: 'Phone 2', sensitivity: 'contact', joinedBy: null },
  phone_3: { ja: '電話番号3', en: 'Phone 3', sensitivity: 'contact', joinedBy: null },
  postal_code: { ja: '郵便番号', en: 'Postal code', sensitivity: 'profile', joinedBy: null },
  address: { ja: '住所', en: 'Address', sensitivity: 'contact', joinedBy: '' },
  birth_date: { ja: '生年月日', en: 'Birth date', sensitivity: 'identifying', joinedBy: null },
  gender: { ja: '性別', en: 'Gender', sensitivity: 'profile', joinedBy: null },
  email: { ja: 'メールアドレス', en: 'E-mail', sensitivity: 'contact', joinedBy: null },
  amount: { ja: '金額', en: 'Amount', sensitivity: 'profile', joinedBy: null },
}

const described = new Map<FieldCode, FieldDescription>(
  fieldCodes.map((code) => {
    const fixed = (named as Partial<Record<FieldCode, FieldDescription>>)[code]
    if (fixed !== undefined) return [code, fixed]
    const number = code.slice('custom_'.length)
    return [code, { ja: `任意項目${number}`, en: `Custom ${number}`, sensitivity: 'open', joinedBy: null }]
  }),
)

/** Labels, sensitivity class and joining rule of one field of the closed dictionary. */
export const describeField = (code: FieldCode): FieldDescription => described.get(code) as FieldDescription

export const isFieldCode = (text: string): text is FieldCode => described.has(text as FieldCode)

export const phoneFields = ['phone_1', 'phone_2', 'phone_3'] as const satisfies readonly FieldCode[]
export type PhoneField = (typeof phoneFields)[number]

export const isPhoneField = (code: FieldCode): code is PhoneField => (phoneFields as readonly string[]).includes(code)

/** The custom fields in order, handed out to columns nobody recognises. */
export const customFields: readonly FieldCode[] = fieldCodes.filter((code) => code.startsWith('custom_'))
