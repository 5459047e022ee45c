import { readdirSync, readFileSync, writeFileSync, appendFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import type { KeyServiceClient } from '@sekisho/vault'
import type { Receipt } from '@sekisho/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import type { KeyServicePaths } from './test-support/both-callers.ts'
import { spawnKeyService } from './test-support/spawn-key-service.ts'
import type { SpawnedKeyService } from './test-support/spawn-key-service.ts'
import { clearNumber, clearValues, codeOf, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

let folder: ReturnType<typeof temporaryFolder>
let paths: KeyServicePaths
let service: SpawnedKeyService
let keys: KeyServiceClient
let world: World

beforeEach(async () => {
  folder = temporaryFolder()
  paths = keyServicePaths(folder.path)
  service = await spawnKeyService(paths)
  keys = bothCallers(paths)
  world = await newWorld(keys)
})

afterEach(async () => {
  keys.close()
  await service.kill()
  folder.remove()
})

async function killAndRestart(): Promise<void> {
  await service.kill()
  service = await spawnKeyService(paths)
}

function openContact(receipt: Receipt): Promise<unknown> {
  const { tenantId, listId, contactId, sealedContact: sealed } = world
  return keys.openContact({ receipt, tenantId, listId, contactId, rowVersion: 1, sealed, fields: ['name'] })
}

describe('the key service as a process, killed (K-07, M-03)', () => {
  it('opens after kill -9 what it sealed before, once, and refuses what was spent before', async () => {
    const used = await world.receiptForContact(world.contactId, ['name'])
    const unused = await world.receiptForContact(world.contactId, ['name'])
    expect(await openContact(used)).toEqual({ name: clearValues.name })
    await killAndRestart()
    expect(await codeOf(openContact(used))).toBe('refused_spent')
    expect(await openContact(unused)).toEqual({ name: clearValues.name })
    await killAndRestart()
    expect(await codeOf(openContact(unused))).toBe('refused_spent')
    const kept = await keys.refusals({ after: 0 })
    expect(kept.map(({ code, position }) => [code, position])).toEqual([
      ['refused_spent', used.position],
      ['refused_spent', unused.position],
    ])
  })

  it('opens nothing twice when it is killed while it opens', async () => {
    const receipts: Receipt[] = []
    for (let i = 0; i < 40; i++) receipts.push(await world.receiptForContact(world.contactId, ['name']))
    const underWay = receipts.map((receipt) => codeOf(openContact(receipt)))
    await underWay[0]
    await service.kill()
    const first = await Promise.all(underWay)
    service = await spawnKeyService(paths)
    const second = await Promise.all(receipts.map((receipt) => codeOf(openContact(receipt))))
    for (const [i, code] of second.entries()) {
      expect(['opened', 'refused_spent']).toContain(code)
      if (first[i] === 'opened') expect(code).toBe('refused_spent')
    }
  })

  it('remembers the last head over kill -9: a second sequencer with another extension is refused', async () => {
    await world.enter({ type: 'floor.watched' })
    const other = world.log.fork()
    await world.enter({ type: 'floor.watched' })
    await killAndRestart()
    other.add({ ...JSON.parse(entryText(world, 0)), type: 'ledger.read' }, Date.now())
    expect(await codeOf(keys.cosign({ heads: [other.growth(1)] }))).toBe('fork_refused')
    expect(await codeOf(world.enter({ type: 'floor.watched' }))).toBe('opened')
  })

  it('starts again after a line was cut off, and not when an earlier line was altered', async () => {
    const used = await world.receiptForContact(world.contactId, ['name'])
    await openContact(used)
    await service.kill()
    const spent = join(paths.dataDir, 'spent.log')
    appendFileSync(spent, '12345678 [["cut')
    service = await spawnKeyService(paths)
    expect(await codeOf(openContact(used))).toBe('refused_spent')
    await openContact(await world.receiptForContact(world.contactId, ['name']))
    await service.kill()
    const lines = readFileSync(spent, 'utf8').split('\n')
    writeFileSync(spent, [`00000000${String(lines[0]).slice(8)}`, ...lines.slice(1)].join('\n'))
    await expect(spawnKeyService(paths)).rejects.toThrow('damaged')
    writeFileSync(spent, lines.join('\n'))
    service = await spawnKeyService(paths)
  })

  it('refuses a second instance on the same data while the first lives', async () => {
    const second = spawnKeyService({ ...paths, socketPath: join(folder.path, 'other') })
    await expect(second).rejects.toThrow('another key service runs on the same data folder')
    expect(await codeOf(world.enter({ type: 'floor.watched' }))).toBe('opened')
  })

  it('ends when the pipe from its parent closes', async () => {
    await service.kill()
    service = await spawnKeyService({ ...paths, parentPipe: true })
    const exited = once(service.process, 'exit')
    service.process.stdin?.end()
    expect(await exited).toEqual([0, null])
  })

  it('writes no clear value and no key to its output or its data (K-07, architecture rule 9)', async () => {
    await openContact(await world.receiptForContact(world.contactId, ['name']))
    const { tenantId, listId, contactId } = world
    const receipt = await world.receiptForNumber(contactId, 1)
    const row = { tenantId, listId, contactId, ordinal: 1, rowVersion: 1, sealed: world.sealedNumber }
    expect(await keys.openNumber({ receipt, ...row })).toEqual(clearNumber)
    await codeOf(keys.openNumber({ receipt, ...row }))
    const lookup = await world.receiptForLookup('phone', clearNumber.e164)
    await keys.lookup({ receipt: lookup, tenantId, kind: 'phone', value: clearNumber.e164 })
    const { secret } = await keys.newTotp({ personId: crypto.randomUUID() as never })
    await service.kill()
    const places = [
      service.output(),
      ...readdirSync(paths.dataDir).map((name) => readFileSync(join(paths.dataDir, name), 'latin1')),
    ]
    expect(places.length).toBeGreaterThan(4)
    const canaries = [...Object.values(clearValues), clearNumber.e164, clearNumber.asReceived, '0000-1234', secret]
    for (const canary of canaries) {
      for (const spelling of [canary, Buffer.from(canary).toString('latin1'), Buffer.from(canary).toString('base64')]) {
        expect(places.filter((place) => place.includes(spelling))).toEqual([])
      }
    }
  })
})

function entryText(of: World, position: number): string {
  const { entry } = JSON.parse(Buffer.from(of.log.receipt(position).leaf).toString('utf8')) as { entry: unknown }
  return JSON.stringify(entry)
}
