import { join } from 'node:path'
import type { EntryView, TenantId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type SignedInBrowser, type TestProduct, startProduct } from '../test-product.ts'
import type { TestContact, TestTenant } from '../test-spine.ts'
import { auditDatabase } from './audit/audit-database.ts'
import { startLedgerAudit } from './audit/ledger-audit.ts'
import { createLedgerFindings } from './findings/ledger-findings.ts'
import { ledgerHandlers } from './http.ts'
import { createLedgerReader } from './reader.ts'
import { enterAndPlace, indexContact, until, untilIndexed } from './test-entries.ts'

interface Page {
  entries: EntryView[]
  nextBeforePosition: number | null
  size: number
}

let product: TestProduct
let tenant: TestTenant
let other: TestTenant
let contact: TestContact
let neighbour: TestContact
let auditor: SignedInBrowser
/** Added to the reader's clock, so that rights of a moment ago count as over. */
let aheadMs = 0

const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
const unused = new Map<TenantId, number>()

beforeAll(async () => {
  product = await startProduct({
    handlers: ({ spine }) => {
      const { keys, writer, receipts, test } = spine
      const unusedOpenings = (tenantId: TenantId) => unused.get(tenantId) ?? 0
      const { database } = test
      const parts = { database, keys, writer, receipts, clock }
      const findings = createLedgerFindings({ ...parts, placesOf: async () => [], may: async () => false }).known
      const reader = createLedgerReader({ ...parts, unusedOpenings, findings })
      return ledgerHandlers({ reader, lookUp: spine.gate.lookUp, clock: systemClock })
    },
  })
  const { spine } = product
  tenant = await spine.tenant()
  other = await spine.tenant()
  contact = await spine.contact(tenant, { name: '架空 桜子' }, '+819000000001')
  neighbour = await spine.contact(tenant, { name: '架空 次郎' }, '+819000000002')
  await indexContact(spine, contact, 'phone', '+819000000001')
  await indexContact(spine, contact, 'customer_number', 'A-0001')
  auditor = await product.signedIn({ seat: 'auditor', scopeKind: 'tenant', tenantId: tenant.tenantId })
})
afterAll(() => product.stop())

async function entries(query: Record<string, string> = {}, browser = auditor): Promise<Page> {
  const answer = await browser.call('ledger.entries', { params: { tenantId: tenant.tenantId }, query })
  expect(answer.status).toBe(200)
  return answer.body as Page
}

async function openOnce(): Promise<{ operator: SignedInBrowser; position: number }> {
  const { spine } = product
  const operator = await product.signedIn({ seat: 'operator', scopeKind: 'tenant', tenantId: tenant.tenantId })
  const attemptId = await spine.connect(contact, tenant.campaignId, operator.actor)
  const opened = await spine.gate.openContact(operator.actor, tenant.tenantId, attemptId)
  await spine.test.superuser.query(`update tenant.attempts set state = 'ended' where attempt_id = $1`, [attemptId])
  await until(async () => {
    const { rowCount } = await spine.test.superuser.query(
      'select from tenant.entry_index where tenant_id = $1 and position = $2',
      [tenant.tenantId, opened.entryPosition],
    )
    return rowCount === 1
  })
  return { operator, position: opened.entryPosition }
}

describe('the entries of a tenant', () => {
  it('show who, what and when, proven by the ledger, and no personal data (M-01, M-09)', async () => {
    const { operator, position } = await openOnce()
    const page = await entries({ type: 'contact.opened' })
    const entry = page.entries.find((found) => found.position === position)
    expect(entry).toMatchObject({
      typeJa: '対象者表示',
      outcome: 'done',
      actorKind: 'person',
      route: 'centre',
      purpose: 'call',
      campaignId: tenant.campaignId,
      campaignName: '秋',
      campaignKind: 'test',
      fields: ['kana', 'name'],
      isProven: true,
      // its right may still be used for a minute
      wasUsed: null,
    })
    expect(entry?.actorName).not.toBeNull()
    const text = JSON.stringify(page)
    for (const secret of ['桜子', '0000001', contact.contactId, operator.actor.personId])
      expect(text).not.toContain(secret)
  })

  it('tell a right that was used from one that was not, once it is over', async () => {
    const { position } = await openOnce()
    const { spine } = product
    const never = await enterAndPlace(spine, tenant.tenantId, {
      type: 'contact.opened',
      purpose: 'call',
      fields: ['name'],
      subject: { contactId: contact.contactId, listId: contact.listId },
    })
    aheadMs = 61_000
    const page = await entries({ type: 'contact.opened' })
    aheadMs = 0
    const used = new Map(page.entries.map((entry) => [entry.position, entry.wasUsed]))
    expect(used.get(position)).toBe(true)
    expect(used.get(never.receipt.position)).toBe(false)
  })

  it('are filtered by person, type, outcome and time, and paged without gap or repetition (M-09)', async () => {
    const { operator } = await openOnce()
    const { personId } = operator.actor
    const byPerson = await entries({ person: personId })
    expect(byPerson.entries.map(({ type }) => type)).toEqual(['contact.opened'])
    const [at] = byPerson.entries.map((entry) => entry.at)
    expect((await entries({ person: personId, from: String(at) })).entries).toHaveLength(1)
    expect((await entries({ person: personId, until: String(at) })).entries).toHaveLength(0)
    expect((await entries({ person: personId, outcome: 'denied' })).entries).toHaveLength(0)
    const seen: number[] = []
    let before: number | null = null
    do {
      const query: Record<string, string> = {
        limit: '2',
        ...(before === null ? {} : { beforePosition: String(before) }),
      }
      const page = await entries(query)
      seen.push(...page.entries.map(({ position }) => position))
      before = page.nextBeforePosition
    } while (before !== null)
    const first = seen[0] ?? 0
    expect(seen).toEqual(Array.from({ length: first + 1 }, (_, index) => first - index))
  })

  it('are entered once for each view, and polling one view does not flood the ledger (M-02)', async () => {
    const reader = await product.signedIn({ seat: 'auditor', scopeKind: 'tenant', tenantId: tenant.tenantId })
    const reads = async () => (await entries({ person: reader.actor.personId, type: 'ledger.read' })).entries
    const query = { type: 'contact.opened', limit: '3' }
    for (let times = 0; times < 5; times += 1) await entries(query, reader)
    await entries({ ...query, outcome: 'done' }, reader)
    await until(async () => (await reads()).length >= 2)
    expect((await reads()).map(({ counts }) => counts)).toEqual([
      [{ name: 'results', value: 3 }],
      [{ name: 'results', value: 3 }],
    ])
  })

  it('show when somebody changed the index past the ledger (M-03, M-07)', async () => {
    const { position } = await openOnce()
    const { superuser } = product.spine.test
    const where = [tenant.tenantId, position]
    const shown = async () => (await entries({})).entries.find((entry) => entry.position === position)
    const { rows } = await superuser.query(
      'select body, type, at from tenant.entry_index where tenant_id = $1 and position = $2',
      where,
    )
    const attempts: [string, unknown][] = [
      ['body', Buffer.from(String(rows[0].body).replace('"call"', '"dialling"'))],
      ['body', Buffer.from('{}')],
      ['type', 'ledger.read'],
      ['at', new Date(0)],
    ]
    for (const [column, value] of attempts) {
      const change = (to: unknown) =>
        superuser.query(`update tenant.entry_index set ${column} = $3 where tenant_id = $1 and position = $2`, [
          ...where,
          to,
        ])
      await change(value)
      expect((await shown())?.isProven, `${column} changed`).toBe(false)
      await change(rows[0][column])
      expect((await shown())?.isProven).toBe(true)
    }
  })

  it('are shown to a reader of one job only where they belong to that job (A-04)', async () => {
    await openOnce()
    const { superuser } = product.spine.test
    const jobId = newId<TestTenant['jobId']>()
    await superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別業務')`, [
      tenant.tenantId,
      jobId,
    ])
    const stranger = await product.signedIn({ seat: 'auditor', scopeKind: 'job', tenantId: tenant.tenantId, jobId })
    const insider = await product.signedIn({
      seat: 'auditor',
      scopeKind: 'job',
      tenantId: tenant.tenantId,
      jobId: tenant.jobId,
    })
    expect((await entries({}, stranger)).entries).toEqual([])
    const seen = (await entries({}, insider)).entries
    expect(seen.length).toBeGreaterThan(0)
    expect(new Set(seen.map(({ campaignId }) => campaignId))).toEqual(new Set([tenant.campaignId]))
  })

  it('are refused while nothing can be entered about the reading', async () => {
    await product.spine.stopSequencer()
    await until(() => !product.spine.receipts.state().isAvailable)
    const answer = await auditor.call('ledger.entries', {
      params: { tenantId: tenant.tenantId },
      query: { limit: '7' },
    })
    expect(answer).toMatchObject({ status: 503, body: { code: 'ledger_unavailable' } })
    await product.spine.startSequencer()
    expect((await entries({ limit: '7' })).entries).toHaveLength(7)
  })
})

describe('the entries about one contact', () => {
  const search = async (body: { kind: string; value: string }) =>
    auditor.call('ledger.entriesOfContact', { params: { tenantId: tenant.tenantId }, body })

  it('are found by number however it is written, and the look-up is entered (M-09)', async () => {
    const { position } = await openOnce()
    for (const [kind, value] of [
      ['phone', '090-0000-0001'],
      ['phone', '09000000001'],
      ['customer_number', ' a-0001 '],
    ] as const) {
      const answer = await search({ kind, value })
      expect(answer.status).toBe(200)
      const found = answer.body as { contacts: number; entries: EntryView[]; mismatches: number }
      expect(found).toMatchObject({ contacts: 1, mismatches: 0 })
      expect(found.entries.map((entry) => entry.position)).toContain(position)
    }
    const lookUps = await entries({ type: 'contact.searched', person: auditor.actor.personId })
    expect(lookUps.entries).toHaveLength(3)
  })

  it('are none for a number that nobody has, and what is no number is refused', async () => {
    expect((await search({ kind: 'phone', value: '090-0000-0099' })).body).toEqual({
      contacts: 0,
      entries: [],
      mismatches: 0,
    })
    expect(await search({ kind: 'phone', value: 'でんわ' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_input' },
    })
  })

  it('are not believed where somebody filed them under another contact (M-03)', async () => {
    const { spine } = product
    const { entryId } = await enterAndPlace(spine, tenant.tenantId, {
      type: 'contact.opened',
      outcome: 'denied',
      reason: 'no_grant',
      purpose: 'call',
      subject: { contactId: neighbour.contactId, listId: neighbour.listId },
    })
    await spine.test.superuser.query('update tenant.entry_subjects set contact_id = $2 where entry_id = $1', [
      entryId,
      contact.contactId,
    ])
    const found = (await search({ kind: 'phone', value: '090-0000-0001' })).body as {
      entries: EntryView[]
      mismatches: number
    }
    expect(found.mismatches).toBe(1)
    expect(found.entries.map((entry) => entry.entryId)).not.toContain(entryId)
    await spine.test.superuser.query('delete from tenant.entry_subjects where entry_id = $1', [entryId])
  })
})

describe('people, health and the head office', () => {
  it('names the people with entries in this tenant, and nobody else', async () => {
    const { operator } = await openOnce()
    const stranger = await product.signedIn({ seat: 'operator', scopeKind: 'tenant', tenantId: other.tenantId })
    const answer = await auditor.call('ledger.people', { params: { tenantId: tenant.tenantId } })
    const ids = (answer.body as { people: { personId: string }[] }).people.map(({ personId }) => personId)
    expect(ids).toContain(operator.actor.personId)
    expect(ids).not.toContain(stranger.actor.personId)
  })

  it('says how the ledger stands, and that the key service agrees', async () => {
    await enterAndPlace(product.spine, tenant.tenantId, { type: 'floor.watched', purpose: 'supervision' })
    const read = async () =>
      (await auditor.call('ledger.health', { params: { tenantId: tenant.tenantId } })).body as Record<string, unknown>
    await until(async () => {
      const health = await read()
      return health.checkpointSize === health.size
    })
    unused.set(tenant.tenantId, 4)
    // what reads enters, too: on a busy machine an entry may wait for its place at any one moment
    await expect.poll(read, { timeout: 30_000 }).toMatchObject({
      isAvailable: true,
      unplaced: 0,
      keyServiceAgrees: true,
      refusals: 0,
      unusedOpenings: 4,
      unpublishedMs: 0,
      checkpointAt: expect.any(Number),
    })
    await product.spine.stopKeyService()
    expect((await read()).keyServiceAgrees).toBe(false)
    await product.spine.startKeyService()
  })

  it('raises what the audit found about this log, and not what it found about another (M-02)', async () => {
    const { spine } = product
    const ofOther = await product.signedIn({ seat: 'auditor', scopeKind: 'tenant', tenantId: other.tenantId })
    const read = async (browser: SignedInBrowser, { tenantId }: TestTenant) =>
      (await browser.call('ledger.health', { params: { tenantId } })).body as {
        findings: { type: string; count: number; typeJa: string }[]
        indexCheckedAt: number | null
      }
    await openOnce()
    const audit = startLedgerAudit({
      ...{
        ledger: spine.sequencer().audited,
        database: auditDatabase(spine.test.sequencer),
        keys: spine.sequencerKeys,
        clock,
      },
      folder: join(spine.dataDir, 'ledger'),
      onError: () => undefined,
      pace: { roundMs: 10, rescanEveryMs: 1_000 },
    })
    await until(async () => (await read(auditor, tenant)).findings.length > 0)
    const { findings } = await read(auditor, tenant)
    // no number was dialled for the calls of this file
    expect(findings.find(({ type }) => type === 'finding.opened_without_call')).toMatchObject({
      typeJa: '通話のない対象者表示',
      count: expect.any(Number),
    })
    await until(async () => (await read(auditor, tenant)).indexCheckedAt !== null)
    expect((await read(ofOther, other)).findings).toEqual([])
    await audit.stop()
  })

  it('shows the head-office log to an auditor of the house, with the heads of tenants in it', async () => {
    const house = await product.signedIn({ seat: 'auditor', scopeKind: 'house' })
    await enterAndPlace(product.spine, tenant.tenantId, { type: 'floor.watched', purpose: 'supervision' })
    const read = async (query = {}) =>
      (await house.call('ledger.houseEntries', { query })).body as { entries: EntryView[]; size: number }
    await until(async () => (await read({ type: 'ledger.checkpoint' })).entries.length > 0)
    const [entry] = (await read({ type: 'ledger.checkpoint' })).entries
    expect(entry).toMatchObject({ actorKind: 'sequencer', actorName: null, isProven: true })
    expect((await auditor.call('ledger.houseEntries')).status).toBe(403)
  })

  it('reads nothing of another tenant', async () => {
    for (const route of ['ledger.entries', 'ledger.people', 'ledger.health'] as const)
      expect((await auditor.call(route, { params: { tenantId: other.tenantId } })).status).toBe(403)
    const { entryId } = await enterAndPlace(product.spine, other.tenantId, {
      type: 'floor.watched',
      purpose: 'supervision',
    })
    await untilIndexed(product.spine, entryId)
    expect((await entries({ limit: '200' })).entries.map((entry) => entry.entryId)).not.toContain(entryId)
  })
})
