import { type CampaignId, campaignSettings, type TenantId } from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS } from '@sekisho/dialer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, type TestTenant, startSpine } from '../test-spine.ts'
import { type Asking, type Campaigns, createCampaigns } from './campaigns.ts'
import { defaultCampaignSettings } from './defaults.ts'
import { campaignsSql } from './queries.ts'

const policyHash = 'a'.repeat(64)
const settings = defaultCampaignSettings('test', 'company', '架空商事')
let spine: Spine
let tenant: TestTenant
let campaigns: Campaigns
let asking: Asking

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  campaigns = createCampaigns({ database: spine.test.database, writer: spine.writer, clock: systemClock })
  const actor = await spine.person(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash }
})
afterAll(() => spine.stop())

const create = (name = '秋の案内', kind: 'production' | 'test' = 'test') =>
  campaigns.create(asking, { jobId: tenant.jobId, name, kind, settings })

/** Entries of a tenant's ledger about a campaign, placed or not yet. */
async function entriesOf(campaignId: CampaignId, tenantId: TenantId = tenant.tenantId) {
  const { rows } = await spine.test.superuser.query<{ body: Record<string, unknown> }>(
    `select convert_from(body, 'utf8')::jsonb as body from ${enteredRows} e
      where tenant_id = $1 and convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'campaign' = $2 order by entry_id`,
    [tenantId, campaignId],
  )
  return rows.map(({ body }) => body)
}

/** A campaign with one lead to call. */
async function withLead(campaignId: CampaignId): Promise<void> {
  await spine.contact({ ...tenant, campaignId }, { name: '架空 一郎' }, '+819000000002')
}

describe('a campaign', () => {
  it('is made as draft with its settings, and committed to by name only (A-03, M-01)', async () => {
    const campaignId = await create('秋の特別案内')
    const view = await campaigns.read(asking, campaignId)
    expect(view).toMatchObject({ name: '秋の特別案内', kind: 'test', state: 'draft', revision: 1, settings })
    expect(view.leads).toEqual({ total: 0, callable: 0, inProgress: 0, finished: 0, held: 0 })
    const [entry] = await entriesOf(campaignId)
    expect(entry).toMatchObject({ type: 'campaign.created', campaign_kind: 'test', policy: policyHash })
    expect(JSON.stringify(entry)).not.toContain('秋の特別案内')
    expect(entry?.commitments).toHaveProperty('label')
  })

  it('dials ahead of operators for a company within 3 %, and for a municipality never (C-03)', async () => {
    const ahead = { ...settings, mode: 'predictive' as const, abandonCapPercent: 3 }
    const campaignId = await campaigns.create(asking, {
      jobId: tenant.jobId,
      name: '予測',
      kind: 'test',
      settings: ahead,
    })
    expect((await campaigns.read(asking, campaignId)).settings).toMatchObject({
      mode: 'predictive',
      abandonCapPercent: 3,
    })
    expect(campaignSettings.safeParse({ ...ahead, abandonCapPercent: 4 }).success).toBe(false)
    const ratio = { ...ahead, mode: 'ratio' as const, linesPerTenOperators: 30 }
    expect(campaignSettings.safeParse(ratio).success).toBe(true)
    for (const linesPerTenOperators of [9, 31, 15.5])
      expect(campaignSettings.safeParse({ ...ratio, linesPerTenOperators }).success).toBe(false)
    const town = await spine.tenant()
    const sector = `update house.companies set sector = 'municipality' where company_id = $1`
    await spine.test.superuser.query(sector, [town.clientId])
    const there = { ...asking, actor: await spine.person(town, 'supervisor'), tenantId: town.tenantId }
    const made = (wanted: typeof settings) =>
      campaigns.create(there, { jobId: town.jobId, name: '予測', kind: 'test', settings: wanted })
    for (const wanted of [ahead, ratio])
      await expect(made(wanted)).rejects.toMatchObject({ code: 'municipality_abandons_nobody' })
    const one = await made({ ...ahead, abandonCapPercent: 0 })
    const change = campaigns.change(there, one, { revision: 1, name: '予測', settings: ahead })
    await expect(change).rejects.toMatchObject({ code: 'municipality_abandons_nobody' })
    // what is not dialled ahead of operators may keep the usual figure
    await campaigns.change(there, one, { revision: 1, name: '予測', settings: { ...ahead, mode: 'preview' } })
  })

  it('is not made for a job outside of the decision (A-05)', async () => {
    const elsewhere = { ...asking, rowScope: { jobs: [] } }
    const wanted = campaigns.create(elsewhere, { jobId: tenant.jobId, name: 'x', kind: 'test', settings })
    await expect(wanted).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of another job or tenant does not exist for whoever asks (A-02, A-05)', async () => {
    const campaignId = await create()
    const other = await spine.tenant()
    const actor = await spine.person(other, 'supervisor')
    const askers: Asking[] = [
      { ...asking, rowScope: { jobs: [] } },
      { ...asking, actor, tenantId: other.tenantId },
    ]
    for (const asker of askers) {
      await expect(campaigns.read(asker, campaignId)).rejects.toMatchObject({ code: 'not_found' })
      await expect(campaigns.start(asker, campaignId)).rejects.toMatchObject({ code: 'not_found' })
      await expect(campaigns.stop(asker, campaignId)).rejects.toMatchObject({ code: 'not_found' })
      const change = campaigns.change(asker, campaignId, { revision: 1, name: 'x', settings })
      await expect(change).rejects.toMatchObject({ code: 'not_found' })
      expect((await campaigns.list(asker)).map((view) => view.campaignId)).not.toContain(campaignId)
    }
  })

  it('changed by two people at once keeps one change and tells the other', async () => {
    const campaignId = await create()
    const changes = await Promise.allSettled(
      ['一', '二'].map((name) => campaigns.change(asking, campaignId, { revision: 1, name, settings })),
    )
    expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lost = changes.find((change) => change.status === 'rejected')
    expect(lost?.reason).toMatchObject({ code: 'conflict' })
    expect((await campaigns.read(asking, campaignId)).revision).toBe(2)
    expect((await entriesOf(campaignId)).map(({ type }) => type)).toEqual(['campaign.created', 'campaign.changed'])
  })

  it('refuses settings that contradict themselves, by place', async () => {
    const twice = settings.dispositions.slice(0, 1)
    const wrong = {
      ...settings,
      dispositions: [...twice, ...twice],
      hours: { ...settings.hours, saturday: { fromMinute: 600, untilMinute: 600 } },
    }
    const made = campaigns.create(asking, { jobId: tenant.jobId, name: 'x', kind: 'test', settings: wrong })
    await expect(made).rejects.toMatchObject({
      code: 'invalid_input',
      detail: ['body.settings.dispositions', 'body.settings.hours.saturday'],
    })
  })

  it('does not start before somebody can be called, and says everything that is missing', async () => {
    const bare = {
      ...settings,
      callerName: ' ',
      visibleFields: [],
      hours: { weekday: null, saturday: null, sundayAndHoliday: null },
    }
    const campaignId = await campaigns.create(asking, { jobId: tenant.jobId, name: 'x', kind: 'test', settings: bare })
    await expect(campaigns.start(asking, campaignId)).rejects.toMatchObject({
      code: 'not_ready',
      detail: ['no_visible_fields', 'no_caller_name', 'no_calling_hours', 'no_leads'],
    })
    expect((await campaigns.read(asking, campaignId)).state).toBe('draft')
  })

  it('starts and stops, each once in the ledger, and counts its leads', async () => {
    const campaignId = await create()
    await withLead(campaignId)
    await campaigns.start(asking, campaignId)
    await campaigns.start(asking, campaignId)
    const running = await campaigns.read(asking, campaignId)
    expect(running).toMatchObject({ state: 'running', leads: { total: 1, callable: 1 } })
    expect(running.startedAt).not.toBeNull()
    await spine.test.superuser.query(`update tenant.leads set state = 'held' where campaign_id = $1`, [campaignId])
    expect((await campaigns.read(asking, campaignId)).leads).toMatchObject({ total: 1, callable: 0, held: 1 })
    await campaigns.stop(asking, campaignId)
    await campaigns.stop(asking, campaignId)
    expect((await entriesOf(campaignId)).map(({ type }) => type)).toEqual([
      'campaign.created',
      'campaign.started',
      'campaign.stopped',
    ])
  })

  it('that runs is not changed into one that could not start', async () => {
    const campaignId = await create()
    await withLead(campaignId)
    await campaigns.start(asking, campaignId)
    const change = { revision: 1, name: 'x', settings: { ...settings, visibleFields: [] } }
    await expect(campaigns.change(asking, campaignId, change)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: ['no_visible_fields'],
    })
  })

  it('starts nothing and makes nothing while the ledger is away (rule 2)', async () => {
    const campaignId = await create()
    await withLead(campaignId)
    await spine.stopSequencer()
    await new Promise<void>((resolve) => {
      if (!spine.receipts.state().isAvailable) return resolve()
      const end = spine.receipts.onChange(({ isAvailable }) => {
        if (isAvailable) return
        end()
        resolve()
      })
    })
    await expect(campaigns.start(asking, campaignId)).rejects.toMatchObject({ code: 'ledger_unavailable' })
    await expect(create()).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect((await campaigns.read(asking, campaignId)).state).toBe('draft')
    await spine.startSequencer()
  })

  it('counts callable leads from the index alone, and reads no lead', async () => {
    const plan = await spine.test.database.transaction(systemActor('scheduler'), tenant.tenantId, async (tx) => {
      // a handful of rows on pages that nobody vacuumed would be read whole; without that the plan of a large table shows
      await tx.client.query('set local enable_seqscan = off; set local enable_bitmapscan = off')
      const { rows } = await tx.client.query<{ 'QUERY PLAN': string }>(
        `explain ${campaignsSql.replaceAll('$1', 'null')}`,
      )
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
    expect(plan).toMatch(/Index Only Scan using leads_due on leads/)
    expect(plan).toMatch(/leads_in_hand on leads/)
    expect(plan).not.toMatch(/Seq Scan on leads/)
  })
})

describe('the settings a campaign starts with', () => {
  it('are ready to start with, for each kind of client, once the client has a name', async () => {
    for (const sector of ['company', 'municipality'] as const) {
      const ready = defaultCampaignSettings('production', sector, '架空市')
      const campaignId = await campaigns.create(asking, {
        jobId: tenant.jobId,
        name: sector,
        kind: 'production',
        settings: ready,
      })
      await expect(campaigns.start(asking, campaignId)).rejects.toMatchObject({ detail: ['no_leads'] })
    }
  })

  it('offer every result an operator can give, and none that only the network gives', () => {
    const offered = settings.dispositions.map(({ code }) => code)
    expect(offered).toEqual(DEFAULT_DISPOSITIONS.filter((each) => each.class !== 'system').map(({ code }) => code))
  })

  it('make a test campaign recognisable by the name the operator gives (A-03)', () => {
    expect(defaultCampaignSettings('test', 'company', '架空商事').callerName).toContain('試験')
  })
})

describe('ids that do not exist', () => {
  it('are not found', async () => {
    await expect(campaigns.read(asking, newId<CampaignId>())).rejects.toMatchObject({ code: 'not_found' })
    const create = campaigns.create(asking, { jobId: newId(), name: 'x', kind: 'test', settings })
    await expect(create).rejects.toMatchObject({ code: 'not_found' })
  })
})
