import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of a few kilobytes, to be filled. */
export interface SmallDisk {
  readonly path: string
  /** Unmounts it; its folder goes too, where it was made for it. */
  remove(): void
}

function mount(path: string, size: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0777`, 'sekisho-small', path]).status === 0
}

function unmount(path: string): void {
  spawnSync('umount', ['--lazy', path])
}

/**
 * Mounts a small disk, over an existing folder or a new one below the temp folder.
 *
 * @param size  as mount takes it: `64k`, `1m`
 * @throws      where `mayMount` is false
 */
export function smallDisk(size: string, folder?: string): SmallDisk {
  const path = folder ?? mkdtempSync(join(tmpdir(), 'sekisho-small-'))
  if (!mount(path, size)) throw new Error(`no right to mount at ${path}`)
  return {
    path,
    remove() {
      unmount(path)
      if (folder === undefined) rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Root of a machine may mount, root of many a container may not: tests of full disks are skipped where it is false. */
export const mayMount = tried()

function tried(): boolean {
  if (process.getuid?.() !== 0) return false
  try {
    smallDisk('64k').remove()
    return true
  } catch {
    return false
  }
}
