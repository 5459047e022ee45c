import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type ProcessIdentity, identityOf, isAlive } from './process-facts.ts'
import { PostgresError } from './postgres-error.ts'

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    if (!('pid' in value) || !('startTicks' in value) || !('bootId' in value)) return undefined
    return { pid: Number(value.pid), startTicks: String(value.startTicks), bootId: String(value.bootId) }
  } catch {
    return undefined
  }
}

/** Process id of the living launcher that holds the lock, if any. */
export function livingLauncher(path: string): number | undefined {
  const holder = readHolder(path)
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined
}

/**
 * Takes the lock that says which launcher looks after a data folder. It outlives a killed launcher as a file, and is
 * then taken over, because the process it names no longer lives. PostgreSQL's own locks stand behind it.
 *
 * @returns a function that gives the lock back
 * @throws PostgresError `already_running` with the process id of a living holder
 */
export function takeLauncherLock(path: string): () => void {
  const own = identityOf(process.pid)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(draft, path)
        return () => rmSync(path, { force: true })
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      const pid = livingLauncher(path)
      if (pid !== undefined) throw new PostgresError('already_running', String(pid))
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
}
