import { readFileSync, statSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type EntryBundle, type HashTile, type TileStore, decodeEntryBundle, tilePath } from '@sekisho/ledger'

/** A tile or bundle with its bytes. */
export interface PublishedFile {
  readonly file: HashTile | EntryBundle
  readonly bytes: Buffer
}

/** The published form of one log: the files of C2SP tlog-tiles below `<folder>/<log id>/`. */
export interface LogFiles {
  readonly store: TileStore
  readBundle(index: number, width: number): Buffer[]
  /** The last published checkpoint, a signed note, and when it was written; undefined before the first. */
  readCheckpoint(): { readonly note: string; readonly publishedAt: number } | undefined
  /**
   * Durable tiles and bundles first, then the checkpoint that covers them, then the partial ones it makes needless.
   * A failure leaves the last checkpoint and everything it covers in place.
   */
  publish(files: readonly PublishedFile[], checkpoint: string): Promise<void>
}

export function openLogFiles(folder: string, log: string): LogFiles {
  const root = join(folder, log)
  return {
    store: {
      readTile: (level, index, width) => readFile(join(root, tilePath({ kind: 'hashes', level, index, width }))),
    },
    readBundle: (index, width) =>
      decodeEntryBundle(readFileSync(join(root, tilePath({ kind: 'entries', index, width }))), width),
    readCheckpoint() {
      try {
        const path = join(root, 'checkpoint')
        return { note: readFileSync(path, 'utf8'), publishedAt: Math.round(statSync(path).mtimeMs) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async publish(files, checkpoint) {
      const folders = new Set<string>()
      for (const { file, bytes } of files) {
        const path = join(root, tilePath(file))
        await replaceFile(path, bytes, folders)
      }
      for (const path of folders) await syncFolder(path)
      const top = new Set<string>()
      await replaceFile(join(root, 'checkpoint'), Buffer.from(checkpoint), top)
      for (const path of top) await syncFolder(path)
      // a full tile makes its partial ones needless; the checkpoint above no longer refers to them
      for (const { file } of files) if (file.width === 256) await removePartial(join(root, tilePath(file)))
    },
  }
}

/** Notes in `changed` every folder whose list of names has to be synced: those made on the way, too. */
async function replaceFile(path: string, bytes: Buffer, changed: Set<string>): Promise<void> {
  const folder = dirname(path)
  const first = await mkdir(folder, { recursive: true, mode: 0o750 })
  changed.add(folder)
  if (first !== undefined) for (let at = folder; at.length >= first.length; at = dirname(at)) changed.add(dirname(at))
  const fresh = `${path}.new`
  try {
    await writeFile(fresh, bytes, { flush: true, mode: 0o640 })
    await rename(fresh, path)
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined)
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function removePartial(fullPath: string): Promise<void> {
  await rm(`${fullPath}.p`, { recursive: true, force: true })
}
