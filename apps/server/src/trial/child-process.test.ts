import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type SupervisedChild, superviseChild } from './child-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'sekisho-child-'))
let child: SupervisedChild | undefined

afterEach(async () => {
  await child?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Says that it runs, and ends when the launcher does. */
const program = `
process.send(process.pid)
process.stdin.on('end', () => process.exit(0)).resume()
`

/** Process group of a process, field 5 of /proc/<pid>/stat (proc(5)). */
function groupOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[2])
}

describe('a process of the trial', () => {
  it('is out of reach for the Ctrl-C of a terminal, is started again when it ends, and not after stop', async () => {
    writeFileSync(join(folder, 'program.ts'), program)
    const pids: number[] = []
    const onCrash = vi.fn()
    child = superviseChild({
      script: join(folder, 'program'),
      env: {},
      onCrash,
      onMessage: (pid) => void pids.push(pid as number),
    })
    const [first = 0] = await vi.waitUntil(() => pids.length === 1 && pids, { timeout: 20_000 })
    expect(groupOf(first)).toBe(first)
    expect(groupOf(first)).not.toBe(groupOf(process.pid))
    process.kill(first, 'SIGKILL')
    await vi.waitUntil(() => pids.length === 2, { timeout: 20_000 })
    expect(onCrash).toHaveBeenCalledTimes(1)
    await child.stop()
    expect(() => process.kill(pids[1] ?? 0, 0)).toThrow('ESRCH')
    expect(child.pid()).toBeUndefined()
    expect(onCrash).toHaveBeenCalledTimes(1)
  })
})
