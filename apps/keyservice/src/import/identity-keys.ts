import { indexDomains, indexLength, shortHmac } from '@sekisho/vault'
import type { Indexer } from './row-block.ts'

export interface IdentityKeys {
  /** The 16 bytes by which a person is compared, from intake's `identityOf`. Valid until the next call. */
  readonly keyOf: (identity: string) => Uint8Array
  /** The blind index of a customer number; that of a row whose identity was just compared costs a copy. */
  readonly customerNumber: Indexer
}

/**
 * A person compares by the blind index of the import's key, so that the indexes of contacts that are there already can be
 * compared with.
 *
 * Intake compares a batch of rows before it hands them over, in the same order: the keys wait in a queue for their rows.
 */
export function identityKeys(indexKey: Uint8Array): IdentityKeys {
  const hashNumber = shortHmac(indexKey, indexDomains.customer_number)
  const hashes = {
    b: shortHmac(indexKey, indexDomains.person),
    n: shortHmac(indexKey, indexDomains.number_and_name),
  }
  const scratch = Buffer.alloc(indexLength)
  let numbers: string[] = []
  let keys = Buffer.alloc(1024 * indexLength)
  let next = 0

  return {
    keyOf(identity) {
      if (!identity.startsWith('c:')) {
        hashes[identity.startsWith('b:') ? 'b' : 'n'](identity.slice(2), scratch, 0)
        return scratch
      }
      const at = numbers.length * indexLength
      if (at === keys.length) keys = Buffer.concat([keys, Buffer.alloc(keys.length)])
      const number = identity.slice(2)
      hashNumber(number, keys, at)
      numbers.push(number)
      return keys.subarray(at, at + indexLength)
    },
    customerNumber(text, out, at) {
      // Rows that were refused as duplicates never ask for theirs.
      while (next < numbers.length && numbers[next] !== text) next++
      if (next === numbers.length) {
        hashNumber(text, out, at)
      } else {
        const from = next * indexLength
        for (let i = 0; i < indexLength; i++) out[at + i] = keys[from + i] as number
        next++
      }
      if (next === numbers.length) {
        numbers = []
        next = 0
      }
    },
  }
}
