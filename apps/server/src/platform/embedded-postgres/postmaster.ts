import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresBinaries } from './binaries.ts'
import { asUser, postgresEnvironment } from './cluster.ts'
import { PostgresError, explainOutput } from './postgres-error.ts'
import {
  type ProcessIdentity,
  childrenOf,
  commandLineOf,
  identityOf,
  isAlive,
  isAnyoneIn,
  isUnreaped,
} from './process-facts.ts'
import type { RunningUser } from './unprivileged-user.ts'

const pollMs = 20
const rotateLogBytes = 5_000_000

export interface PostmasterInput {
  readonly binaries: PostgresBinaries
  readonly clusterDir: string
  readonly configFile: string
  readonly logFile: string
  readonly port: number
  readonly user: RunningUser
  readonly startTimeoutMs: number
}

export interface Postmaster {
  readonly identity: ProcessIdentity
  /** Settles when the server process has ended, for whatever reason. */
  readonly exited: Promise<{ readonly exitCode: number | null; readonly signal: string | null }>
  stop(): Promise<void>
  kill9(): Promise<void>
}

interface PidFile {
  readonly pid: number
  readonly status: string
}

/** Lines of postmaster.pid: 1 is the process id, 8 the status (PostgreSQL's src/include/utils/pidfile.h). */
function readPidFile(clusterDir: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), status: (lines[7] ?? '').trim() }
  } catch {
    return undefined
  }
}

async function waitUntil(isDone: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (!isDone()) {
    if (performance.now() > deadline) return false
    await sleep(pollMs)
  }
  return true
}

/** Ends a server: first as an orderly fast shutdown, then without waiting for clients, then at once. */
async function end(identity: ProcessIdentity): Promise<void> {
  for (const { signal, graceMs } of [
    { signal: 'SIGINT', graceMs: 30_000 },
    { signal: 'SIGQUIT', graceMs: 10_000 },
    { signal: 'SIGKILL', graceMs: 10_000 },
  ] as const) {
    if (!isAlive(identity)) return
    process.kill(identity.pid, signal)
    if (await waitUntil(() => !isAlive(identity), graceMs)) return
  }
}

/**
 * Ends a server that a killed launcher left behind, and removes a postmaster.pid that names a process which is not
 * PostgreSQL (process ids are given out again, in containers soon). The file is written by PostgreSQL's user, so the
 * process is trusted to be ours only if its own command line says so.
 */
export async function clearLeftovers(input: Pick<PostmasterInput, 'binaries' | 'clusterDir'>): Promise<void> {
  const file = readPidFile(input.clusterDir)
  if (file === undefined) return
  if (!Number.isInteger(file.pid) || file.pid <= 1) return
  const identity = identityOf(file.pid)
  if (identity !== undefined) {
    const command = commandLineOf(file.pid)
    if (command[0]?.endsWith('/bin/postgres') === true && command.includes(input.clusterDir)) await end(identity)
    else return rmSync(join(input.clusterDir, 'postmaster.pid'), { force: true })
  }
  await forgetUnreaped(file.pid, input.clusterDir)
}

/** The same for the lock beside the socket (its first line is a process id, as in postmaster.pid). */
export async function clearSocketLock(socketDir: string, port: number, clusterDir: string): Promise<void> {
  const path = join(socketDir, `.s.PGSQL.${port}.lock`)
  if (!existsSync(path)) return
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
  if (await isForgotten(pid, clusterDir)) rmSync(path, { force: true })
}

const unreapedMs = 10_000

/**
 * PostgreSQL sees for itself that the process in postmaster.pid is dead, unless nobody has reaped it yet: then it would
 * refuse to start. Where nobody ever does (a container whose first process does not care), the file is removed once no
 * process works in the cluster any more.
 */
async function forgetUnreaped(pid: number, clusterDir: string): Promise<void> {
  if (await isForgotten(pid, clusterDir)) rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
}

async function isForgotten(pid: number, clusterDir: string): Promise<boolean> {
  await waitUntil(() => !isUnreaped(pid) || !isAnyoneIn(clusterDir), unreapedMs)
  return isUnreaped(pid) && !isAnyoneIn(clusterDir)
}

/**
 * A tiny process that outlives the launcher by a moment: the read ends with a word when the launcher stopped
 * PostgreSQL itself, and with end-of-file when the launcher died, however it died.
 */
const watchdogScript = `
trap '' INT TERM HUP
if read -r word; then exit 0; fi
kill -INT "$1" 2>/dev/null || exit 0
for signal in QUIT KILL; do
  waited=0
  while [ "$waited" -lt 100 ]; do kill -0 "$1" 2>/dev/null || exit 0; sleep 0.1; waited=$((waited + 1)); done
  kill -"$signal" "$1" 2>/dev/null
done
`

function startWatchdog(pid: number, user: RunningUser): { dismiss(): void } {
  const watchdog = spawn('/bin/sh', ['-c', watchdogScript, 'sekisho-postgres-watchdog', String(pid)], {
    ...asUser(user),
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.on('error', () => undefined)
  watchdog.stdin.on('error', () => undefined)
  watchdog.unref()
  unrefStream(watchdog.stdin)
  return { dismiss: () => void watchdog.stdin.end('stopped\n') }
}

function unrefStream(stream: object): void {
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
}

function spawnPostgres(input: PostmasterInput): ChildProcess {
  if ((statSync(input.logFile, { throwIfNoEntry: false })?.size ?? 0) > rotateLogBytes)
    renameSync(input.logFile, `${input.logFile}.1`)
  const log = openSync(input.logFile, 'a', 0o600)
  try {
    // No core dumps: they would hold clear rows. The process group is its own, so that Ctrl-C in a terminal reaches the
    // launcher alone, which stops PostgreSQL last.
    return spawn(
      '/bin/sh',
      [
        '-c',
        'ulimit -c 0; umask 077; exec "$0" "$@"',
        input.binaries.postgres,
        '-D',
        input.clusterDir,
        `--config-file=${input.configFile}`,
      ],
      {
        ...asUser(input.user),
        cwd: '/',
        env: postgresEnvironment(input.binaries),
        stdio: ['ignore', log, log],
        detached: true,
      },
    )
  } finally {
    closeSync(log)
  }
}

/**
 * Starts the server process and waits until it accepts connections (also through crash recovery).
 *
 * @throws PostgresError by what its log says; `start_timeout`
 */
export async function startPostmaster(input: PostmasterInput): Promise<Postmaster> {
  const logStart = existsSync(input.logFile) ? statSync(input.logFile).size : 0
  const child = spawnPostgres(input)
  const exited = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => {
    child.on('error', () => resolve({ exitCode: 127, signal: null }))
    child.on('exit', (exitCode, signal) => resolve({ exitCode, signal }))
  })
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  const watchdog = identity === undefined ? undefined : startWatchdog(identity.pid, input.user)
  const isReady = () => {
    const file = readPidFile(input.clusterDir)
    return file?.pid === identity?.pid && file?.status === 'ready'
  }
  await waitUntil(() => hasEnded() || isReady(), input.startTimeoutMs)
  if (identity === undefined || hasEnded()) {
    watchdog?.dismiss()
    throw explainOutput(readFrom(input.logFile, logStart), { path: input.clusterDir, port: input.port })
  }
  if (!isReady()) {
    await end(identity)
    watchdog?.dismiss()
    throw new PostgresError('start_timeout', input.logFile)
  }
  child.unref()
  void exited.then(() => watchdog?.dismiss())
  return {
    identity,
    exited,
    async stop() {
      await end(identity)
    },
    async kill9() {
      const children = childrenOf(identity.pid)
      process.kill(identity.pid, 'SIGKILL')
      for (const pid of children) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It saw that its parent was gone and ended by itself.
        }
      }
      await waitUntil(() => !isAlive(identity) && children.every((pid) => identityOf(pid) === undefined), 10_000)
    },
  }
}

function readFrom(path: string, offset: number): string {
  const bytes = readFileSync(path)
  return bytes.subarray(offset <= bytes.length ? offset : 0).toString('utf8')
}
