import { type Permission, permissions, seats, type SiteId } from '@sekisho/contract'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectedHouse,
  expectedOfOneself,
  expectedTenant,
  reachesEveryTenant,
  seatsOfTheHouse,
} from '../test-expected-access.ts'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type SignedInBrowser, startProduct, type TestProduct } from '../test-product.ts'
import type { TestTenant } from '../test-spine.ts'
import { isCompanyOfSeat } from './designate.ts'
import { loadPolicySet, type PolicyFacts } from './policy-set.ts'

let product: TestProduct
let tenant: TestTenant
let other: TestTenant
let manager: SignedInBrowser

beforeAll(async () => {
  product = await startProduct()
  tenant = await product.spine.tenant()
  other = await product.spine.tenant()
  manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
})
afterAll(() => product.stop())

const at = ({ tenantId }: TestTenant) => ({ kind: 'tenant', tenantId }) as const

async function allowedAt(browser: SignedInBrowser, scope: Parameters<TestProduct['rights']['authorise']>[2]) {
  const decisions = await Promise.all(
    permissions.map((permission) => product.rights.authorise(browser.actor, permission, scope)),
  )
  return permissions.filter((_permission, index) => decisions[index]?.allowed === true)
}

describe('each seat', () => {
  it.each(seats)('%s may do exactly what the reviewed table says', async (seat) => {
    const isOfHouse = seatsOfTheHouse.includes(seat)
    const person = await product.signedIn(
      isOfHouse ? { seat, scopeKind: 'house' } : { seat, scopeKind: 'tenant', tenantId: tenant.tenantId },
    )
    expect(await allowedAt(person, { kind: 'self' })).toEqual(expectedOfOneself)
    expect(await allowedAt(person, { kind: 'house' })).toEqual(isOfHouse ? expectedHouse[seat] : [])
    expect(await allowedAt(person, at(tenant))).toEqual(expectedTenant[seat])
    // E-02: the other tenant stays shut but for the two exceptions that policies.cedar writes out
    const elsewhere = reachesEveryTenant.includes(seat) ? expectedTenant[seat] : []
    expect(await allowedAt(person, at(other))).toEqual(elsewhere)
  })

  it.each(['watch_officer', 'auditor'] as const)('%s of one tenant sees that tenant and no house', async (seat) => {
    const person = await product.signedIn({ seat, scopeKind: 'tenant', tenantId: tenant.tenantId })
    expect(await allowedAt(person, at(tenant))).toEqual(expectedTenant[seat])
    expect(await allowedAt(person, at(other))).toEqual([])
    expect(await allowedAt(person, { kind: 'house' })).toEqual([])
  })

  it('centre_manager of the house stops all tenants and reaches none of them (E-02)', async () => {
    const person = await product.signedIn({ seat: 'centre_manager', scopeKind: 'house' })
    expect(await allowedAt(person, { kind: 'house' })).toEqual(expectedHouse.centre_manager)
    expect(await allowedAt(person, at(tenant))).toEqual([])
  })

  it('opens a contact only as operator, and only on a live call', async () => {
    const operator = await product.signedIn({ seat: 'operator', scopeKind: 'tenant', tenantId: tenant.tenantId })
    const ask = (hasLiveCall: boolean) =>
      product.rights.authorise(operator.actor, 'contact.open', at(tenant), { hasLiveCall })
    expect(await ask(false)).toMatchObject({ allowed: false, reason: 'no_live_call' })
    expect(await ask(true)).toMatchObject({ allowed: true, rowScope: { jobs: '*' } })
    const supervisor = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId: tenant.tenantId })
    const refused = await product.rights.authorise(supervisor.actor, 'contact.open', at(tenant), { hasLiveCall: true })
    expect(refused).toMatchObject({ allowed: false, reason: 'no_grant', rowScope: { jobs: [] } })
  })

  it('centre manager stops calling and never starts it, in none of two tenants (B-03)', async () => {
    const manager = await product.signedIn(
      { seat: 'centre_manager', scopeKind: 'tenant', tenantId: tenant.tenantId },
      { seat: 'centre_manager', scopeKind: 'tenant', tenantId: other.tenantId },
    )
    for (const one of [tenant, other]) {
      const allowed = await allowedAt(manager, at(one))
      expect(allowed).toContain('campaigns.stop')
      expect(allowed).not.toContain('campaigns.run')
      expect(allowed).not.toContain('campaigns.manage')
    }
  })

  it('is worth nothing for a tenant that does not exist, also from the house', async () => {
    const auditor = await product.signedIn({ seat: 'auditor', scopeKind: 'house' })
    const decision = await product.rights.authorise(auditor.actor, 'ledger.read', at({ ...tenant, tenantId: newId() }))
    expect(decision.allowed).toBe(false)
  })
})

describe('seats that were put together', () => {
  it.each([
    ['account_manager', 'house', 'supervisor', []],
    ['auditor', 'tenant', 'supervisor', expectedTenant.auditor],
    ['maintainer', 'house', 'supervisor', []],
  ] as const)(
    'stay apart: %s takes rights away from a supervisor (F-07, B-14, E-09)',
    async (seat, scopeKind, second, left) => {
      const person = await product.signedIn(
        { seat, scopeKind, ...(scopeKind === 'tenant' ? { tenantId: tenant.tenantId } : {}) },
        { seat: second, scopeKind: 'tenant', tenantId: tenant.tenantId },
      )
      const allowed = await allowedAt(person, at(tenant))
      const changing: readonly Permission[] = [
        'uploads.create',
        'lists.import',
        'lists.undo',
        'campaigns.manage',
        'campaigns.run',
        'campaigns.stop',
      ]
      expect(allowed.filter((permission) => changing.includes(permission))).toEqual([])
      if (left.length === 0) expect(allowed).toEqual([])
    },
  )

  it('an operator who is a supervisor elsewhere moves no list anywhere (B-01)', async () => {
    const person = await product.signedIn(
      { seat: 'operator', scopeKind: 'tenant', tenantId: tenant.tenantId },
      { seat: 'supervisor', scopeKind: 'tenant', tenantId: other.tenantId },
    )
    expect(await allowedAt(person, at(other))).not.toContain('lists.import')
    expect(await allowedAt(person, at(other))).toContain('campaigns.read')
  })
})

describe('policies', () => {
  const policies = loadPolicySet()
  const facts = fc.record<PolicyFacts>({
    principal: fc.constantFrom('Person', 'Part'),
    resource: fc.constantFrom('Self', 'House', 'Tenant'),
    permission: fc.constantFrom(...permissions),
    seat: fc.constant('none'),
    reach: fc.constant('none'),
    seats: fc.uniqueArray(fc.constantFrom(...seats)),
    hasLiveCall: fc.boolean(),
    part: fc.constant('none'),
  })

  it('deny everything but one’s own things to whoever holds no designation (default deny)', () => {
    fc.assert(
      fc.property(facts, (question) => {
        const isOwn =
          question.principal === 'Person' && question.resource === 'Self' && question.permission.startsWith('self.')
        expect(policies.permits(question)).toBe(isOwn)
      }),
      { numRuns: 200 },
    )
  })

  it('give a house seat no tenant right that moves or opens data, whatever else is held (E-02)', () => {
    const dangerous = fc.constantFrom<Permission>(
      ...([
        'uploads.create',
        'lists.import',
        'lists.undo',
        'campaigns.manage',
        'campaigns.run',
        'campaigns.stop',
        'desk.work',
        'contact.open',
      ] as const),
    )
    const held = fc.constantFrom(...seats)
    fc.assert(
      fc.property(facts, dangerous, held, (question, permission, seat) => {
        const asked: PolicyFacts = {
          ...question,
          permission,
          seat,
          reach: 'house',
          seats: [...new Set([...question.seats, seat])],
        }
        expect(policies.permits({ ...asked, principal: 'Person', resource: 'Tenant' })).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('keep their hash when only comments and layout change, and refuse what does not fit the schema', () => {
    const text = '@id("a") permit (principal is Person, action == Action::"self.read", resource is Self);'
    const loaded = loadPolicySet(text)
    expect(loadPolicySet(`// why\n${text.replaceAll(' ', '\n  ')}`).hash).toBe(loaded.hash)
    expect(loadPolicySet(text.replace('self.read', 'self.manage')).hash).not.toBe(loaded.hash)
    expect(() => loadPolicySet(text.replace('self.read', 'contacts.export'))).toThrow(/invalid/)
    expect(() => loadPolicySet('permit (')).toThrow(/do not parse/)
  })
})

describe('a designation', () => {
  it('narrows rows to its job, or to the jobs of its site (A-04, A-05)', async () => {
    const [siteId, jobId, elsewhere] = [newId<SiteId>(), newId(), newId()]
    const { superuser } = product.spine.test
    await superuser.query(`insert into house.sites (site_id, name) values ($1, '仙台')`, [siteId])
    for (const job of [jobId, elsewhere]) {
      await superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別業務')`, [
        tenant.tenantId,
        job,
      ])
    }
    await superuser.query('insert into tenant.job_sites (tenant_id, job_id, site_id) values ($1, $2, $3)', [
      tenant.tenantId,
      jobId,
      siteId,
    ])
    const { tenantId } = tenant
    const byJob = await product.signedIn({ seat: 'supervisor', scopeKind: 'job', tenantId, jobId: tenant.jobId })
    const bySite = await product.signedIn({ seat: 'supervisor', scopeKind: 'site', tenantId, siteId })
    const both = await product.signedIn(
      { seat: 'supervisor', scopeKind: 'job', tenantId, jobId: tenant.jobId },
      { seat: 'supervisor', scopeKind: 'site', tenantId, siteId },
      // of another seat: its reach does not widen a supervisor's
      { seat: 'operator', scopeKind: 'tenant', tenantId },
    )
    const scopeOf = async (browser: SignedInBrowser) =>
      (await product.rights.authorise(browser.actor, 'campaigns.read', at(tenant))).rowScope
    expect(await scopeOf(byJob)).toEqual({ jobs: [tenant.jobId] })
    expect(await scopeOf(bySite)).toEqual({ jobs: [jobId] })
    expect(await scopeOf(both)).toEqual({ jobs: [tenant.jobId, jobId].sort() })
    const { body } = await bySite.call('jobs.list', { params: { tenantId } })
    expect((body as { jobs: { jobId: string }[] }).jobs.map((job) => job.jobId)).toEqual([jobId])
    // a job that is new lies outside both
    expect((await byJob.call('jobs.create', { params: { tenantId }, body: { name: 'x', siteIds: [] } })).status).toBe(
      403,
    )
  })

  it.each([
    ['expired', { validFromMs: -7_200_000, validUntilMs: -3_600_000 }],
    ['not begun', { validFromMs: 3_600_000, validUntilMs: 7_200_000 }],
  ])('that is %s gives nothing', async (_name, times) => {
    const { tenantId } = tenant
    const person = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId, ...times })
    expect(await allowedAt(person, at(tenant))).toEqual([])
    expect((await person.call('jobs.list', { params: { tenantId } })).status).toBe(403)
  })

  it('takes effect and ends at once, with an entry for each (F-08)', async () => {
    const { tenantId } = tenant
    const person = await product.signedIn()
    expect((await person.call('jobs.list', { params: { tenantId } })).status).toBe(403)
    const granted = await manager.call('designations.grant', { body: wish(person, { tenantId }) })
    expect(granted.status).toBe(200)
    expect((await person.call('jobs.list', { params: { tenantId } })).status).toBe(200)
    const { designationId } = granted.body as { designationId: string }
    expect((await manager.call('designations.withdraw', { params: { designationId } })).status).toBe(200)
    expect((await person.call('jobs.list', { params: { tenantId } })).status).toBe(403)
    expect((await manager.call('designations.withdraw', { params: { designationId } })).status).toBe(404)
    const entries = (await product.entries()).filter(({ refs }) => refs?.designation === designationId)
    expect(entries.map(({ type }) => type)).toEqual(['designation.granted', 'designation.withdrawn'])
    expect(entries.every(({ policy }) => policy === loadPolicySet().hash)).toBe(true)
  })

  const wish = (person: SignedInBrowser, change: Record<string, unknown>) => ({
    ...{
      personId: person.actor.personId,
      seat: 'supervisor',
      scopeKind: 'tenant',
      purpose: 'supervision',
      basis: '任命書 第1号',
    },
    ...{ validFrom: Date.now() - 1000, validUntil: Date.now() + 86_400_000 },
    ...change,
  })

  it.each([
    ['for oneself', () => ({ personId: manager.actor.personId }), 'body.personId'],
    ['of nobody', () => ({ personId: newId() }), 'body.personId'],
    ['for longer than a year', () => ({ validUntil: Date.now() + 400 * 86_400_000 }), 'body.validUntil'],
    ['that is over already', () => ({ validFrom: 1, validUntil: 2 }), 'body.validUntil'],
    [
      'for an operator of the whole house',
      () => ({ seat: 'operator', scopeKind: 'house', tenantId: undefined }),
      'body.scopeKind',
    ],
    [
      'for a job without its tenant',
      () => ({ scopeKind: 'job', jobId: tenant.jobId, tenantId: undefined }),
      'body.scopeKind',
    ],
    ['for a job of another tenant', () => ({ scopeKind: 'job', jobId: other.jobId }), 'body.tenantId'],
    ['in a seat of another kind of company (A-01, B-04)', () => ({ seat: 'client_auditor' }), 'body.seat'],
  ])('%s is refused', async (_name, change, place) => {
    const person = await product.signedIn()
    const body = wish(person, { tenantId: tenant.tenantId, ...change() })
    const answer = await manager.call('designations.grant', { body })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect((answer.body as { detail: string[] }).detail).toContain(place)
  })

  it('is not written twice over the same time, nor for a disabled person', async () => {
    const person = await product.signedIn()
    const body = wish(person, { tenantId: tenant.tenantId })
    expect((await manager.call('designations.grant', { body })).status).toBe(200)
    expect((await manager.call('designations.grant', { body })).status).toBe(409)
    await manager.call('people.disable', { params: { personId: person.actor.personId } })
    const later = await manager.call('designations.grant', { body: { ...body, seat: 'centre_manager' } })
    expect(later.status).toBe(409)
  })

  it('of a client’s person reaches that client’s tenants only (B-18)', async () => {
    const person = await product.signedIn()
    await product.spine.test.superuser.query('update house.persons set company_id = $1 where person_id = $2', [
      tenant.clientId,
      person.actor.personId,
    ])
    const grant = (tenantId: string) =>
      manager.call('designations.grant', { body: wish(person, { seat: 'client_auditor', tenantId }) })
    expect((await grant(other.tenantId)).status).toBe(400)
    expect((await grant(tenant.tenantId)).status).toBe(200)
  })
})

describe('parts of the product', () => {
  it('do by their name what the policies say, and nothing else', async () => {
    const ask = (name: Parameters<typeof systemActor>[0], permission: Permission) =>
      product.rights.authorise(systemActor(name), permission, at(tenant))
    expect(await ask('dialler', 'number.dial')).toMatchObject({ allowed: true })
    expect(await ask('dialler', 'contact.open')).toMatchObject({ allowed: false })
    expect(await ask('importer', 'lists.import')).toMatchObject({ allowed: true })
    expect(await ask('sequencer', 'number.dial')).toMatchObject({ allowed: false })
  })
})

describe('companies and seats', () => {
  it('go together one way only', () => {
    const table = ['client', 'centre_operator', 'maintenance_provider', 'vendor'].map((kind) => [
      kind,
      seats.filter((seat) => isCompanyOfSeat(kind, seat)),
    ])
    expect(Object.fromEntries(table)).toEqual({
      client: ['client_auditor'],
      centre_operator: ['operator', 'supervisor', 'centre_manager', 'account_manager', 'watch_officer', 'auditor'],
      maintenance_provider: ['maintainer'],
      vendor: ['vendor'],
    })
  })
})
