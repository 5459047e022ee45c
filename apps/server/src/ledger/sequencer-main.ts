import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { keyServiceClient } from '@sekisho/vault'
import { z } from 'zod'
import { systemClock } from '../platform/clock.ts'
import { leadLedger } from './lead-ledger.ts'

// The process form of the sequencer. Waits for key service and database as long as it takes; ends with a code other than
// zero only when a person has to look at the ledger. Writes codes to stderr, never values.

const databaseAddress = z.strictObject({
  host: z.string().min(1),
  port: z.int(),
  database: z.string().min(1),
  user: z.string().min(1),
  password: z.string(),
})

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

/** Read and forgotten: a child or a crash report of this process must not find the password. */
function addressFromEnvironment(): z.output<typeof databaseAddress> {
  const text = required('SEKISHO_DB')
  delete process.env.SEKISHO_DB
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('SEKISHO_DB is not JSON')
  }
  const parsed = databaseAddress.safeParse(value)
  if (!parsed.success) throw new Error('SEKISHO_DB lacks one of host, port, database, user, password')
  return parsed.data
}

/** Gives up root for good, after code was loaded and the folders were handed over. */
function becomeOwner(folder: string, socketPath: string, uid: number | undefined, gid: number | undefined): void {
  if (process.getuid?.() !== 0 || uid === undefined) return
  const group = gid ?? uid
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  chownSync(folder, uid, group)
  const socketDir = dirname(socketPath)
  mkdirSync(socketDir, { recursive: true })
  chmodSync(socketDir, 0o710)
  chownSync(socketDir, uid, group)
  process.setgroups?.([group])
  process.setgid?.(group)
  process.setuid?.(uid)
}

function say(code: string): void {
  process.stderr.write(`sequencer ${code}\n`)
}

process.title = 'sekisho-sequencer'
// published files may be read by the group, the socket may be used by it; others get nothing
process.umask(0o027)

try {
  const address = addressFromEnvironment()
  const folder = required('SEKISHO_LEDGER_FOLDER')
  const socketPath = required('SEKISHO_SEQUENCER_SOCKET')
  const keySocket = required('SEKISHO_KEYSERVICE_SOCKET')
  becomeOwner(folder, socketPath, optionalId('SEKISHO_SEQUENCER_UID'), optionalId('SEKISHO_SEQUENCER_GID'))
  const keys = keyServiceClient({ connect: keySocket, timeoutMs: 2_000 })
  const leader = leadLedger({ address, keys, clock: systemClock, folder, socketPath, onChange: say })
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return
    isStopping = true
    void leader.stop().then(() => {
      keys.close()
      process.exit(0)
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (process.env.SEKISHO_PARENT_PIPE === '1') {
    // the launcher holds the other end: when it dies, however it dies, the pipe closes
    process.stdin.on('end', stop).on('error', stop).resume()
  }
  leader.ended.catch((error: unknown) => {
    say(`failed ${error instanceof Error ? error.message : 'unknown'}`)
    process.exit(1)
  })
} catch (error) {
  say(`failed ${error instanceof Error ? error.message : 'unknown'}`)
  process.exitCode = 1
}
