import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const memoryDir = '/dev/shm'
const prefix = 'sekisho-test-'
/** A run's databases, write-ahead log and folders together stay below 2 GB. */
const roomBytes = 4_000_000_000

/** Whether temporary files may be held in memory: enough of it, and programs may be started from there. */
function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memoryDir)
    const mount = readFileSync('/proc/mounts', 'utf8').match(/^\S+ \/dev\/shm tmpfs (\S+)/m)
    const mayExecute = mount !== null && !(mount[1] ?? '').split(',').includes('noexec')
    return mayExecute && bavail * bsize > roomBytes && process.availableMemory() > 2 * roomBytes
  } catch {
    return false
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Folders of runs that were interrupted: they would stand in memory for good. */
function removeLeftovers(): void {
  for (const name of readdirSync(memoryDir)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN
    if (Number.isInteger(pid) && pid > 1 && !isRunning(pid))
      rmSync(join(memoryDir, name), { recursive: true, force: true })
  }
}

/**
 * Puts the temporary folders of the run into memory where that is possible. Key service and sequencer make every write
 * durable before they go on, and wait for the disk hundreds of times in each test file; kill tests end processes, not
 * the machine, and what a process has written survives it in memory, too.
 */
export default function setup(): () => void {
  const before = process.env.TMPDIR
  if (!hasRoom()) return () => undefined
  removeLeftovers()
  const dir = mkdtempSync(join(memoryDir, `${prefix}${process.pid}-`))
  chmodSync(dir, 0o1777) // PostgreSQL and some tests run as other users
  process.env.TMPDIR = dir
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(dir, { recursive: true, force: true })
  }
}
