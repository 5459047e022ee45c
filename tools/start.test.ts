import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import vm from 'node:vm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const projectDir = join(import.meta.dirname, '..')

/** A program small enough to start at once, in the place where start.js expects the trial. */
const smallTrial = `
import { createServer } from 'node:http'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
export async function startTrial({ dataDir, port, onProgress }) {
  if (existsSync(join(dataDir, 'fail'))) throw Object.assign(new Error(), { japanese: '鍵が壊れています。', english: 'The key is damaged.' })
  onProgress({ japanese: '準備しています', english: 'Preparing' })
  const server = createServer((request, response) => response.writeHead(request.url === '/api/health' ? 200 : 404).end())
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    address: 'http://localhost:' + port,
    links: [{ label: '架空 太郎', url: 'http://localhost:' + port + '/sign-in' }],
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      writeFileSync(join(dataDir, 'stopped'), '')
    },
  }
}
`

interface Ended {
  readonly code: number | null
  readonly output: string
}

describe('npm start', () => {
  let clone: string
  let dataDir: string
  let port: number
  const children: ChildProcess[] = []

  beforeEach(async () => {
    clone = mkdtempSync(join(tmpdir(), 'sekisho-start-'))
    chmodSync(clone, 0o755)
    dataDir = join(clone, 'data')
    for (const path of ['start.js', 'tools/build.js', 'tools/setup'])
      cpSync(join(projectDir, path), join(clone, path), { recursive: true })
    mkdirSync(join(clone, 'apps/server/dist/trial'), { recursive: true })
    mkdirSync(join(clone, 'node_modules'))
    writeFileSync(join(clone, 'apps/server/dist/trial/main.js'), smallTrial)
    writeFileSync(join(clone, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(clone, 'package-lock.json'), '{ "packages": { "": {} } }')
    writeFileSync(join(clone, 'node_modules/.package-lock.json'), '{ "packages": {} }')
    port = await freePort()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const ended =
        child.exitCode !== null || child.signalCode !== null || new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    }
    rmSync(clone, { recursive: true, force: true })
  })

  async function freePort(): Promise<number> {
    const probe = createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    return port
  }

  function start(options: { env?: NodeJS.ProcessEnv; uid?: number; node?: string } = {}) {
    const { npm_lifecycle_event: _, ...inherited } = process.env
    const child = spawn(options.node ?? process.execPath, ['start.js'], {
      cwd: clone,
      env: { ...inherited, SEKISHO_DATA: dataDir, SEKISHO_PORT: String(port), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    })
    children.push(child)
    let output = ''
    const listeners = new Set<() => void>()
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        for (const listener of listeners) listener()
      })
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })))
    const says = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const check = () => output.includes(text) && resolve()
        listeners.add(check)
        check()
        void ended.then(() => reject(new Error(`ended without saying ${text}: ${output}`)))
      })
    return { child, ended, says }
  }

  it('prints the address and the links, and ends cleanly on Ctrl-C', async () => {
    const first = start()
    await first.says('Ctrl-C')
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
    first.child.kill('SIGINT')
    const { code, output } = await first.ended
    expect(code).toBe(0)
    expect(output).toContain('準備しています  /  Preparing')
    expect(output).toContain(`http://localhost:${port}\n`)
    expect(output).toContain(`架空 太郎: http://localhost:${port}/sign-in`)
    expect(existsSync(join(dataDir, 'stopped'))).toBe(true)
    expect(existsSync(join(dataDir, 'instance.json'))).toBe(false)
  })

  it('prints the address of the instance that already runs and exits with 0', async () => {
    await start().says('Ctrl-C')
    const { code, output } = await start().ended
    expect(output).toContain(`http://localhost:${port}`)
    expect(output).toMatch(/Already running/)
    expect(code).toBe(0)
  })

  it('lets one of two that start in the same moment serve, and the other point to it', async () => {
    const both = [start(), start()]
    const second = await Promise.race(both.map(({ ended }) => ended))
    expect(second).toMatchObject({ code: 0 })
    expect(second.output).toMatch(/Already running/)
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
  })

  it('starts again after it was killed with -9', async () => {
    const first = start()
    await first.says('Ctrl-C')
    first.child.kill('SIGKILL')
    await first.ended
    await start().says('Ctrl-C')
  })

  it('names the process that holds the port and how to choose another', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve))
    const { code, output } = await start().ended
    await new Promise((resolve) => blocker.close(resolve))
    expect(code).toBe(1)
    expect(output).toContain(`プロセス ${process.pid}`)
    expect(output).toMatch(/Port \d+ is used by .+ \(process \d+\)\. Choose another: SEKISHO_PORT=\d+ npm start/)
    expect(output).not.toMatch(/\n {4}at /)
  })

  it('refuses a port that is no port', async () => {
    const { code, output } = await start({ env: { SEKISHO_PORT: '4870x' } }).ended
    expect(code).toBe(1)
    expect(output).toMatch(/SEKISHO_PORT must be a number from 1 to 65535/)
  })

  it('says that the data folder cannot be written, in words and without a stack', async () => {
    const closed = join(clone, 'closed')
    mkdirSync(closed, { mode: 0o555 })
    // Root may write everywhere, so root runs it as `nobody`, with a Node that `nobody` can reach.
    const isRoot = process.getuid?.() === 0
    if (isRoot) {
      cpSync(process.execPath, join(clone, 'node'))
      chmodSync(join(clone, 'node'), 0o755)
    }
    const env = { SEKISHO_DATA: join(closed, 'data') }
    const { code, output } = await start(isRoot ? { env, uid: 65_534, node: join(clone, 'node') } : { env }).ended
    expect(code).toBe(1)
    expect(output).toContain(`データフォルダーに書き込めません: ${join(closed, 'data')}`)
    expect(output).toContain('SEKISHO_DATA')
    expect(output).not.toMatch(/\n {4}at /)
  })

  it("prints the trial's own sentences when it cannot start, and gives the data folder back", async () => {
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'fail'), '')
    const { code, output } = await start().ended
    expect(code).toBe(1)
    expect(output).toContain('鍵が壊れています。\nThe key is damaged.')
    expect(output).not.toMatch(/\n {4}at /)
    expect(existsSync(join(dataDir, 'instance.json'))).toBe(false)
  })

  it.each([
    ['at once', `spawn(process.execPath, ['start.js'], { stdio: 'inherit' })`],
    // as npm does; `wait` keeps the shell from becoming the program itself
    ['through a shell', `spawn('sh', ['-c', '"$0" start.js & wait', process.execPath], { stdio: 'inherit' })`],
  ])('ends when npm, which started it %s, is killed', async (_how, code) => {
    const npm = spawn(process.execPath, ['-e', `const { spawn } = require('node:child_process'); ${code}`], {
      cwd: clone,
      env: { ...process.env, SEKISHO_DATA: dataDir, SEKISHO_PORT: String(port), npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(npm)
    await new Promise<void>((resolve) => {
      npm.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('Ctrl-C') && resolve())
    })
    npm.kill('SIGKILL')
    while (!existsSync(join(dataDir, 'stopped'))) await sleep(50)
  })
})

describe('start.js itself', () => {
  const source = readFileSync(join(projectDir, 'start.js'), 'utf8')

  it.each(['8.17.0', '12.22.12', '20.18.3', '21.7.3'])('says under Node %s which Node is needed', (version) => {
    const lines: string[] = []
    const oldProcess: Record<string, unknown> = { versions: { node: version } }
    const context = vm.createContext({ process: oldProcess, console: { error: (line: string) => lines.push(line) } })
    new vm.Script(source).runInContext(context)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(`Node ${version} は使えません`)
    expect(lines[1]).toContain(`Node ${version} cannot be used`)
    expect(oldProcess.exitCode).toBe(1)
  })

  it('keeps to syntax that a Node 8 reads', () => {
    const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\]|\\.)*'/g, '')
    expect(code).not.toMatch(/\b(import|export|const|let|class|async|await|require)\b|=>|`|\?\?|\?\.|\.\.\./)
  })
})
