import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type TestBrowser, type TestProduct } from '../test-product.ts'
import { softwarePasskey, totpAt } from './test-authenticators.ts'
import { type Confirmation, movableClock, password, type TestPerson, testPeople } from './test-people.ts'

const time = movableClock()
let product: TestProduct
const people = testPeople(() => product, time)
const { invited, signIn, nextCode, addPasskey, signInWithPasskey, typesOf } = people
const newPassword = 'some other words instead'

beforeAll(async () => {
  product = await startProduct({ clock: time.clock })
  await product.signedIn()
})
afterAll(() => product.stop())

interface Account {
  passkeys: { passkeyId: string; label: string; lastUsedAt: number | null }[]
  devices: { deviceId: string; isThis: boolean }[]
  provedUntil: number | null
}

const account = async (browser: TestBrowser) => (await browser.call('me.account')).body as Account

/** Signed in so long ago that the sign-in proves nothing any more. */
async function stale(login: string) {
  const person = await invited(login)
  const browser = await signIn(person)
  time.move(11 * 60_000)
  return { person, browser }
}

function prove(browser: TestBrowser, person: TestPerson) {
  return browser.call('me.prove', { body: { password, code: nextCode(person.totpSecret) } })
}

async function replaceTotp(browser: TestBrowser) {
  const begun = await browser.call('me.beginTotp')
  const { ticket, totpSecret } = begun.body as { ticket: string; totpSecret: string }
  const body = { ticket, code: totpAt(totpSecret, time.now()) }
  return { totpSecret, answer: await browser.call('me.finishTotp', { body }) }
}

describe('a change of one’s own credentials', () => {
  it('needs a fresh proof: whoever finds a signed-in screen cannot make it his own', async () => {
    const { person, browser } = await stale('found-screen')
    const before = (await typesOf()).length
    const { passkeys, provedUntil } = await account(browser)
    expect({ passkeys, provedUntil }).toEqual({ passkeys: [], provedUntil: null })
    const sessionId = ((await browser.call('me.sessions')).body as { sessions: { sessionId: string }[] }).sessions[0]
      ?.sessionId as string
    const answers = [
      await browser.call('me.changePassword', { body: { password: newPassword } }),
      await browser.call('me.beginTotp'),
      await browser.call('me.passkeyOptions'),
      await browser.call('me.removePasskey', { params: { passkeyId: sessionId } }),
      await browser.call('me.endSession', { params: { sessionId } }),
    ]
    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
      answers.map(() => [403, 'proof_needed']),
    )
    expect((await typesOf()).length).toBe(before)
    expect((await prove(browser, person)).status).toBe(200)
    expect((await account(browser)).provedUntil).toBeGreaterThan(time.now())
    expect((await browser.call('me.changePassword', { body: { password: newPassword } })).status).toBe(200)
    expect((await typesOf()).slice(before)).toEqual(['session.proved done', 'credential.password_changed done'])
  })

  it('is not possible with a registration or a secret that was begun while the proof was fresh', async () => {
    const person = await invited('slow-hands')
    const browser = await signIn(person)
    const begun = (await browser.call('me.beginTotp')).body as { ticket: string; totpSecret: string }
    time.move(11 * 60_000)
    const body = { ticket: begun.ticket, code: totpAt(begun.totpSecret, time.now()) }
    expect(await browser.call('me.finishTotp', { body })).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
    expect((await signIn(person)).cookies.has('__Host-sekisho')).toBe(true)
  })

  it('of the password ends the other sessions; only the new one signs in, and what is guessed first is refused', async () => {
    const person = await invited('new-password')
    const [browser, elsewhere] = [await signIn(person), await signIn(person)]
    const weak = await browser.call('me.changePassword', { body: { password: 'new-password-1' } })
    expect(weak).toMatchObject({ status: 400, body: { detail: ['body.password'] } })
    expect((await browser.call('me.changePassword', { body: { password: newPassword } })).status).toBe(200)
    expect((await elsewhere.call('me.read')).status).toBe(401)
    expect((await browser.call('me.read')).status).toBe(200)
    const old = await product.browser().call('signIn.password', { body: { login: person.login, password } })
    expect(old.status).toBe(401)
    await signIn(person, product.browser(), newPassword)
    expect((await typesOf()).slice(-6)).toEqual(
      expect.arrayContaining(['credential.password_changed done', 'session.revoked done']),
    )
  })

  it('of the authenticator keeps the old one until the new one has shown a code', async () => {
    const person = await invited('new-phone')
    const browser = await signIn(person)
    const begun = (await browser.call('me.beginTotp')).body as { ticket: string }
    const wrong = await browser.call('me.finishTotp', { body: { ticket: begun.ticket, code: '000000' } })
    expect(wrong).toMatchObject({ status: 400, body: { detail: ['body.code'] } })
    await signIn(person)
    const { totpSecret, answer } = await replaceTotp(browser)
    expect(answer.status).toBe(200)
    const step = await product.browser().call('signIn.password', { body: { login: person.login, password } })
    expect(step.status).toBe(200)
    await signIn({ ...person, totpSecret })
    const stranger = product.browser()
    const ticket = await people.passwordStep(stranger, person.login)
    const old = await stranger.call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })
    expect(old.status).toBe(401)
    expect(await typesOf()).toContain('credential.totp_replaced done')
  })

  it('with somebody else’s ticket changes nothing', async () => {
    const [mine, theirs] = [await signIn(await invited('mine')), await signIn(await invited('theirs'))]
    const begun = (await theirs.call('me.beginTotp')).body as { ticket: string; totpSecret: string }
    // the curious colleague even copied the cookie that binds the ticket
    mine.cookies.set('__Host-sekisho-step', theirs.cookies.get('__Host-sekisho-step') ?? '')
    const body = { ticket: begun.ticket, code: totpAt(begun.totpSecret, time.now()) }
    expect(await mine.call('me.finishTotp', { body })).toMatchObject({ status: 400, body: { detail: ['body.ticket'] } })
  })
})

describe('a passkey of one’s own', () => {
  it('is added and removed with an entry for each, and is then worth nothing', async () => {
    const person = await invited('two-keys')
    const browser = await signIn(person)
    const { passkey } = await addPasskey(browser)
    const other = await signInWithPasskey(passkey)
    expect(other.answer.status).toBe(200)
    const [known] = (await account(browser)).passkeys
    expect(known).toMatchObject({ label: '社用PC', lastUsedAt: expect.any(Number) as number })
    const params = { passkeyId: known?.passkeyId ?? '' }
    expect((await browser.call('me.removePasskey', { params })).status).toBe(200)
    // it may have been removed because somebody else holds it
    expect((await other.browser.call('me.read')).status).toBe(401)
    expect((await signInWithPasskey(passkey)).answer.status).toBe(401)
    expect((await browser.call('me.removePasskey', { params })).status).toBe(404)
    expect(await typesOf()).toEqual(expect.arrayContaining(['credential.added done', 'credential.removed done']))
  })

  it('cannot be removed by somebody else who knows its id', async () => {
    const [mine, theirs] = [await signIn(await invited('my-key')), await signIn(await invited('their-key'))]
    await addPasskey(theirs)
    const params = { passkeyId: (await account(theirs)).passkeys[0]?.passkeyId ?? '' }
    expect((await mine.call('me.removePasskey', { params })).status).toBe(404)
    expect((await account(theirs)).passkeys).toHaveLength(1)
  })

  it('is never the last one to go, also when both are removed at the same moment', async () => {
    const { invitation } = await people.issued('keys-only')
    const stranger = product.browser()
    const passkey = softwarePasskey()
    const begun = await stranger.call('invitation.begin', { body: { invitation, credential: { method: 'passkey' } } })
    const { ticket, credential } = begun.body as { ticket: string; credential: { options: { challenge: string } } }
    const response = passkey.register(people.ceremony(credential.options.challenge))
    const finished = await stranger.call('invitation.finish', {
      body: { ticket, proof: { method: 'passkey', response } },
    })
    await people.confirm((finished.body as { confirmation: Confirmation }).confirmation)
    const { browser } = await people.signInWithPasskey(passkey)
    const [first] = (await account(browser)).passkeys
    const alone = await browser.call('me.removePasskey', { params: { passkeyId: first?.passkeyId ?? '' } })
    expect(alone).toMatchObject({ status: 409, body: { code: 'last_factor' } })
    // a password alone is one factor
    await browser.call('me.changePassword', { body: { password } })
    const still = await browser.call('me.removePasskey', { params: { passkeyId: first?.passkeyId ?? '' } })
    expect(still).toMatchObject({ status: 409, body: { code: 'last_factor' } })
    await addPasskey(browser)
    const { passkeys } = await account(browser)
    const both = passkeys.map(({ passkeyId }) => browser.call('me.removePasskey', { params: { passkeyId } }))
    expect((await Promise.all(both)).map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
    expect((await account(browser)).passkeys).toHaveLength(1)
  })

  it('proves who is there like password and code do', async () => {
    const person = await invited('prove-by-key')
    const { passkey } = await addPasskey(await signIn(person))
    const { browser } = await signInWithPasskey(passkey)
    time.move(11 * 60_000)
    const proofWith = async (by: ReturnType<typeof softwarePasskey>) => {
      const asked = (await browser.call('me.proofOptions')).body as { ticket: string; options: { challenge: string } }
      const response = by.authenticate(people.ceremony(asked.options.challenge))
      return (await browser.call('me.proveByPasskey', { body: { ticket: asked.ticket, response } })).status
    }
    const { passkey: foreign } = await addPasskey(await signIn(await invited('other-key')))
    expect(await proofWith(foreign)).toBe(401)
    expect((await account(browser)).provedUntil).toBeNull()
    expect(await proofWith(passkey)).toBe(200)
    expect((await account(browser)).provedUntil).not.toBeNull()
    expect(await typesOf()).toEqual(expect.arrayContaining(['session.proved done', 'session.proved failed']))
  })
})

describe('guessing at a proof', () => {
  it('locks the account like guessing at sign-in, and each try is entered', async () => {
    const { person, browser } = await stale('guess-proof')
    const guess = { password: 'not the password', code: '000000' }
    const before = (await typesOf()).filter((type) => type === 'session.proved failed').length
    const statuses: number[] = []
    for (let count = 0; count < 6; count++) statuses.push((await browser.call('me.prove', { body: guess })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    expect((await typesOf()).filter((type) => type === 'session.proved failed')).toHaveLength(before + 5)
    const body = { login: person.login, password }
    expect((await product.browser().call('signIn.password', { body })).status).toBe(429)
  })

  it('does not use a code twice, and tells not which of the two was wrong', async () => {
    const { person, browser } = await stale('same-code')
    const code = nextCode(person.totpSecret)
    const ask = (typed: string, digits: string) => browser.call('me.prove', { body: { password: typed, code: digits } })
    expect((await ask(password, code)).status).toBe(200)
    const [again, wrongPassword] = [await ask(password, code), await ask('wrong', nextCode(person.totpSecret))]
    expect(again.status).toBe(401)
    expect(again.body).toEqual(wrongPassword.body)
  })
})
