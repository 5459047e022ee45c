import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeystore } from './keystore.ts'
import { rootKeyFile } from './root-key.ts'
import { open, seal } from './sealing.ts'
import type { SealedPlace } from './sealing.ts'
import { diskStorage } from './storage.ts'
import type { Storage } from './storage.ts'
import { uuidBytes } from './uuid-bytes.ts'
import type { VaultKey } from './key-wrap.ts'

let folder: string
const [client, otherClient, tenant, sibling, stranger, list, kept] = Array.from({ length: 7 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]
const logId = 'a'.repeat(32)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sekisho-keystore-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function openFolder(storage: Storage = diskStorage, keystoreName = 'keystore.json') {
  const root = rootKeyFile(join(folder, 'root.key'), storage)
  return openKeystore({ path: join(folder, keystoreName), storage, root })
}

function filled() {
  const keystore = openFolder()
  keystore.ensureClient(client)
  keystore.ensureClient(otherClient)
  keystore.ensureTenant(tenant, client)
  keystore.ensureTenant(sibling, client)
  keystore.ensureTenant(stranger, otherClient)
  for (const [tenantId, listId] of [
    [tenant, list],
    [tenant, kept],
    [sibling, list],
    [stranger, list],
  ] as const) {
    keystore.ensureList(tenantId, listId)
  }
  keystore.ensureLog(logId, tenant, 'ledger.example/a')
  return keystore
}

const material = (key: VaultKey): string => `${key.id.toString('hex')} ${key.key.export().toString('hex')}`

/** Every key that should outlive the destruction of `tenant`'s `list`. */
function survivors(keystore: ReturnType<typeof openFolder>): string[] {
  return [
    keystore.houseKey(),
    ...[tenant, sibling, stranger].flatMap((id) => [
      keystore.clientIndexKey(id),
      keystore.tenantKey(id, 'salt'),
      keystore.tenantKey(id, 'pseudonym'),
      keystore.tenantKey(id, 'upload'),
      keystore.tenantKey(id, 'text'),
    ]),
    ...[
      [tenant, kept],
      [sibling, list],
      [stranger, list],
    ].flatMap(([id = '', listId = '']) => [keystore.listKey(id, listId, 'seal'), keystore.listKey(id, listId, 'salt')]),
  ].map(material)
}

function publicKeys(keystore: ReturnType<typeof openFolder>): unknown {
  return keystore.ensureLog(logId, tenant, 'ledger.example/a')
}

describe('the key hierarchy (D-07, K-07)', () => {
  it('gives every key back after it is opened again, and no two keys are alike', () => {
    const keystore = filled()
    const before = [...survivors(keystore), material(keystore.listKey(tenant, list, 'seal'))]
    const again = openFolder()
    expect([...survivors(again), material(again.listKey(tenant, list, 'seal'))]).toEqual(before)
    expect(publicKeys(again)).toEqual(publicKeys(keystore))
    // The index key is the client's: two tenants of one client share it, nobody shares anything else.
    expect(new Set(before).size).toBe(before.length - 1)
    expect(again.counts()).toEqual({ clients: 2, tenants: 3, lists: 4, logs: 1 })
  })

  it('destroys a list: an old copy of the keystore and the current root cannot open it, everything else goes on', () => {
    const keystore = filled()
    const before = survivors(keystore)
    const keysBefore = publicKeys(keystore)
    const key = keystore.listKey(tenant, list, 'seal')
    const place: SealedPlace = {
      tenant: uuidBytes(tenant),
      table: 'contacts',
      row: uuidBytes(list),
      version: 1,
      keyId: key.id,
    }
    const sealed = seal(key.key, place, Buffer.from('clear'))
    copyFileSync(join(folder, 'keystore.json'), join(folder, 'backup.json'))
    const oldRoot = JSON.parse(readFileSync(join(folder, 'root.key'), 'utf8')) as { keys: { key: string }[] }

    const certificate = keystore.destroyList(tenant, list, 1_790_000_000_000)
    expect(certificate).toMatchObject({
      tenantId: tenant,
      listId: list,
      endedEpoch: 1,
      currentEpoch: 2,
      rewrapped: { clients: 2, tenants: 2, lists: 1 },
      medium: 'key_file',
      mediumProvesIt: false,
    })
    expect(certificate.destroyedKeyIds).toContain(key.id.toString('hex'))

    for (const opened of [keystore, openFolder()]) {
      expect(() => opened.listKey(tenant, list, 'seal')).toThrow('unknown_key')
      expect(() => opened.listKey(tenant, list, 'salt')).toThrow('unknown_key')
      expect(survivors(opened)).toEqual(before)
      expect(publicKeys(opened)).toEqual(keysBefore)
    }
    expect(() => openFolder(diskStorage, 'backup.json')).toThrow('old copy')
    // Nor when the backup is made to look current: every wrapping key on the way is another.
    const backup = { ...(JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8')) as object), epoch: 2 }
    writeFileSync(join(folder, 'forged.json'), JSON.stringify(backup))
    expect(() => openFolder(diskStorage, 'forged.json')).toThrow('sealed_data_damaged')
    // And with single wrapped keys of the backup put into the current file.
    const current = JSON.parse(readFileSync(join(folder, 'keystore.json'), 'utf8')) as Record<string, object>
    const old = backup as unknown as Record<string, object>
    for (const parts of [['lists'], ['lists', 'tenants'], ['lists', 'tenants', 'clients']]) {
      const mixed = { ...current, ...Object.fromEntries(parts.map((part) => [part, old[part]])) }
      writeFileSync(join(folder, 'mixed.json'), JSON.stringify(mixed))
      const spliced = openFolder(diskStorage, 'mixed.json')
      expect(() => spliced.listKey(tenant, list, 'seal')).toThrow('sealed_data_damaged')
    }
    // The old root key is in no file of the folder any more.
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name), 'latin1')).not.toContain(oldRoot.keys[0]?.key)
    }
    expect(open(key.key, place, sealed).toString()).toBe('clear')
  })

  it('comes through a kill at each step of a destruction with all survivors, and the list wholly there or wholly gone', () => {
    const before = survivors(filled())
    for (const name of ['keystore.json', 'root.key']) copyFileSync(join(folder, name), join(folder, `${name}.saved`))
    for (let stopAfter = 0; stopAfter <= 3; stopAfter++) {
      for (const name of ['keystore.json', 'root.key']) copyFileSync(join(folder, `${name}.saved`), join(folder, name))
      let writes = 0
      const stopping: Storage = {
        ...diskStorage,
        replace(...given) {
          if (writes++ === stopAfter) throw new Error('killed here')
          diskStorage.replace(...given)
        },
      }
      const keystore = openFolder(stopping)
      const destroy = () => keystore.destroyList(tenant, list, 0)
      if (stopAfter < 3) expect(destroy).toThrow('killed here')
      else destroy()
      const again = openFolder()
      expect(survivors(again)).toEqual(before)
      if (stopAfter < 2) expect(again.listKey(tenant, list, 'seal').id).toHaveLength(16)
      else expect(() => again.listKey(tenant, list, 'seal')).toThrow('unknown_key')
      const root = JSON.parse(readFileSync(join(folder, 'root.key'), 'utf8')) as { keys: unknown[] }
      expect(root.keys).toHaveLength(1)
    }
  })

  it('finishes a destruction that a full disk cut off when it is asked again, and works in between', () => {
    for (let stopAfter = 0; stopAfter < 3; stopAfter++) {
      rmSync(folder, { recursive: true })
      folder = mkdtempSync(join(tmpdir(), 'sekisho-keystore-test-'))
      const before = survivors(filled())
      let writes = 0
      const keystore = openFolder({
        ...diskStorage,
        replace(...given) {
          if (writes++ === stopAfter) throw new Error('full')
          diskStorage.replace(...given)
        },
      })
      expect(() => keystore.destroyList(tenant, list, 0)).toThrow('full')
      expect(survivors(keystore)).toEqual(before)
      keystore.destroyList(tenant, list, 0)
      const root = JSON.parse(readFileSync(join(folder, 'root.key'), 'utf8')) as { keys: unknown[] }
      expect(root.keys).toHaveLength(1)
      for (const opened of [keystore, openFolder()]) {
        expect(survivors(opened)).toEqual(before)
        expect(() => opened.listKey(tenant, list, 'seal')).toThrow('unknown_key')
      }
    }
  })

  it('gives a list that ended no keys again, and the same certificate however often it is asked', () => {
    const keystore = filled()
    const certificate = keystore.destroyList(tenant, list, 1_000)
    const unborn = randomUUID()
    const without = keystore.destroyList(tenant, unborn, 3_000)
    expect(without).toMatchObject({ destroyedKeyIds: [], endedEpoch: 2, currentEpoch: 2 })
    for (const opened of [keystore, openFolder()]) {
      expect(opened.destroyList(tenant, list, 2_000)).toEqual(certificate)
      expect(opened.destroyList(tenant, unborn, 4_000)).toEqual(without)
      for (const ended of [list, unborn]) expect(() => opened.ensureList(tenant, ended)).toThrow('unknown_key')
    }
    expect(() => keystore.destroyList(randomUUID(), list, 0)).toThrow('unknown_key')
    // the list of the same id in another tenant is another list
    expect(keystore.listKey(sibling, list, 'seal').id).toHaveLength(16)
  })

  it('refuses a keystore whose plain names were edited: a list moved to another tenant, a log to another', () => {
    filled()
    const path = join(folder, 'keystore.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(`"${tenant}/${list}"`, `"${tenant}/moved"`))
    expect(() => openFolder().listKey(tenant, 'moved', 'seal')).toThrow('sealed_data_damaged')
    writeFileSync(path, text.replace(`"tenant":"${tenant}","origin"`, `"tenant":"${sibling}","origin"`))
    expect(() => openFolder().log(logId)).toThrow('sealed_data_damaged')
  })

  it('does not make a new root or keystore beside an old one that lost its other half', () => {
    filled().destroyList(tenant, list, 0)
    const path = join(folder, 'keystore.json')
    copyFileSync(path, join(folder, 'saved'))
    rmSync(path)
    expect(() => openFolder()).toThrow('keystore is missing')
    copyFileSync(join(folder, 'saved'), path)
    rmSync(join(folder, 'root.key'))
    expect(() => openFolder()).toThrow('root does not hold')
    expect(existsSync(join(folder, 'root.key'))).toBe(false)
  })
})
