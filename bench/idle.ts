import { mkdtempSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpuMs, processTree, pssMb } from './support/process-tree.ts'

const projectDir = dirname(fileURLToPath(new URL('.', import.meta.url)))
const port = 4_879
const settleMs = 20_000
const watchMs = 30_000

/**
 * What `npm start` costs when nobody works: from the command to the first page with dependencies present and built, then
 * memory and CPU with dialling stopped and nobody signed in (an empty trial has no campaign to dial).
 */
export async function run(): Promise<{ figures: Record<string, number> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-bench-idle-'))
  const env = { ...process.env, SEKISHO_DATA: dataDir, SEKISHO_PORT: String(port), SEKISHO_EMPTY: '1' }
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(projectDir, 'start.js')], {
    cwd: projectDir,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await firstPage()
    const startSeconds = (performance.now() - startedAt) / 1000
    await sleep(settleMs)
    const tree = processTree(child.pid ?? 0)
    const before = cpuMs(tree)
    const memory: number[] = []
    for (let elapsed = 0; elapsed < watchMs; elapsed += 5_000) {
      memory.push(pssMb(processTree(child.pid ?? 0)))
      await sleep(5_000)
    }
    const cpuPercent = ((cpuMs(tree) - before) / watchMs) * 100
    return { figures: { pssMb: Math.max(...memory), cpuPercent, startSeconds, processes: tree.length } }
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function firstPage(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const isServed = await fetch(`http://localhost:${port}/`).then(
      (response) => response.ok,
      () => false,
    )
    if (isServed) return
    await sleep(100)
  }
  throw new Error('no page within a minute')
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
