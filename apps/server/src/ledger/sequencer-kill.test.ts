import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HEAD_OFFICE, type EntryId, ProblemError, type Receipt, type TenantId } from '@sekisho/contract'
import { leafHash, verifyInclusion } from '@sekisho/ledger'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { programArguments } from '../test-program.ts'
import { type Spine, startSpine, untilAvailable } from '../test-spine.ts'
import { ledgerLimits } from './receipts.ts'
import { expectWholeLog, untilQuiet } from './test-ledger-state.ts'
import { rootOfFirst } from './test-published-log.ts'

const program = fileURLToPath(new URL('./test-sequencer-process.ts', import.meta.url))
const keyServiceProgram = fileURLToPath(import.meta.resolve('@sekisho/keyservice/main'))
const scheduler = systemActor('scheduler')
const steps = ['read', 'journaled', 'cosigned', 'answered', 'indexed', 'published'] as const

let spine: Spine
let folder: string
let tenants: TenantId[]
const children = new Set<ChildProcess>()
const committed = new Map<TenantId, EntryId[]>()
const receipts: Receipt[] = []

beforeAll(async () => {
  spine = await startSpine({ ledgerLimits })
  await spine.stopSequencer()
  folder = join(spine.dataDir, 'ledger')
  tenants = []
  for (let count = 0; count < 3; count += 1) tenants.push((await spine.tenant()).tenantId)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await spine.stop()
})

function run(command: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env.PATH, ...env } })
  children.add(child)
  child.on('exit', () => children.delete(child))
  return child
}

function startKilled(killAt: string | null, killAfter: number): ChildProcess {
  const order = {
    address: spine.test.sequencer,
    keySocket: join(spine.dataDir, 'witness', 'socket'),
    folder,
    socketPath: join(spine.dataDir, 'sequencer.sock'),
    killAt,
    killAfter,
  }
  return run(process.execPath, programArguments(program), { SEKISHO_TEST_SEQUENCER: JSON.stringify(order) })
}

interface Batch {
  readonly tenant: number
  readonly size: number
  readonly isRolledBack: boolean
}

/** Commits one batch, or gives up because the ledger is away; asks for the receipt of its last entry. */
async function commit({ tenant, size, isRolledBack }: Batch): Promise<void> {
  const tenantId = tenants[tenant] as TenantId
  const made: EntryId[] = []
  try {
    await spine.test.database.transaction(scheduler, tenantId, async (tx) => {
      for (let count = 0; count < size; count += 1)
        made.push(await spine.writer.enter(tx, { type: 'floor.watched', purpose: 'supervision' }))
      if (isRolledBack) throw new Error('rolled back')
    })
  } catch (error) {
    if (error instanceof ProblemError || (error as Error).message === 'rolled back') return
    throw error
  }
  committed.set(tenantId, [...(committed.get(tenantId) ?? []), ...made])
  const last = made.at(-1)
  if (last === undefined) return
  const receipt = await spine.receipts.await(tenantId, last).catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined
    throw error
  })
  if (receipt !== undefined) receipts.push(receipt)
}

async function expectEverything(): Promise<void> {
  await untilQuiet(spine, folder)
  await expectWholeLog(spine, folder, HEAD_OFFICE, [])
  for (const tenantId of tenants) {
    const published = await expectWholeLog(spine, folder, tenantId, committed.get(tenantId) ?? [])
    for (const { leaf, position, size, proof, log } of receipts) {
      if (!JSON.parse(Buffer.from(leaf).toString()).entry.log.startsWith(log)) continue
      if (published.leaves[position]?.equals(Buffer.from(leaf)) !== true) continue
      verifyInclusion(leafHash(leaf), position, size, proof, rootOfFirst(published.leaves, size))
      verified += 1
    }
  }
}
let verified = 0

const batch = fc.record({
  tenant: fc.nat({ max: 2 }),
  size: fc.integer({ min: 1, max: 40 }),
  isRolledBack: fc.boolean(),
})

describe('a sequencer that is killed', () => {
  it('at any step, again and again: every committed entry has one place, and every receipt still verifies (M-02, M-03, M-05, E-01)', async () => {
    const kills = [...steps, 'journaled', 'cosigned'] as const
    const plans = fc.sample(
      fc.record({
        killAfter: fc.integer({ min: 1, max: 3 }),
        batches: fc.array(batch, { minLength: 6, maxLength: 12 }),
      }),
      { numRuns: kills.length, seed: 20_261_121 },
    )
    for (const [index, killAt] of kills.entries()) {
      const plan = plans[index]
      if (plan === undefined) continue
      const child = startKilled(killAt, plan.killAfter)
      const died = once(child, 'exit') as Promise<[number | null, string | null]>
      await Promise.race([untilAvailable(spine.receipts), died])
      while (child.exitCode === null && child.signalCode === null) {
        for (const some of plan.batches) await commit(some)
      }
      expect((await died)[1], `killed at ${killAt}`).toBe('SIGKILL')
    }
    const survivor = startKilled(null, 0)
    await untilAvailable(spine.receipts)
    // on a slow machine a tenant may have had no entry yet, and a log without entries is not published
    for (const tenant of [0, 1, 2]) await commit({ tenant, size: 1, isRolledBack: false })
    await expectEverything()
    expect(receipts.length).toBeGreaterThan(10)
    // what was published went from the journal: many files were begun, and few are left
    const files = readdirSync(join(folder, 'journal')).sort()
    expect(files[0]).not.toBe('00000000.journal')
    expect(files.length).toBeLessThanOrEqual(3)
    expect(verified).toBe(receipts.length)
    survivor.stdin?.end()
    await once(survivor, 'exit')
  }, 180_000)

  it('with the key service killed in mid-batch instead: the ledger stops, and goes on where it was (M-05)', async () => {
    await spine.stopKeyService()
    const startKeys = () =>
      run('/bin/sh', ['-c', 'exec "$0" "$@"', process.execPath, ...programArguments(keyServiceProgram)], {
        SEKISHO_KEYSERVICE_DATA: join(spine.dataDir, 'keys'),
        SEKISHO_KEYSERVICE_SOCKET: join(spine.dataDir, 'keyservice', 'socket'),
        SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: join(spine.dataDir, 'witness', 'socket'),
      })
    let keyService = startKeys()
    const sequencer = startKilled(null, 0)
    for (let round = 0; round < 3; round += 1) {
      await untilAvailable(spine.receipts)
      const busy = (async () => {
        for (let count = 0; count < 40; count += 1) await commit({ tenant: count % 3, size: 10, isRolledBack: false })
      })()
      await commit({ tenant: 0, size: 5, isRolledBack: false })
      const died = once(keyService, 'exit')
      keyService.kill('SIGKILL')
      await died
      keyService = startKeys()
      await busy
    }
    await untilAvailable(spine.receipts)
    await commit({ tenant: 1, size: 1, isRolledBack: false })
    verified = 0
    await expectEverything()
    expect(verified).toBe(receipts.length)
    sequencer.stdin?.end()
    await once(sequencer, 'exit')
    keyService.kill('SIGKILL')
    await once(keyService, 'exit')
    await spine.startKeyService()
  }, 180_000)
})
