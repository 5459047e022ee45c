/**
 * The closed dictionary of personal-data fields. Entries name fields by these codes in clear, so a client's
 * own column heading, which is free text and may itself be personal, never reaches the ledger.
 */
export const fieldCodes = [
  'customer_number',
  'name',
  'kana',
  'phone_1',
  'phone_2',
  'phone_3',
  'postal_code',
  'address',
  'birth_date',
  'gender',
  'email',
  'amount',
  ...(Array.from({ length: 20 }, (_, index) => `custom_${index + 1}`) as CustomFieldCode[]),
] as const

type Digit = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
type CustomFieldCode = `custom_${Digit | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20}`

export type FieldCode =
  | 'customer_number'
  | 'name'
  | 'kana'
  | 'phone_1'
  | 'phone_2'
  | 'phone_3'
  | 'postal_code'
  | 'address'
  | 'birth_date'
  | 'gender'
  | 'email'
  | 'amount'
  | CustomFieldCode

export const phoneFieldCodes = ['phone_1', 'phone_2', 'phone_3'] as const satisfies readonly FieldCode[]
