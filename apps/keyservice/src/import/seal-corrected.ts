import type { KeyObject } from 'node:crypto'
import { areasOf, numberAndName, type RowVerdict } from '@sekisho/intake'
import { blindIndex, encodeContact, encodeNumber, seal, uuidText } from '@sekisho/vault'
import type { JudgedRow, VaultKey } from '@sekisho/vault'
import { contactPlace, numberPlace } from '../places.ts'
import { rowIds } from './row-ids.ts'

export interface CorrectedConstants {
  readonly tenantId: string
  /** The list's sealing key. */
  readonly key: VaultKey
  /** The client's. */
  readonly indexKey: KeyObject
  readonly nowMs: number
}

type SealedContact = Omit<Extract<JudgedRow, { kind: 'accepted' }>, 'kind' | 'judgement' | 'comparedBy'>
/** An ordinal has two digits. */
const mostNumbers = 99

/** One accepted row as a contact with its numbers, sealed and indexed as an import seals thousands (`rowSealer`). */
export function sealCorrected(
  { tenantId, key, indexKey, nowMs }: CorrectedConstants,
  { values, keys }: Extract<RowVerdict, { kind: 'accepted' }>,
): SealedContact {
  const contactId = uuidText(rowIds(() => nowMs)())
  const { customerNumber, kana, birthDate, prefecture, municipality } = keys
  const known = numberAndName(keys)
  return {
    contactId,
    sealed: seal(key.key, contactPlace(tenantId, contactId, 1, key), encodeContact(values)),
    customerIndex: customerNumber === null ? null : blindIndex(indexKey, 'customer_number', customerNumber),
    personIndex: kana === null || birthDate === null ? null : blindIndex(indexKey, 'person', `${kana}\n${birthDate}`),
    numberNameIndex: known === null ? null : blindIndex(indexKey, 'number_and_name', known),
    prefecture,
    municipalityIndex: municipality === null ? null : blindIndex(indexKey, 'municipality', municipality),
    areas: areasOf(keys.phones),
    numbers: keys.phones.slice(0, mostNumbers).map(({ field, e164, kind }, index) => {
      const ordinal = index + 1
      // a cell with two numbers stays whole in the contact only: dialling one must not open the other
      const isShared = keys.phones.some((other) => other.field === field && other.e164 !== e164)
      const clear = encodeNumber({ e164, asReceived: isShared ? '' : (values[field] ?? '') })
      return {
        ordinal,
        kind,
        sealed: seal(key.key, numberPlace(tenantId, contactId, ordinal, 1, key), clear),
        index: blindIndex(indexKey, 'phone', e164),
      }
    }),
  }
}
