import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type TestBrowser, type TestProduct } from '../test-product.ts'
import { softwarePasskey, totpAt } from './test-authenticators.ts'
import { type Confirmation, movableClock, password, testPeople } from './test-people.ts'

const time = movableClock()
let product: TestProduct
const people = testPeople(() => product, time)

beforeAll(async () => {
  product = await startProduct({ clock: time.clock })
  await product.signedIn()
})
afterAll(() => product.stop())

interface Begun {
  ticket: string
  credential: { totpSecret: string; options: { challenge: string } }
}

const chosen = { method: 'password', password }

describe('an invitation', () => {
  it('is worth nothing to its issuer once it was redeemed (F-15)', async () => {
    const { invitation } = await people.issued('once')
    const [holder, issuer] = [product.browser(), product.browser()]
    const begin = async (browser: TestBrowser) =>
      (await browser.call('invitation.begin', { body: { invitation, credential: chosen } })).body as Begun
    const [held, issued] = [await begin(holder), await begin(issuer)]
    const finish = (browser: TestBrowser, { ticket, credential }: Begun) =>
      browser.call('invitation.finish', {
        body: { ticket, proof: { method: 'password', code: totpAt(credential.totpSecret, time.now()) } },
      })
    expect((await finish(holder, held)).status).toBe(200)
    expect((await finish(issuer, issued)).status).toBe(401)
    const again = await issuer.call('invitation.begin', { body: { invitation, credential: chosen } })
    expect(again.status).toBe(401)
  })

  it('for a login that is taken is refused (F-01)', async () => {
    await people.issued('taken')
    const by = await people.manager()
    const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
    const body = { login: 'taken', displayName: '二人目', companyId: companies[0]?.companyId, employment: 'employee' }
    const refused = { status: 409, body: { code: 'already_known' } }
    expect(await by.call('people.create', { body })).toMatchObject(refused)
  })

  it('takes a passkey instead of a password, and only from the browser that was asked', async () => {
    const { invitation } = await people.issued('passkey-only')
    const [browser, passkey] = [product.browser(), softwarePasskey()]
    const begun = await browser.call('invitation.begin', { body: { invitation, credential: { method: 'passkey' } } })
    const { ticket, credential } = begun.body as Begun
    const proof = { method: 'passkey', response: passkey.register(people.ceremony(credential.options.challenge)) }
    // a code is no proof of a passkey
    const body = { ticket, proof: { method: 'password', code: '123456' } }
    expect((await browser.call('invitation.finish', { body })).status).toBe(401)
    expect((await product.browser().call('invitation.finish', { body: { ticket, proof } })).status).toBe(401)
    const finished = await browser.call('invitation.finish', { body: { ticket, proof } })
    await people.confirm((finished.body as { confirmation: Confirmation }).confirmation)
    const signedIn = await people.signInWithPasskey(passkey)
    expect(signedIn.answer.status).toBe(200)
    expect((await signedIn.browser.call('me.account')).body).toMatchObject({ passwordChangedAt: null, totpSince: null })
  })

  it('with a passkey only leaves an account that locks like the others: a lock tells nothing', async () => {
    const { invitation } = await people.issued('no-password')
    const [browser, passkey] = [product.browser(), softwarePasskey()]
    const begun = await browser.call('invitation.begin', { body: { invitation, credential: { method: 'passkey' } } })
    const { ticket, credential } = begun.body as Begun
    const proof = { method: 'passkey', response: passkey.register(people.ceremony(credential.options.challenge)) }
    await browser.call('invitation.finish', { body: { ticket, proof } })
    const statuses = async (login: string) => {
      const seen: number[] = []
      for (let count = 0; count < 6; count++)
        seen.push((await product.browser().call('signIn.password', { body: { login, password } })).status)
      return seen
    }
    expect(await statuses('no-password')).toEqual(await statuses('belongs-to-nobody'))
  })
})
