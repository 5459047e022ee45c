import { join } from 'node:path'
import { type AttemptId, type CampaignId, type CampaignSettings, type CompanyId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campaignSettingsCheck, createCampaigns } from './campaigns/index.ts'
import { closeNextDay } from './dialling/closed-days.ts'
import { abandonedCheck, closedDaysCheck, createCampaignBook, finishAttempts } from './dialling/index.ts'
import { entriesOf } from './do-not-call/test-refusals.ts'
import { auditDatabase } from './ledger/audit/audit-database.ts'
import { startLedgerAudit } from './ledger/audit/ledger-audit.ts'
import { createParties, partyCheck } from './parties/index.ts'
import { systemActor } from './platform/actor.ts'
import { systemClock } from './platform/clock.ts'
import { newId } from './platform/new-id.ts'
import { type Spine, startSpine, type TestTenant, testSettings } from './test-spine.ts'

// What decides how many people a campaign may abandon, held against the ledger: settings, what its client is, whose tenant
// it is, abandoned calls, and closed days.

let spine: Spine
let tenant: TestTenant
let campaigns: ReturnType<typeof createCampaigns>
let parties: ReturnType<typeof createParties>
let asking: Parameters<typeof campaigns.create>[0]
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys, keys, dataDir } = spine
  tenant = await spine.tenant()
  campaigns = createCampaigns({ database: test.database, writer, clock: systemClock })
  parties = createParties({ database: test.database, entries: writer, keys, logOrigin: 'sekisho.test' })
  const actor = await spine.person(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  // the only campaign that a test wrote into the table; the product entered all others
  await rows('delete from tenant.campaigns where campaign_id = $1', tenant.campaignId)
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys: sequencerKeys },
    ...{ clock: systemClock, onError: (error) => void errors.push(error), folder: join(dataDir, 'ledger') },
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [
      ...[campaignSettingsCheck({ everyMs: 50 }), partyCheck({ everyMs: 50 })],
      ...[abandonedCheck({ everyMs: 50 }), closedDaysCheck({ everyMs: 50 })],
    ],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const patience = { timeout: 40_000 }
const rows = async <Row extends object>(sql: string, ...values: unknown[]) =>
  (await spine.test.superuser.query<Row>(sql, values)).rows
/** Past the product: what the tables themselves refuse is switched off, as their administrator can. */
const asAdministrator = (text: string, id: string): Promise<unknown> =>
  rows(`begin; set local session_replication_role = replica; ${text.replaceAll('$1', `'${id}'`)}; commit`)
const found = async (type: string) =>
  (await entriesOf(spine, HEAD_OFFICE, type)).map(({ refs }) => refs as Record<string, string>)

const predictive: CampaignSettings = { ...testSettings, mode: 'predictive', abandonCapPercent: 1 }
const create = (settings: CampaignSettings = predictive): Promise<CampaignId> =>
  campaigns.create(asking, { jobId: tenant.jobId, name: '秋', kind: 'test', settings })

describe('settings of a campaign', () => {
  const isFound = async (campaignId: CampaignId) =>
    (await found('finding.campaign_changed')).some(({ campaign }) => campaign === campaignId)

  it('fit the ledger where only the product wrote them, and are in it with mode and cap (C-03)', async () => {
    const own = await create()
    await campaigns.change(asking, own, { revision: 1, name: '冬', settings: { ...predictive, abandonCapPercent: 2 } })
    const said = (await entriesOf(spine, tenant.tenantId, 'campaign.changed')).at(-1)
    expect(said).toMatchObject({ counts: { cap_percent: 2 }, refs: { campaign: own, dialling_mode: 'predictive' } })
    const ratio = { ...predictive, mode: 'ratio' as const, linesPerTenOperators: 15 }
    await campaigns.change(asking, own, { revision: 2, name: '冬', settings: ratio })
    expect((await entriesOf(spine, tenant.tenantId, 'campaign.changed')).at(-1)).toMatchObject({
      counts: { cap_percent: 1, lines_per_ten: 15 },
      refs: { campaign: own, dialling_mode: 'ratio' },
    })
    // what is found after it was looked at after it
    const other = await create()
    await asAdministrator(
      `update tenant.campaigns set settings = settings || '{"maxAttempts": 30}' where campaign_id = $1`,
      other,
    )
    await expect.poll(() => isFound(other), patience).toBe(true)
    expect(await isFound(own)).toBe(false)
  })

  it.each([
    [
      'raises its cap',
      `update tenant.campaigns set settings = settings || '{"abandonCapPercent": 3}' where campaign_id = $1`,
    ],
    [
      'changes its mode',
      `update tenant.campaigns set settings = settings || '{"mode": "progressive"}' where campaign_id = $1`,
    ],
    [
      'gives its operators more lines each',
      `update tenant.campaigns set settings = settings || '{"mode": "ratio", "linesPerTenOperators": 30}' where campaign_id = $1`,
    ],
    [
      'writes what no settings are',
      `update tenant.campaigns set settings = settings || '{"abandonCapPercent": 2.5}' where campaign_id = $1`,
    ],
    ['deletes it', 'delete from tenant.campaigns where campaign_id = $1'],
  ])('are found when somebody %s past the product (database administrator)', async (_what, change) => {
    const campaignId = await create()
    await asAdministrator(change, campaignId)
    await expect.poll(() => isFound(campaignId), patience).toBe(true)
  })

  it('are found when older ones are put back, or nobody entered the campaign (database administrator)', async () => {
    const campaignId = await create({ ...predictive, abandonCapPercent: 3 })
    await campaigns.change(asking, campaignId, {
      revision: 1,
      name: '冬',
      settings: { ...predictive, abandonCapPercent: 0 },
    })
    await asAdministrator(
      `update tenant.campaigns set settings = settings || '{"abandonCapPercent": 3}' where campaign_id = $1`,
      campaignId,
    )
    await expect.poll(() => isFound(campaignId), patience).toBe(true)
    const added = newId<CampaignId>()
    await rows(
      `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings) values ($1, $2, $3, '春', 'test', 'stopped', $4)`,
      ...[tenant.tenantId, added, tenant.jobId, JSON.stringify(predictive)],
    )
    await expect.poll(() => isFound(added), patience).toBe(true)
  })
})

describe('what a client is', () => {
  const author = { actor: systemActor('launcher') }
  const company = (sector: 'company' | 'municipality'): Promise<CompanyId> =>
    parties.createCompany(author, { name: newId<string>(), kind: 'client', sector })

  it('is found when somebody makes a company of a municipality, or moves its tenant (database administrator)', async () => {
    const [city, town, firm] = [await company('municipality'), await company('municipality'), await company('company')]
    const moved = await parties.createTenant(author, { clientId: town, name: newId<string>() })
    const [log] = await rows<{ log_id: string }>('select log_id from house.logs where tenant_id = $1', moved)
    await asAdministrator(`update house.companies set sector = 'company' where company_id = $1`, city)
    await asAdministrator(`update house.tenants set client_id = '${firm}' where tenant_id = $1`, moved)
    const about = async () => await found('finding.party_changed')
    await expect.poll(async () => (await about()).some((refs) => refs.company === city), patience).toBe(true)
    await expect.poll(async () => (await about()).some((refs) => refs.log === log?.log_id), patience).toBe(true)
    expect((await about()).some((refs) => refs.company === firm)).toBe(false)
  })
})

describe('an abandoned call', () => {
  const book = createCampaignBook()
  let index = 0

  /** Somebody answered and nobody was there, as the dialler ends it. */
  async function abandoned(): Promise<{ attemptId: AttemptId; entry: string }> {
    const campaignId = await create()
    const contact = await spine.contact({ ...tenant, campaignId }, { name: '架空' }, `+8150999900${(index += 1) + 10}`)
    const attemptId = newId<AttemptId>()
    const atMs = Date.now() - 10_000
    await rows(
      `update tenant.leads set state = 'dialling' where lead_id = '${contact.leadId}';
        insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
          intended_at, answered_at)
        values ('${tenant.tenantId}', '${attemptId}', '${campaignId}', '${contact.leadId}', '${contact.contactId}', 1, now(),
          'answered', '${attemptId}', to_timestamp(${atMs / 1_000}), to_timestamp(${atMs / 1_000 + 5}))`,
    )
    await spine.test.database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
      finishAttempts({ writer: spine.writer, campaigns: book }, tx, Date.now(), [
        { attemptId, disposition: 'S08', cause: 'abandoned' },
      ]),
    )
    const entry = (await entriesOf(spine, tenant.tenantId, 'attempt.ended')).find(
      ({ refs }) => (refs as { attempt: string }).attempt === attemptId,
    )
    return { attemptId, entry: entry?.id as string }
  }
  const isFound = async (entryId: string) =>
    (await found('finding.abandonment_changed')).some(({ entry }) => entry === entryId)

  it.each([
    ['gives it another result', `update tenant.attempts set disposition = '11' where attempt_id = $1`],
    ['says that nobody answered', 'update tenant.attempts set answered_at = null where attempt_id = $1'],
    ['makes a call-in of it', `update tenant.attempts set direction = 'in' where attempt_id = $1`],
    [
      'moves it to another campaign',
      'update tenant.attempts set campaign_id = gen_random_uuid() where attempt_id = $1',
    ],
    [
      'moves it to the day before',
      `update tenant.attempts set intended_at = intended_at - interval '1 day' where attempt_id = $1`,
    ],
    ['deletes it', 'delete from tenant.attempts where attempt_id = $1'],
  ])('is found when somebody %s past the product (database administrator)', async (_what, change) => {
    const [own, changed] = [await abandoned(), await abandoned()]
    await asAdministrator(change, changed.attemptId)
    await expect.poll(() => isFound(changed.entry), patience).toBe(true)
    expect(await isFound(own.entry)).toBe(false)
  })

  it('is found missing in a closed day that somebody changed, took away or added (database administrator)', async () => {
    const dayMs = 24 * 3_600_000
    const days: string[] = []
    for (let times = 0; times < 2; times += 1) {
      const { attemptId } = await abandoned()
      const [row] = await rows<{ campaign_id: CampaignId }>(
        'select campaign_id from tenant.attempts where attempt_id = $1',
        attemptId,
      )
      const campaignId = row?.campaign_id as CampaignId
      await spine.test.database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
        closeNextDay(spine, tx, campaignId, Date.now() + dayMs),
      )
      const [closed] = await rows<{ entry_id: string }>(
        'select entry_id from tenant.abandonment_days where campaign_id = $1',
        campaignId,
      )
      days.push(closed?.entry_id ?? '')
    }
    const [fewer = '', gone = ''] = days
    await asAdministrator('update tenant.abandonment_days set abandoned = 0 where entry_id = $1', fewer)
    await asAdministrator('delete from tenant.abandonment_days where entry_id = $1', gone)
    const added = newId<string>()
    await rows(
      'insert into tenant.abandonment_days (tenant_id, campaign_id, day, answered, abandoned, entry_id) values ($1, $2, 1, 9000, 0, $3)',
      ...[tenant.tenantId, await create(), added],
    )
    for (const entry of [fewer, gone, added]) await expect.poll(() => isFound(entry), patience).toBe(true)
  })
})
