import { readFileSync, rmSync, statfsSync } from 'node:fs'
import { makeRunFolder } from './run-folder.ts'

const memoryDir = '/dev/shm'
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

/**
 * Puts the temporary folders of the run into memory where that is possible. Key service and sequencer make every write
 * durable before they go on, and wait for the disk hundreds of times in each test file; kill tests end processes, not
 * the machine, and what a process has written survives it in memory, too.
 */
export default function setup(): () => void {
  const before = process.env.TMPDIR
  if (!hasRoom()) return () => undefined
  const dir = makeRunFolder(memoryDir, 'sekisho-test-', 0o1777) // PostgreSQL and some tests run as other users
  process.env.TMPDIR = dir
  return () => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(dir, { recursive: true, force: true })
  }
}
