import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ClosingReason,
  type DesignationId,
  type Entry,
  type EntryTypeName,
  type FindingView,
  HEAD_OFFICE,
  type JobId,
  type TenantId,
} from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { newId } from '../../platform/new-id.ts'
import { type SignedInBrowser, startProduct, type TestAnswer, type TestProduct } from '../../test-product.ts'
import type { TestTenant } from '../../test-spine.ts'
import { auditDatabase } from '../audit/audit-database.ts'
import { startLedgerAudit } from '../audit/ledger-audit.ts'
import { enterAndPlace, until } from '../test-entries.ts'
import { enterFinding, logOf } from '../test-findings.ts'
import { findingHandlers } from './http.ts'
import { createLedgerFindings } from './ledger-findings.ts'

let product: TestProduct
let tenant: TestTenant
let other: TestTenant
let auditor: SignedInBrowser
let audit: { stop(): Promise<void> } | undefined
const errors: unknown[] = []

beforeAll(async () => {
  product = await startProduct({
    handlers: ({ spine, rights }) => {
      const { keys, writer, receipts, test } = spine
      return findingHandlers(
        createLedgerFindings({
          ...{ database: test.database, keys, writer, receipts },
          // a page that asks again sees what came meanwhile
          clock: { ...systemClock, monotonicMs: () => systemClock.monotonicMs() * 1_000 },
          placesOf: async (actor) => (await rights.currentOf(actor)).map(({ tenantId }) => tenantId),
          may: async (actor, permission, tenantId) =>
            (
              await rights.authorise(
                actor,
                permission,
                tenantId === null ? { kind: 'house' } : { kind: 'tenant', tenantId },
              )
            ).allowed,
        }),
      )
    },
  })
})
afterAll(() => product.stop())
beforeEach(async () => {
  tenant = await product.spine.tenant()
  other = await product.spine.tenant()
  auditor = await auditorOf(tenant)
})
afterEach(async () => {
  await audit?.stop()
  audit = undefined
  expect(errors.splice(0)).toEqual([])
})

function startAudit(): void {
  const { spine } = product
  audit = startLedgerAudit({
    ledger: spine.sequencer().audited,
    database: auditDatabase(spine.test.sequencer),
    keys: spine.sequencerKeys,
    clock: systemClock,
    folder: join(spine.dataDir, 'ledger'),
    onError: (error) => void errors.push(error),
    pace: { roundMs: 10, rescanEveryMs: 50 },
  })
}

const auditorOf = ({ tenantId }: TestTenant) => product.signedIn({ seat: 'auditor', scopeKind: 'tenant', tenantId })
const sql = (text: string, values: unknown[] = []) => product.spine.test.superuser.query(text, values)

const ofTenant = ({ tenantId }: TestTenant) => logOf(product.spine, tenantId)

const doubtOf = ({ designation_id: designation }: { designation_id: DesignationId }) => {
  const type: EntryTypeName = 'finding.right_without_entry'
  return { type, refs: { designation } }
}

/** Something that the audit finds about a tenant. */
async function found(of: TestTenant, draft: Parameters<typeof enterFinding>[2] = {}): Promise<string> {
  return enterFinding(product.spine, await ofTenant(of), draft)
}

function close(
  browser: SignedInBrowser,
  findingId: string,
  { tenantId }: TestTenant = tenant,
  body: { reason: ClosingReason; note: string } = { reason: 'put_right', note: '権限を取り消した' },
): Promise<TestAnswer> {
  return browser.call('findings.close', { params: { tenantId, findingId }, body })
}

async function list(browser: SignedInBrowser, { tenantId }: TestTenant = tenant): Promise<FindingView[]> {
  const { status, body } = await browser.call('findings.list', { params: { tenantId } })
  expect(status).toBe(200)
  return (body as { findings: FindingView[] }).findings
}

interface OpenPlace {
  readonly tenantId: TenantId | null
  readonly count: number
}

async function open(browser: SignedInBrowser): Promise<OpenPlace[]> {
  return ((await browser.call('findings.open')).body as { open: OpenPlace[] }).open
}

/** Entries of the head office about this test's tenant. */
async function findingsIn(type: EntryTypeName): Promise<Entry[]> {
  const log = await ofTenant(tenant)
  return (await product.entries()).filter((entry) => entry.type === type && entry.refs?.log === log)
}

describe('a finding', () => {
  it('is closed by an auditor with a code, an entry and a note that stands beside the ledger (N-10, T-04)', async () => {
    const findingId = await found(tenant)
    expect(await list(auditor)).toMatchObject([{ findingId, type: 'finding.index_changed', closing: null }])
    expect(await close(auditor, findingId)).toMatchObject({ status: 200 })
    const [entry] = await findingsIn('finding.closed')
    expect(entry).toMatchObject({
      ...{ type: 'finding.closed', closing: 'put_right', actor_kind: 'person' },
      refs: { entry: findingId, log: await ofTenant(tenant) },
      commitments: { label: expect.any(String) },
    })
    expect(JSON.stringify(entry)).not.toContain('取り消した')
    const closing = { reason: 'put_right', note: '権限を取り消した', closedBy: '試験 花子', entryId: entry?.id }
    // it does not vanish: the page shows how it ended
    expect(await list(auditor)).toMatchObject([{ findingId, closing }])
  })

  it('names the campaign or company it is about, the campaign to those of its job alone (A-04)', async () => {
    const { tenantId, campaignId: campaign, clientId: company } = tenant
    await found(tenant, { type: 'finding.campaign_changed', refs: { campaign } })
    await found(tenant, { type: 'finding.party_changed', refs: { company } })
    const named = async (browser: SignedInBrowser) =>
      Object.fromEntries((await list(browser)).map(({ type, about }) => [type, about]))
    const { rows } = await sql(
      'select (select name from tenant.campaigns where campaign_id = $1) as campaign, (select name from house.companies where company_id = $2) as company',
      [campaign, company],
    )
    const all = { 'finding.campaign_changed': rows[0].campaign, 'finding.party_changed': rows[0].company }
    expect(Object.values(all)).toEqual([expect.any(String), expect.any(String)])
    expect(await named(auditor)).toEqual(all)
    const jobId = newId<JobId>()
    await sql(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別の業務')`, [tenantId, jobId])
    const ofAnotherJob = await product.signedIn({ seat: 'supervisor', scopeKind: 'job', tenantId, jobId })
    expect(await named(ofAnotherJob)).toEqual({ ...all, 'finding.campaign_changed': null })
  })

  it('is closed once, also by two people at the same moment (G-11)', async () => {
    const second = await auditorOf(tenant)
    const findingId = await found(tenant)
    const answers = await Promise.all([close(auditor, findingId), close(second, findingId), close(auditor, findingId)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
    expect(await close(second, findingId)).toMatchObject({ status: 409, body: { code: 'already_closed' } })
    expect(await findingsIn('finding.closed')).toHaveLength(1)
  })

  it.each(['operator', 'supervisor', 'centre_manager', 'client_auditor', 'watch_officer'] as const)(
    'is not closed by %s (B-14)',
    async (seat) => {
      const findingId = await found(tenant)
      const browser = await product.signedIn({ seat, scopeKind: 'tenant', tenantId: tenant.tenantId })
      expect(await close(browser, findingId)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      expect(await findingsIn('finding.closed')).toEqual([])
    },
  )

  it('is not closed by an account manager, nor by an auditor who also works at what is audited (B-14, F-15)', async () => {
    const findingId = await found(tenant)
    const { tenantId } = tenant
    const people = [
      await product.signedIn({ seat: 'account_manager', scopeKind: 'house' }),
      await product.signedIn(
        { seat: 'account_manager', scopeKind: 'house' },
        { seat: 'auditor', scopeKind: 'tenant', tenantId },
      ),
      await product.signedIn(
        { seat: 'supervisor', scopeKind: 'tenant', tenantId: other.tenantId },
        { seat: 'auditor', scopeKind: 'tenant', tenantId },
      ),
    ]
    for (const browser of people) expect((await close(browser, findingId)).status).toBe(403)
    expect((await list(auditor))[0]?.closing).toBeNull()
  })

  it('is not seen or closed by an auditor of another tenant, by neither door (A-02)', async () => {
    const stranger = await auditorOf(other)
    const findingId = await found(tenant)
    expect((await close(stranger, findingId)).status).toBe(403)
    // through the own tenant's door, with the other's finding
    expect(await close(stranger, findingId, other)).toMatchObject({ status: 404 })
    expect(await list(stranger, other)).toEqual([])
    expect(await open(stranger)).toEqual([])
    expect((await list(auditor))[0]?.closing).toBeNull()
  })

  it('of the house is closed in the house alone, and a tenant’s not there', async () => {
    const house = await product.signedIn({ seat: 'auditor', scopeKind: 'house' })
    const theirs = await found(tenant)
    const findingId = await enterFinding(product.spine, '0'.repeat(32), {
      ...{ type: 'finding.unknown_log', counts: { size: 3 } },
    })
    const body = { reason: 'handled_as_incident', note: '' }
    const unclosed = async () =>
      (await open(house)).filter(({ tenantId }) => [null, tenant.tenantId].includes(tenantId))
    await until(async () => (await unclosed()).length === 2)
    expect(await close(house, findingId)).toMatchObject({ status: 404 })
    expect(await house.call('findings.closeOfHouse', { params: { findingId: theirs }, body })).toMatchObject({
      status: 404,
    })
    expect((await auditor.call('findings.closeOfHouse', { params: { findingId }, body })).status).toBe(403)
    expect((await house.call('findings.closeOfHouse', { params: { findingId }, body })).status).toBe(200)
    expect((await close(house, theirs)).status).toBe(200)
    expect(await unclosed()).toEqual([])
  })

  it.each([
    ['a code that nobody declared', { reason: 'boss_said_so', note: '' }],
    ['a story instead of a code', { note: 'テストだった' }],
    ['a note too long for a page', { reason: 'exercise', note: 'あ'.repeat(401) }],
  ])('is not closed with %s', async (_what, body) => {
    const findingId = await found(tenant)
    expect((await close(auditor, findingId, tenant, body as never)).status).toBe(400)
  })
})

describe('whom a finding concerns', () => {
  it('closes neither it nor any other while it is open (T-07, T-11)', async () => {
    const doubted = await auditorOf(tenant)
    const { rows } = await sql('select designation_id from house.designations where person_id = $1', [
      doubted.actor.personId,
    ])
    const own = await found(tenant, doubtOf(rows[0]))
    const another = await found(tenant)
    for (const findingId of [own, another])
      expect(await close(doubted, findingId)).toMatchObject({ status: 403, body: { code: 'own_finding' } })
    expect((await close(auditor, own)).status).toBe(200)
    expect((await close(doubted, another)).status).toBe(200)
  })

  it('is also who wrote the right that was found', async () => {
    const holder = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId: tenant.tenantId })
    const { rows } = await sql(
      'update house.designations set designated_by = $2 where person_id = $1 returning designation_id',
      [holder.actor.personId, auditor.actor.personId],
    )
    const findingId = await found(tenant, doubtOf(rows[0]))
    expect(await close(auditor, findingId)).toMatchObject({ body: { code: 'own_finding' } })
    expect((await close(await auditorOf(tenant), findingId)).status).toBe(200)
  })

  it('is whoever opened the contact without its call, whatever seat he has by now', async () => {
    const contact = await product.spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
    const { receipt } = await enterAndPlace(
      product.spine,
      tenant.tenantId,
      { type: 'contact.opened', purpose: 'call', fields: ['name'], subject: contact },
      auditor.actor,
    )
    const findingId = await found(tenant, {
      ...{ type: 'finding.opened_without_call', counts: { from_position: receipt.position } },
    })
    expect(await close(auditor, findingId)).toMatchObject({ body: { code: 'own_finding' } })
    expect((await close(await auditorOf(tenant), findingId)).status).toBe(200)
  })
})

describe('a database administrator', () => {
  it('closes nothing by writing the mark, and the mark is a finding itself (M-02, N-10)', async () => {
    const findingId = await found(tenant)
    startAudit()
    await sql('insert into house.finding_closings (finding_id, tenant_id, entry_id, note) values ($1, $2, $3, $4)', [
      ...[findingId, tenant.tenantId, newId(), '問題なし'],
    ])
    await until(async () => (await findingsIn('finding.closed_without_entry')).length > 0)
    expect(await findingsIn('finding.closed_without_entry')).toMatchObject([
      { refs: { entry: findingId, log: await ofTenant(tenant) } },
    ])
    await until(async () => (await list(auditor)).length === 2)
    expect((await list(auditor)).map(({ closing }) => closing)).toEqual([null, null])
    // the mark does not keep an auditor from closing it properly
    expect((await close(auditor, findingId)).status).toBe(200)
    expect((await list(auditor)).find((one) => one.findingId === findingId)?.closing?.note).toBe('権限を取り消した')
  })

  it('closes nothing with the entry of another closing, or with an entry that he writes into the index', async () => {
    const [first, second, third] = [await found(tenant), await found(tenant), await found(tenant)]
    expect((await close(auditor, first)).status).toBe(200)
    await sql('update house.finding_closings set finding_id = $2 where finding_id = $1', [first, second])
    await sql(
      `insert into tenant.entry_index
         select tenant_id, 900000, $1::uuid, type, outcome, reason, at, sequenced_at, actor, actor_kind, campaign_id,
           convert_to(replace(replace(convert_from(body, 'utf8'), $2, $3), entry_id::text, $1::uuid::text), 'utf8')
         from tenant.entry_index where type = 'finding.closed' and position(convert_to($2, 'utf8') in body) > 0`,
      [newId(), first, third],
    )
    const states = new Map((await list(auditor)).map(({ findingId, closing }) => [findingId, closing?.reason]))
    expect(states).toEqual(
      new Map([
        [first, 'put_right'],
        [second, undefined],
        [third, undefined],
      ]),
    )
    startAudit()
    await until(async () => (await findingsIn('finding.closed_without_entry')).length > 0)
    expect(await findingsIn('finding.closed_without_entry')).toMatchObject([{ refs: { entry: second } }])
  })

  it('does not open a closed one again by taking the mark away: only the note is lost', async () => {
    const findingId = await found(tenant)
    await close(auditor, findingId)
    await sql('delete from house.finding_closings')
    // what is listed may have been read a moment before
    await until(async () => (await list(auditor))[0]?.closing?.note === '')
    expect(await list(auditor)).toMatchObject([{ closing: { reason: 'put_right', closedBy: '試験 花子', note: '' } }])
    expect((await close(auditor, findingId)).status).toBe(409)
  })
})

describe('what is seen again', () => {
  it('opens anew after it was closed (N-10)', async () => {
    startAudit()
    const findingId = await found(tenant)
    const forged = () =>
      sql(
        `insert into house.finding_closings (finding_id, tenant_id, entry_id) values ($1, $2, $3)
         on conflict (finding_id) do update set entry_id = excluded.entry_id`,
        [findingId, tenant.tenantId, newId()],
      )
    await forged()
    await until(async () => (await findingsIn('finding.closed_without_entry')).length === 1)
    const mark = (await list(auditor)).find(({ type }) => type === 'finding.closed_without_entry')
    expect((await close(auditor, mark?.findingId ?? '')).status).toBe(200)
    // the forged mark still stands
    await until(async () => (await findingsIn('finding.closed_without_entry')).length === 2)
    expect((await list(auditor)).filter(({ type, closing }) => type === mark?.type && closing === null)).toHaveLength(1)
  })
})

describe('what happened once', () => {
  it('stays closed, also when the audit has to judge it again', async () => {
    const contact = await product.spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
    const draft = { type: 'contact.opened', purpose: 'call', fields: ['name'], subject: contact } as const
    await enterAndPlace(product.spine, tenant.tenantId, draft)
    startAudit()
    await until(async () => (await list(auditor)).length === 1)
    const findingId = (await list(auditor))[0]?.findingId ?? ''
    expect((await close(auditor, findingId)).status).toBe(200)
    await audit?.stop()
    rmSync(join(product.spine.dataDir, 'ledger', 'audit.json'))
    startAudit()
    await enterAndPlace(product.spine, tenant.tenantId, draft)
    await until(async () => (await list(auditor)).length === 2)
    expect((await list(auditor)).map(({ findingId: id, closing }) => id === findingId && closing !== null)).toEqual([
      ...[false, true],
    ])
  })
})

describe('the mark on every page', () => {
  it('counts open findings for whoever watches, and shows none to an operator (I-06)', async () => {
    const { tenantId } = tenant
    await found(tenant)
    await found(tenant, { type: 'finding.subject_changed', counts: { from_position: 0, rows: 2 } })
    await found(other)
    const ofTenants = async (browser: SignedInBrowser) =>
      (await open(browser)).filter((place) => place.tenantId !== null)
    for (const seat of ['supervisor', 'centre_manager', 'watch_officer', 'auditor', 'client_auditor'] as const) {
      const browser = await product.signedIn({ seat, scopeKind: 'tenant', tenantId })
      expect(await ofTenants(browser)).toEqual([{ tenantId, tenantName: expect.any(String), count: 2 }])
    }
    const house = await product.signedIn({ seat: 'watch_officer', scopeKind: 'house' })
    const counted = new Map((await open(house)).map((place) => [place.tenantId, place.count]))
    expect([counted.get(tenantId), counted.get(other.tenantId)]).toEqual([2, 1])
    const elsewhere = (await product.spine.tenant()).tenantId
    expect(
      await ofTenants(await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId: elsewhere })),
    ).toEqual([])
    expect(await open(await product.signedIn({ seat: 'operator', scopeKind: 'tenant', tenantId }))).toEqual([])
  })

  it('counts what is about the house for everybody who watches anything, because all ledgers stand on it', async () => {
    await enterFinding(product.spine, await logOf(product.spine, HEAD_OFFICE), { type: 'database.rewound' })
    const supervisor = await product.signedIn({ seat: 'supervisor', scopeKind: 'tenant', tenantId: tenant.tenantId })
    const ofHouse = async (browser: SignedInBrowser) => (await open(browser)).filter((place) => place.tenantId === null)
    await until(async () => (await ofHouse(supervisor)).length === 1)
    const operator = await product.signedIn({ seat: 'operator', scopeKind: 'tenant', tenantId: tenant.tenantId })
    const accounts = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
    for (const browser of [operator, accounts]) expect(await ofHouse(browser)).toEqual([])
  })
})
