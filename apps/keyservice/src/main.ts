import { accessSync, chmodSync, chownSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { threadFile } from './import/upload-session.ts'
import { startKeyService } from './start-key-service.ts'

// The process form. Started by the launcher as `sh -c 'ulimit -c 0; exec node ...'`, because a core dump would hold keys
// and node cannot forbid one by itself. Writes codes to stderr, never values.

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set`)
  return value
}

function optionalId(name: string): number | undefined {
  const value = process.env[name]
  if (value === undefined || value === '') return undefined
  if (!/^\d+$/.test(value)) throw new Error(`${name} is not a number`)
  return Number(value)
}

/** Imports start threads later, as the uid of then: better to fail now than at the first import. */
function requireReadableCode(): void {
  try {
    accessSync(threadFile)
  } catch {
    throw new Error('code_unreadable: the program stands in a folder that its own uid cannot read')
  }
}

function say(code: string): void {
  process.stderr.write(`keyservice ${code}\n`)
}

/** Gives up root for good, after code and libraries were loaded and the folders were handed over. */
function becomeOwner(dataDir: string, socketPath: string, uid: number | undefined, gid: number | undefined): void {
  if (process.getuid?.() !== 0 || uid === undefined) return
  const group = gid ?? uid
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  chownSync(dataDir, uid, group)
  const socketDir = dirname(socketPath)
  mkdirSync(socketDir, { recursive: true })
  chmodSync(socketDir, 0o710)
  chownSync(socketDir, uid, group)
  process.setgroups?.([group])
  process.setgid?.(group)
  process.setuid?.(uid)
}

process.title = 'sekisho-keyservice'
process.umask(0o077)

try {
  const dataDir = required('SEKISHO_KEYSERVICE_DATA')
  const socketPath = required('SEKISHO_KEYSERVICE_SOCKET')
  const gid = optionalId('SEKISHO_KEYSERVICE_GID')
  becomeOwner(dataDir, socketPath, optionalId('SEKISHO_KEYSERVICE_UID'), gid)
  requireReadableCode()
  const service = await startKeyService({
    dataDir,
    socketPath,
    ...(gid === undefined ? {} : { socketGroup: gid }),
    onFault: (op, errorName) => say(`fault ${op} ${errorName}`),
  })
  const stop = (): void => {
    void service.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (process.env.SEKISHO_PARENT_PIPE === '1') {
    // The launcher holds the other end: when it dies, however it dies, the pipe closes.
    process.stdin.on('end', stop).on('error', stop).resume()
  }
  say('ready')
} catch (error) {
  // Messages of start-up errors are this program's own or the system's, about paths and numbers.
  say(`failed ${error instanceof Error ? error.message : 'unknown'}`)
  process.exitCode = 1
}
