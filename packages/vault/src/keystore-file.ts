import type { WrappedKey } from './key-wrap.ts'
import type { RootKeyPort } from './root-key.ts'

/** What was done to end a list, in words that can be checked: no more is claimed than the medium can prove. */
export interface DestructionCertificate {
  readonly tenantId: string
  readonly listId: string
  readonly atMs: number
  /** Ids of the keys that no longer exist: the one that sealed the rows, the one that salted their commitments. */
  readonly destroyedKeyIds: readonly string[]
  /** The root epoch under which older copies of the keystore are wrapped, and the one that replaced it. */
  readonly endedEpoch: number
  readonly currentEpoch: number
  readonly rewrapped: { readonly clients: number; readonly tenants: number; readonly lists: number }
  readonly medium: RootKeyPort['medium']
  /** False for a key file: a disk may keep blocks that were overwritten, and a copy made before is not known here. */
  readonly mediumProvesIt: boolean
}

/** The keystore as it rests: wrapped keys and whom they belong to. Safe to back up; worthless without the root. */
export interface KeystoreFile {
  readonly version: 1
  /** Which epoch of the root everything at the top is wrapped under. */
  readonly epoch: number
  /** Signs cosignatures under this name. */
  readonly witness: { readonly name: string; readonly signing: WrappedKey }
  /** Seals what belongs to no tenant: TOTP secrets. */
  readonly house: WrappedKey
  readonly clients: Readonly<Record<string, ClientKeys>>
  readonly tenants: Readonly<Record<string, TenantKeys>>
  /** by `<tenant id>/<list id>` */
  readonly lists: Readonly<Record<string, ListKeys>>
  readonly logs: Readonly<Record<string, LogKeys>>
  /** Lists that ended, by `<tenant id>/<list id>`: none of them gets keys again. */
  readonly ended: Readonly<Record<string, DestructionCertificate>>
}

export interface ClientKeys {
  /** under the root */
  readonly wrapping: WrappedKey
  /** under `wrapping` */
  readonly index: WrappedKey
}

export const tenantKeyUses = ['salt', 'pseudonym', 'upload', 'text'] as const
export type TenantKeyUse = (typeof tenantKeyUses)[number]

export interface TenantKeys extends Readonly<Record<TenantKeyUse, WrappedKey>> {
  readonly client: string
  /** under the client's `wrapping`; the others are under this one */
  readonly wrapping: WrappedKey
}

/** Random, never derived, both under the tenant's `wrapping`. */
export interface ListKeys {
  readonly seal: WrappedKey
  readonly salt: WrappedKey
}

export interface LogKeys {
  readonly tenant: string
  readonly origin: string
  /** under the root */
  readonly signing: WrappedKey
}

// The paths name whose key it is and to whom that one belongs, so that editing the file's plain names breaks the wrap.
export const paths = {
  witness: (name: string) => `witness ${name}`,
  house: () => 'house',
  clientWrapping: (client: string) => `client ${client} wrapping`,
  clientIndex: (client: string) => `client ${client} index`,
  tenantWrapping: (tenant: string, client: string) => `tenant ${tenant} of ${client} wrapping`,
  tenantKey: (tenant: string, use: TenantKeyUse) => `tenant ${tenant} ${use}`,
  listKey: (listPath: string, use: keyof ListKeys) => `list ${listPath} ${use}`,
  logSigning: (log: string, tenant: string, origin: string) => `log ${log} of ${tenant} at ${origin}`,
} as const

export function listPath(tenantId: string, listId: string): string {
  return `${tenantId}/${listId}`
}
