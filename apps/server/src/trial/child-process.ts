import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface ChildOptions {
  /** The program beside this folder, without its ending: `../main`. From source in development, from dist otherwise. */
  readonly script: string
  readonly env: Record<string, string>
  /** Told when the process ended by itself; it is started again. */
  readonly onCrash: () => void
  /** A message of the child over the inherited channel. */
  readonly onMessage?: (message: unknown) => void
}

export interface SupervisedChild {
  pid(): number | undefined
  stop(): Promise<void>
}

/**
 * V8 keeps four threads for its garbage collection, whatever the machine. On two cores those of one process stop all
 * others for tens of milliseconds; the main threads have to be left a core.
 *
 * When a process comes to rest, V8 collects all of its heap twice to give memory back. The second time found 0.1 of 34 MB
 * to give, for as much work as the first.
 */
export const nodeOptions: readonly string[] = [
  `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 1))}`,
  ...oneCollectionAtRest(process.versions.node),
]

/** The option has a name of its own in each V8, and Node does not start with one that it does not know. */
function oneCollectionAtRest(nodeVersion: string): readonly string[] {
  const major = Number(nodeVersion.split('.')[0])
  if (major === 20) return ['--memory-reducer-single-gc']
  return major === 22 || major === 24 ? ['--memory-reducer-gc-count=1'] : []
}

const restartMs = 500
const restartSlowlyMs = 10_000
const stopTimeoutMs = 10_000

/**
 * Keeps one process of the trial alive until `stop`. It ends with this process, however that ends: its standard input is
 * a pipe that only we hold. It leaves no core dump, which would hold clear data or keys (rule 9).
 */
export function superviseChild(options: ChildOptions): SupervisedChild {
  let child: ChildProcess | undefined
  let isStopping = false
  let crashes: number[] = []
  let timer: NodeJS.Timeout | undefined

  function start(): void {
    const { command, args } = nodeCommand(options.script)
    const started = spawn('/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', command, ...args], {
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
      env: { ...baseEnvironment(), ...options.env, SEKISHO_PARENT_PIPE: '1' },
      // A process group of its own, so that Ctrl-C in a terminal reaches the launcher alone, which stops all in order.
      detached: true,
    })
    child = started
    started.stdin?.on('error', () => undefined)
    if (options.onMessage !== undefined) started.on('message', options.onMessage)
    started.on('error', () => undefined)
    started.on('exit', () => {
      child = undefined
      if (isStopping) return
      options.onCrash()
      const now = Date.now()
      crashes = [...crashes.filter((at) => now - at < 60_000), now]
      timer = setTimeout(start, crashes.length > 5 ? restartSlowlyMs : restartMs)
    })
  }
  start()

  return {
    pid: () => child?.pid,
    async stop() {
      isStopping = true
      clearTimeout(timer)
      const running = child
      if (running === undefined) return
      await new Promise<void>((resolve) => {
        const kill = setTimeout(() => running.kill('SIGKILL'), stopTimeoutMs)
        running.once('exit', () => {
          clearTimeout(kill)
          resolve()
        })
        running.kill('SIGTERM')
      })
    },
  }
}

/** Nothing of the caller's environment reaches the product but what Node and the system need. */
function baseEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS']
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

function nodeCommand(script: string): { command: string; args: string[] } {
  const isSource = import.meta.url.endsWith('.ts')
  const path = script.startsWith('@')
    ? fileURLToPath(import.meta.resolve(script))
    : fileURLToPath(new URL(`${script}.${isSource ? 'ts' : 'js'}`, import.meta.url))
  const fromSource = isSource ? ['--import', import.meta.resolve('tsx'), '--conditions=source'] : []
  return { command: process.execPath, args: [...nodeOptions, ...fromSource, path] }
}
