import { fieldCodes } from '@sekisho/contract'
import type { FieldCode } from '@sekisho/contract'
import {
  areasOf,
  customerNumberKey,
  isPhoneField,
  kanaKey,
  nameKey,
  numberAndName,
  placeOf,
  readBirthDate,
} from '@sekisho/intake'
import type { AcceptedRow } from '@sekisho/intake'
import { decodeContact, encodeContact, encodeNumber, indexLength, KeyServiceError, open, seal } from '@sekisho/vault'
import type { ChangedContact, FieldValues, KnownContact, VaultKey } from '@sekisho/vault'
import { contactPlace, numberPlace } from '../places.ts'
import type { Indexer } from './row-block.ts'

export interface ChangeOptions {
  readonly tenantId: string
  readonly keys: ReadonlyMap<string, VaultKey>
  /** Fields that the file has a column for: an empty cell empties the field. Any other field stays as it was. */
  readonly mapped: ReadonlySet<FieldCode>
  /** ISO date in the centre's zone. */
  readonly today: string
  readonly phone: Indexer
  readonly person: Indexer
  readonly numberAndName: Indexer
  readonly municipality: Indexer
}

const allFields: ReadonlySet<FieldCode> = new Set(fieldCodes)
const maxOrdinal = 99

/**
 * Compares a row with a contact it may stand for, and seals the contact anew when it reads otherwise. The old text is gone
 * with that: nothing keeps it.
 *
 * The contact comes from the server, which may be in the hands of an attacker: one with another customer number than the
 * row's is refused, so that nobody's fields end up with somebody else.
 *
 * @returns a function that gives null when both read the same
 * @throws  KeyServiceError `sealed_data_damaged`, `unknown_key`, `refused_wrong_subject`
 */
export function contactChanger({ tenantId, keys, mapped, today, ...hashes }: ChangeOptions) {
  const indexOf = (hash: Indexer, text: string): Buffer => {
    const index = Buffer.alloc(indexLength)
    hash(text, index, 0)
    return index
  }

  function personIndex(values: FieldValues, { keys: ofRow }: AcceptedRow): Buffer | null {
    const kana = kanaKey(values.kana ?? '')
    const birthDate = mapped.has('birth_date') ? ofRow.birthDate : isoOf(values.birth_date, today)
    return kana === '' || birthDate === null ? null : indexOf(hashes.person, `${kana}\n${birthDate}`)
  }

  /** Its numbers are those of the row; its name may be one that the file has no column for. */
  function numberNameIndex(values: FieldValues, { keys: ofRow }: AcceptedRow): Buffer | null {
    const [kana, name] = [kanaKey(values.kana ?? '') || null, nameKey(values.name ?? '') || null]
    const known = numberAndName({ ...ofRow, kana, name })
    return known === null ? null : indexOf(hashes.numberAndName, known)
  }

  function numbersOf({ contactId, numbers }: KnownContact, row: AcceptedRow, key: VaultKey) {
    const ordinals = new Map(numbers.map(({ ordinal, index }) => [Buffer.from(index).toString('hex'), ordinal]))
    let last = Math.max(0, ...ordinals.values())
    const keptOrdinals: number[] = []
    const newNumbers: ChangedContact['newNumbers'][number][] = []
    for (const each of row.keys.phones) {
      const index = indexOf(hashes.phone, each.e164)
      const known = ordinals.get(index.toString('hex'))
      if (known !== undefined) keptOrdinals.push(known)
      else if (last < maxOrdinal) {
        const ordinal = ++last
        const clear = encodeNumber({ e164: each.e164, asReceived: asReceived(row, each) })
        const sealed = seal(key.key, numberPlace(tenantId, contactId, ordinal, 1, key), clear)
        newNumbers.push({ ordinal, kind: each.kind, sealed, index })
      }
    }
    return { keptOrdinals, newNumbers }
  }

  return (row: AcceptedRow, known: KnownContact): ChangedContact | null => {
    const { contactId, listId, rowVersion } = known
    const key = keys.get(listId)
    if (key === undefined) throw new KeyServiceError('unknown_key')
    const clear = open(key.key, contactPlace(tenantId, contactId, rowVersion, key), known.sealed)
    const before = decodeContact(clear, allFields)
    if (customerNumberKey(before.customer_number ?? '') !== row.keys.customerNumber) {
      throw new KeyServiceError('refused_wrong_subject')
    }
    const after = merged(before, row.values, mapped)
    if (fieldCodes.every((code) => (before[code] ?? '') === (after[code] ?? ''))) return null
    const place = contactPlace(tenantId, contactId, rowVersion + 1, key)
    const { prefecture, municipality } = placeOf(after.address)
    return {
      contactId,
      rowVersion: rowVersion + 1,
      sealed: seal(key.key, place, encodeContact(after)),
      personIndex: personIndex(after, row),
      numberNameIndex: numberNameIndex(after, row),
      prefecture,
      municipalityIndex: municipality === null ? null : indexOf(hashes.municipality, municipality),
      areas: areasOf(row.keys.phones),
      ...numbersOf(known, row, key),
    }
  }
}

/** Telephone numbers are one thing, in however many columns: those that the file does not name any more are gone. */
function merged(before: FieldValues, row: AcceptedRow['values'], mapped: ReadonlySet<FieldCode>): FieldValues {
  const after: FieldValues = {}
  for (const code of fieldCodes) {
    const value = mapped.has(code) || isPhoneField(code) ? row[code] : before[code]
    if (value !== undefined) after[code] = value
  }
  return after
}

/** A cell with two numbers stays whole in the contact only: dialling one must not open the other. */
function asReceived({ keys, values }: AcceptedRow, { field, e164 }: AcceptedRow['keys']['phones'][number]): string {
  const isShared = keys.phones.some((other) => other.field === field && other.e164 !== e164)
  return isShared ? '' : (values[field] ?? '')
}

function isoOf(text: string | undefined, today: string): string | null {
  const verdict = readBirthDate(text ?? '', today)
  return verdict.ok ? verdict.iso : null
}
