import { HEAD_OFFICE, type CompanyId, type TenantId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { type SignedInBrowser, startProduct, type TestProduct } from '../test-product.ts'
import { createParties } from './index.ts'

let product: TestProduct
let manager: SignedInBrowser
beforeAll(async () => {
  product = await startProduct()
  manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
})
afterAll(() => product.stop())

const client = async (): Promise<CompanyId> => {
  const body = { name: '架空市', kind: 'client', sector: 'municipality' }
  return ((await manager.call('companies.create', { body })).body as { companyId: CompanyId }).companyId
}
const countOf = async (table: string) =>
  (await product.spine.test.superuser.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]
    ?.count

describe('a company', () => {
  it('does not stand on two sides: known as one kind, it is not registered as another (A-01)', async () => {
    const create = (name: string, kind: string) =>
      manager.call('companies.create', { body: { name, kind, sector: 'company' } })
    expect((await create('架空システム A', 'maintenance_provider')).status).toBe(200)
    for (const name of ['架空システム A', '架空システムＡ', ' 架空システム　a'])
      expect(await create(name, 'client')).toMatchObject({ status: 409, body: { code: 'already_known' } })
    const both = await Promise.all([create('架空ＢＰＯ', 'client'), create('架空BPO', 'vendor')])
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
  })
})

describe('a tenant', () => {
  it('comes with keys, a ledger of its own and an entry, and works at once (A-02)', async () => {
    const created = await manager.call('tenants.create', { body: { clientId: await client(), name: '健診2026秋' } })
    expect(created.status).toBe(200)
    const { tenantId } = created.body as { tenantId: TenantId }
    const supervisor = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId })
    const site = (await manager.call('sites.create', { body: { name: '札幌' } })).body as { siteId: string }
    const body = { name: '受診勧奨', siteIds: [site.siteId] }
    const { body: job } = await supervisor.call('jobs.create', { params: { tenantId }, body })
    const { body: jobs } = await supervisor.call('jobs.list', { params: { tenantId } })
    expect(jobs).toEqual({ jobs: [{ ...(job as object), name: '受診勧奨', siteIds: [site.siteId] }] })
    expect((await product.entries(tenantId)).map(({ type }) => type)).toContain('party.created')
    const entry = (await product.entries()).findLast(({ type }) => type === 'tenant.created')
    expect(entry?.refs?.log).toMatch(/^[0-9a-f]{32}$/)
    // names stand in entries as commitments only (rule 3)
    expect(JSON.stringify(await product.entries(tenantId)) + JSON.stringify(entry)).not.toMatch(/健診|受診/)
    expect((await supervisor.call('me.read')).body).toMatchObject({
      tenants: [{ tenantId, name: '健診2026秋', clientName: '架空市', sector: 'municipality', seats: ['supervisor'] }],
    })
  })

  it('is not made for a company that is no client, nor with a site that does not exist', async () => {
    const body = { name: '保守', kind: 'vendor', sector: 'company' }
    const vendor = ((await manager.call('companies.create', { body })).body as { companyId: string }).companyId
    for (const clientId of [vendor, newId()]) {
      const answer = await manager.call('tenants.create', { body: { clientId, name: 'x' } })
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    const { tenantId } = await product.spine.tenant()
    const supervisor = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId })
    const answer = await supervisor.call('jobs.create', {
      params: { tenantId },
      body: { name: 'x', siteIds: [newId()] },
    })
    expect(answer).toMatchObject({ status: 400, body: { detail: ['body.siteIds'] } })
    expect((await supervisor.call('jobs.list', { params: { tenantId } })).body).toMatchObject({ jobs: [{}] })
  })

  it('exists wholly or not at all when the key service or the server dies in the middle', async () => {
    const clientId = await client()
    const before = [await countOf('house.tenants'), await countOf('house.logs')]
    await product.spine.stopKeyService()
    const away = await manager.call('tenants.create', { body: { clientId, name: 'x' } })
    await product.spine.startKeyService()
    expect(away).toMatchObject({ status: 503, body: { code: 'key_service_unavailable' } })
    // killed after the keys were made: the entry never comes
    const parties = createParties({
      database: product.spine.test.database,
      keys: product.spine.keys,
      logOrigin: 'sekisho.test',
      entries: {
        enter: () => Promise.reject(new Error('killed here')),
        enterAll: () => Promise.reject(new Error('killed here')),
      },
    })
    const author = { actor: systemActor('launcher') }
    await expect(parties.createTenant(author, { clientId, name: 'x' })).rejects.toThrow('killed here')
    expect([await countOf('house.tenants'), await countOf('house.logs')]).toEqual(before)
    // the ledger stands again once its witness answers
    const create = async () => (await manager.call('tenants.create', { body: { clientId, name: 'x' } })).status
    await expect.poll(create, { timeout: 30_000, interval: 200 }).toBe(200)
  })
})

describe('the head office', () => {
  it('gets its log once, however often the product starts', async () => {
    const logs = async () =>
      (await product.spine.test.superuser.query('select log_id from house.logs where tenant_id = $1', [HEAD_OFFICE]))
        .rows
    const before = await logs()
    await product.parties.ensureHeadOffice(HEAD_OFFICE)
    expect(await logs()).toEqual(before)
  })
})
