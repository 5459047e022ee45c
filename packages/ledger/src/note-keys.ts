import { createPublicKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { cosignatureLength, cosignedMessage, splitCosignature } from './cosignature.ts'
import { ed25519Check, sha256 } from './crypto.ts'
import { LedgerError } from './errors.ts'
import { decodeBase64, isKeyName, requireNoteText } from './signed-note.ts'
import type { NoteSignature } from './signed-note.ts'

/** `note` signs the text (type 0x01); `cosignature` signs a checkpoint and a time (type 0x04). */
export type KeyUse = 'note' | 'cosignature'

/** A public key that may sign notes: what a verifier key says. */
export type NoteKey = {
  readonly name: string
  readonly keyId: number
  readonly use: KeyUse
  /** 32 bytes, RFC 8032 */
  readonly publicKey: Buffer
  /** Whether `signature` (without key id) is this key's over the text; a cosignature includes its time. */
  readonly check: (text: string, signature: Uint8Array) => boolean
}

/** A key that signs somewhere else: the key service holds the private part. */
export type NoteSigner = {
  readonly name: string
  readonly publicKey: Uint8Array
  /** @returns the 64-byte Ed25519 signature of the message */
  readonly sign: (message: Buffer) => Buffer | Promise<Buffer>
}

const typeByte: Record<KeyUse, number> = { note: 0x01, cosignature: 0x04 }

/**
 * A key from its parts.
 *
 * @throws LedgerError `bad_key`
 */
export function noteKey(name: string, use: KeyUse, publicKey: Uint8Array): NoteKey {
  if (!isKeyName(name)) throw new LedgerError('bad_key', 'not a key name')
  const verify = ed25519Check(publicKey)
  return {
    name,
    use,
    keyId: keyIdOf(name, use, publicKey),
    publicKey: Buffer.from(publicKey),
    check: (text, signature) => {
      if (use === 'note') return verify(Buffer.from(text, 'utf8'), signature)
      if (signature.length !== cosignatureLength) return false
      const { unixSeconds, ed25519 } = splitCosignature(signature)
      return verify(cosignedMessage(text, unixSeconds), ed25519)
    },
  }
}

/** SHA-256(name || 0x0A || type || public key), first four bytes (C2SP signed-note, "Signatures"). */
export function keyIdOf(name: string, use: KeyUse, publicKey: Uint8Array): number {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([typeByte[use]]), publicKey])).readUInt32BE(0)
}

/** `name+hex(key id)+base64(type || public key)` (C2SP signed-note, "Verifier keys"). */
export function formatVerifierKey(key: Pick<NoteKey, 'name' | 'keyId' | 'use' | 'publicKey'>): string {
  const material = Buffer.concat([Buffer.from([typeByte[key.use]]), key.publicKey])
  return `${key.name}+${key.keyId.toString(16).padStart(8, '0')}+${material.toString('base64')}`
}

/**
 * Reads a verifier key of type 0x01 or 0x04. It comes from the reader's own file, never from what it verifies.
 *
 * @throws LedgerError `bad_key`, also when the key id is not the one that name and key give
 */
export function parseVerifierKey(text: string): NoteKey {
  // Base64 may hold a plus, too: only the first two separate.
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text)
  const [, name = '', hexId = '', encoded = ''] = match ?? []
  const material = decodeBase64(encoded)
  const use = (['note', 'cosignature'] as const).find((each) => typeByte[each] === material?.[0])
  if (match === null || material === undefined) throw new LedgerError('bad_key', 'not a verifier key')
  if (use === undefined) throw new LedgerError('bad_key', 'a signature type that is not supported')
  const key = noteKey(name, use, material.subarray(1))
  if (key.keyId !== Number.parseInt(hexId, 16)) throw new LedgerError('bad_key', 'the key id belongs to another key')
  return key
}

/**
 * Signs a note's text (type 0x01).
 *
 * @throws LedgerError `bad_note`, `bad_key`, `signature_refused` when the signature is not the key's; and whatever the
 *                     signer throws
 */
export async function signNote(text: string, signer: NoteSigner): Promise<NoteSignature> {
  requireNoteText(text)
  const signature = await signer.sign(Buffer.from(text, 'utf8'))
  return checked(text, keyOf(signer, 'note'), signature)
}

/**
 * Cosigns a checkpoint (type 0x04, C2SP tlog-cosignature). The cosigner has verified its consistency before.
 *
 * @param text         the checkpoint's text with its final newline, without signatures
 * @param unixSeconds  the time of signing, in seconds since 1970 UTC
 * @throws LedgerError `bad_checkpoint`, `out_of_range`, `bad_key`, `signature_refused`; and whatever the signer throws
 */
export async function cosign(text: string, signer: NoteSigner, unixSeconds: number): Promise<NoteSignature> {
  const ed25519 = await signer.sign(cosignedMessage(text, unixSeconds))
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(unixSeconds))
  return checked(text, keyOf(signer, 'cosignature'), Buffer.concat([time, ed25519]))
}

/** A signer over a private Ed25519 key in this process. Throws LedgerError `bad_key` for another kind of key. */
export function ed25519Signer(name: string, privateKey: KeyObject): NoteSigner {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new LedgerError('bad_key', 'not an Ed25519 key')
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return {
    name,
    publicKey: Buffer.from(String(jwk.x), 'base64url'),
    sign: (message) => sign(null, message, privateKey),
  }
}

/** Reading a public key takes longer than signing, so each signer's is read once; a signer that is let go takes it along. */
const keysBySigner = new WeakMap<NoteSigner, Partial<Record<KeyUse, NoteKey>>>()

function keyOf(signer: NoteSigner, use: KeyUse): NoteKey {
  const keys = keysBySigner.get(signer) ?? {}
  keysBySigner.set(signer, keys)
  return (keys[use] ??= noteKey(signer.name, use, signer.publicKey))
}

/** A signature that does not verify here would only be found out by others, after it was published. */
function checked(text: string, key: NoteKey, signature: Buffer): NoteSignature {
  if (!key.check(text, signature)) throw new LedgerError('signature_refused', 'the signer gave a wrong signature')
  return { name: key.name, keyId: key.keyId, signature }
}
