import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { randomFillSync } from 'node:crypto'
import { dirname } from 'node:path'

/** What the key service does to its disk, as a port, so that a test can let any single step fail. */
export interface Storage {
  /** The whole file, or undefined when there is none. */
  read(path: string): Buffer | undefined
  /**
   * Replaces a file so that after any crash either the old or the new content is there (write beside, fsync, rename,
   * fsync of the folder). With `shred` the old content is overwritten before it is let go: on a disk that keeps old
   * blocks (journals, snapshots, flash) this proves nothing, and the certificate of a destruction says so.
   */
  replace(path: string, content: Uint8Array, options?: { readonly shred?: boolean }): void
  /** Opens a file to append to, made when it does not exist; readable by its owner only. */
  openAppend(path: string): number
  /** Writes all bytes at a position. */
  write(file: number, content: Uint8Array, position: number): void
  truncate(file: number, length: number): void
  /** Returns once everything written is on the disk (fdatasync and the file's length). */
  sync(file: number): void
  close(file: number): void
}

const ownerOnly = 0o600

/** The real disk. Every call blocks: a durable write of some hundred bytes takes microseconds here. */
export const diskStorage: Storage = {
  read(path) {
    try {
      return readFileSync(path)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  },
  replace(path, content, { shred = false } = {}) {
    const beside = `${path}.new`
    const old = `${path}.old`
    try {
      writeNew(beside, content)
    } catch (error) {
      rmSync(beside, { force: true }) // on a full disk the half-written file would keep it full
      throw error
    }
    if (shred) shredFile(old)
    if (shred && existsSync(path)) linkSync(path, old)
    renameSync(beside, path)
    syncFolder(path)
    if (shred) shredFile(old)
  },
  openAppend: (path) => {
    const file = openSync(path, existsSync(path) ? 'r+' : 'wx+', ownerOnly)
    syncFolder(path)
    return file
  },
  write: writeAll,
  truncate: ftruncateSync,
  sync: fdatasyncSync,
  close: closeSync,
}

function writeNew(path: string, content: Uint8Array): void {
  const file = openSync(path, 'w', ownerOnly)
  try {
    writeAll(file, content, 0)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, content: Uint8Array, position: number): void {
  let done = 0
  while (done < content.length) done += writeSync(file, content, done, content.length - done, position + done)
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Overwrites a file once and removes it; nothing happens when there is none. */
function shredFile(path: string): void {
  if (!existsSync(path)) return
  const file = openSync(path, 'r+')
  try {
    const { size } = fstatSync(file)
    writeAll(file, randomFillSync(Buffer.alloc(size)), 0)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  unlinkSync(path)
  syncFolder(path)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Whether an error of the disk means that there is no room (full, over quota, or over the file size limit). */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))
}
