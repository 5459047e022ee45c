import type { CompanyId, PersonId } from '@sekisho/contract'
import { softwarePasskey, totpAt } from './identity/test-authenticators.ts'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld } from './test-access-world.ts'
import { houseStopCases } from './test-house-stop-cases.ts'
import type { TestBrowser, TestProduct } from './test-product.ts'

const password = 'four little words here'
const chosen = { method: 'password', password }
let counter = 0
const login = () => `person-${++counter}`

/**
 * Codes move on by one step for each use; the product accepts one step ahead. None begins a step behind: a step that ends
 * on the way would make it two, which is too old.
 */
const code = (secret: string, stepsAhead = 0) => totpAt(secret, Date.now() + stepsAhead * 30_000)

interface Begun {
  ticket: string
  credential: { totpSecret: string }
}

interface Options {
  ticket: string
  options: { challenge: string }
}

const ceremony = (product: TestProduct, { options }: Options) => ({
  challenge: options.challenge,
  origin: product.origin,
  rpId: 'localhost',
})

async function registration(product: TestProduct, browser: TestBrowser, passkey = softwarePasskey()) {
  const begun = (await browser.call('me.passkeyOptions')).body as Options
  return { ticket: begun.ticket, label: '鍵', response: passkey.register(ceremony(product, begun)) }
}

/** A new secret for one-time codes, with a code that proves that it arrived. */
async function newTotp(browser: TestBrowser) {
  const begun = await browser.call('me.beginTotp')
  const { ticket = '', totpSecret = '' } = begun.body as { ticket?: string; totpSecret?: string }
  return { body: { ticket, code: code(totpSecret) }, secret: totpSecret }
}

async function someCompany(product: TestProduct, kind = 'centre_operator'): Promise<CompanyId> {
  const companyId = newId<CompanyId>()
  await product.spine.test.superuser.query(
    `insert into house.companies (company_id, name, kind) values ($1, '架空', $2)`,
    [companyId, kind],
  )
  return companyId
}

async function invitation(product: TestProduct): Promise<string> {
  const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
  const body = { login: login(), displayName: '招待', companyId: await someCompany(product), employment: 'employee' }
  return ((await manager.call('people.create', { body })).body as { invitation: string }).invitation
}

async function somebody(product: TestProduct): Promise<PersonId> {
  return (await product.signedIn()).actor.personId
}

/** How the routes are reached that need no session, in the order in which a product comes to life. */
export function publicCases(matrix: PositiveCases, product: TestProduct): void {
  matrix.positiveCase('health.read', {})
  matrix.positiveCase('setUp.read', {})
  let admin: { browser: TestBrowser; ticket: string; secret: string }
  matrix.positiveCase('setUp.begin', {
    parts: async () => ({
      body: {
        code: (await product.identity.newSetUpCode()) ?? '',
        ...{ companyName: '架空センター', login: 'admin', displayName: '管理 一郎', credential: chosen },
      },
    }),
  })
  matrix.positiveCase('setUp.finish', {
    async browser() {
      const browser = product.browser()
      const setUpCode = (await product.identity.newSetUpCode()) ?? ''
      const body = { code: setUpCode, companyName: '架空', login: 'admin', displayName: '管理', credential: chosen }
      const begun = (await browser.call('setUp.begin', { body })).body as Begun
      admin = { browser, ticket: begun.ticket, secret: begun.credential.totpSecret }
      return browser
    },
    parts: () => ({ body: { ticket: admin.ticket, proof: { method: 'password', code: code(admin.secret) } } }),
  })
  matrix.positiveCase('signIn.password', { parts: () => ({ body: { login: 'admin', password } }) })
  matrix.positiveCase('signIn.totp', {
    async parts(browser) {
      const step = await browser.call('signIn.password', { body: { login: 'admin', password } })
      return { body: { ticket: (step.body as { ticket: string }).ticket, code: code(admin.secret, 1) } }
    },
  })
  matrix.positiveCase('signIn.passkeyOptions', {})
  matrix.positiveCase('signIn.passkey', {
    async parts(browser) {
      const passkey = softwarePasskey()
      const person = await product.signedIn()
      await person.call('me.addPasskey', { body: await registration(product, person, passkey) })
      const begun = (await browser.call('signIn.passkeyOptions')).body as Options
      return { body: { ticket: begun.ticket, response: passkey.authenticate(ceremony(product, begun)) } }
    },
  })
  matrix.positiveCase('signIn.demo', {
    async parts() {
      const { actor } = await product.signedIn()
      await product.spine.test.superuser.query('update house.persons set is_demo = true where person_id = $1', [
        actor.personId,
      ])
      return { body: { token: await product.identity.newDemoToken(actor.personId) } }
    },
  })
  matrix.positiveCase('invitation.begin', {
    parts: async () => ({ body: { invitation: await invitation(product), credential: chosen } }),
  })
  matrix.positiveCase('invitation.finish', {
    async parts(browser) {
      const body = { invitation: await invitation(product), credential: chosen }
      const begun = (await browser.call('invitation.begin', { body })).body as Begun
      return { body: { ticket: begun.ticket, proof: { method: 'password', code: code(begun.credential.totpSecret) } } }
    },
  })
}

/** Somebody redeems a link; what is shown then to a colleague. */
export async function shownCode(product: TestProduct): Promise<{ login: string; code: string }> {
  const browser = product.browser()
  const body = { invitation: await invitation(product), credential: chosen }
  const { ticket, credential } = (await browser.call('invitation.begin', { body })).body as Begun
  const proof = { method: 'password', code: code(credential.totpSecret) }
  const answer = await browser.call('invitation.finish', { body: { ticket, proof } })
  const { login, code: shown } = (answer.body as { confirmation: { login: string; code: string } }).confirmation
  return { login, code: shown }
}

/** How one's own things are reached. */
export function ownCases(matrix: PositiveCases, product: TestProduct): void {
  matrix.positiveCase('openApi.read', {})
  matrix.positiveCase('me.read', {})
  matrix.positiveCase('findings.open', {})
  matrix.positiveCase('me.sessions', {})
  matrix.positiveCase('me.endSession', {
    async parts(browser) {
      const { body } = await browser.call('me.sessions')
      const { sessions = [] } = body as { sessions?: { sessionId: string }[] }
      return { params: { sessionId: sessions[0]?.sessionId ?? newId() } }
    },
  })
  matrix.positiveCase('me.passkeyOptions', {})
  matrix.positiveCase('me.addPasskey', { parts: async (browser) => ({ body: await registration(product, browser) }) })
  matrix.positiveCase('me.account', {})
  matrix.positiveCase('me.changePassword', { parts: () => ({ body: { password } }) })
  matrix.positiveCase('me.beginTotp', {})
  matrix.positiveCase('me.finishTotp', { parts: async (browser) => ({ body: (await newTotp(browser)).body }) })
  matrix.positiveCase('me.prove', {
    async parts(browser) {
      const { body, secret } = await newTotp(browser)
      await browser.call('me.finishTotp', { body })
      await browser.call('me.changePassword', { body: { password } })
      return { body: { password, code: code(secret, 1) } }
    },
  })
  matrix.positiveCase('me.proofOptions', {})
  matrix.positiveCase('me.proveByPasskey', {
    async parts(browser) {
      const passkey = softwarePasskey()
      await browser.call('me.addPasskey', { body: await registration(product, browser, passkey) })
      const begun = (await browser.call('me.proofOptions')).body as Options
      return { body: { ticket: begun.ticket, response: passkey.authenticate(ceremony(product, begun)) } }
    },
  })
  matrix.positiveCase('me.removePasskey', {
    async parts(browser) {
      for (let count = 0; count < 2; count++)
        await browser.call('me.addPasskey', { body: await registration(product, browser) })
      const { passkeys = [] } = (await browser.call('me.account')).body as { passkeys?: { passkeyId: string }[] }
      return { params: { passkeyId: passkeys[0]?.passkeyId ?? newId() } }
    },
  })
  matrix.positiveCase('signOut', {})
}

/** How the head office's routes are reached: people, designations, parties, the stop of all tenants. */
export function houseCases(matrix: PositiveCases, world: AccessWorld): void {
  const { product, own } = world
  const seat = 'account_manager'
  matrix.positiveCase('people.list', { seat })
  matrix.positiveCase('people.create', {
    seat,
    parts: async () => ({
      body: { login: login(), displayName: '新人', companyId: await someCompany(product), employment: 'employee' },
    }),
  })
  const person = async () => ({ params: { personId: await somebody(product) } })
  matrix.positiveCase('people.disable', { seat, parts: person })
  matrix.positiveCase('people.revokeSessions', { seat, parts: person })
  matrix.positiveCase('people.resetCredentials', { seat, parts: person })
  matrix.positiveCase('people.devices', { seat, parts: person })
  matrix.positiveCase('devices.withdraw', {
    seat,
    async parts() {
      const deviceId = newId()
      await product.spine.test.superuser.query(
        `insert into house.devices (device_id, label, token_hash) values ($1, '架空', $2)`,
        [deviceId, Buffer.from(deviceId)],
      )
      return { params: { deviceId } }
    },
  })
  matrix.positiveCase('designations.list', { seat })
  const wish = async () => ({
    ...{ personId: await somebody(product), seat: 'supervisor', purpose: 'supervision', basis: '任命' },
    ...{ scopeKind: 'job', tenantId: own.tenantId, jobId: own.jobId },
    ...{ validFrom: Date.now(), validUntil: Date.now() + 86_400_000 },
  })
  matrix.positiveCase('designations.grant', { seat, parts: async () => ({ body: await wish() }) })
  matrix.positiveCase('designations.withdraw', {
    seat,
    async parts() {
      const manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
      const granted = await manager.call('designations.grant', { body: await wish() })
      return { params: { designationId: (granted.body as { designationId: string }).designationId } }
    },
  })
  matrix.positiveCase('companies.list', { seat })
  matrix.positiveCase('companies.create', {
    seat,
    parts: () => ({ body: { name: '架空商店', kind: 'client', sector: 'company' } }),
  })
  matrix.positiveCase('sites.create', { seat, parts: () => ({ body: { name: '札幌' } }) })
  matrix.positiveCase('tenants.create', {
    seat,
    parts: async () => ({ body: { clientId: await someCompany(product, 'client'), name: '架空商店' } }),
  })
  houseStopCases(matrix, world)
}
