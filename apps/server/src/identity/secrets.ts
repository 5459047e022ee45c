import { createHash, randomBytes } from 'node:crypto'

/** A bearer secret of 256 random bits, for a cookie, a ticket or a link. Only its hash is ever stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 is enough for a secret that cannot be guessed; passwords take argon2id instead. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

export const cookies = {
  session: '__Host-sekisho',
  device: '__Host-sekisho-device',
  /** Binds the tickets of a sign-in in progress to this browser. */
  step: '__Host-sekisho-step',
} as const
