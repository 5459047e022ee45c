import type { KeyServiceClient } from '@sekisho/vault'
import type { EntryId, Receipt } from '@sekisho/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { settableClock } from './test-support/settable-clock.ts'
import type { SettableClock } from './test-support/settable-clock.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

let folder: ReturnType<typeof temporaryFolder>
let clock: SettableClock
let service: KeyService
let keys: KeyServiceClient
let world: World

async function start(): Promise<void> {
  service = await startKeyService({ ...keyServicePaths(folder.path), clock })
}

async function restart(): Promise<void> {
  await service.close()
  await start()
  // The first call may still find the old connection; calls are never repeated by the client itself.
  await codeOf(keys.status({}))
}

beforeEach(async () => {
  folder = temporaryFolder()
  clock = settableClock()
  await start()
  keys = bothCallers(service)
  world = await newWorld(keys, { nowMs: () => clock.nowMs() })
})

afterEach(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

function receiptForContact(): Promise<Receipt> {
  return world.receiptForContact(world.contactId, ['name'])
}

function open(receipt: Receipt): Promise<string> {
  const { tenantId, listId, contactId, sealedContact: sealed } = world
  return codeOf(keys.openContact({ receipt, tenantId, listId, contactId, rowVersion: 1, sealed, fields: ['name'] }))
}

describe('the age of a receipt (K-07, M-03)', () => {
  it('opens within 60 s and not after', async () => {
    const [first, second] = [await receiptForContact(), await receiptForContact()]
    clock.pass(60_000)
    expect(await open(first)).toBe('opened')
    clock.pass(1)
    expect(await open(second)).toBe('refused_too_old')
  })

  it('does not become young again when the wall clock is set back', async () => {
    const receipt = await receiptForContact()
    clock.pass(70_000)
    clock.jump(-70_000)
    expect(await open(receipt)).toBe('refused_too_old')
  })

  it('becomes too old when the wall clock jumps ahead, and opens nothing that lies ahead of it', async () => {
    const receipt = await receiptForContact()
    clock.jump(3_600_000)
    expect(await open(receipt)).toBe('refused_too_old')
    clock.jump(-3_600_000)
    clock.jump(-6_000)
    expect(await open(receipt)).toBe('refused_too_old')
    clock.jump(1_000)
    expect(await open(receipt)).toBe('opened')
  })

  it('does not become young again through a newer head over the same entry', async () => {
    const receipt = await receiptForContact()
    clock.pass(61_000)
    await world.enter({ type: 'floor.watched' })
    expect(await open(world.log.receipt(receipt.position))).toBe('refused_too_old')
  })

  it('does not become young again when the same head is cosigned again', async () => {
    const receipt = await receiptForContact()
    const growth = world.log.growth(world.log.size)
    clock.pass(50_000)
    const { heads } = await keys.cosign({ heads: [growth] })
    expect(heads[0]?.atMs).toBe(clock.nowMs() - 50_000)
    clock.pass(11_000)
    expect(await open(receipt)).toBe('refused_too_old')
  })

  it('refuses an entry that says it was sequenced long ago, though its head is new', async () => {
    const id: EntryId = newId()
    const commitments = await world.commitments(id, { subject: world.contactId })
    const entry = { type: 'contact.opened', id, fields: ['name' as const], commitments }
    expect(await open(await world.enter(entry, clock.nowMs() - 61_000))).toBe('refused_too_old')
    expect(await open(await world.enter(entry))).toBe('opened')
  })

  it('opens after a restart within the same boot, while 60 s have not passed', async () => {
    const [first, second] = [await receiptForContact(), await receiptForContact()]
    await restart()
    clock.pass(59_000)
    expect(await open(first)).toBe('opened')
    clock.pass(2_000)
    expect(await open(second)).toBe('refused_too_old')
  })

  it('refuses everything from before another boot, because nothing says how long it took', async () => {
    const receipt = await receiptForContact()
    clock.reboot()
    await restart()
    expect(await open(receipt)).toBe('refused_too_old')
    expect(await open(await receiptForContact())).toBe('opened')
  })
})
