import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ProblemError, type TenantId } from '@sekisho/contract'

/** A sealed object belongs to a tenant and is named by a UUID of its own: an upload now, a recording later. */
export interface SealedObjectName {
  readonly tenantId: TenantId
  readonly objectId: string
}

export interface SealedObjectWriter {
  /**
   * Adds the next chunk. What was added is not durable before `finish`, which makes its name so.
   * @throws ProblemError `storage_full`, `too_large`; call `abandon` then
   */
  append(sealed: Uint8Array): Promise<void>
  /** Durable when it resolves. @throws ProblemError `storage_full` */
  finish(): Promise<{ readonly chunks: number; readonly bytes: number }>
  /** Removes what was written; never fails for a reason of the disk's. */
  abandon(): Promise<void>
}

/**
 * Ciphertext on disk, chunk by chunk, in `<folder>/<tenant>/<object>/<number>`. What is put here was sealed by the key
 * service before: this store never sees clear data and holds no key.
 */
export interface SealedObjects {
  /** @throws ProblemError `storage_full`; Error when the object exists */
  create(name: SealedObjectName): Promise<SealedObjectWriter>
  /** The chunks in order. A missing object has none; whether some are missing, only the key service can tell. */
  read(name: SealedObjectName): AsyncIterable<Buffer>
  remove(name: SealedObjectName): Promise<void>
  /** All objects of all tenants, finished or not, for the sweep of what nobody knows any more. */
  list(): Promise<SealedObjectName[]>
}

/** A chunk of 256 KiB and what sealing adds. */
const maxChunkBytes = 256 * 1024 + 1024
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * @param folder        made when missing, for this user alone
 * @param maxBytes      most ciphertext of one object; 2 GB of clear bytes and their overhead when left out
 */
export function openSealedObjects(folder: string, { maxBytes = 2_010_000_000 } = {}): SealedObjects {
  /** Ids are checked because they become a path. */
  function pathOf({ tenantId, objectId }: SealedObjectName): string {
    if (!uuid.test(tenantId) || !uuid.test(objectId)) throw new Error('not the name of a sealed object')
    return join(folder, tenantId, objectId)
  }

  return {
    async create(name) {
      const path = pathOf(name)
      await explained(async () => {
        await mkdir(join(folder, name.tenantId), { recursive: true, mode: 0o700 })
        await mkdir(path, { mode: 0o700 })
      })
      return writer(path, maxBytes)
    },
    async *read(name) {
      const path = pathOf(name)
      for (let number = 0; ; number += 1) {
        const chunk = await readFile(join(path, String(number))).catch(missing)
        if (chunk === undefined) return
        yield chunk
      }
    },
    async remove(name) {
      await rm(pathOf(name), { recursive: true, force: true })
    },
    async list() {
      const tenants = await names(folder)
      const found = await Promise.all(
        tenants.map(async (tenantId) =>
          (await names(join(folder, tenantId))).map((objectId) => ({ tenantId: tenantId as TenantId, objectId })),
        ),
      )
      return found.flat()
    },
  }
}

function writer(path: string, maxBytes: number): SealedObjectWriter {
  let chunks = 0
  let bytes = 0
  return {
    async append(sealed) {
      if (sealed.length > maxChunkBytes) throw new Error('a chunk that is too long')
      if (bytes + sealed.length > maxBytes) throw new ProblemError('too_large')
      await explained(async () => {
        const file = await open(join(path, String(chunks)), 'wx', 0o600)
        try {
          await file.writeFile(sealed)
          // one by one: all of them at the end would keep every commit of the database waiting
          await file.datasync()
        } finally {
          await file.close()
        }
      })
      chunks += 1
      bytes += sealed.length
    },
    async finish() {
      await explained(async () => {
        await syncPath(path)
        await syncPath(join(path, '..'))
      })
      return { chunks, bytes }
    },
    async abandon() {
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}

async function syncPath(path: string): Promise<void> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    await file.sync()
  } finally {
    await file?.close()
  }
}

async function names(path: string): Promise<string[]> {
  const entries = await readdir(path).catch(missing)
  return (entries ?? []).filter((name) => uuid.test(name))
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** A full disk, an exceeded quota and a file system that ran out of inodes are one thing to a person. */
async function explained(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new ProblemError('storage_full')
    throw error
  }
}
