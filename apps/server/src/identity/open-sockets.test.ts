import { socketCloseCodes } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startProduct, type TestProduct } from '../test-product.ts'
import type { TestTenant } from '../test-spine.ts'
import { movableClock, type TestPerson, testPeople } from './test-people.ts'

// Every way in which somebody loses his session or his right takes his open sockets with it. How long it takes is
// printed and not judged here: on a loaded machine a limit would fail for reasons of its own.

const time = movableClock()
let product: TestProduct
let tenant: TestTenant
const people = testPeople(() => product, time)
const measured: string[] = []

beforeAll(async () => {
  product = await startProduct({ clock: time.clock, sockets: { desk: () => ({ message: () => undefined }) } })
  tenant = await product.spine.tenant()
  await product.signedIn()
})
afterAll(async () => {
  console.log(`milliseconds from the change being asked for to the socket's end: ${measured.join(', ')}`)
  await product.stop()
})

async function atDesk(login: string) {
  const person = await people.invited(login)
  const by = await people.manager()
  const granted = await by.call('designations.grant', {
    body: {
      ...{ personId: person.personId, seat: 'operator', scopeKind: 'tenant', tenantId: tenant.tenantId },
      ...{ purpose: 'call', basis: '任命', validFrom: time.now() - 1000, validUntil: time.now() + 3_600_000 },
    },
  })
  expect(granted).toMatchObject({ status: 200 })
  const browser = await people.signIn(person)
  const { port } = new URL(product.origin)
  const socket = new WebSocket(`ws://localhost:${port}/ws/desk?tenantId=${tenant.tenantId}`, {
    origin: product.origin,
    headers: { cookie: browser.cookieHeader() },
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  const { designationId } = granted.body as { designationId: string }
  return { person, browser, socket, closed, designationId }
}

type AtDesk = Awaited<ReturnType<typeof atDesk>>

const asManager = async (name: Parameters<AtDesk['browser']['call']>[0], params: Record<string, string>) =>
  (await people.manager()).call(name, { params })

async function deviceOf({ personId }: TestPerson): Promise<string> {
  const { rows } = await product.spine.test.superuser.query<{ device_id: string }>(
    'select device_id from house.person_devices where person_id = $1 order by last_at desc limit 1',
    [personId],
  )
  return rows[0]?.device_id ?? ''
}

const ways: Record<string, { change: (desk: AtDesk) => Promise<unknown>; code: number }> = {
  'sign-out': { change: ({ browser }) => browser.call('signOut'), code: socketCloseCodes.sessionOver },
  'sessions revoked': {
    change: ({ person: { personId } }) => asManager('people.revokeSessions', { personId }),
    code: socketCloseCodes.sessionOver,
  },
  'account disabled': {
    change: ({ person: { personId } }) => asManager('people.disable', { personId }),
    code: socketCloseCodes.sessionOver,
  },
  'credentials reset': {
    change: ({ person: { personId } }) => asManager('people.resetCredentials', { personId }),
    code: socketCloseCodes.sessionOver,
  },
  'device withdrawn': {
    change: async ({ person }) => asManager('devices.withdraw', { deviceId: await deviceOf(person) }),
    code: socketCloseCodes.sessionOver,
  },
  'designation withdrawn': {
    change: ({ designationId }) => asManager('designations.withdraw', { designationId }),
    code: socketCloseCodes.forbidden,
  },
  'password changed elsewhere': {
    async change({ person }) {
      const elsewhere = await people.signIn(person)
      return elsewhere.call('me.changePassword', { body: { password: 'some other words instead' } })
    },
    code: socketCloseCodes.sessionOver,
  },
}

describe('an open socket', () => {
  it.each(Object.keys(ways))('ends by: %s', async (name) => {
    const way = ways[name] as (typeof ways)[string]
    const desk = await atDesk(name.replaceAll(' ', '-'))
    const colleague = await atDesk(`${name.replaceAll(' ', '-')}-colleague`)
    let begunAt = 0
    const ended = desk.closed.then((code) => ({ code, afterMs: Math.round(performance.now() - begunAt) }))
    begunAt = performance.now()
    await way.change(desk)
    const { code, afterMs } = await ended
    measured.push(`${name} ${afterMs}`)
    expect(code).toBe(way.code)
    expect(colleague.socket.readyState).toBe(WebSocket.OPEN)
    colleague.socket.close()
    await colleague.closed
  })
})
