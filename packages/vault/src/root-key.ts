import { createSecretKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Storage } from './storage.ts'

/** One epoch of the root: everything below is wrapped under exactly one of them. */
export interface RootEpoch {
  readonly epoch: number
  readonly id: Buffer
  readonly key: KeyObject
}

/** Where the root key lives. Today a key file; a passphrase ceremony, PKCS#11 or a cloud KMS stand behind the same port. */
export interface RootKeyPort {
  /** What a certificate of destruction may claim depends on this. */
  readonly medium: 'key_file'
  /** Every epoch that is there: one, or two while a destruction is under way. Empty before the first start. */
  load(): readonly RootEpoch[]
  /** Makes exactly these epochs be there, durably; others are overwritten as well as the medium can. */
  keep(epochs: readonly RootEpoch[]): void
}

export function newRootEpoch(epoch: number): RootEpoch {
  return { epoch, id: randomBytes(16), key: createSecretKey(randomBytes(32)) }
}

/** The trial root: a file beside the data. Whoever reads it and the keystore reads everything. */
export function rootKeyFile(path: string, storage: Storage): RootKeyPort {
  return {
    medium: 'key_file',
    load() {
      const content = storage.read(path)
      if (content === undefined) return []
      const file = JSON.parse(content.toString('utf8')) as RootFile
      if (file.version !== 1) throw new Error('the root key file has a version that this program does not know')
      return file.keys.map(({ epoch, id, key }) => ({
        epoch,
        id: Buffer.from(id, 'hex'),
        key: createSecretKey(Buffer.from(key, 'base64')),
      }))
    },
    keep(epochs) {
      const keys = epochs.map(({ epoch, id, key }) => ({
        epoch,
        id: id.toString('hex'),
        key: key.export().toString('base64'),
      }))
      const file: RootFile = { version: 1, keys }
      storage.replace(path, Buffer.from(JSON.stringify(file)), { shred: true })
    },
  }
}

interface RootFile {
  readonly version: number
  readonly keys: readonly { readonly epoch: number; readonly id: string; readonly key: string }[]
}
