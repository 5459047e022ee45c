import type { Entry, ListId } from '@sekisho/contract'
import type { KeyServiceClient } from '@sekisho/vault'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { entryOf } from './test-support/memory-log.ts'
import { settableClock } from './test-support/settable-clock.ts'
import type { SettableClock } from './test-support/settable-clock.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { clearValues, codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

let folder: ReturnType<typeof temporaryFolder>
let clock: SettableClock
let service: KeyService
let keys: KeyServiceClient
let world: World

beforeEach(async () => {
  folder = temporaryFolder()
  clock = settableClock(Date.now())
  service = await startKeyService({ ...keyServicePaths(folder.path), clock })
  keys = bothCallers(service)
  world = await newWorld(keys, { nowMs: () => clock.nowMs() })
})
afterEach(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

async function restart(): Promise<void> {
  keys.close()
  await service.close()
  service = await startKeyService({ ...keyServicePaths(folder.path), clock })
  keys = bothCallers(service)
}

type Order = Pick<Entry, 'type' | 'outcome'>
const undone: Order = { type: 'list.import_undone', outcome: 'done' }
const failed: Order = { type: 'list.import_failed', outcome: 'failed' }

async function end(order: Order, listId: ListId = world.listId) {
  const receipt = await world.enter({ ...order, refs: { list: listId } })
  return { receipt, ask: () => keys.destroyList({ receipt, tenantId: world.tenantId, listId }) }
}

async function openContact(): Promise<unknown> {
  const { tenantId, listId, contactId, sealedContact: sealed } = world
  const receipt = await world.receiptForContact(contactId, ['name'])
  return keys.openContact({ receipt, tenantId, listId, contactId, rowVersion: 1, sealed, fields: ['name'] })
}

describe('the end of a list that was undone or failed (D-09)', () => {
  it.each([
    ['undone', undone],
    ['failed', failed],
  ])(
    'comes with an entry that says that it was %s, however old, and is the same when asked again',
    async (_, order) => {
      const { ask, receipt } = await end(order)
      clock.pass(3_600_000)
      const certificate = await ask()
      expect(certificate).toMatchObject({ tenantId: world.tenantId, listId: world.listId, mediumProvesIt: false })
      expect(certificate.destroyedKeyIds).toHaveLength(2)
      expect(await ask()).toEqual(certificate)
      await restart()
      // after a restart only the last head is remembered, and that is the one the receipt names
      expect(await keys.destroyList({ receipt, tenantId: world.tenantId, listId: world.listId })).toEqual(certificate)
      const { tenantId, listId, contactId } = world
      const row = { tenantId, listId, contactId, rowVersion: 1 }
      expect(await codeOf(keys.sealContact({ ...row, values: clearValues }))).toBe('unknown_key')
      expect(await codeOf(keys.ensureList({ tenantId, listId }))).toBe('unknown_key')
    },
  )

  it('comes also for a list that never got keys, and then it gets none', async () => {
    const listId: ListId = newId()
    expect(await (await end(failed, listId)).ask()).toMatchObject({ listId, destroyedKeyIds: [] })
    expect(await codeOf(keys.ensureList({ tenantId: world.tenantId, listId }))).toBe('unknown_key')
  })

  it.each([
    ['an undo that was denied', { type: 'list.import_undone', outcome: 'denied' }, 'own', 'refused_wrong_type'],
    ['an undo that failed', { type: 'list.import_undone', outcome: 'failed' }, 'own', 'refused_wrong_type'],
    ['an import that was done', { type: 'list.imported', outcome: 'done' }, 'own', 'refused_wrong_type'],
    ['an entry of no known type', { type: 'toString', outcome: 'done' }, 'own', 'refused_wrong_type'],
    ['an entry about another list', undone, 'other', 'refused_wrong_subject'],
    ['an entry about no list', undone, 'none', 'refused_wrong_subject'],
  ] as const)('is refused with %s', async (_, order, about, code) => {
    const list = about === 'own' ? world.listId : newId()
    const receipt = await world.enter({ ...order, ...(about === 'none' ? {} : { refs: { list } }) })
    const { tenantId, listId } = world
    expect(await codeOf(keys.destroyList({ receipt, tenantId, listId }))).toBe(code)
    expect(await openContact()).toEqual({ name: clearValues.name })
    expect((await keys.refusals({ after: 0 })).map((refusal) => [refusal.op, refusal.code])).toEqual([
      ['destroyList', code],
    ])
  })

  it('is refused without a receipt, and with one of another tenant', async () => {
    const other = await newWorld(keys, { nowMs: () => clock.nowMs() })
    const { receipt } = await end(undone)
    const { listId } = world
    expect(await codeOf(keys.destroyList({ receipt, tenantId: other.tenantId, listId }))).toBe('refused_wrong_tenant')
    const none = { receipt: undefined as never, tenantId: world.tenantId, listId }
    expect(await codeOf(keys.destroyList(none))).toBe('refused_no_receipt')
  })

  it('is refused once something of the list was opened, also before a restart: a false entry destroys no work', async () => {
    await openContact()
    await restart()
    const receipt = (await newEntry()).receipt
    const { tenantId, listId } = world
    expect(await codeOf(keys.destroyList({ receipt, tenantId, listId }))).toBe('refused_in_use')
  })
})

/** An undo, entered with the clients of after a restart. */
async function newEntry() {
  const { log } = world
  const size = log.size
  const entry = entryOf(log.id, { ...undone, refs: { list: world.listId } })
  const position = log.add(entry, clock.nowMs())
  await keys.cosign({ heads: [log.growth(size)] })
  return { receipt: log.receipt(position) }
}
