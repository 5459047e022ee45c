import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type TestBrowser, type TestProduct } from '../test-product.ts'
import { movableClock, password, testPeople } from './test-people.ts'

const time = movableClock()
let product: TestProduct
const people = testPeople(() => product, time)
const { invited, signIn, manager, addPasskey, signInWithPasskey, typesOf } = people

beforeAll(async () => {
  product = await startProduct({ clock: time.clock })
  await product.signedIn()
})
afterAll(() => product.stop())

interface Device {
  deviceId: string
  isThis: boolean
  people: number
  withdrawnAt: number | null
}

const devicesOf = async (by: TestBrowser, personId: string) =>
  ((await by.call('people.devices', { params: { personId } })).body as { devices: Device[] }).devices

describe('credentials that an account manager resets', () => {
  it('are all gone with all sessions; the person begins anew, and the manager has nothing but the link (F-15)', async () => {
    const person = await invited('lost-phone')
    const browser = await signIn(person)
    const { passkey } = await addPasskey(browser)
    const halfway = product.browser()
    const ticket = await people.passwordStep(halfway, person.login)
    const by = await manager()
    const answer = await by.call('people.resetCredentials', { params: { personId: person.personId } })
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body as object)).toEqual(['invitation'])

    expect((await browser.call('me.read')).status).toBe(401)
    const code = people.nextCode(person.totpSecret)
    expect((await halfway.call('signIn.totp', { body: { ticket, code } })).status).toBe(401)
    const old = await product.browser().call('signIn.password', { body: { login: person.login, password } })
    expect(old.status).toBe(401)
    expect((await signInWithPasskey(passkey)).answer.status).toBe(401)
    const rows = await product.spine.test.superuser.query(
      `select from house.password_credentials where person_id = $1 union all
       select from house.totp_credentials where person_id = $1 union all
       select from house.passkey_credentials where person_id = $1`,
      [person.personId],
    )
    expect(rows.rowCount).toBe(0)

    const totpSecret = await people.redeem((answer.body as { invitation: string }).invitation, product.browser())
    await signIn({ ...person, totpSecret })
    expect((await typesOf()).filter((type) => /reset|revoked|credential.added/.test(type)).slice(-3)).toEqual([
      'credential.reset done',
      'session.revoked done',
      'credential.added done',
    ])
  })

  it('are not one’s own: that would go round the proof', async () => {
    const by = await manager()
    const { personId } = (await by.call('me.read')).body as { personId: string }
    const answer = await by.call('people.resetCredentials', { params: { personId } })
    expect(answer).toMatchObject({ status: 400, body: { detail: ['params.personId'] } })
  })

  it('need a fresh proof of the manager, and the seat', async () => {
    const { personId } = await invited('not-touched')
    const by = await manager()
    const auditor = await product.signedIn({ seat: 'auditor', scopeKind: 'house' })
    expect((await auditor.call('people.resetCredentials', { params: { personId } })).status).toBe(403)
    time.move(11 * 60_000)
    const answer = await by.call('people.resetCredentials', { params: { personId } })
    expect(answer).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
  })

  it('are not those of a disabled account', async () => {
    const { personId } = await invited('left-us')
    const by = await manager()
    await by.call('people.disable', { params: { personId } })
    expect((await by.call('people.resetCredentials', { params: { personId } })).status).toBe(409)
  })
})

describe('devices', () => {
  it('that nobody knows are entered, and so is a known one that somebody uses for the first time (H-01)', async () => {
    const [person, colleague] = [await invited('first-shift'), await invited('second-shift')]
    const newOnes = async () => (await typesOf()).filter((type) => type.startsWith('device.'))
    const before = (await newOnes()).length
    const seat = await signIn(person)
    expect((await newOnes()).slice(before)).toEqual(['device.registered done'])
    await signIn(person, seat)
    expect((await newOnes()).slice(before)).toHaveLength(1)
    await seat.call('signOut')
    await signIn(colleague, seat)
    expect((await newOnes()).slice(before)).toEqual(['device.registered done', 'device.first_used done'])
    const entry = (await product.entries()).findLast(({ type }) => type === 'device.first_used')
    expect(entry).toMatchObject({ actor_kind: 'person', device: expect.any(String) as string })
    const { devices } = (await seat.call('me.account')).body as { devices: Device[] }
    expect(devices).toContainEqual(expect.objectContaining({ isThis: true, people: 2, withdrawnAt: null }))
  })

  it('end for everybody at once when an account manager withdraws them, and never come back', async () => {
    const [person, colleague] = [await invited('lost-laptop'), await invited('shares-laptop')]
    const laptop = await signIn(person)
    const elsewhere = await signIn(person)
    const shared = product.browser()
    shared.cookies.set('__Host-sekisho-device', laptop.cookies.get('__Host-sekisho-device') ?? '')
    await signIn(colleague, shared)
    const by = await manager()
    const device = (await devicesOf(by, colleague.personId)).find((one) => one.people === 2)
    const params = { deviceId: device?.deviceId ?? '' }
    expect(await by.call('devices.withdraw', { params })).toMatchObject({ status: 200, body: { ended: 2 } })
    expect([(await laptop.call('me.read')).status, (await shared.call('me.read')).status]).toEqual([401, 401])
    expect((await elsewhere.call('me.read')).status).toBe(200)
    expect((await by.call('devices.withdraw', { params })).status).toBe(404)

    const ticket = await people.passwordStep(laptop, person.login)
    const refused = await laptop.call('signIn.totp', { body: { ticket, code: people.nextCode(person.totpSecret) } })
    expect(refused.status).toBe(401)
    const entries = await product.entries()
    expect(entries.findLast(({ type }) => type === 'session.refused')).toMatchObject({ reason: 'device_withdrawn' })
    expect(entries.findLast(({ type }) => type === 'device.withdrawn')).toMatchObject({ counts: { sessions: 2 } })
    expect((await devicesOf(by, person.personId)).find(({ deviceId }) => deviceId === params.deviceId)).toMatchObject({
      withdrawnAt: expect.any(Number) as number,
    })
  })
})
