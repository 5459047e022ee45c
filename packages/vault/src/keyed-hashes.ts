import { createHmac } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { CommitmentName, SystemActor } from '@sekisho/contract'

/** What a blind index is over. Each kind hashes in a domain of its own, so equal texts of two kinds do not meet. */
export const indexKinds = ['phone', 'customer_number', 'person'] as const
export type IndexKind = (typeof indexKinds)[number]

/** What is asked for by a receipt: a person by one key, or where a stop of calling holds. */
export const lookUpKinds = [...indexKinds, 'municipality'] as const
export type LookUpKind = (typeof lookUpKinds)[number]

/** Also kept with a contact, and never looked up by: what is asked for one person only is found by a key of `indexKinds`. */
export type KeptIndexKind = LookUpKind | 'number_and_name'

export const indexLength = 16

/**
 * The blind index of a normalised key: HMAC-SHA256 under the client's index key, cut to 16 bytes.
 *
 * @param normalised  `phone`: E.164; `customer_number`: the search key; `person`: kana key, a line feed, birth date;
 *                    `number_and_name`: E.164 of the first number, a line feed, key of the name;
 *                    `municipality`: five digits of JIS X 0402
 */
export function blindIndex(key: KeyObject, kind: KeptIndexKind, normalised: string): Buffer {
  return createHmac('sha256', key).update(indexDomains[kind]).update(normalised).digest().subarray(0, indexLength)
}

/** What is hashed before the normalised key. */
export const indexDomains: Readonly<Record<KeptIndexKind, string>> = {
  phone: 'sekisho index v1 phone\n',
  customer_number: 'sekisho index v1 customer_number\n',
  person: 'sekisho index v1 person\n',
  number_and_name: 'sekisho index v1 number_and_name\n',
  municipality: 'sekisho index v1 municipality\n',
}

/** The salt of one commitment of one entry (architecture, Keys): stored nowhere, derivable as long as the key lives. */
export function commitmentSalt(key: KeyObject, entryId: string, name: CommitmentName): Buffer {
  return createHmac('sha256', key).update(`sekisho salt v1\n${entryId}\n${name}`).digest()
}

export type PseudonymKind = 'actor' | 'device' | 'system'

/** One that stands in an entry in place of a person, a device or a part of the product. */
export type PseudonymSubject =
  | { readonly kind: 'actor' | 'device'; readonly id: string }
  | { readonly kind: 'system'; readonly id: SystemActor }

/** 32 hex digits, the same for one id in one tenant for ever, and unlinkable between tenants. */
export function pseudonym(key: KeyObject, kind: PseudonymKind, id: string): string {
  return createHmac('sha256', key).update(`sekisho pseudonym v1\n${kind}\n${id}`).digest('hex').slice(0, 32)
}

/** Keyed digest of a file: the same file gives the same digest in one tenant, and tells nobody else which file it is. */
export function uploadDigest(key: KeyObject, contentSha256: Uint8Array): Buffer {
  return createHmac('sha256', key).update('sekisho upload v1\n').update(contentSha256).digest()
}
