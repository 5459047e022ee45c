import { sha256 } from './crypto.ts'
import { LedgerError } from './errors.ts'

/** A SHA-256 value: a Buffer of 32 bytes. */
export type Hash = Buffer

export const hashLength = 32

/** The root of a tree without leaves, SHA-256 of nothing (RFC 6962 section 2.1, MTH({})). Not to be written to. */
export const emptyRoot: Hash = sha256(new Uint8Array(0))

/** Hash of one leaf: SHA-256(0x00 || bytes) (RFC 6962 section 2.1). */
export function leafHash(bytes: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(bytes.length + 1)
  input[0] = 0x00
  input.set(bytes, 1)
  return sha256(input)
}

const nodeInput = Buffer.alloc(1 + 2 * hashLength)

/** Hash of an inner node: SHA-256(0x01 || left || right) (RFC 6962 section 2.1). Both hashes must have 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  // Without this check a shorter left part would leave bytes of the previous call in the shared input.
  if (left.length !== hashLength || right.length !== hashLength) throw notHash()
  nodeInput[0] = 0x01
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashLength)
  return sha256(nodeInput)
}

/** Gives the bytes back as a Hash, or throws LedgerError `bad_hash` when they are not 32. */
export function requireHash(bytes: Uint8Array): Hash {
  if (bytes.length !== hashLength) throw notHash()
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function notHash(): LedgerError {
  return new LedgerError('bad_hash', 'a hash has 32 bytes')
}
