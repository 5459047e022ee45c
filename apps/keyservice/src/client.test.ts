import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { encodeFrame, frameReader, keyServiceClient, operationNames } from '@sekisho/vault'
import type { KeyServiceClient } from '@sekisho/vault'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { entryOf } from './test-support/memory-log.ts'
import { codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'

let folder: ReturnType<typeof temporaryFolder>
let service: KeyService
let keys: KeyServiceClient

beforeEach(async () => {
  folder = temporaryFolder()
  service = await startKeyService(keyServicePaths(folder.path))
  keys = bothCallers(service)
})

afterEach(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

describe('the client of the key service', () => {
  it('answers `unavailable` while nobody listens, and connects again by itself', async () => {
    await keys.status({})
    await service.close()
    expect(await codeOf(keys.status({}))).toBe('unavailable')
    expect(await codeOf(keys.status({}))).toBe('unavailable')
    service = await startKeyService(keyServicePaths(folder.path))
    expect(await codeOf(keys.status({}))).toBe('opened')
  })

  it('answers `timeout` for a call that is not answered, and `unavailable` when the peer speaks nonsense', async () => {
    const sockets: Socket[] = []
    const silent: Server = createServer((socket) => {
      sockets.push(socket)
    })
    silent.listen(join(folder.path, 'silent'))
    await once(silent, 'listening')
    const patient = keyServiceClient({ connect: join(folder.path, 'silent'), timeoutMs: 50 })
    expect(await codeOf(patient.status({}))).toBe('timeout')
    const call = codeOf(patient.status({}))
    sockets[0]?.write(Buffer.from('ffffffffffffffff', 'hex'))
    expect(await call).toBe('unavailable')
    patient.close()
    for (const socket of sockets) socket.destroy()
    silent.close()
  })

  it('keeps many calls apart on one connection, and none open after it is closed', async () => {
    const world = await newWorld(keys)
    const ids = Array.from({ length: 600 }, () => String(newId()))
    const ask = (id: string) => keys.pseudonyms({ tenantId: world.tenantId, of: [{ kind: 'actor', id }] })
    const together = await Promise.all(ids.map(ask))
    expect(new Set(together.map(([pseudonym]) => pseudonym)).size).toBe(600)
    expect(await ask(ids[7] as string)).toEqual(together[7])
    const last = codeOf(keys.status({}))
    keys.close()
    expect(await last).toBe('unavailable')
    expect(await codeOf(keys.status({}))).toBe('unavailable')
  })

  it('has no way to ask for more than the table of operations says', async () => {
    const world = await newWorld(keys)
    const { tenantId } = world
    const wrong: [keyof KeyServiceClient, unknown][] = [
      ['ensureTenant', { tenantId, clientId: world.clientId, isAdmin: true }],
      ['ensureTenant', { tenantId: tenantId.toUpperCase(), clientId: world.clientId }],
      ['ensureList', { tenantId }],
      ['pseudonyms', { tenantId, of: [{ kind: 'root', id: 'x' }] }],
      ['commit', { tenantId, entryId: newId(), values: [{ name: 'subject', value: 'x' }] }],
      ['sealContact', { tenantId, listId: world.listId, contactId: newId(), rowVersion: -1, values: {} }],
      ['sealContact', { tenantId, listId: world.listId, contactId: newId(), rowVersion: 1, values: { nickname: 'x' } }],
      ['heads', { logs: ['..'] }],
    ]
    for (const [op, parameters] of wrong) {
      const call = (keys[op] as (given: unknown) => Promise<unknown>)(parameters)
      expect([op, await codeOf(call)]).toEqual([op, 'bad_request'])
    }
    expect(await raw({ id: 1, op: 'constructor', parameters: {} })).toEqual({ id: 1, error: 'bad_request' })
    expect(await raw({ id: 2, op: 'status', parameters: null })).toEqual({ id: 2, error: 'bad_request' })
    expect(await raw({ op: 'status' })).toBe('closed')
    expect(await raw('x')).toBe('closed')
  })
})

describe('each caller has its own socket and its own operations (K-07, M-03)', () => {
  it('a server has nothing cosigned, a sequencer opens, seals and makes nothing; each try is kept as a refusal', async () => {
    const world = await newWorld(keys)
    const [server, sequencer] = [service.socketPath, service.sequencerSocketPath].map((socket) =>
      keyServiceClient({ connect: socket }),
    ) as [KeyServiceClient, KeyServiceClient]
    world.log.add(entryOf(world.log.id, { type: 'floor.watched' }), Date.now())
    const heads = [world.log.growth(0)]
    expect(await codeOf(server.cosign({ heads }))).toBe('refused_wrong_caller')
    expect(await codeOf(server.checkpoint({ logId: world.log.id }))).toBe('refused_wrong_caller')
    expect(await codeOf(sequencer.cosign({ heads }))).toBe('opened')
    expect(await codeOf(server.heads({}))).toBe('opened')

    const mayAsk = ['heads', 'cosign', 'checkpoint', 'pseudonyms', 'spent', 'checkSubject', 'checkRight']
    for (const op of operationNames.filter((name) => !mayAsk.includes(name))) {
      const call = (sequencer[op] as (given: unknown) => Promise<unknown>)({})
      expect([op, await codeOf(call)]).toEqual([op, 'refused_wrong_caller'])
    }
    const kept = await server.refusals({ after: 0 })
    expect(kept.slice(0, 2).map(({ op, code }) => [op, code])).toEqual([
      ['cosign', 'refused_wrong_caller'],
      ['checkpoint', 'refused_wrong_caller'],
    ])
    expect(kept).toHaveLength(2 + operationNames.length - mayAsk.length)
    server.close()
    sequencer.close()
  })
})

/** Sends one frame as anybody could, and gives the answer, or `closed`. */
async function raw(message: unknown): Promise<unknown> {
  const socket = connect(service.socketPath)
  const read = frameReader()
  const answer = new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => resolve(read(chunk)[0]))
    socket.on('close', () => resolve('closed'))
  })
  socket.write(encodeFrame(message))
  const answered = await answer
  socket.destroy()
  return answered
}
