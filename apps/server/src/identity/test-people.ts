import type { PersonId, TenantId } from '@sekisho/contract'
import { expect } from 'vitest'
import type { Clock } from '../platform/clock.ts'
import type { SignedInBrowser, TestBrowser, TestProduct } from '../test-product.ts'
import { softwarePasskey, totpAt } from './test-authenticators.ts'

export const password = 'four little words here'

/** The product's time, which tests move forward, e.g. past a lock. */
export function movableClock() {
  let skewMs = 0
  const now = () => Date.now() + skewMs
  const clock: Clock = {
    now,
    setTimer(ms, callback) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  }
  return { clock, now, move: (ms: number) => void (skewMs += ms) }
}

export interface TestPerson {
  readonly personId: PersonId
  readonly login: string
  totpSecret: string
}

export interface Confirmation {
  readonly login: string
  readonly code: string
  readonly until: number
}

interface Begun {
  ticket: string
  credential: { totpSecret: string; options: { challenge: string } }
}

/** People as they come into the product: invited by an account manager, with credentials of their own. */
export function testPeople(product: () => TestProduct, time: ReturnType<typeof movableClock>) {
  const manager = () => product().signedIn({ seat: 'account_manager', scopeKind: 'house' })

  /** The step after the one a code was last used in, so that the next code is a new one. */
  function nextCode(secret: string): string {
    time.move(30_000)
    return totpAt(secret, time.now())
  }

  const ceremony = (challenge: string) => ({ challenge, origin: product().origin, rpId: 'localhost' })

  async function issued(login: string): Promise<{ personId: PersonId; invitation: string }> {
    const by = await manager()
    const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
    const created = await by.call('people.create', {
      body: { login, displayName: '架空 太郎', companyId: companies[0]?.companyId, employment: 'employee' },
    })
    expect(created).toMatchObject({ status: 200 })
    return created.body as { personId: PersonId; invitation: string }
  }

  /** A colleague who may confirm others: a supervisor of some tenant. */
  async function colleague(): Promise<SignedInBrowser & { readonly tenantId: TenantId }> {
    const { tenantId } = await product().spine.tenant()
    return { ...(await product().signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId })), tenantId }
  }

  /** A supervisor looks at who redeemed a link, and says so. */
  async function confirm(shown: Pick<Confirmation, 'login' | 'code'>): Promise<void> {
    const { call, tenantId } = await colleague()
    const { login, code } = shown
    const answer = await call('confirmations.confirm', { params: { tenantId }, body: { login, code } })
    expect(answer).toMatchObject({ status: 200 })
  }

  /** As a stranger does it: the account waits for a colleague afterwards. */
  async function begin(
    invitation: string,
    browser: TestBrowser,
  ): Promise<{ totpSecret: string; confirmation: Confirmation | null }> {
    const begun = await browser.call('invitation.begin', {
      body: { invitation, credential: { method: 'password', password } },
    })
    const { ticket, credential } = begun.body as Begun
    const proof = { method: 'password', code: totpAt(credential.totpSecret, time.now()) }
    const answer = await browser.call('invitation.finish', { body: { ticket, proof } })
    expect(answer).toMatchObject({ status: 200 })
    return { totpSecret: credential.totpSecret, ...(answer.body as { confirmation: Confirmation | null }) }
  }

  /** Ends confirmed by a colleague. @returns the secret of the one-time codes */
  async function redeem(invitation: string, browser: TestBrowser): Promise<string> {
    const { totpSecret, confirmation } = await begin(invitation, browser)
    if (confirmation !== null) await confirm(confirmation)
    return totpSecret
  }

  /** An account made the way people make them: issued by an account manager, redeemed by the invited person. */
  async function invited(login: string): Promise<TestPerson> {
    const { personId, invitation } = await issued(login)
    const totpSecret = await redeem(invitation, product().browser())
    return { personId, login, totpSecret }
  }

  async function passwordStep(browser: TestBrowser, login: string, typed = password): Promise<string> {
    const step = await browser.call('signIn.password', { body: { login, password: typed } })
    expect(step).toMatchObject({ status: 200, body: { step: 'second_factor' } })
    return (step.body as { ticket: string }).ticket
  }

  async function signIn(person: TestPerson, browser = product().browser(), typed = password): Promise<TestBrowser> {
    const ticket = await passwordStep(browser, person.login, typed)
    const done = await browser.call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })
    expect(done).toMatchObject({ status: 200, body: { step: 'done' } })
    return browser
  }

  async function addPasskey(browser: TestBrowser, passkey = softwarePasskey()) {
    const begun = (await browser.call('me.passkeyOptions')).body as { ticket: string; options: { challenge: string } }
    const response = passkey.register(ceremony(begun.options.challenge))
    const body = { ticket: begun.ticket, label: '社用PC', response }
    return { passkey, answer: await browser.call('me.addPasskey', { body }) }
  }

  async function signInWithPasskey(passkey: ReturnType<typeof softwarePasskey>, browser = product().browser()) {
    const asked = (await browser.call('signIn.passkeyOptions')).body as Begun['credential'] & { ticket: string }
    const response = passkey.authenticate(ceremony(asked.options.challenge))
    return { browser, answer: await browser.call('signIn.passkey', { body: { ticket: asked.ticket, response } }) }
  }

  /** Types and outcomes of the head office's entries, oldest first. */
  const typesOf = async () => (await product().entries()).map(({ type, outcome }) => `${type} ${outcome}`)

  return {
    ...{
      manager,
      nextCode,
      ceremony,
      issued,
      begin,
      confirm,
      colleague,
      redeem,
      invited,
      passwordStep,
      signIn,
      addPasskey,
      signInWithPasskey,
    },
    typesOf,
  }
}
