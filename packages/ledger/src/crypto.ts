import { createPublicKey, hash, timingSafeEqual, verify } from 'node:crypto'
import { LedgerError } from './errors.ts'

// The only file that reaches for a cryptographic primitive, so that another platform replaces one file.

/** SHA-256 of `bytes`; 32 bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer')
}

/** Whether two byte strings are equal, in time that depends on their lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** DER of SubjectPublicKeyInfo up to the 32 bytes of an Ed25519 key (RFC 8410 section 4). */
const ed25519SpkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * A check of Ed25519 signatures (RFC 8032) under one public key.
 *
 * @param publicKey  32 bytes, encoded as in RFC 8032 section 5.1.5
 * @throws           LedgerError `bad_key` when the key has another length or cannot be read
 */
export function ed25519Check(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  if (publicKey.length !== 32) throw new LedgerError('bad_key', 'an Ed25519 public key has 32 bytes')
  const spki = Buffer.concat([ed25519SpkiPrefix, publicKey])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  return (message, signature) => signature.length === 64 && verify(null, message, key, signature)
}
