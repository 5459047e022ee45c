import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type TestBrowser, type TestProduct } from '../test-product.ts'
import { softwarePasskey } from './test-authenticators.ts'
import { movableClock, testPeople } from './test-people.ts'

const time = movableClock()
let product: TestProduct
const people = testPeople(() => product, time)
const { invited, passwordStep, signIn, ceremony } = people

beforeAll(async () => {
  product = await startProduct({ clock: time.clock })
  // somebody has to be there, with a company
  await product.signedIn()
})
afterAll(() => product.stop())

async function withPasskey(login: string) {
  const person = await invited(login)
  const browser = await signIn(person)
  const { passkey, answer } = await people.addPasskey(browser)
  expect(answer).toMatchObject({ status: 200, body: { done: true } })
  return { person, passkey, browser }
}

async function options(browser: TestBrowser, ticket?: string) {
  const answer = await browser.call('signIn.passkeyOptions', { body: ticket === undefined ? {} : { ticket } })
  return answer.body as { ticket: string; options: { challenge: string; allowCredentials?: { id: string }[] } }
}

describe('passkeys', () => {
  it('sign in alone, with user verification', async () => {
    const { passkey } = await withPasskey('passkey-alone')
    const browser = product.browser()
    const begun = await options(browser)
    const response = passkey.authenticate(ceremony(begun.options.challenge))
    const done = await browser.call('signIn.passkey', { body: { ticket: begun.ticket, response } })
    expect(done).toMatchObject({ status: 200, body: { step: 'done' } })
    expect((await browser.call('me.read')).status).toBe(200)
    // the challenge is spent
    const again = await browser.call('signIn.passkey', { body: { ticket: begun.ticket, response } })
    expect(again.status).toBe(401)
  })

  it('are the second factor of their own person only', async () => {
    const { passkey, person } = await withPasskey('passkey-second')
    const other = await withPasskey('passkey-other')
    const browser = product.browser()
    const ticket = await passwordStep(browser, person.login)
    const begun = await options(browser, ticket)
    expect(begun.options.allowCredentials?.map(({ id }) => id)).toEqual([passkey.id])
    const foreign = other.passkey.authenticate(ceremony(begun.options.challenge))
    const refused = await browser.call('signIn.passkey', { body: { ticket: begun.ticket, response: foreign } })
    expect(refused.status).toBe(401)
    const next = await options(browser, ticket)
    const own = passkey.authenticate(ceremony(next.options.challenge))
    expect((await browser.call('signIn.passkey', { body: { ticket: next.ticket, response: own } })).status).toBe(200)
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['no user verification', { isUserVerified: false }],
    ['another challenge', { challenge: 'bm90IHRoZSBjaGFsbGVuZ2U' }],
  ])('are refused with %s', async (name, change) => {
    const { passkey } = await withPasskey(`passkey-${name.replaceAll(' ', '-')}`)
    const browser = product.browser()
    const begun = await options(browser)
    const response = passkey.authenticate({ ...ceremony(begun.options.challenge), ...change })
    const answer = await browser.call('signIn.passkey', { body: { ticket: begun.ticket, response } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } })
  })

  it('are refused when their counter goes back, which a copied key shows by (WebAuthn 6.1.1)', async () => {
    const { passkey } = await withPasskey('passkey-copy')
    const attempt = async () => (await people.signInWithPasskey(passkey)).answer.status
    passkey.setCount(10)
    expect(await attempt()).toBe(200)
    passkey.setCount(3)
    expect(await attempt()).toBe(401)
  })

  it('are not registered from a broken or a second-hand answer', async () => {
    const person = await invited('passkey-broken')
    const browser = await signIn(person)
    const begun = (await browser.call('me.passkeyOptions')).body as { ticket: string; options: { challenge: string } }
    const broken = await browser.call('me.addPasskey', {
      body: { ticket: begun.ticket, label: 'x', response: { id: 7 } },
    })
    expect(broken).toMatchObject({ status: 400, body: { detail: ['body.response'] } })
    const response = softwarePasskey().register(ceremony(begun.options.challenge))
    const late = await browser.call('me.addPasskey', { body: { ticket: begun.ticket, label: 'x', response } })
    expect(late).toMatchObject({ status: 400, body: { detail: ['body.ticket'] } })
  })
})

describe('challenges that cost their asker nothing', () => {
  const waiting = async () => {
    const { rows } = await product.spine.test.superuser.query<{ rows: number }>(
      'select count(*)::int as rows from house.tickets where address_hash is not null',
    )
    return rows[0]?.rows ?? 0
  }

  it('are so many of an address and no more; a password goes on, and old ones go', async () => {
    const person = await invited('flooded')
    const before = await waiting()
    const statuses: number[] = []
    for (let asked = 0; asked < 8; asked++) {
      const some = Array.from({ length: 40 }, () => product.browser().call('signIn.passkeyOptions'))
      statuses.push(...(await Promise.all(some)).map(({ status }) => status))
    }
    const given = statuses.filter((status) => status === 200).length
    expect(given).toBe(300 - before)
    expect(statuses.filter((status) => status === 429)).toHaveLength(320 - given)
    expect(await waiting()).toBe(300)
    await signIn(person)
    await product.identity.flush()
    const refused = (await product.entries()).filter(({ reason }) => reason === 'locked')
    expect(refused.reduce((sum, { counts }) => sum + (counts?.attempts ?? 0), 0)).toBe(320 - given)

    time.move(6 * 60_000)
    expect((await product.browser().call('signIn.passkeyOptions')).status).toBe(200)
    expect(await waiting()).toBe(1)
  })

  it('are so many in all, from however many addresses', async () => {
    await product.spine.test.superuser.query(
      `insert into house.tickets (ticket_hash, kind, expires_at, address_hash)
       select decode(md5(n::text), 'hex'), 'passkey_sign_in', $1, decode(md5((n / 100)::text), 'hex')
       from generate_series(1, 10000) n`,
      [new Date(time.now() + 60_000)],
    )
    expect((await product.browser().call('signIn.passkeyOptions')).status).toBe(429)
    time.move(2 * 60_000)
    expect((await product.browser().call('signIn.passkeyOptions')).status).toBe(200)
  })

  it('of one person are so many, too: a right password does not fill the table', async () => {
    const person = await invited('keeps-asking')
    for (let asked = 0; asked < 20; asked++) await passwordStep(product.browser(), person.login)
    const body = { login: person.login, password: 'four little words here' }
    expect((await product.browser().call('signIn.password', { body })).status).toBe(429)
  })
})
