import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { RolePasswords } from '../platform/database/index.ts'

/**
 * Who runs what. Started by an ordinary user, everything runs as that user, and the pages say that it is a trial on one
 * uid. Started by root, each process gets a uid of its own, so that whoever administers the database cannot reach the
 * keys (architecture rule 5); the numbers are far from those that Debian gives to people and services.
 */
export interface Owners {
  readonly keyService: number
  readonly sequencer: number
  readonly server: number
  /** Group of the sockets between them. */
  readonly group: number
  /** Group of the socket on which the key service cosigns: the sequencer's alone. */
  readonly sequencerGroup: number
}

/**
 * @param codeDir  where the program lies; in a home that is closed to others (mode 0700) no other uid could load it, and
 *                 all but PostgreSQL stay root
 */
export function ownersOf(codeDir: string): Owners | null {
  if (process.getuid?.() !== 0 || !isReadableByAll(codeDir)) return null
  return { keyService: 64_201, sequencer: 64_202, server: 64_203, group: 64_200, sequencerGroup: 64_202 }
}

function isReadableByAll(path: string): boolean {
  const folder = dirname(path)
  // 5: others may read and pass
  return (statSync(path).mode & 0o5) === 0o5 && (folder === path || isPassableByAll(folder))
}

function isPassableByAll(path: string): boolean {
  const folder = dirname(path)
  return (statSync(path).mode & 0o1) === 0o1 && (folder === path || isPassableByAll(folder))
}

export interface Places {
  readonly postgres: string
  readonly keys: string
  readonly keyServiceSocket: string
  /** The key service's socket for the sequencer. */
  readonly witnessSocket: string
  readonly ledger: string
  readonly sequencerSocket: string
  readonly sealed: string
  readonly owners: Owners | null
}

/** Makes the folders of the trial, each readable for its own process alone. */
export function preparePlaces(dataDir: string, codeDir: string): Places {
  const owners = ownersOf(realpathSync(codeDir))
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  if (owners !== null) chmodSync(dataDir, 0o711)
  const own = (name: string, uid: number | undefined, mode: number, gid = owners?.group): string => {
    const path = join(dataDir, name)
    mkdirSync(path, { recursive: true, mode })
    chmodSync(path, mode)
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
    return path
  }
  return {
    postgres: join(dataDir, 'postgres'),
    keys: own('keys', owners?.keyService, 0o700, owners?.keyService),
    keyServiceSocket: join(own('run-keyservice', owners?.keyService, 0o710), 'socket'),
    witnessSocket: join(own('run-witness', owners?.keyService, 0o2710, owners?.sequencerGroup), 'socket'),
    ledger: own('ledger', owners?.sequencer, 0o750),
    sequencerSocket: join(own('run-sequencer', owners?.sequencer, 0o710), 'socket'),
    sealed: own('sealed', owners?.server, 0o700),
    owners,
  }
}

/** Passwords of the database roles, made once and readable for the launcher's user alone. */
export function rolePasswords(dataDir: string): RolePasswords {
  const path = join(dataDir, 'database-passwords.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as RolePasswords
  const fresh = (): string => randomBytes(24).toString('base64url')
  const passwords: RolePasswords = { owner: fresh(), app: fresh(), sequencer: fresh() }
  writeFileSync(path, JSON.stringify(passwords), { mode: 0o600 })
  return passwords
}
