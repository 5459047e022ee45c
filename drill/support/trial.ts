import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, type QueryResult } from 'pg'
import type { FromTrial, ToTrial } from './trial-messages.ts'

const program = fileURLToPath(new URL('./run-trial.ts', import.meta.url))
const startTimeoutMs = 120_000

/** The processes of a trial, as the launcher names them. */
export type TrialProcess = 'postgres' | 'keyservice' | 'sequencer' | 'server'

/** The whole product as real processes on a data folder of its own, in the hands of an attacker. */
export interface Trial {
  readonly origin: string
  readonly dataDir: string
  /** Everything all processes wrote to stdout and stderr so far. */
  output(): string
  /** Starts it, or starts it again on the same data. */
  start(options?: { isDemo?: boolean }): Promise<void>
  stop(): Promise<void>
  /** As a power cut would: launcher and all processes at once. */
  killAll(): Promise<void>
  pids(): Promise<Record<TrialProcess, number>>
  /** Kills one process with -9; the launcher starts it again (all but PostgreSQL). */
  kill(process: TrialProcess): Promise<void>
  /** A statement of the database administrator: a superuser of PostgreSQL, whom no row-level security holds. */
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>
  superuser(): { host: string; port: number; user: string; password: string; database: string }
  /** Stops it and removes its data. */
  end(): Promise<void>
}

export async function newTrial(): Promise<Trial> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-drill-'))
  chmodSync(dataDir, 0o711)
  // its own folder for temporary files, so that a drill can look at all of them
  const temporary = join(dataDir, 'tmp')
  mkdirSync(temporary)
  chmodSync(temporary, 0o1777)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  let child: ChildProcess | undefined
  let output = ''
  let client: Client | undefined

  async function forgetClient(): Promise<void> {
    const old = client
    client = undefined
    await old?.end().catch(() => undefined)
  }

  async function connected(): Promise<Client> {
    if (client !== undefined) return client
    const made = new Client(trial.superuser())
    made.on('error', () => {
      if (client === made) client = undefined
    })
    await made.connect()
    client = made
    return made
  }

  function ask(message: ToTrial): void {
    child?.send(message)
  }

  const trial: Trial = {
    origin,
    dataDir,
    output: () => output,
    async start({ isDemo = false } = {}) {
      const started = fork(program, [dataDir, String(port), isDemo ? 'demo' : 'empty'], {
        execArgv: ['--conditions=source', '--import', import.meta.resolve('tsx')],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, TMPDIR: temporary, SEKISHO_LOG_LEVEL: 'debug' },
      })
      child = started
      for (const stream of [started.stdout, started.stderr])
        stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`the trial did not start:\n${output.slice(-1_500)}`)),
          startTimeoutMs,
        )
        const ended = (): void => reject(new Error(`the trial ended:\n${output.slice(-1_500)}`))
        started.once('exit', ended)
        started.on('message', (message: FromTrial) => {
          if (message.kind !== 'ready') return
          clearTimeout(timer)
          started.off('exit', ended)
          resolve()
        })
      })
    },
    async stop() {
      await forgetClient()
      const running = child
      child = undefined
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
      const exited = once(running, 'exit')
      running.send({ kind: 'stop' } satisfies ToTrial)
      await exited
    },
    async killAll() {
      await forgetClient()
      const pids = await trial.pids()
      const running = child
      child = undefined
      if (running === undefined) return
      const exited = once(running, 'exit')
      running.kill('SIGKILL')
      for (const pid of Object.values(pids)) killNow(pid)
      await exited
      await Promise.all(Object.values(pids).map(untilGone))
    },
    async pids() {
      const running = child
      if (running === undefined) throw new Error('the trial is not running')
      return new Promise((resolve, reject) => {
        const hear = (message: FromTrial): void => {
          if (message.kind !== 'pids') return
          running.off('message', hear)
          const { postgres, keyservice, sequencer, server } = message.pids
          if (postgres === undefined || keyservice === undefined || sequencer === undefined || server === undefined)
            reject(new Error('a process of the trial is not running'))
          else resolve({ postgres, keyservice, sequencer, server })
        }
        running.on('message', hear)
        ask({ kind: 'pids' })
      })
    },
    async kill(process) {
      const pid = (await trial.pids())[process]
      killNow(pid)
      await untilGone(pid)
    },
    async sql(text, values) {
      return (await connected()).query(text, values === undefined ? undefined : [...values])
    },
    superuser: () => ({
      host: join(dataDir, 'postgres', 'run'),
      port: 5432,
      user: 'postgres',
      password: readFileSync(join(dataDir, 'postgres', 'superuser-password'), 'utf8').trim(),
      database: 'sekisho',
    }),
    async end() {
      await trial.stop()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
  return trial
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it had just ended by itself
  }
}

export async function untilGone(pid: number): Promise<void> {
  await until(() => {
    try {
      process.kill(pid, 0)
      // a zombie of ours is gone as well
      return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    } catch {
      return true
    }
  })
}

/** Looks again and again until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, timeoutMs = 60_000, what = 'it'): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`${what} did not come about within ${timeoutMs} ms`)
    await pause(50)
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
