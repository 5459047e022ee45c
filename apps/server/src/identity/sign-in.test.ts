import { HEAD_OFFICE, type PersonId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import { type SignedInBrowser, startProduct, type TestBrowser, type TestProduct } from '../test-product.ts'
import { totpAt } from './test-authenticators.ts'
import { movableClock, password, testPeople } from './test-people.ts'

const time = movableClock()
const { now } = time
let product: TestProduct
let isLedgerUp = true
const people = testPeople(() => product, time)
const { invited, manager, nextCode, passwordStep, signIn, typesOf } = people

beforeAll(async () => {
  product = await startProduct({ ledgerStands: () => isLedgerUp, clock: time.clock })
})
afterAll(() => product.stop())

describe('the ceremony of the first administrator', () => {
  it('makes one account manager, whose right nobody wrote, and then never again', async () => {
    expect((await product.browser().call('setUp.read')).body).toMatchObject({ needed: true })
    const code = (await product.identity.newSetUpCode()) ?? ''
    const browser = product.browser()
    const wish = {
      ...{ companyName: '架空センター', login: 'admin', displayName: '管理 一郎' },
      credential: { method: 'password', password },
    }
    const wrong = await browser.call('setUp.begin', { body: { ...wish, code: 'AAAA-BBBB-CCCC-DDDD-EEEE' } })
    expect(wrong).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } })
    const begun = await browser.call('setUp.begin', { body: { ...wish, code: code.toLowerCase() } })
    const { ticket, credential } = begun.body as { ticket: string; credential: { totpSecret: string } }
    const { totpSecret } = credential
    const body = { ticket, proof: { method: 'password', code: totpAt(totpSecret, now()) } }
    // the same ticket from a browser that did not begin
    const stranger = await product.browser().call('setUp.finish', { body })
    expect(stranger.status).toBe(401)
    const finished = await browser.call('setUp.finish', { body })
    expect(finished).toMatchObject({ status: 200, body: { done: true } })
    // both factors were shown: the ceremony ends signed in
    expect((await browser.call('me.read')).status).toBe(200)

    const rows = await product.spine.test.superuser.query(
      `select seat, scope_kind, basis, designated_by from house.designations`,
    )
    expect(rows.rows).toEqual([
      { seat: 'account_manager', scope_kind: 'house', basis: 'ceremony', designated_by: null },
    ])
    expect(await typesOf()).toEqual(
      expect.arrayContaining([
        'party.created done',
        'person.created done',
        'credential.added done',
        'designation.granted done',
      ]),
    )
    expect(await product.identity.newSetUpCode()).toBeNull()
    const again = await browser.call('setUp.begin', { body: { ...wish, code } })
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } })

    const admin = await signIn({ personId: newId(), login: 'ADMIN', totpSecret })
    const me = (await admin.call('me.read')).body as { personId: PersonId }
    expect(me).toMatchObject({ displayName: '管理 一郎', house: { seats: ['account_manager'] }, tenants: [] })
    // E-02, B-07: no further right by his own hand
    const own = await admin.call('designations.grant', {
      body: {
        personId: me.personId,
        seat: 'auditor',
        scopeKind: 'house',
        purpose: 'oversight',
        basis: 'x',
        validFrom: now(),
        validUntil: now() + 1000,
      },
    })
    expect(own).toMatchObject({ status: 400, body: { detail: ['body.personId'] } })
  })
})

describe('sign-in with password and one-time code', () => {
  it('sets a cookie that only this site gets, and enters the sign-in', async () => {
    const person = await invited('cookie')
    const browser = product.browser()
    const ticket = await passwordStep(browser, '  Cookie ')
    const done = await browser.call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })
    const line = done.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-sekisho=')) ?? ''
    expect(line.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'])
    const last = (await product.entries()).findLast(({ type }) => type === 'session.signed_in')
    expect(last).toMatchObject({ outcome: 'done', actor_kind: 'person', log: expect.any(String) })
    expect(last?.commitments?.address).toBeDefined()
    expect(JSON.stringify(last)).not.toContain('127.0.0.1')
  })

  it('never takes a one-time code twice (RFC 6238, 5.2)', async () => {
    const person = await invited('replay')
    const code = nextCode(person.totpSecret)
    const [first, second] = [product.browser(), product.browser()]
    const tickets = [await passwordStep(first, 'replay'), await passwordStep(second, 'replay')]
    const answers = await Promise.all([
      first.call('signIn.totp', { body: { ticket: tickets[0], code } }),
      second.call('signIn.totp', { body: { ticket: tickets[1], code } }),
    ])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401])
  })

  it('takes a ticket only from the browser that got it, and only once', async () => {
    const person = await invited('ticket')
    const browser = product.browser()
    const ticket = await passwordStep(browser, 'ticket')
    const stolen = await product.browser().call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })
    expect(stolen).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } })
    expect((await browser.call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })).status).toBe(
      200,
    )
    expect((await browser.call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })).status).toBe(
      401,
    )
  })

  it('answers an unknown login, a wrong password and a disabled account alike, and enters each', async () => {
    const [right, disabled] = [await invited('enumerate'), await invited('enumerate-disabled')]
    const by = await manager()
    await by.call('people.disable', { params: { personId: disabled.personId } })
    const before = (await typesOf()).filter((type) => type === 'session.refused failed').length
    const answers = await Promise.all(
      [
        [right.login, 'not his password'],
        ['nobody-at-all', password],
        [disabled.login, password],
      ].map(([login, typed]) => product.browser().call('signIn.password', { body: { login, password: typed } })),
    )
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } })
    const refused = (await product.entries()).filter(({ type }) => type === 'session.refused').slice(before)
    expect(refused.map(({ reason }) => reason ?? '').sort()).toEqual(['no_grant', 'unknown_account', 'wrong_password'])
    expect(refused.every(({ commitments }) => commitments?.address !== undefined)).toBe(true)
    expect(refused.every(({ actor_kind }) => actor_kind === 'identity')).toBe(true)
  })

  it.each(['lockme', 'lock-nobody'])('locks %s after the fifth failure, and again for longer', async (login) => {
    if (login === 'lockme') await invited(login)
    const attempt = async (typed: string) => {
      const { status } = await product.browser().call('signIn.password', { body: { login, password: typed } })
      return status
    }
    const statuses: number[] = []
    for (let count = 0; count < 6; count++) statuses.push(await attempt('wrong password'))
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    // the right password does not open a lock
    expect(await attempt(password)).toBe(429)
    time.move(31_000)
    expect(await attempt('wrong password')).toBe(401)
    time.move(31_000)
    expect(await attempt('wrong password')).toBe(429)
    time.move(31_000)
    if (login === 'lockme') expect(await attempt(password)).toBe(200)
  })

  it('counts wrong one-time codes against the account, whatever the password says', async () => {
    await invited('guesser')
    const browser = product.browser()
    const ticket = await passwordStep(browser, 'guesser')
    const statuses: number[] = []
    for (const code of ['000000', '000001', '000002', '000003', '000004', '000005']) {
      statuses.push((await browser.call('signIn.totp', { body: { ticket, code } })).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    expect((await browser.call('signIn.password', { body: { login: 'guesser', password } })).status).toBe(429)
    time.move(31_000)
  })

  it('signs nobody in and refuses nobody while the ledger is away (rule 2)', async () => {
    await invited('outage')
    isLedgerUp = false
    try {
      for (const typed of [password, 'wrong password']) {
        const answer = await product.browser().call('signIn.password', { body: { login: 'outage', password: typed } })
        expect(answer).toMatchObject({ status: 503, body: { code: 'ledger_unavailable' } })
      }
    } finally {
      isLedgerUp = true
    }
  })

  it('refuses passwords that are guessed first (F-11)', async () => {
    const by = await manager()
    const { companies } = (await by.call('companies.list')).body as { companies: { companyId: string }[] }
    const { body } = await by.call('people.create', {
      body: { login: 'sakura', displayName: '桜', companyId: companies[0]?.companyId, employment: 'dispatched' },
    })
    for (const weak of ['sakura-sakura-1', 'aaaaaaaaaaaaaaa', '123456789012345', 'abcdefghijklmnop']) {
      const { invitation } = body as { invitation: string }
      const answer = await product.browser().call('invitation.begin', {
        body: { invitation, credential: { method: 'password', password: weak } },
      })
      expect(answer).toMatchObject({ status: 400, body: { detail: ['body.password'] } })
    }
  })
})

describe('sessions', () => {
  it('end by sign-out, by their owner from elsewhere and by an account manager, each entered', async () => {
    const person = await invited('sessions')
    const [one, two, three] = [await signIn(person), await signIn(person), await signIn(person)]
    expect(((await one.call('me.sessions')).body as { sessions: unknown[] }).sessions).toHaveLength(3)
    expect((await one.call('signOut')).status).toBe(200)
    expect((await one.call('me.read')).status).toBe(401)
    const { sessions } = (await two.call('me.sessions')).body as { sessions: { sessionId: string; isThis: boolean }[] }
    const other = sessions.find(({ isThis }) => !isThis)?.sessionId ?? ''
    expect((await two.call('me.endSession', { params: { sessionId: other } })).status).toBe(200)
    expect((await three.call('me.read')).status).toBe(401)
    expect((await two.call('me.endSession', { params: { sessionId: other } })).status).toBe(404)
    const by = await manager()
    const revoked = await by.call('people.revokeSessions', { params: { personId: person.personId } })
    expect(revoked.body).toEqual({ ended: 1 })
    expect((await two.call('me.read')).status).toBe(401)
    const types = await typesOf()
    expect(types).toContain('session.signed_out done')
    expect(types.filter((type) => type === 'session.revoked done')).toHaveLength(2)
  })

  it('cannot be ended by somebody else who knows their id', async () => {
    const [mine, theirs] = [await product.signedIn(), await product.signedIn()]
    const answer = await mine.call('me.endSession', { params: { sessionId: theirs.actor.sessionId } })
    expect(answer.status).toBe(404)
    expect((await theirs.call('me.read')).status).toBe(200)
  })

  it('are over after half an hour unused, and stay over when the clock is set back', async () => {
    const person = await invited('idle')
    const browser = await signIn(person)
    time.move(29 * 60_000)
    expect((await browser.call('me.read')).status).toBe(200)
    time.move(29 * 60_000)
    expect((await browser.call('me.read')).status).toBe(200)
    time.move(31 * 60_000)
    expect((await browser.call('me.read')).status).toBe(401)
    time.move(-31 * 60_000)
    expect((await browser.call('me.read')).status).toBe(401)
  })

  it('are replaced, not added, when the same browser signs in again; the device stays the same', async () => {
    const person = await invited('same-browser')
    const browser = await signIn(person)
    const device = browser.cookies.get('__Host-sekisho-device')
    const old = browser.cookies.get('__Host-sekisho') ?? ''
    await signIn(person, browser)
    expect(browser.cookies.get('__Host-sekisho-device')).toBe(device)
    expect(((await browser.call('me.sessions')).body as { sessions: unknown[] }).sessions).toHaveLength(1)
    browser.cookies.set('__Host-sekisho', old)
    expect((await browser.call('me.read')).status).toBe(401)
  })

  it('lose everything with the account: sessions, designations, sign-ins in progress (F-05)', async () => {
    const person = await invited('leaver')
    const browser = await signIn(person)
    const halfway = product.browser()
    const ticket = await passwordStep(halfway, 'leaver')
    const by = await manager()
    const body = {
      ...{ personId: person.personId, seat: 'auditor', scopeKind: 'house', purpose: 'oversight', basis: '任命' },
      ...{ validFrom: now() - 1000, validUntil: now() + 86_400_000 },
    }
    expect((await by.call('designations.grant', { body })).status).toBe(200)
    expect((await browser.call('ledger.houseEntries')).status).toBe(404)
    await by.call('people.disable', { params: { personId: person.personId } })
    expect((await browser.call('me.read')).status).toBe(401)
    expect((await halfway.call('signIn.totp', { body: { ticket, code: nextCode(person.totpSecret) } })).status).toBe(
      401,
    )
    const { designations } = (await by.call('designations.list')).body as {
      designations: { personId: string; withdrawnAt: number | null }[]
    }
    expect(designations.find(({ personId }) => personId === person.personId)?.withdrawnAt).toEqual(expect.any(Number))
    expect(await typesOf()).toEqual(expect.arrayContaining(['person.disabled done', 'designation.withdrawn done']))
  })
})

describe('the log', () => {
  it('holds no login, no password, no address, no cookie (rule 9)', async () => {
    const person = await invited('canary-login-4711')
    const browser: SignedInBrowser | TestBrowser = await signIn(person)
    await product
      .browser()
      .call('signIn.password', { body: { login: 'canary-login-4711', password: 'canary password' } })
    // where it listens is not what came in
    const text = product.logLines.filter((line) => !line.includes('Server listening')).join('')
    const session = browser.cookies.get('__Host-sekisho') ?? 'missing'
    for (const canary of ['canary', password, '127.0.0.1', session, person.totpSecret, person.personId, HEAD_OFFICE]) {
      expect(text).not.toContain(canary)
    }
    expect(text).toContain('"route":"signIn.password"')
  })
})
