import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Spine, startSpine, untilAvailable } from './test-spine.ts'
import { systemClock } from './platform/clock.ts'
import { connectReceipts } from './ledger/index.ts'
import { programArguments } from './test-program.ts'

const main = fileURLToPath(new URL('./sequencer-main.ts', import.meta.url))
let spine: Spine
let folder: string
const children: ChildProcess[] = []

beforeAll(async () => {
  spine = await startSpine()
  await spine.stopSequencer()
  folder = mkdtempSync(join(tmpdir(), 'sekisho-sequencer-main-'))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await spine.stop()
  rmSync(folder, { recursive: true, force: true })
})

function start(changes: Record<string, string | undefined> = {}) {
  const socketPath = join(folder, 'run', 'socket')
  const child = spawn(process.execPath, programArguments(main), {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      SEKISHO_DB: JSON.stringify(spine.test.sequencer),
      SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: join(spine.dataDir, 'witness', 'socket'),
      SEKISHO_SEQUENCER_SOCKET: socketPath,
      SEKISHO_LEDGER_FOLDER: join(folder, 'ledger'),
      SEKISHO_PARENT_PIPE: '1',
      ...changes,
    },
  })
  children.push(child)
  let written = ''
  child.stderr.on('data', (chunk: Buffer) => {
    written += chunk.toString('utf8')
  })
  return {
    child,
    socketPath,
    exited: once(child, 'exit') as Promise<[number | null]>,
    async says(text: string) {
      while (!written.includes(text)) {
        if (child.exitCode !== null) throw new Error(written)
        await Promise.race([once(child.stderr, 'data'), once(child, 'exit')])
      }
    },
    output: () => written,
  }
}

describe('the sequencer as a process', () => {
  it('waits for the key service, leads once it is there, and ends when its launcher is gone', async () => {
    await spine.stopKeyService()
    const sequencer = start()
    await sequencer.says('sequencer waiting unavailable')
    await spine.startKeyService()
    await sequencer.says('sequencer leading')
    const receipts = connectReceipts(sequencer.socketPath, systemClock)
    await untilAvailable(receipts)
    receipts.close()
    sequencer.child.stdin.end()
    expect((await sequencer.exited)[0]).toBe(0)
  })

  it('waits while another one leads, and takes over when that is killed', async () => {
    const first = start({ SEKISHO_LEDGER_FOLDER: join(folder, 'ledger') })
    await first.says('sequencer leading')
    const second = start({
      SEKISHO_LEDGER_FOLDER: join(folder, 'other'),
      SEKISHO_SEQUENCER_SOCKET: join(folder, 'other-socket'),
    })
    await second.says('sequencer waiting NotLeaderError')
    expect(existsSync(join(folder, 'other-socket'))).toBe(false)
    const third = start()
    expect((await third.exited)[0]).toBe(1)
    expect(third.output()).toContain('another sequencer runs on the same ledger folder')
    first.child.kill('SIGKILL')
    await second.says('sequencer leading')
    second.child.kill('SIGTERM')
    expect((await second.exited)[0]).toBe(0)
  })

  it('says which setting is missing or wrong, and never the password', async () => {
    for (const [changes, message] of [
      [{ SEKISHO_LEDGER_FOLDER: undefined }, 'SEKISHO_LEDGER_FOLDER is not set'],
      [{ SEKISHO_DB: '{"password":"of-a-test"' }, 'SEKISHO_DB is not JSON'],
      [{ SEKISHO_DB: '{"password":"of-a-test"}' }, 'SEKISHO_DB lacks one of'],
      [{ SEKISHO_SEQUENCER_UID: 'root' }, 'SEKISHO_SEQUENCER_UID is not a number'],
    ] as const) {
      const sequencer = start(changes)
      expect((await sequencer.exited)[0]).toBe(1)
      expect(sequencer.output()).toContain(message)
      expect(sequencer.output()).not.toContain('of-a-test')
    }
  })

  it.runIf(process.getuid?.() === 0)('gives up root, and lets only its group use its socket', async () => {
    const own = mkdtempSync(join(tmpdir(), 'sekisho-sequencer-uid-'))
    chmodSync(own, 0o711)
    const sequencer = start({
      SEKISHO_LEDGER_FOLDER: join(own, 'ledger'),
      SEKISHO_SEQUENCER_SOCKET: join(own, 'run', 'socket'),
      SEKISHO_SEQUENCER_UID: '64202',
      SEKISHO_SEQUENCER_GID: '64200',
    })
    const status = () => statSync(`/proc/${sequencer.child.pid}`)
    await sequencer.says('sequencer waiting')
    expect(status().uid).toBe(64_202)
    sequencer.child.kill('SIGTERM')
    await sequencer.exited
    rmSync(own, { recursive: true, force: true })
  })
})
