import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedInBrowser, startProduct, type TestBrowser, type TestProduct } from '../test-product.ts'
import { untilAvailable } from '../test-spine.ts'
import { type Confirmation, movableClock, testPeople } from './test-people.ts'

const time = movableClock()
let product: TestProduct
const people = testPeople(() => product, time)

beforeAll(async () => {
  product = await startProduct({ clock: time.clock })
  await product.signedIn()
})
afterAll(() => product.stop())

type Shown = Pick<Confirmation, 'login' | 'code'>
type Colleague = Awaited<ReturnType<typeof people.colleague>>

const confirmBy = ({ call, tenantId }: Colleague, { login, code }: Shown) =>
  call('confirmations.confirm', { params: { tenantId }, body: { login, code } })
const readBy = ({ call, tenantId }: Colleague, { login, code }: Shown) =>
  call('confirmations.read', { params: { tenantId }, body: { login, code } })

/** Somebody who was issued an account by `by` and redeemed the link in a browser. */
async function redeemed(login: string, by: SignedInBrowser, browser: TestBrowser = product.browser()) {
  const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
  const body = { login, displayName: '架空 太郎', companyId: companies[0]?.companyId, employment: 'employee' }
  const created = (await by.call('people.create', { body })).body as { personId: string; invitation: string }
  const { totpSecret, confirmation } = await people.begin(created.invitation, browser)
  if (confirmation === null) throw new Error('signed in at once')
  return { ...created, login, totpSecret, confirmation }
}

async function signIn({ login, totpSecret }: { login: string; totpSecret: string }) {
  const browser = product.browser()
  const ticket = await people.passwordStep(browser, login)
  return browser.call('signIn.totp', { body: { ticket, code: people.nextCode(totpSecret) } })
}

const wrong = ({ login, code }: Shown): Shown => ({
  login,
  code: String((Number(code) + 1) % 100_000_000).padStart(8, '0'),
})
const confirmations = async () => (await product.entries()).filter(({ type }) => type === 'person.confirmed')

describe('an account that somebody redeemed (F-15)', () => {
  it('signs nobody in until a colleague has confirmed who holds it, and then does', async () => {
    const by = await people.manager()
    const person = await redeemed('newcomer', by)
    expect(await signIn(person)).toMatchObject({ status: 403, body: { code: 'not_confirmed' } })
    const list = async () =>
      ((await by.call('people.list')).body as { people: { login: string; isUnconfirmed: boolean }[] }).people
    expect((await list()).find(({ login }) => login === 'newcomer')?.isUnconfirmed).toBe(true)
    const colleague = await people.colleague()
    expect((await readBy(colleague, person.confirmation)).body).toEqual({
      ...{ displayName: '架空 太郎', companyName: '架空センター', issuedBy: '試験 花子' },
      ...{ redeemedAt: expect.any(Number) as number, isOnIssuersDevice: false },
    })
    expect((await confirmBy(colleague, person.confirmation)).status).toBe(200)
    expect((await list()).find(({ login }) => login === 'newcomer')?.isUnconfirmed).toBe(false)
    expect((await signIn(person)).status).toBe(200)
    // an entry names who confirmed whom, under pseudonym and commitment
    expect((await confirmations()).at(-1)).toMatchObject({ outcome: 'done', actor_kind: 'person' })
    // good once
    expect((await confirmBy(colleague, person.confirmation)).status).toBe(403)
  })

  it('waits again after a reset, so that whoever resets cannot take it over', async () => {
    const person = await people.invited('reset-later')
    const by = await people.manager()
    const { invitation } = (await by.call('people.resetCredentials', { params: { personId: person.personId } }))
      .body as {
      invitation: string
    }
    const { totpSecret } = await people.begin(invitation, product.browser())
    expect(await signIn({ ...person, totpSecret })).toMatchObject({ body: { code: 'not_confirmed' } })
  })

  it('with a passkey only waits just the same', async () => {
    const { invitation } = await people.issued('passkey-waits')
    const browser = product.browser()
    const begun = await browser.call('invitation.begin', { body: { invitation, credential: { method: 'passkey' } } })
    const { ticket, credential } = begun.body as { ticket: string; credential: { options: { challenge: string } } }
    const { softwarePasskey } = await import('./test-authenticators.ts')
    const passkey = softwarePasskey()
    const proof = { method: 'passkey', response: passkey.register(people.ceremony(credential.options.challenge)) }
    expect((await browser.call('invitation.finish', { body: { ticket, proof } })).status).toBe(200)
    const { answer } = await people.signInWithPasskey(passkey)
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_confirmed' } })
  })
})

describe('a contractor who issues accounts', () => {
  it('cannot confirm what he issued, under any seat, not even past the product in the table', async () => {
    const { tenantId } = await product.spine.tenant()
    const by = await people.manager()
    const person = await redeemed('sock-puppet', by)
    // the account manager stays out of tenants; a second seat of the same account changes nothing
    expect((await confirmBy({ ...by, tenantId }, person.confirmation)).status).toBe(403)
    // the same human under a seat that could: he stopped being an account manager and became a supervisor
    const { superuser } = product.spine.test
    await superuser.query(
      `update house.designations set seat = 'supervisor', scope_kind = 'tenant', tenant_id = $2 where person_id = $1`,
      [by.actor.personId, tenantId],
    )
    time.move(2_000)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const refused = await confirmBy({ ...by, tenantId }, person.confirmation)
    expect(refused).toMatchObject({ status: 403, body: { code: 'own_invitation' } })
    expect((await confirmations()).at(-1)).toMatchObject({ outcome: 'denied', reason: 'no_grant' })
    await expect(
      superuser.query(
        'update house.account_confirmations set confirmed_at = now(), confirmed_by = issued_by where person_id = $1',
        [person.personId],
      ),
    ).rejects.toThrow(/check/)
    expect(await signIn(person)).toMatchObject({ status: 403 })
  })

  it('cannot redeem in the browser in which he is signed in, and one that he ever used is named to the colleague', async () => {
    const by = await people.manager()
    const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
    const body = {
      login: 'own-browser',
      displayName: '架空',
      companyId: companies[0]?.companyId,
      employment: 'employee',
    }
    const { invitation } = (await by.call('people.create', { body })).body as { invitation: string }
    const credential = { method: 'passkey' }
    const refused = await by.call('invitation.begin', { body: { invitation, credential } })
    expect(refused).toMatchObject({ status: 403, body: { code: 'own_invitation' } })
    const tried = (await product.entries()).findLast(({ type }) => type === 'credential.added')
    expect(tried).toMatchObject({ outcome: 'denied', reason: 'no_grant' })

    // an account manager who came in as people do leaves a device behind
    const manager = await people.invited('account-manager')
    await product.spine.test.superuser.query(
      `insert into house.designations (designation_id, person_id, seat, scope_kind, purpose, basis, valid_from, valid_until)
       values (gen_random_uuid(), $1, 'account_manager', 'house', 'account_work', '試験', now() - interval '1 hour', now() + interval '1 day')`,
      [manager.personId],
    )
    const browser = await people.signIn(manager)
    const created = await browser.call('people.create', { body: { ...body, login: 'same-desk' } })
    await browser.call('signOut')
    const { confirmation } = await people.begin((created.body as { invitation: string }).invitation, browser)
    const seen = await readBy(await people.colleague(), confirmation ?? { login: '', code: '' })
    expect(seen.body).toMatchObject({ isOnIssuersDevice: true })
  })
})

describe('a lazy manager', () => {
  it('who types any code ends it after five, each entered, and the right one is worth nothing then', async () => {
    const person = await redeemed('guessed', await people.manager())
    const colleague = await people.colleague()
    const before = (await confirmations()).length
    for (let times = 0; times < 5; times += 1)
      expect(await confirmBy(colleague, wrong(person.confirmation))).toMatchObject({
        ...{ status: 403, body: { code: 'wrong_confirmation' } },
      })
    expect(await confirmBy(colleague, person.confirmation)).toMatchObject({ status: 403 })
    const entered = (await confirmations()).slice(before)
    expect(entered.map(({ outcome, reason }) => `${outcome} ${reason}`).slice(0, 5)).toEqual(
      Array.from({ length: 5 }, () => 'failed wrong_code'),
    )
    expect(JSON.stringify(entered)).not.toContain('guessed')
  })

  it('who left the screen open lends it to nobody: a fresh proof comes first', async () => {
    const person = await redeemed('open-screen', await people.manager())
    const colleague = await people.colleague()
    time.move(11 * 60_000)
    expect(await confirmBy(colleague, person.confirmation)).toMatchObject({
      status: 403,
      body: { code: 'proof_needed' },
    })
  })

  it('is a supervisor or a centre manager, and nobody else', async () => {
    const person = await redeemed('who-may', await people.manager())
    const { tenantId } = await product.spine.tenant()
    for (const seat of ['operator', 'client_auditor', 'auditor', 'watch_officer'] as const) {
      const browser = await product.signedIn({ seat, scopeKind: 'tenant', tenantId })
      expect((await confirmBy({ ...browser, tenantId }, person.confirmation)).status).toBe(403)
    }
    const head = await product.signedIn({ seat: 'centre_manager', scopeKind: 'tenant', tenantId })
    expect((await confirmBy({ ...head, tenantId }, person.confirmation)).status).toBe(200)
  })

  it('confirms nobody whose code is three days old', async () => {
    const person = await redeemed('too-late', await people.manager())
    time.move(73 * 60 * 60_000)
    expect(await confirmBy(await people.colleague(), person.confirmation)).toMatchObject({ status: 403 })
  })
})

describe('the first colleague of a house', () => {
  it('begins without one, entered as such, because there is nobody; the second does not (centre of ten)', async () => {
    const its = movableClock()
    const fresh = await startProduct({ clock: its.clock })
    const others = testPeople(() => fresh, its)
    await untilAvailable(fresh.spine.receipts)
    try {
      const by = await others.manager()
      const issue = async (login: string) => {
        const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
        const body = { login, displayName: '架空 太郎', companyId: companies[0]?.companyId, employment: 'employee' }
        const created = await by.call('people.create', { body })
        expect(created).toMatchObject({ status: 200 })
        return (created.body as { invitation: string }).invitation
      }
      const browser = fresh.browser()
      expect((await others.begin(await issue('first'), browser)).confirmation).toBeNull()
      expect((await browser.call('me.read')).status).toBe(200)
      expect((await fresh.entries()).some(({ type }) => type === 'person.unconfirmed')).toBe(true)
      expect((await others.begin(await issue('second'), fresh.browser())).confirmation).not.toBeNull()
    } finally {
      await fresh.stop()
    }
  })
})

describe('what rules over others', () => {
  it.each([
    ['people.create', { login: 'x-1', displayName: '架空', companyId: '', employment: 'employee' }],
    ['people.disable', undefined],
    ['people.revokeSessions', undefined],
    ['people.resetCredentials', undefined],
  ] as const)('%s needs a fresh proof of the manager', async (route, body) => {
    const by = await people.manager()
    const { actor } = await product.signedIn()
    const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
    time.move(11 * 60_000)
    const parts =
      body === undefined
        ? { params: { personId: actor.personId } }
        : { body: { ...body, companyId: companies[0]?.companyId } }
    expect(await by.call(route, parts)).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
  })

  it('a right is neither given nor withdrawn, and no device ended, without one', async () => {
    const by = await people.manager()
    const { actor } = await product.signedIn()
    const { tenantId } = await product.spine.tenant()
    const right = {
      ...{ personId: actor.personId, seat: 'operator', scopeKind: 'tenant', tenantId, purpose: 'call', basis: '試験' },
      ...{ validFrom: time.now(), validUntil: time.now() + 3_600_000 },
    }
    const { designationId } = (await by.call('designations.grant', { body: right })).body as { designationId: string }
    const browser = await people.signIn(await people.invited('has-a-device'))
    const { devices } = (await browser.call('me.account')).body as { devices: { deviceId: string }[] }
    time.move(11 * 60_000)
    const calls = [
      await by.call('designations.grant', { body: { ...right, seat: 'supervisor' } }),
      await by.call('designations.withdraw', { params: { designationId } }),
      await by.call('devices.withdraw', { params: { deviceId: devices[0]?.deviceId ?? '' } }),
    ]
    for (const answer of calls) expect(answer).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
  })
})
