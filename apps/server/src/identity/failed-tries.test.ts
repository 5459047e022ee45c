import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../platform/database/index.ts'
import { type TestDatabase, testDatabase } from '../platform/database/test-database.ts'
import { newId } from '../platform/new-id.ts'
import { createFailedTries, networkOf } from './failed-tries.ts'

let test: TestDatabase
let now = Date.now()
const clock = { now: () => now, setTimer: () => () => undefined }
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

const created = () => createFailedTries({ database: test.database, clock })

describe('counted tries', () => {
  it.each(['person', 'login'] as const)(
    'of a %s that come at the same moment do not slip past the lock',
    async (kind) => {
      const [tries, key] = [created(), newId()]
      const reserved = await Promise.all(Array.from({ length: 40 }, () => tries.reserve(kind, key)))
      expect(reserved.filter((one) => one !== null)).toHaveLength(5)
    },
  )

  it('count the same in every process: connections of another one meet the lock and add to it', async () => {
    const elsewhere = await openDatabase(test.app)
    try {
      const [here, there] = [created(), createFailedTries({ database: elsewhere, clock })]
      const key = newId()
      const reserved = await Promise.all(
        Array.from({ length: 40 }, (_none, index) => (index % 2 === 0 ? here : there).reserve('login', key)),
      )
      expect(reserved.filter((one) => one !== null)).toHaveLength(5)
      expect([await here.isLocked('login', key), await there.isLocked('login', key)]).toEqual([true, true])
    } finally {
      await elsewhere.close()
    }
  })

  it('of a right password are taken back without opening the lock that guessed codes set', async () => {
    const [tries, personId] = [created(), newId()]
    let codes = 0
    for (let round = 0; round < 20; round++) {
      const password = await tries.reserve('person', personId)
      // while the password is still being checked, the guesser tries a code with an earlier ticket
      if ((await tries.reserve('person', personId)) !== null) codes += 1
      if (password !== null) await tries.takeBack('person', personId, password)
    }
    expect(codes).toBeLessThanOrEqual(5)
  })

  it('let the owner in after a lock: a right password takes back the lock it set itself', async () => {
    const [tries, personId] = [created(), newId()]
    for (let count = 0; count < 5; count++) await tries.reserve('person', personId)
    expect(await tries.reserve('person', personId)).toBeNull()
    now += 31_000
    const password = await tries.reserve('person', personId)
    expect(password).not.toBeNull()
    if (password !== null) await tries.takeBack('person', personId, password)
    expect(await tries.reserve('person', personId)).not.toBeNull()
  })

  it('lock a shared address late, and an own account there does not make guesses at others free', async () => {
    const [tries, address] = [created(), '192.0.2.7']
    for (let count = 0; count < 60; count++) await tries.add('address', address)
    expect(await tries.isLocked('address', address)).toBe(false)
    await tries.forgiveAddress(address)
    for (let count = 0; count < 5; count++) await tries.add('address', address)
    expect(await tries.isLocked('address', address)).toBe(false)
    await tries.add('address', address)
    expect(await tries.isLocked('address', address)).toBe(true)
    now += 16 * 60_000
    await tries.add('address', address)
    expect(await tries.isLocked('address', address)).toBe(false)
  })

  it('are forgotten after a day, and their rows go', async () => {
    const [tries, key] = [created(), newId()]
    for (let count = 0; count < 4; count++) await tries.reserve('person', key)
    now += 25 * 60 * 60_000
    expect(await tries.reserve('person', newId())).toEqual({ lockedUntil: null })
    const { rows } = await test.superuser.query('select count(*)::int as left from house.failed_tries')
    expect(rows).toEqual([{ left: 1 }])
  })

  it('keep three bytes of what was typed as a login, because it may have been a password', async () => {
    await created().reserve('login', 'typed into the wrong field')
    const { rows } = await test.superuser.query<{ bytes: number }>(
      `select length(key_hash) as bytes from house.failed_tries where kind = 'login'`,
    )
    expect(new Set(rows.map(({ bytes }) => bytes))).toEqual(new Set([3]))
  })
})

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
    ['2001:db8:0:7:ffff:1:2:3', '2001:db8:0:7::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is %s: a subscriber of IPv6 has many addresses', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
