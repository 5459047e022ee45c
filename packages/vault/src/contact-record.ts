import { fieldCodes } from '@sekisho/contract'
import type { FieldCode } from '@sekisho/contract'
import { KeyServiceError } from './errors.ts'

export type FieldValues = Partial<Record<FieldCode, string>>

/** A field's number inside a sealed contact: its place in the contract's dictionary, which only ever grows at its end. */
export const fieldNumbers: ReadonlyMap<FieldCode, number> = new Map(fieldCodes.map((code, number) => [code, number]))

/**
 * The clear bytes of a contact: how many fields (uint8), their numbers (uint8 each, rising), then the UTF-8 of their
 * values with a NUL between two. No value can hold a NUL: intake refuses such files.
 *
 * @throws KeyServiceError `bad_request` when a value holds a NUL
 */
export function encodeContact(values: FieldValues): Buffer {
  const present = fieldCodes.filter((code) => values[code] !== undefined && values[code] !== '')
  const texts = present.map((code) => values[code] as string)
  if (texts.some((text) => text.includes('\0'))) throw new KeyServiceError('bad_request')
  const numbers = present.map((code) => fieldNumbers.get(code) as number)
  return Buffer.concat([Buffer.from([present.length, ...numbers]), Buffer.from(texts.join('\0'), 'utf8')])
}

/**
 * Some fields out of the clear bytes of a contact. Fields that were not asked for never become text.
 *
 * @throws KeyServiceError `sealed_data_damaged`
 */
export function decodeContact(clear: Uint8Array, wanted: ReadonlySet<FieldCode>): FieldValues {
  const view = Buffer.from(clear.buffer, clear.byteOffset, clear.byteLength)
  const count = view[0]
  if (count === undefined || 1 + count > view.length) throw new KeyServiceError('sealed_data_damaged')
  const values: FieldValues = {}
  let at = 1 + count
  for (let i = 0; i < count; i++) {
    const code = fieldCodes[view[1 + i] as number]
    const next = view.indexOf(0, at)
    const end = next < 0 ? view.length : next
    if (code === undefined || at > view.length) throw new KeyServiceError('sealed_data_damaged')
    if (wanted.has(code)) values[code] = view.toString('utf8', at, end)
    at = end + 1
  }
  return values
}

/** A phone number as it was read: for the carrier, and as the client wrote it. */
export interface ClearNumber {
  /** `+` and digits, as ITU-T E.164 */
  readonly e164: string
  readonly asReceived: string
}

/** The clear bytes of a number: the E.164 text, a NUL, the text as received, in UTF-8. */
export function encodeNumber({ e164, asReceived }: ClearNumber): Buffer {
  return Buffer.from(`${e164}\0${asReceived}`, 'utf8')
}

/** @throws KeyServiceError `sealed_data_damaged` */
export function decodeNumber(clear: Uint8Array): ClearNumber {
  const view = Buffer.from(clear.buffer, clear.byteOffset, clear.byteLength)
  const end = view.indexOf(0)
  if (end < 0) throw new KeyServiceError('sealed_data_damaged')
  return { e164: view.toString('latin1', 0, end), asReceived: view.toString('utf8', end + 1) }
}
