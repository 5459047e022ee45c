import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectDir = fileURLToPath(new URL('../../..', import.meta.url))

/** The product as `npm start` runs it, with data of its own that go when it stops. */
export interface RunningProduct {
  readonly address: string
  readonly dataDir: string
  /** One-click sign-in links of the demo people, by label. */
  readonly links: ReadonlyMap<string, string>
  /** Everything it printed, for the search for canaries. */
  output(): string
  /** Process id of the launcher. */
  readonly pid: number
  stop(): Promise<void>
}

const startTimeoutMs = 180_000

/**
 * Starts it by `start.js`, waits for its links, and gives them.
 *
 * @param environment  e.g. `{ SEKISHO_EMPTY: '1' }` for a trial without the demo
 */
export async function startProduct(environment: Record<string, string> = {}): Promise<RunningProduct> {
  const dataDir = environment.SEKISHO_DATA ?? mkdtempSync(join(tmpdir(), 'sekisho-browser-'))
  const port = await freePort()
  const child = spawn(process.execPath, [join(projectDir, 'start.js')], {
    cwd: projectDir,
    env: { ...userEnvironment(), SEKISHO_DATA: dataDir, SEKISHO_PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await untilStarted(child, () => output)
  const links = [...output.matchAll(/^\s+(\S.*?): (http:\/\/localhost\S+)$/gm)]
  return {
    address: `http://localhost:${port}`,
    dataDir,
    links: new Map(links.map(([, label = '', url = '']) => [label, url])),
    output: () => output,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)))
      if (environment.SEKISHO_DATA === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Without what the test runner adds: NODE_ENV=test would make the product build pages that nobody gets. */
function userEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _mode, VITEST: _runner, ...environment } = process.env
  return environment
}

function untilStarted(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the product did not start:\n${output()}`)), startTimeoutMs)
    const look = setInterval(() => {
      if (!output().includes('Press Ctrl-C')) return
      finish()
      resolve()
    }, 100)
    const finish = (): void => {
      clearInterval(look)
      clearTimeout(timer)
    }
    child.once('exit', () => {
      finish()
      reject(new Error(`the product ended:\n${output()}`))
    })
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
