import { KeyServiceError } from './errors.ts'
import { paths, tenantKeyUses } from './keystore-file.ts'
import type { ClientKeys, KeystoreFile, ListKeys, LogKeys, TenantKeys } from './keystore-file.ts'
import { newKey, unwrap, unwrapSigningKey, wrap } from './key-wrap.ts'
import type { VaultKey, WrappedKey } from './key-wrap.ts'
import type { RootEpoch } from './root-key.ts'

/**
 * The keystore without one list, wrapped anew all the way up to a new root epoch: the tenant and the client of the list
 * get new wrapping keys, because a known old one would open the list out of an old copy of the file.
 *
 * Keys that seal data keep their value and id; only what wraps them changes.
 */
export function rewrapWithoutList(
  file: KeystoreFile,
  from: RootEpoch,
  to: RootEpoch,
  listName: string,
): { survivors: KeystoreFile; rewrapped: { clients: number; tenants: number; lists: number } } {
  const tenantId = listName.slice(0, listName.indexOf('/'))
  const clientId = file.tenants[tenantId]?.client
  if (clientId === undefined) throw new KeyServiceError('unknown_key')

  /** The same key under another parent. */
  const moved = (path: string, stored: WrappedKey, old: VaultKey, fresh: VaultKey): WrappedKey =>
    wrap(fresh, path, unwrap(old, path, stored))
  const movedSigning = (path: string, stored: WrappedKey): WrappedKey =>
    wrap(to, path, unwrapSigningKey(from, path, stored))

  const clients: Record<string, ClientKeys> = {}
  for (const [id, keys] of Object.entries(file.clients)) {
    const path = paths.clientWrapping(id)
    if (id !== clientId) clients[id] = { ...keys, wrapping: moved(path, keys.wrapping, from, to) }
  }

  const oldClient = unwrap(from, paths.clientWrapping(clientId), (file.clients[clientId] as ClientKeys).wrapping)
  const newClient = newKey()
  clients[clientId] = {
    wrapping: wrap(to, paths.clientWrapping(clientId), newClient),
    index: moved(paths.clientIndex(clientId), (file.clients[clientId] as ClientKeys).index, oldClient, newClient),
  }

  const tenants: Record<string, TenantKeys> = { ...file.tenants }
  const lists: Record<string, ListKeys> = {}
  for (const [name, keys] of Object.entries(file.lists)) {
    if (name !== listName) lists[name] = keys
  }
  let rewrappedTenants = 0
  let rewrappedLists = 0
  for (const [id, keys] of Object.entries(file.tenants)) {
    if (keys.client !== clientId) continue
    rewrappedTenants++
    const path = paths.tenantWrapping(id, clientId)
    const oldTenant = unwrap(oldClient, path, keys.wrapping)
    if (id !== tenantId) {
      tenants[id] = { ...keys, wrapping: wrap(newClient, path, oldTenant) }
      continue
    }
    const newTenant = newKey()
    const own: Record<string, WrappedKey> = {}
    for (const use of tenantKeyUses) own[use] = moved(paths.tenantKey(id, use), keys[use], oldTenant, newTenant)
    tenants[id] = { client: clientId, wrapping: wrap(newClient, path, newTenant), ...own } as TenantKeys
    for (const [name, list] of Object.entries(lists)) {
      if (!name.startsWith(`${id}/`)) continue
      rewrappedLists++
      lists[name] = {
        seal: moved(paths.listKey(name, 'seal'), list.seal, oldTenant, newTenant),
        salt: moved(paths.listKey(name, 'salt'), list.salt, oldTenant, newTenant),
      }
    }
  }

  const logs: Record<string, LogKeys> = {}
  for (const [id, log] of Object.entries(file.logs)) {
    logs[id] = { ...log, signing: movedSigning(paths.logSigning(id, log.tenant, log.origin), log.signing) }
  }
  const witness = { ...file.witness, signing: movedSigning(paths.witness(file.witness.name), file.witness.signing) }
  const house = moved(paths.house(), file.house, from, to)
  return {
    survivors: { version: 1, epoch: to.epoch, witness, house, clients, tenants, lists, logs, ended: file.ended },
    rewrapped: { clients: Object.keys(clients).length, tenants: rewrappedTenants, lists: rewrappedLists },
  }
}
