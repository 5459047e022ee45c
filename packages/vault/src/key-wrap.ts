import { createPrivateKey, createSecretKey, generateKeyPairSync, hash, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { open, seal } from './sealing.ts'
import type { SealedPlace } from './sealing.ts'

/** A key that has been unwrapped, with the id that stands in the associated data of all it seals. */
export interface VaultKey {
  readonly id: Buffer
  readonly key: KeyObject
}

/** A key as it rests in the keystore file. */
export interface WrappedKey {
  /** 32 hex digits */
  readonly id: string
  /** base64 of the sealed key */
  readonly wrapped: string
}

const nobody = Buffer.alloc(16)

function place(parent: VaultKey, path: string): SealedPlace {
  // The path says what the key is for, so that wrapped keys cannot change places in the file.
  return { tenant: nobody, table: 'wrapped_key', row: hash('sha256', path, 'buffer'), version: 0, keyId: parent.id }
}

/** A new random 256-bit key. */
export function newKey(): VaultKey {
  return { id: randomBytes(16), key: createSecretKey(randomBytes(32)) }
}

/** A new Ed25519 signing key. */
export function newSigningKey(): VaultKey {
  return { id: randomBytes(16), key: generateKeyPairSync('ed25519').privateKey }
}

export function wrap(parent: VaultKey, path: string, child: VaultKey): WrappedKey {
  const clear = child.key.type === 'private' ? child.key.export({ format: 'der', type: 'pkcs8' }) : child.key.export()
  const bytes = Buffer.concat([child.id, clear])
  const wrapped = seal(parent.key, place(parent, path), bytes).toString('base64')
  bytes.fill(0)
  return { id: child.id.toString('hex'), wrapped }
}

/** @throws KeyServiceError `sealed_data_damaged` when the file was altered or the parent is another */
export function unwrap(parent: VaultKey, path: string, stored: WrappedKey): VaultKey {
  const { id, clear } = openWrapped(parent, path, stored)
  const key = createSecretKey(clear)
  clear.fill(0)
  return { id, key }
}

/** `unwrap` for an Ed25519 key. */
export function unwrapSigningKey(parent: VaultKey, path: string, stored: WrappedKey): VaultKey {
  const { id, clear } = openWrapped(parent, path, stored)
  const key = createPrivateKey({ key: clear, format: 'der', type: 'pkcs8' })
  clear.fill(0)
  return { id, key }
}

function openWrapped(parent: VaultKey, path: string, stored: WrappedKey): { id: Buffer; clear: Buffer } {
  const bytes = open(parent.key, place(parent, path), Buffer.from(stored.wrapped, 'base64'))
  return { id: bytes.subarray(0, 16), clear: bytes.subarray(16) }
}
