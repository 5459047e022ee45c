import type { ImportMode, SamePersonKey } from '@sekisho/contract'
import { samePersonKeys } from '@sekisho/contract'
import { bringsPeople, isPhone, samePersonRule } from './import-draft.ts'
import type { ImportDraft } from './import-draft.ts'

/** Whether there is a choice: a difference goes by the customer number, other files bring nobody. */
export function isKeyChosen(mode: ImportMode): boolean {
  return bringsPeople(mode) && mode !== 'difference'
}

/** The keys that these columns hold. */
export function comparableBy(fields: ImportDraft['fields']): readonly SamePersonKey[] {
  const holds: Readonly<Record<SamePersonKey, boolean>> = {
    customer_number: fields.includes('customer_number'),
    phone: fields.some((field) => field !== null && isPhone(field)),
    name_and_birth: fields.includes('kana') && fields.includes('birth_date'),
    none: true,
  }
  return samePersonKeys.filter((key) => holds[key])
}

/**
 * The key of an import: what was chosen for it, else what its campaign proposes, each as far as the file has the columns;
 * else what follows from the columns.
 */
export function settledKey(
  { fields, personKey }: Pick<ImportDraft, 'fields' | 'personKey'>,
  proposed: SamePersonKey | null,
): SamePersonKey {
  const comparable = comparableBy(fields)
  return [personKey, proposed].find((key) => key !== null && comparable.includes(key)) ?? samePersonRule(fields)
}
