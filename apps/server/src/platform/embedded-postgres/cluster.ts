import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PostgresBinaries } from './binaries.ts'
import { PostgresError, explainOutput } from './postgres-error.ts'
import type { RunningUser } from './unprivileged-user.ts'

export const superuserName = 'postgres'

/** What PostgreSQL's processes get to see of the environment: nothing that could change how they behave. */
export function postgresEnvironment(binaries: PostgresBinaries): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    HOME: '/',
    LD_LIBRARY_PATH: binaries.libraryDir,
  }
}

/** Options of spawn() that switch from root to PostgreSQL's user; Node drops supplementary groups as well. */
export function asUser(user: RunningUser): { readonly uid?: number; readonly gid?: number } {
  return user.isSwitched ? { uid: user.uid, gid: user.gid } : {}
}

/** Runs a program to its end as PostgreSQL's user, collecting what it said. */
export async function runAs(
  user: RunningUser,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...asUser(user), env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-20_000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ exitCode: 127, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }))
  })
}

/** Makes a folder that PostgreSQL's user owns. */
export function makeOwnedDir(path: string, user: RunningUser, mode: number): void {
  mkdirSync(path, { mode })
  if (user.isSwitched) chownSync(path, user.uid, user.gid)
}

export interface ClusterInput {
  readonly dataDir: string
  readonly clusterDir: string
  readonly user: RunningUser
  readonly binaries: PostgresBinaries
  readonly password: string
  /** Skips fsync, for throw-away clusters of tests. */
  readonly isThrowAway: boolean
}

/**
 * Makes the cluster when there is none. It is built under another name and renamed when complete, so a launcher that
 * was killed in the middle leaves nothing that looks like a database.
 *
 * @throws PostgresError `version_differs`, `disk_full`, `library_missing`, `user_unknown`, `permission_denied`...
 */
export async function ensureCluster(input: ClusterInput): Promise<void> {
  const { dataDir, clusterDir, user, binaries } = input
  for (const name of readdirSync(dataDir).filter((name) => name.startsWith('partial-')))
    rmSync(join(dataDir, name), { recursive: true, force: true })
  if (existsSync(join(clusterDir, 'PG_VERSION'))) {
    const version = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim()
    if (version !== binaries.majorVersion)
      throw new PostgresError('version_differs', `${version}, ${binaries.majorVersion}`)
    return
  }
  const tag = randomBytes(6).toString('hex')
  const partialDir = join(dataDir, `partial-cluster-${tag}`)
  const passwordFile = join(dataDir, `partial-password-${tag}`)
  try {
    makeOwnedDir(partialDir, user, 0o700)
    writeFileSync(passwordFile, `${input.password}\n`, { mode: 0o600, flag: 'wx' })
    if (user.isSwitched) chownSync(passwordFile, user.uid, user.gid)
    const { exitCode, output } = await runAs(
      user,
      binaries.initdb,
      [
        `--pgdata=${partialDir}`,
        `--username=${superuserName}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        // each new segment is written once with zeros while every commit waits: 72 ms for the usual 16 MB, 13 ms for 2
        '--wal-segsize=2',
        '--no-instructions',
        ...(input.isThrowAway ? ['--no-sync'] : []),
      ],
      postgresEnvironment(binaries),
    )
    if (exitCode !== 0) throw explainOutput(output, { path: dataDir, port: 0 })
    renameSync(partialDir, clusterDir)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(partialDir, { recursive: true, force: true })
  }
}
