import { uuidBytes } from '@sekisho/vault'
import type { SealedPlace, VaultKey } from '@sekisho/vault'

// Where each kind of sealed value stands; sealing and opening must agree on it to the byte.

const house = Buffer.alloc(16)

export function contactPlace(tenantId: string, contactId: string, version: number, key: VaultKey): SealedPlace {
  return { tenant: uuidBytes(tenantId), table: 'contacts', row: uuidBytes(contactId), version, keyId: key.id }
}

export function numberPlace(
  tenantId: string,
  contactId: string,
  ordinal: number,
  version: number,
  key: VaultKey,
): SealedPlace {
  const row = Buffer.concat([uuidBytes(contactId), Buffer.from([ordinal])])
  return { tenant: uuidBytes(tenantId), table: 'contact_numbers', row, version, keyId: key.id }
}

/** Bound to the contact, too: a memo moved to another person's attempt does not open. It is written once. */
export function memoPlace(tenantId: string, contactId: string, attemptId: string, key: VaultKey): SealedPlace {
  const row = Buffer.concat([uuidBytes(contactId), uuidBytes(attemptId)])
  return { tenant: uuidBytes(tenantId), table: 'attempts_memo', row, version: 1, keyId: key.id }
}

/** Bound to its list and its place in the file: a row moved to another number does not open. It is written once. */
export function refusedRowPlace(
  tenantId: string,
  listId: string,
  rowNumber: number,
  version: number,
  key: VaultKey,
): SealedPlace {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(rowNumber)
  const row = Buffer.concat([uuidBytes(listId), number])
  return { tenant: uuidBytes(tenantId), table: 'refused_rows', row, version, keyId: key.id }
}

export function totpPlace(personId: string, key: VaultKey): SealedPlace {
  return { tenant: house, table: 'totp_credentials', row: uuidBytes(personId), version: 0, keyId: key.id }
}

export function chunkPlace(tenantId: string, uploadId: string, index: number, key: VaultKey): SealedPlace {
  return {
    tenant: uuidBytes(tenantId),
    table: 'upload_chunks',
    row: uuidBytes(uploadId),
    version: index,
    keyId: key.id,
  }
}

export function trailerPlace(tenantId: string, uploadId: string, index: number, key: VaultKey): SealedPlace {
  return { ...chunkPlace(tenantId, uploadId, index, key), table: 'upload_trailer' }
}
