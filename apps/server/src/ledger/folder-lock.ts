import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'

/** Another process has the ledger's folder open. Two journals in one folder would destroy each other. */
export class FolderInUseError extends Error {
  constructor() {
    super('another sequencer runs on the same ledger folder')
    this.name = 'FolderInUseError'
  }
}

/**
 * Holds the ledger's folder for this process alone. The database's lock is not enough: it falls with the connection,
 * while the process that held it may still be writing. The lock is a name in Linux's abstract socket namespace, which
 * the kernel frees when the process ends, however it ends.
 *
 * @returns a function that lets the folder go
 * @throws FolderInUseError
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex')
  const lock = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    lock.once('error', () => reject(new FolderInUseError()))
    lock.listen(`\0sekisho-ledger-${name}`, resolve)
  })
  return () => new Promise((resolve) => lock.close(() => resolve()))
}
