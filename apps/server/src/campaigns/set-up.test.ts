import { type CampaignId, campaignSettings, type ReadinessCode, templateKeys } from '@sekisho/contract'
import { callingRules } from '@sekisho/dialer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { RuleChanges } from '../calendar/index.ts'
import { type Asking, type Campaigns, createCampaigns } from './campaigns.ts'
import { missingSettings } from './readiness.ts'
import { campaignTemplate, usualTemplate } from './templates.ts'

/** Saturday, 21 November 2026, 23:30 in Japan: nobody may be called. */
const atNight = Date.parse('2026-11-21T23:30:00+09:00')
const clockAt = (nowMs: number) => ({ now: () => nowMs, setTimer: () => () => undefined })
const demo: RuleChanges = { wall: { fromMinute: 0, untilMinute: 1440 }, closedDays: new Set() }
const anyHour = { fromMinute: 0, untilMinute: 1440 }
let spine: Spine
let tenant: TestTenant
let asking: Asking

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  const actor = await spine.person(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterAll(() => spine.stop())

function at(nowMs: number, changes: RuleChanges = {}): Campaigns {
  const { test, writer } = spine
  return createCampaigns({ database: test.database, writer, clock: clockAt(nowMs), callingRules: changes })
}

async function made(changes: Partial<ReturnType<typeof campaignTemplate>> = {}): Promise<CampaignId> {
  const settings = { ...campaignTemplate('survey', '架空商事'), ...changes }
  return at(atNight).create(asking, { jobId: tenant.jobId, name: '調査', kind: 'test', settings })
}

async function stateOf(campaigns: Campaigns, campaignId: CampaignId, code: ReadinessCode) {
  const { checks } = await campaigns.readiness(asking, campaignId)
  return checks.find((check) => check.code === code)
}

describe('a template', () => {
  it.each(templateKeys)('%s is taken by the contract and lacks nothing but leads', (key) => {
    const settings = campaignTemplate(key, '架空市')
    expect(campaignSettings.parse(settings)).toEqual(settings)
    expect(missingSettings(settings, atNight, callingRules(settings.hours))).toEqual([])
    expect(settings.callerName).toContain('架空市')
    expect(settings.dispositions.some(({ isSuccess }) => isSuccess)).toBe(true)
  })

  it('fits the client: a municipality begins with its health check, within its shorter weekend', async () => {
    expect(usualTemplate('municipality')).toBe('health_check')
    const { hours, abandonCapPercent } = campaignTemplate('health_check', '架空市')
    expect(hours.sundayAndHoliday).toEqual({ fromMinute: 540, untilMinute: 1020 })
    expect(abandonCapPercent).toBe(0)
    const { templates, usual } = await at(atNight).templates(asking)
    expect(templates.map(({ key }) => key)).toEqual([...templateKeys])
    expect(templates.map(({ key }) => key)).toContain(usual)
  })

  it('tells nobody but the person what somebody owes, and opens no amount before it is certain who that is', () => {
    const { script, visibleFields, maxAttemptsPerDay } = campaignTemplate('arrears', '架空信販')
    expect(visibleFields.find(({ field }) => field === 'amount')).toMatchObject({ afterConfirmation: true })
    expect(script.filter(({ audience }) => audience === 'confirmed').map(({ title }) => title)).toContain('ご案内')
    expect(script[0]?.text).toContain('ご本人以外には')
    expect(maxAttemptsPerDay).toBe(1)
  })
})

describe('ready to call?', () => {
  it('lists everything that a start would refuse, with the same answer as the start itself', async () => {
    const campaignId = await made({ callerName: ' ', visibleFields: [] })
    const campaigns = at(atNight)
    const { isReady, checks } = await campaigns.readiness(asking, campaignId)
    expect(isReady).toBe(false)
    expect(checks.filter(({ state }) => state === 'missing').map(({ code }) => code)).toEqual([
      'caller_name',
      'visible_fields',
      'leads',
    ])
    await expect(campaigns.start(asking, campaignId)).rejects.toMatchObject({
      detail: ['no_visible_fields', 'no_caller_name', 'no_leads'],
    })
  })

  it('says at night that the campaign may start and when it will call', async () => {
    const campaignId = await made()
    await spine.contact({ ...tenant, campaignId }, { name: '架空 一郎' }, '+819000000002')
    const { isReady, nextCallableAt, isWallUp } = await at(atNight).readiness(asking, campaignId)
    expect(isReady).toBe(true)
    expect(isWallUp).toBe(true)
    // the next day is a Sunday
    expect(nextCallableAt).toBe(Date.parse('2026-11-22T10:00:00+09:00'))
    expect(await stateOf(at(atNight), campaignId, 'hours_now')).toMatchObject({ state: 'notice' })
  })

  it('goes by the dialler’s rules: a demo, whose network reaches nobody, calls at night', async () => {
    const night = { fromMinute: 1260, untilMinute: 1440 }
    const campaignId = await made({ hours: { weekday: night, saturday: night, sundayAndHoliday: null } })
    expect(await stateOf(at(atNight), campaignId, 'calling_hours')).toMatchObject({ state: 'missing' })
    const inDemo = at(atNight, demo)
    expect(await stateOf(inDemo, campaignId, 'calling_hours')).toMatchObject({ state: 'ok' })
    expect(await stateOf(inDemo, campaignId, 'hours_now')).toMatchObject({ state: 'ok' })
    expect((await inDemo.readiness(asking, campaignId)).isWallUp).toBe(false)
  })

  it('says when the public holidays are not known any more', async () => {
    const campaignId = await made({ hours: { weekday: anyHour, saturday: anyHour, sundayAndHoliday: anyHour } })
    expect(await stateOf(at(atNight), campaignId, 'holidays')).toMatchObject({ state: 'ok' })
    const later = at(Date.parse('2040-01-15T12:00:00+09:00'))
    expect(await stateOf(later, campaignId, 'holidays')).toMatchObject({ state: 'notice' })
  })

  it('counts who may work at it today, and who sits at it', async () => {
    const campaignId = await made()
    expect(await stateOf(at(Date.now()), campaignId, 'operators')).toMatchObject({ state: 'notice', count: 0 })
    const { personId } = await spine.person(tenant, 'operator')
    await spine.test.superuser.query(
      `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
        values (gen_random_uuid(), $1, 'operator', 'tenant', $2, 'call', '試験', now() - interval '1 hour', now() + interval '1 hour')`,
      [personId, tenant.tenantId],
    )
    expect(await stateOf(at(Date.now()), campaignId, 'operators')).toMatchObject({ state: 'ok', count: 1 })
    expect(await stateOf(at(Date.now()), campaignId, 'seated')).toMatchObject({ state: 'notice', count: 0 })
  })

  it('says that somebody stopped calling, which forbids no start', async () => {
    const campaignId = await made()
    expect(await stateOf(at(Date.now()), campaignId, 'stop_switches')).toMatchObject({ state: 'ok' })
    const { personId } = await spine.person(tenant, 'supervisor')
    await spine.test.superuser.query(
      `insert into house.stops (entry_id, tenant_id, ground, lift_by, set_by, set_at)
        values (gen_random_uuid(), $1, 'disaster', 'setter', $2, now())`,
      [tenant.tenantId, personId],
    )
    expect(await stateOf(at(Date.now()), campaignId, 'stop_switches')).toMatchObject({ state: 'notice' })
    await spine.test.superuser.query('delete from house.stops where tenant_id = $1', [tenant.tenantId])
  })

  it('does not exist for whoever has no part in its job (A-05)', async () => {
    const campaignId = await made()
    const elsewhere = { ...asking, rowScope: { jobs: [] } }
    await expect(at(atNight).readiness(elsewhere, campaignId)).rejects.toMatchObject({ code: 'not_found' })
  })
})
