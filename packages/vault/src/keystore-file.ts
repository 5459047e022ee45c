import type { WrappedKey } from './key-wrap.ts'

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
