import type { FieldCode } from '@sekisho/contract'
import { words } from '../words/common.ts'
import type { Phrase } from '../words/phrase.ts'

/** The words for a field of the closed dictionary; custom ones by their number. */
export function fieldName(code: FieldCode): Phrase<string> {
  if (code in words.fields) return words.fields[code as keyof typeof words.fields]
  const number = code.replace('custom_', '')
  return { ja: words.customField.ja(number), en: words.customField.en(number) }
}
