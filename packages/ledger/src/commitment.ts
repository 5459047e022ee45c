import { equalBytes, sha256 } from './crypto.ts'
import { LedgerError } from './errors.ts'
import { requireHash } from './hashing.ts'
import type { Hash } from './hashing.ts'

/**
 * Commits to a text: SHA-256(salt || UTF-8 of value).
 *
 * Hiding: phone numbers and names are few enough to try all, so the hash alone would tell; the 32 secret bytes of salt,
 * different for each field of each entry, make every guess equally good until the salt is opened, and once the key that
 * derives the salts is destroyed the commitment says nothing for ever. Binding: a second opening would be a collision
 * of SHA-256, because the fixed length of the salt leaves one way only to cut `salt || value` in two. Both are the
 * usual properties of a hash commitment in the random oracle model. Salts are derived by the vault.
 *
 * @param salt   32 bytes, secret and never used for another field
 * @throws LedgerError `bad_commitment` for another length of salt, or a lone surrogate in the value (UTF-8 would write
 *               every one of them as U+FFFD, and two values would share one commitment)
 */
export function commit(salt: Uint8Array, value: string): Hash {
  if (salt.length !== 32) throw new LedgerError('bad_commitment', 'a salt has 32 bytes')
  if (/\p{Surrogate}/u.test(value)) throw new LedgerError('bad_commitment', 'the value holds a lone surrogate')
  return sha256(Buffer.concat([salt, Buffer.from(value, 'utf8')]))
}

/**
 * Whether a commitment was made to this value with this salt; compared in constant time.
 *
 * @throws LedgerError `bad_commitment`, `bad_hash`
 */
export function openCommitment(commitment: Uint8Array, salt: Uint8Array, value: string): boolean {
  return equalBytes(requireHash(commitment), commit(salt, value))
}
