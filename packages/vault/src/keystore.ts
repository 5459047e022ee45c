import { randomBytes } from 'node:crypto'
import { ed25519Signer, formatVerifierKey, noteKey } from '@sekisho/ledger'
import type { NoteSigner } from '@sekisho/ledger'
import { KeyServiceError } from './errors.ts'
import { listPath, paths, tenantKeyUses } from './keystore-file.ts'
import type { DestructionCertificate, KeystoreFile, ListKeys, TenantKeys, TenantKeyUse } from './keystore-file.ts'
import { newKey, newSigningKey, unwrap, unwrapSigningKey, wrap } from './key-wrap.ts'
import type { VaultKey, WrappedKey } from './key-wrap.ts'
import { rewrapWithoutList } from './rewrap.ts'
import { newRootEpoch } from './root-key.ts'
import type { RootEpoch, RootKeyPort } from './root-key.ts'
import type { Storage } from './storage.ts'

export interface Keystore {
  ensureClient(clientId: string): void
  /** @throws KeyServiceError `unknown_key` (client), `bad_request` (the tenant belongs to another client) */
  ensureTenant(tenantId: string, clientId: string): void
  /** @throws KeyServiceError `unknown_key` (tenant, or a list that ended) */
  ensureList(tenantId: string, listId: string): void
  /** Makes the log's signing key. A log is bound to its tenant, and a tenant to its one log, for good. */
  ensureLog(logId: string, tenantId: string, origin: string): { verifierKey: string; witnessKey: string }
  clientIndexKey(tenantId: string): VaultKey
  tenantKey(tenantId: string, use: TenantKeyUse): VaultKey
  listKey(tenantId: string, listId: string, use: keyof ListKeys): VaultKey
  houseKey(): VaultKey
  witnessSigner(): NoteSigner
  /** Undefined for a log that nobody set up. */
  log(logId: string): { readonly tenantId: string; readonly origin: string; readonly signer: NoteSigner } | undefined
  logIds(): readonly string[]
  /**
   * Ends the keys of a list for good: no old copy of the keystore opens them with the root of afterwards. A list that
   * ended before gives the same certificate, one that never had keys gets none any more.
   *
   * @throws KeyServiceError `unknown_key` (tenant)
   */
  destroyList(tenantId: string, listId: string, atMs: number): DestructionCertificate
  counts(): { readonly clients: number; readonly tenants: number; readonly lists: number; readonly logs: number }
}

/** What a keystore stands on. */
export interface KeystoreDependencies {
  readonly path: string
  readonly storage: Storage
  readonly root: RootKeyPort
}

/**
 * Opens the keystore, or makes one where neither keystore nor root exists.
 *
 * @throws Error  when one of the two is missing or they do not belong together: a new root would only hide the loss
 */
export function openKeystore({ path, storage, root }: KeystoreDependencies): Keystore {
  let { file, epoch } = loadOrCreate(path, storage, root)
  /** Unwrapped keys by path; emptied when keys end. */
  let unwrapped = new Map<string, VaultKey>()
  let signers = new Map<string, NoteSigner>()

  function save(next: KeystoreFile): void {
    storage.replace(path, Buffer.from(JSON.stringify(next)))
    file = next
  }

  function cached(keyPath: string, parent: () => VaultKey, stored: WrappedKey): VaultKey {
    const known = unwrapped.get(keyPath)
    if (known !== undefined) return known
    const key = unwrap(parent(), keyPath, stored)
    unwrapped.set(keyPath, key)
    return key
  }

  function signer(name: string, keyPath: string, stored: WrappedKey): NoteSigner {
    const known = signers.get(keyPath)
    if (known !== undefined) return known
    const made = ed25519Signer(name, unwrapSigningKey(epoch, keyPath, stored).key)
    signers.set(keyPath, made)
    return made
  }

  function clientWrapping(clientId: string): VaultKey {
    const client = found(file.clients, clientId)
    return cached(paths.clientWrapping(clientId), () => epoch, client.wrapping)
  }

  function tenantWrapping(tenantId: string): VaultKey {
    const { client, wrapping } = found(file.tenants, tenantId)
    return cached(paths.tenantWrapping(tenantId, client), () => clientWrapping(client), wrapping)
  }

  function witnessSigner(): NoteSigner {
    const { name, signing } = file.witness
    return signer(name, paths.witness(name), signing)
  }

  function logSigner(logId: string): NoteSigner {
    const { tenant, origin, signing } = found(file.logs, logId)
    return signer(origin, paths.logSigning(logId, tenant, origin), signing)
  }

  return {
    ensureClient(clientId) {
      if (Object.hasOwn(file.clients, clientId)) return
      const wrapping = newKey()
      const keys = {
        wrapping: wrap(epoch, paths.clientWrapping(clientId), wrapping),
        index: wrap(wrapping, paths.clientIndex(clientId), newKey()),
      }
      save({ ...file, clients: { ...file.clients, [clientId]: keys } })
    },
    ensureTenant(tenantId, clientId) {
      const known = Object.hasOwn(file.tenants, tenantId) ? file.tenants[tenantId] : undefined
      if (known !== undefined && known.client !== clientId) throw new KeyServiceError('bad_request')
      if (known !== undefined) return
      const wrapping = newKey()
      const keys: Record<string, WrappedKey> = {}
      for (const use of tenantKeyUses) keys[use] = wrap(wrapping, paths.tenantKey(tenantId, use), newKey())
      const tenant = {
        client: clientId,
        wrapping: wrap(clientWrapping(clientId), paths.tenantWrapping(tenantId, clientId), wrapping),
        ...keys,
      } as TenantKeys
      save({ ...file, tenants: { ...file.tenants, [tenantId]: tenant } })
    },
    ensureList(tenantId, listId) {
      const name = listPath(tenantId, listId)
      if (Object.hasOwn(file.lists, name)) return
      if (Object.hasOwn(file.ended, name)) throw new KeyServiceError('unknown_key')
      const wrapping = tenantWrapping(tenantId)
      const keys: ListKeys = {
        seal: wrap(wrapping, paths.listKey(name, 'seal'), newKey()),
        salt: wrap(wrapping, paths.listKey(name, 'salt'), newKey()),
      }
      save({ ...file, lists: { ...file.lists, [name]: keys } })
    },
    ensureLog(logId, tenantId, origin) {
      found(file.tenants, tenantId)
      const known = Object.hasOwn(file.logs, logId) ? file.logs[logId] : undefined
      if (known === undefined) {
        // A second log of a tenant would take entries, open with them, and never be shown to anyone.
        if (Object.values(file.logs).some((log) => log.tenant === tenantId || log.origin === origin)) {
          throw new KeyServiceError('bad_request')
        }
        const signing = wrap(epoch, paths.logSigning(logId, tenantId, origin), newSigningKey())
        save({ ...file, logs: { ...file.logs, [logId]: { tenant: tenantId, origin, signing } } })
      } else if (known.tenant !== tenantId || known.origin !== origin) {
        throw new KeyServiceError('bad_request')
      }
      const witness = witnessSigner()
      return {
        verifierKey: formatVerifierKey(noteKey(origin, 'note', logSigner(logId).publicKey)),
        witnessKey: formatVerifierKey(noteKey(witness.name, 'cosignature', witness.publicKey)),
      }
    },
    clientIndexKey(tenantId) {
      const { client } = found(file.tenants, tenantId)
      return cached(paths.clientIndex(client), () => clientWrapping(client), found(file.clients, client).index)
    },
    tenantKey(tenantId, use) {
      const stored = found(file.tenants, tenantId)[use]
      return cached(paths.tenantKey(tenantId, use), () => tenantWrapping(tenantId), stored)
    },
    listKey(tenantId, listId, use) {
      const name = listPath(tenantId, listId)
      const stored = found(file.lists, name)[use]
      return cached(paths.listKey(name, use), () => tenantWrapping(tenantId), stored)
    },
    houseKey: () => cached(paths.house(), () => epoch, file.house),
    witnessSigner,
    log(logId) {
      if (!Object.hasOwn(file.logs, logId)) return undefined
      const { tenant, origin } = found(file.logs, logId)
      return { tenantId: tenant, origin, signer: logSigner(logId) }
    },
    logIds: () => Object.keys(file.logs),
    destroyList(tenantId, listId, atMs) {
      const name = listPath(tenantId, listId)
      const before = Object.hasOwn(file.ended, name) ? file.ended[name] : undefined
      if (before !== undefined) {
        // a full disk may have kept the old epoch from being let go
        if (root.load().length > 1) root.keep([epoch])
        return before
      }
      found(file.tenants, tenantId)
      const common = { tenantId, listId, atMs, medium: root.medium, mediumProvesIt: false }
      const ending = Object.hasOwn(file.lists, name) ? file.lists[name] : undefined
      if (ending === undefined) {
        const epochs = { endedEpoch: epoch.epoch, currentEpoch: epoch.epoch }
        const none = { ...common, ...epochs, destroyedKeyIds: [], rewrapped: { clients: 0, tenants: 0, lists: 0 } }
        save({ ...file, ended: { ...file.ended, [name]: none } })
        return none
      }
      const next = newRootEpoch(epoch.epoch + 1)
      const { survivors, rewrapped } = rewrapWithoutList(file, epoch, next, name)
      const certificate: DestructionCertificate = {
        ...common,
        destroyedKeyIds: [ending.seal.id, ending.salt.id],
        endedEpoch: epoch.epoch,
        currentEpoch: next.epoch,
        rewrapped,
      }
      // After a crash in between, the keystore file says which epoch counts, and loading drops the other one.
      root.keep([epoch, next])
      save({ ...survivors, ended: { ...file.ended, [name]: certificate } })
      epoch = next
      unwrapped = new Map()
      signers = new Map()
      root.keep([next])
      return certificate
    },
    counts: () => ({
      clients: Object.keys(file.clients).length,
      tenants: Object.keys(file.tenants).length,
      lists: Object.keys(file.lists).length,
      logs: Object.keys(file.logs).length,
    }),
  }
}

function found<T>(keys: Readonly<Record<string, T>>, id: string): T {
  const value = Object.hasOwn(keys, id) ? keys[id] : undefined
  if (value === undefined) throw new KeyServiceError('unknown_key')
  return value
}

function loadOrCreate(path: string, storage: Storage, root: RootKeyPort): { file: KeystoreFile; epoch: RootEpoch } {
  const content = storage.read(path)
  const epochs = root.load()
  if (content === undefined) {
    // A root without a keystore is a first start that was cut off, or a lost keystore: only an untouched root is the former.
    if (epochs.length > 1 || (epochs[0]?.epoch ?? 1) !== 1) throw new Error('the keystore is missing, its root is not')
    const epoch = epochs[0] ?? newRootEpoch(1)
    if (epochs.length === 0) root.keep([epoch])
    const file = emptyKeystore(epoch)
    storage.replace(path, Buffer.from(JSON.stringify(file)))
    return { file, epoch }
  }
  const stored = JSON.parse(content.toString('utf8')) as KeystoreFile & { ended?: KeystoreFile['ended'] }
  const file: KeystoreFile = { ...stored, ended: stored.ended ?? {} }
  if (file.version !== 1) throw new Error('the keystore has a version that this program does not know')
  const epoch = epochs.find((each) => each.epoch === file.epoch)
  if (epoch === undefined)
    throw new Error('the root does not hold the epoch of this keystore: one of them is an old copy')
  // Proves that root and keystore belong together before anything relies on it.
  unwrap(epoch, paths.house(), file.house)
  if (epochs.length > 1) root.keep([epoch])
  return { file, epoch }
}

function emptyKeystore(epoch: RootEpoch): KeystoreFile {
  const name = `sekisho-keyservice-${randomBytes(4).toString('hex')}`
  return {
    version: 1,
    epoch: epoch.epoch,
    witness: { name, signing: wrap(epoch, paths.witness(name), newSigningKey()) },
    house: wrap(epoch, paths.house(), newKey()),
    clients: {},
    tenants: {},
    lists: {},
    logs: {},
    ended: {},
  }
}
