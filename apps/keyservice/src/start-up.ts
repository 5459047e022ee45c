import { chmodSync, chownSync, mkdirSync } from 'node:fs'

// What the product's small processes do alike when they start and stop.

/** @throws Error  in words for whoever starts it */
export function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set`)
  return value
}

/** The number of a user or a group from the environment; undefined where it is not set. */
export function optionalId(name: string): number | undefined {
  const value = process.env[name]
  if (value === undefined || value === '') return undefined
  if (!/^\d+$/.test(value)) throw new Error(`${name} is not a number`)
  return Number(value)
}

export interface Owner {
  readonly uid: number | undefined
  readonly gid: number | undefined
  /** Groups beside `gid`. */
  readonly groups?: readonly (number | undefined)[]
}

/** A folder of the process. `gid` is the group that may pass through it; default: the process's own. */
export interface OwnFolder {
  readonly path: string
  readonly mode: number
  readonly gid?: number | undefined
}

/** Hands the folders over and gives up root for good; does nothing where the process is not root or stays it. */
export function becomeOwner({ uid, gid, groups = [] }: Owner, folders: readonly OwnFolder[]): void {
  if (process.getuid?.() !== 0 || uid === undefined) return
  const group = gid ?? uid
  for (const folder of folders) {
    mkdirSync(folder.path, { recursive: true })
    chownSync(folder.path, uid, folder.gid ?? group)
    // after the owner: a change of owner takes the set-group-id bit away
    chmodSync(folder.path, folder.mode)
  }
  process.setgroups?.([group, ...groups.filter((each) => each !== undefined)])
  process.setgid?.(group)
  process.setuid?.(uid)
}

/** Calls `stop` once: when asked to by a signal, or when the launcher dies, however it dies. */
export function stopWhenAsked(stop: () => void): void {
  let isStopping = false
  const once = (): void => {
    if (isStopping) return
    isStopping = true
    stop()
  }
  process.on('SIGTERM', once)
  process.on('SIGINT', once)
  // the launcher holds the other end of the pipe, which closes with it
  if (process.env.SEKISHO_PARENT_PIPE === '1') process.stdin.on('end', once).on('error', once).resume()
}
