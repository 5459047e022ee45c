import { openCheckpoint, parseVerifierKey } from '@sekisho/ledger'
import type { KeyServiceClient } from '@sekisho/vault'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { entryOf, memoryLog } from './test-support/memory-log.ts'
import type { MemoryLog } from './test-support/memory-log.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

let folder: ReturnType<typeof temporaryFolder>
let service: KeyService
let keys: KeyServiceClient
let world: World
let log: MemoryLog

async function start(): Promise<void> {
  service = await startKeyService(keyServicePaths(folder.path))
  keys = bothCallers(service)
}

async function restart(): Promise<void> {
  keys.close()
  await service.close()
  await start()
}

beforeEach(async () => {
  folder = temporaryFolder()
  await start()
  world = await newWorld(keys)
  log = world.log
})

afterEach(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

function grow(branch: MemoryLog, entries: number): MemoryLog {
  for (let i = 0; i < entries; i++) branch.add(entryOf(branch.id, { type: 'floor.watched' }), Date.now())
  return branch
}

function cosign(...heads: Parameters<KeyServiceClient['cosign']>[0]['heads']): Promise<string> {
  return codeOf(keys.cosign({ heads }))
}

describe('the first witness (M-03)', () => {
  it('cosigns growth from exactly the last head, and gives a checkpoint that verifies with both keys', async () => {
    grow(log, 5)
    expect(await cosign(log.growth(0))).toBe('opened')
    grow(log, 8)
    expect(await cosign(log.growth(5))).toBe('opened')
    const origin = `ledger.example/${log.id}`
    const { verifierKey, witnessKey } = await keys.ensureLog({ logId: log.id, tenantId: world.tenantId, origin })
    const note = await keys.checkpoint({ logId: log.id })
    const [logKey, witness] = [parseVerifierKey(verifierKey), parseVerifierKey(witnessKey)]
    const opened = openCheckpoint(String(note), { origin, logKey, cosigners: [witness] })
    expect(opened).toMatchObject({ origin, size: 13, root: log.growth(13).root })
    expect(opened.cosignatures.map(({ key }) => key.name)).toEqual([witness.name])
  })

  it('cosigns one of two extensions of one head, also after a restart', async () => {
    grow(log, 3)
    await cosign(log.growth(0))
    const second = grow(log.fork(), 2)
    const third = grow(log.fork(), 3)
    grow(log, 2)
    const codes = await Promise.all([cosign(log.growth(3)), cosign(second.growth(3))])
    expect(codes.sort()).toEqual(['fork_refused', 'opened'])
    await restart()
    expect(await cosign(third.growth(3))).toBe('fork_refused')
    expect(await cosign(second.growth(3))).toBe(codes[0] === 'opened' ? 'opened' : 'fork_refused')
  })

  it('answers the exact last head again, also after a restart, with the time of the first answer', async () => {
    grow(log, 3)
    const first = await keys.cosign({ heads: [log.growth(0)] })
    await restart()
    expect(await keys.cosign({ heads: [log.growth(0)] })).toEqual(first)
    expect(await keys.heads({})).toEqual(first.heads)
  })

  it('refuses a smaller size, another root of the same size, a proof from another size, a wrong proof', async () => {
    grow(log, 4)
    const four = log.growth(0)
    grow(log, 4)
    await cosign(log.growth(0))
    expect(await cosign(four)).toBe('fork_refused')
    expect(await cosign({ ...four, oldSize: 8 })).toBe('fork_refused')
    expect(await cosign({ ...log.growth(8), root: four.root })).toBe('fork_refused')
    grow(log, 5)
    expect(await cosign(log.growth(4))).toBe('fork_refused')
    expect(await cosign({ ...log.growth(8), proof: log.growth(4).proof })).toBe('fork_refused')
    expect(await cosign({ ...log.growth(8), proof: [] })).toBe('fork_refused')
    expect(await cosign(log.growth(8))).toBe('opened')
    const kept = await keys.refusals({ after: 0 })
    expect(kept.map(({ code, op }) => `${op} ${code}`)).toEqual(Array(6).fill('cosign fork_refused'))
  })

  it('cosigns several logs in one call, all or none', async () => {
    const other = await newWorld(keys)
    grow(log, 2)
    grow(other.log, 3)
    expect(await cosign(log.growth(0), { ...other.log.growth(0), oldSize: 1 })).toBe('fork_refused')
    expect(await keys.heads({ logs: [log.id, other.log.id] })).toEqual([])
    expect(await cosign(log.growth(0), other.log.growth(0))).toBe('opened')
    expect((await keys.heads({ logs: [log.id, other.log.id] })).map(({ size }) => size)).toEqual([2, 3])
  })

  it('refuses the head of a log that nobody set up, and keeps that', async () => {
    const unknown = grow(memoryLog('e'.repeat(32)), 1)
    expect(await cosign(unknown.growth(0))).toBe('unknown_key')
    expect((await keys.refusals({ after: 0 })).at(-1)).toMatchObject({ op: 'cosign', code: 'unknown_key' })
  })

  it('binds a log to its tenant and a tenant to its one log for good', async () => {
    const other = await newWorld(keys, { clientId: world.clientId })
    const set = (logId: string, tenantId: World['tenantId'], origin: string) =>
      codeOf(keys.ensureLog({ logId, tenantId, origin }))
    expect(await set(log.id, world.tenantId, `ledger.example/${log.id}`)).toBe('opened')
    expect(await set(log.id, other.tenantId, `ledger.example/${log.id}`)).toBe('bad_request')
    expect(await set('d'.repeat(32), world.tenantId, 'ledger.example/second')).toBe('bad_request')
    expect(await codeOf(keys.ensureTenant({ tenantId: world.tenantId, clientId: newId() }))).toBe('bad_request')
  })

  it('refuses a receipt from a head that was never cosigned: an entry that was rolled back opens nothing', async () => {
    const rolledBack = log.fork()
    const ghost = rolledBack.add(entryOf(log.id, { type: 'contact.opened' }), Date.now())
    await world.enter({ type: 'floor.watched' })
    const { tenantId, listId, contactId, sealedContact: sealed } = world
    const row = { tenantId, listId, contactId, rowVersion: 1, sealed, fields: [] }
    expect(await codeOf(keys.openContact({ receipt: rolledBack.receipt(ghost), ...row }))).toBe('refused_bad_proof')
    rolledBack.add(entryOf(log.id, { type: 'floor.watched' }), Date.now())
    expect(await codeOf(keys.openContact({ receipt: rolledBack.receipt(ghost), ...row }))).toBe('refused_unknown_head')
  })

  it('whatever the order of heads of two branches, those that were cosigned form one chain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 })), { maxLength: 8 }),
        async (steps) => {
          const fresh = await newWorld(keys)
          const branches = [fresh.log, fresh.log.fork()] as const
          let owner: MemoryLog | undefined
          let size = 0
          for (const [second, entries] of steps) {
            const branch = grow(branches[second ? 1 : 0], entries)
            const from = Math.min(size, branch.size)
            const code = await cosign(branch.growth(from))
            const mayGrow = (owner === undefined || owner === branch) && branch.size > size
            expect(code).toBe(mayGrow ? 'opened' : 'fork_refused')
            if (mayGrow) {
              owner = branch
              size = branch.size
            }
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})
