import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { KeyServiceError } from './errors.ts'

/** First byte of everything sealed, so that another algorithm can stand beside this one. */
export const sealFormat = 0x01
export const nonceLength = 12
const tagLength = 16
/** Bytes that sealing adds: format, nonce, tag. */
export const sealOverhead = 1 + nonceLength + tagLength

/** Tables whose rows hold sealed bytes. The number stands in the associated data; a number is never given again. */
export const sealedTables = {
  contacts: 1,
  contact_numbers: 2,
  attempts_memo: 3,
  totp_credentials: 4,
  upload_chunks: 5,
  upload_trailer: 6,
  wrapped_key: 7,
  refused_rows: 8,
} as const
export type SealedTable = keyof typeof sealedTables

/** Where a sealed value stands. Bytes moved to another place do not open. */
export interface SealedPlace {
  /** 16 bytes: the tenant's id; zeros for what belongs to the house */
  readonly tenant: Uint8Array
  readonly table: SealedTable
  /** The row's id: 16 bytes for a UUID, more for a compound id; at most 255 */
  readonly row: Uint8Array
  /** from 0 to 2^32-1 */
  readonly version: number
  /** 16 bytes: which key it is */
  readonly keyId: Uint8Array
}

/** The associated data of a place: fixed-width parts, and one length before the only part whose width varies. */
export function associatedData(place: SealedPlace): Buffer {
  const out = Buffer.alloc(1 + 16 + 1 + 16 + 4 + 1 + place.row.length)
  out[0] = sealFormat
  out.set(place.tenant, 1)
  out[17] = sealedTables[place.table]
  out.set(place.keyId, 18)
  out.writeUInt32BE(place.version, 34)
  out.writeUInt8(place.row.length, 38)
  out.set(place.row, 39)
  return out
}

// Random nonces are drawn in blocks: one system call for 341 of them.
const pool = Buffer.alloc(nonceLength * 341)
let poolAt = pool.length

function nextNonce(): Buffer {
  if (poolAt === pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  const nonce = pool.subarray(poolAt, poolAt + nonceLength)
  poolAt += nonceLength
  return nonce
}

/**
 * Seals with AES-256-GCM under a random 96-bit nonce (NIST SP 800-38D section 8.2.2; a key seals far fewer than 2^32).
 *
 * @returns format byte, nonce, ciphertext, tag
 */
export function seal(key: KeyObject, place: SealedPlace, clear: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(sealOverhead + clear.length)
  sealInto(key, associatedData(place), clear, out, 0)
  return out
}

/** `seal` for loops: writes `sealOverhead + clear.length` bytes at `at` and gives the position after them. */
export function sealInto(key: KeyObject, associated: Uint8Array, clear: Uint8Array, out: Buffer, at: number): number {
  const nonce = nextNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associated)
  out[at] = sealFormat
  out.set(nonce, at + 1)
  let end = at + 1 + nonceLength
  const body = cipher.update(clear)
  out.set(body, end)
  end += body.length
  cipher.final() // a stream mode: it has nothing left to give, but the tag needs it
  out.set(cipher.getAuthTag(), end)
  return end + tagLength
}

/**
 * Opens sealed bytes; they come from a database whose administrator may have altered or moved them.
 *
 * @throws KeyServiceError `sealed_data_damaged` when they are not exactly what was sealed for this place
 */
export function open(key: KeyObject, place: SealedPlace, sealed: Uint8Array): Buffer {
  if (sealed.length < sealOverhead || sealed[0] !== sealFormat) throw new KeyServiceError('sealed_data_damaged')
  const nonce = sealed.subarray(1, 1 + nonceLength)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
  decipher.setAAD(associatedData(place))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  const clear = decipher.update(sealed.subarray(1 + nonceLength, sealed.length - tagLength))
  try {
    decipher.final()
  } catch {
    clear.fill(0)
    throw new KeyServiceError('sealed_data_damaged')
  }
  return clear
}
