import { diskStorage } from '@sekisho/vault'
import type { KeyServiceClient, Storage } from '@sekisho/vault'
import type { Receipt } from '@sekisho/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

/** The real disk, until it is full: then writes take half of what they are given, syncs and replacements fail. */
function fillableStorage(): Storage & { isFull: boolean } {
  const full = (): never => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  const storage = {
    ...diskStorage,
    isFull: false,
    replace(...given: Parameters<Storage['replace']>) {
      if (storage.isFull) full()
      diskStorage.replace(...given)
    },
    write(file: number, content: Uint8Array, position: number) {
      if (!storage.isFull) return diskStorage.write(file, content, position)
      diskStorage.write(file, content.subarray(0, content.length >> 1), position)
      full()
    },
  }
  return storage
}

let folder: ReturnType<typeof temporaryFolder>
let storage: ReturnType<typeof fillableStorage>
let service: KeyService
let keys: KeyServiceClient
let world: World

async function start(): Promise<void> {
  service = await startKeyService({ ...keyServicePaths(folder.path), storage })
}

beforeEach(async () => {
  folder = temporaryFolder()
  storage = fillableStorage()
  await start()
  keys = bothCallers(service)
  world = await newWorld(keys)
})

afterEach(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

function open(receipt: Receipt): Promise<string> {
  const { tenantId, listId, contactId, sealedContact: sealed } = world
  return codeOf(keys.openContact({ receipt, tenantId, listId, contactId, rowVersion: 1, sealed, fields: ['name'] }))
}

describe('a full disk under the key service', () => {
  it('opens nothing, says so, and goes on when there is room again', async () => {
    const [first, second] = [
      await world.receiptForContact(world.contactId, ['name']),
      await world.receiptForContact(world.contactId, ['name']),
    ]
    storage.isFull = true
    expect(await open(first)).toBe('storage_full')
    expect(await keys.status({})).toMatchObject({ storageWritable: false })
    storage.isFull = false
    expect(await open(second)).toBe('opened')
    expect(await open(first)).toBe('refused_spent')
    expect(await keys.status({})).toMatchObject({ storageWritable: true })
  })

  it('cosigns nothing, and the same heads later, without a trace of the failed attempt', async () => {
    await world.enter({ type: 'floor.watched' })
    storage.isFull = true
    expect(await codeOf(world.enter({ type: 'floor.watched' }))).toBe('storage_full')
    expect((await keys.heads({ logs: [world.log.id] })).map(({ size }) => size)).toEqual([1])
    storage.isFull = false
    const { heads } = await keys.cosign({ heads: [world.log.growth(1)] })
    expect(heads.map(({ size }) => size)).toEqual([2])
    await service.close()
    await start()
    await codeOf(keys.status({}))
    expect(await keys.heads({ logs: [world.log.id] })).toEqual(heads)
  })

  it('makes no key that is not on the disk, and keeps refusals until they fit', async () => {
    storage.isFull = true
    const listId = newId()
    expect(await codeOf(keys.ensureList({ tenantId: world.tenantId, listId }))).toBe('storage_full')
    expect(await open({ log: world.log.id, position: 0, leaf: Buffer.from('{}'), size: 1, proof: [] })).toBe(
      'refused_bad_proof',
    )
    expect((await keys.refusals({ after: 0 })).map(({ code }) => code)).toEqual(['refused_bad_proof'])
    storage.isFull = false
    expect(await codeOf(keys.ensureList({ tenantId: world.tenantId, listId }))).toBe('opened')
  })
})
