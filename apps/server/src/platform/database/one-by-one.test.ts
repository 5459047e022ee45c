import { EventEmitter } from 'node:events'
import type { PoolClient } from 'pg'
import { describe, expect, it } from 'vitest'
import { oneByOne } from './one-by-one.ts'

/** A pool whose new connections open when the test says so: the order of events matters here, not PostgreSQL. */
function slowPool() {
  const idle: object[] = []
  const opening: { open: () => void; fail: () => void }[] = []
  let made = 0
  const pool = Object.assign(new EventEmitter(), {
    connect: async () => {
      const known = idle.pop()
      if (known !== undefined) return clientOf(known)
      await new Promise<void>((resolve, reject) => {
        opening.push({ open: resolve, fail: () => reject(new Error('refused')) })
      })
      made += 1
      pool.emit('connect')
      return clientOf({ made })
    },
  })
  function clientOf(connection: object): PoolClient {
    const release = (isBroken: boolean): void => void (isBroken ? pool.emit('remove') : idle.push(connection))
    return { release } as never
  }
  return { pool: pool as never, opening, made: () => made }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('connections', () => {
  it('are opened one at a time, however many ask at once, and whoever waits takes one that is given back', async () => {
    const { pool, opening, made } = slowPool()
    const connection = oneByOne(pool, 10)
    const given: { release: (isBroken: boolean) => void }[] = []
    for (let asked = 0; asked < 5; asked += 1) void connection('usual').then((one) => given.push(one))
    await settled()
    expect(opening.length).toBe(1)
    opening.shift()?.open()
    await settled()
    expect([given.length, opening.length]).toEqual([1, 1])
    // given back while the second is still being opened: the third asker has it
    given[0]?.release(false)
    await settled()
    expect([given.length, opening.length, made()]).toEqual([2, 1, 1])
  })

  it('go first to whom somebody on the line waits for', async () => {
    const { pool, opening } = slowPool()
    const connection = oneByOne(pool, 1)
    const order: string[] = []
    const first = connection('usual')
    await settled()
    opening.shift()?.open()
    const { release } = await first
    const usual = connection('usual').then(({ release: end }) => (order.push('usual'), end(false)))
    const urgent = connection('first').then(({ release: end }) => (order.push('first'), end(false)))
    await settled()
    expect(order).toEqual([])
    release(false)
    await Promise.all([usual, urgent])
    expect(order).toEqual(['first', 'usual'])
  })

  it('are never more than may be, and one that broke or could not be opened makes room for another', async () => {
    const { pool, opening, made } = slowPool()
    const connection = oneByOne(pool, 2)
    const failing = connection('usual')
    const failed = expect(failing).rejects.toThrow('refused')
    const held = [connection('usual'), connection('usual')]
    await settled()
    opening.shift()?.fail()
    await failed
    for (let round = 0; round < 2; round += 1) {
      await settled()
      opening.shift()?.open()
    }
    const [one, two] = await Promise.all(held)
    const waiting = connection('usual')
    await settled()
    expect([opening.length, made()]).toEqual([0, 2])
    one?.release(true)
    await settled()
    opening.shift()?.open()
    ;(await waiting).release(false)
    two?.release(false)
    expect(made()).toBe(3)
  })
})
