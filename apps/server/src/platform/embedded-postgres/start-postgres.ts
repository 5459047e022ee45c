import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type PostgresBinaries, prepareBinaries } from './binaries.ts'
import { ensureCluster, makeOwnedDir, runAs, superuserName } from './cluster.ts'
import { type PostgresSettings, hbaConf, postgresqlConf } from './configuration.ts'
import { livingLauncher, takeLauncherLock } from './launcher-lock.ts'
import { PostgresError, explainFileError } from './postgres-error.ts'
import { clearLeftovers, clearSocketLock, startPostmaster } from './postmaster.ts'
import { type RunningUser, chooseRunningUser } from './unprivileged-user.ts'

export interface PostgresOptions {
  /** Folder for everything of this database. Made when missing; for root it must be traversable for other users. */
  readonly dataDir: string
  /** Folder of the socket, made when missing. Default: inside dataDir, or under the temp folder where that is too long a path. */
  readonly runtimeDir?: string
  /** PostgreSQL settings over the defaults, e.g. `{ fsync: false }`. What keeps rows out of the log cannot be changed. */
  readonly settings?: PostgresSettings
  /** Default: a random one, kept in dataDir readable for the launcher's user alone. */
  readonly superuserPassword?: string
  /** Listens on 127.0.0.1 at this port as well. Default: socket only. */
  readonly tcpPort?: number
  /** Lets the members of this group reach the socket. Default: only PostgreSQL's user and root. */
  readonly socketGid?: number
  /** Throw-away database: does not sync the new cluster to disk. For tests. */
  readonly isThrowAway?: boolean
  /** Parent folder of the copied binaries. */
  readonly binariesDir?: string
  /** Default 120,000; crash recovery counts. */
  readonly startTimeoutMs?: number
}

/** Connection of the superuser in the shape that `pg` takes; `host` is the socket's folder. */
export interface SuperuserConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface RunningPostgres {
  readonly socketDir: string
  readonly port: number
  readonly superuser: SuperuserConnection
  readonly pid: number
  readonly logFile: string
  readonly uid: number
  /** Settles when the server process has ended, wanted or not. */
  readonly exited: Promise<{ readonly exitCode: number | null; readonly signal: string | null }>
  /** Orderly fast shutdown; returns when the process has ended. */
  stop(): Promise<void>
  /** Kills the server and its processes as a power cut would; for tests of recovery. */
  kill9(): Promise<void>
}

const defaultPort = 5432
const lockName = 'launcher.lock'
/** sun_path holds 108 bytes with the final zero (unix(7)). */
const longestSocketPath = 107

function prepareSocketDir(options: PostgresOptions, dataDir: string, port: number, user: RunningUser): string {
  const inside = join(dataDir, 'run')
  const fits = (dir: string) => Buffer.byteLength(join(dir, `.s.PGSQL.${port}.lock`)) <= longestSocketPath
  const short = join(tmpdir(), `sekisho-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  const socketDir = options.runtimeDir === undefined ? (fits(inside) ? inside : short) : resolve(options.runtimeDir)
  const before = lstatSync(socketDir, { throwIfNoEntry: false })
  if (before === undefined) makeOwnedDir(socketDir, user, 0o700)
  // The temp folder is everybody's: somebody else's folder or link of that name is not used.
  else if (!before.isDirectory() || before.uid !== user.uid) throw new PostgresError('permission_denied', socketDir)
  if (options.socketGid !== undefined) chownSync(socketDir, user.uid, options.socketGid)
  chmodSync(socketDir, options.socketGid === undefined ? 0o700 : 0o750)
  return socketDir
}

function superuserPassword(options: PostgresOptions, dataDir: string, isNew: boolean): string {
  if (options.superuserPassword !== undefined) return options.superuserPassword
  const path = join(dataDir, 'superuser-password')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  if (!isNew) throw new PostgresError('password_unknown', path)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(path, `${password}\n`, { mode: 0o600 })
  return password
}

async function checkTraversable(dataDir: string, user: RunningUser): Promise<void> {
  if (!user.isSwitched) return
  const { exitCode } = await runAs(user, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', dataDir], { PATH: '/usr/bin:/bin' })
  if (exitCode !== 0) throw new PostgresError('path_not_traversable', dataDir)
}

function prepareDataDir(path: string): void {
  try {
    // 0711: PostgreSQL's user passes through to its own folders, and sees nothing else.
    mkdirSync(path, { recursive: true, mode: 0o711 })
    chmodSync(path, 0o711)
  } catch (error) {
    throw explainFileError(error, path)
  }
}

/** Process id of the launcher that looks after this data folder now; undefined when there is none or it died. */
export function launcherOf(dataDir: string): number | undefined {
  return livingLauncher(join(resolve(dataDir), lockName))
}

/**
 * Starts the embedded PostgreSQL: makes the cluster on first use, recovers after a crash, and stops when this process
 * ends, however it ends. For the trial and for tests; production has its own PostgreSQL.
 *
 * dataDir then holds `cluster/` and `run/` (owned by PostgreSQL's user), and `postgresql.conf`, `pg_hba.conf`,
 * `postgres.log`, `superuser-password` and `launcher.lock` (owned by the launcher's user, so that a process of
 * PostgreSQL's user cannot make a launcher that is root write somewhere else).
 *
 * @throws PostgresError  with one of its codes and a sentence in Japanese and English
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir)
  const clusterDir = join(dataDir, 'cluster')
  prepareDataDir(dataDir)
  const user = chooseRunningUser(clusterDir)
  await checkTraversable(dataDir, user)
  const binaries = prepareBinaries(options.binariesDir)
  let release: (() => void) | undefined
  try {
    release = takeLauncherLock(join(dataDir, lockName))
    return await startLocked(options, { dataDir, clusterDir, user, binaries, release })
  } catch (error) {
    release?.()
    throw explainFileError(error, dataDir)
  }
}

interface Prepared {
  readonly dataDir: string
  readonly clusterDir: string
  readonly user: RunningUser
  readonly binaries: PostgresBinaries
  readonly release: () => void
}

async function startLocked(options: PostgresOptions, prepared: Prepared): Promise<RunningPostgres> {
  const { dataDir, clusterDir, user, binaries, release } = prepared
  const port = options.tcpPort ?? defaultPort
  const isTcp = options.tcpPort !== undefined
  await clearLeftovers({ binaries, clusterDir })
  const password = superuserPassword(options, dataDir, !existsSync(join(clusterDir, 'PG_VERSION')))
  await ensureCluster({ dataDir, clusterDir, user, binaries, password, isThrowAway: options.isThrowAway ?? false })
  const socketDir = prepareSocketDir(options, dataDir, port, user)
  await clearSocketLock(socketDir, port, clusterDir)
  const configFile = join(dataDir, 'postgresql.conf')
  const hbaFile = join(dataDir, 'pg_hba.conf')
  writeReadable(hbaFile, hbaConf(isTcp))
  writeReadable(configFile, postgresqlConf({ socketDir, port, isTcp, hbaFile, settings: options.settings ?? {} }))
  const logFile = join(dataDir, 'postgres.log')
  const startTimeoutMs = options.startTimeoutMs ?? 120_000
  const postmaster = await startPostmaster({ binaries, clusterDir, configFile, logFile, port, user, startTimeoutMs })
  const forget = () => {
    if (!socketDir.startsWith(dataDir)) rmSync(socketDir, { recursive: true, force: true })
    release()
  }
  return {
    socketDir,
    port,
    superuser: { host: socketDir, port, user: superuserName, password, database: 'postgres' },
    pid: postmaster.identity.pid,
    logFile,
    uid: user.uid,
    exited: postmaster.exited,
    async stop() {
      await postmaster.stop()
      forget()
    },
    async kill9() {
      await postmaster.kill9()
      forget()
    },
  }
}

/** PostgreSQL's user must read these; they hold no secret. */
function writeReadable(path: string, text: string): void {
  writeFileSync(path, text)
  chmodSync(path, 0o644)
}
