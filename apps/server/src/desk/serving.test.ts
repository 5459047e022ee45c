import type { CampaignId, FloorToClient, JobId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCampaignBook } from '../dialling/index.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import { violated } from '../dialling/test-invariants.ts'
import { addCampaign, assign, leadOf, withdraw } from '../dialling/test-shared-seats.ts'
import { createNotices } from '../notices/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import type { Desks } from './desks.ts'
import { createFloors } from './floor.ts'
import { desksOf, openPage, type TestPage } from './test-desk.ts'

const patience = { timeout: 40_000 }
let spine: Spine
let test: DiallingTest
let desks: Desks
let autumn: CampaignId
let winter: CampaignId

beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
afterEach(async () => {
  expect(test.errors).toEqual([])
  await desks.stop()
  await test.stop()
})

async function begin(): Promise<void> {
  test = await startDialling({ spine })
  desks = desksOf(test)
  autumn = test.tenant.campaignId
  winter = await addCampaign(spine, test.tenant, { name: '冬の案内', settings: { callerName: '架空ガスの試験です' } })
}

/** An operator who is assigned to the autumn first and to the winter second, at a page of their own. */
async function assigned(): Promise<{ actor: PersonActor; page: TestPage }> {
  const actor = await spine.person(test.tenant, 'operator')
  await assign(spine, test.tenant, actor.personId, autumn, { priority: 1 })
  await assign(spine, test.tenant, actor.personId, winter, { priority: 2 })
  return { actor, page: await openPage(test, desks, actor) }
}

const takeBoth = (page: TestPage) =>
  page.ask({ type: 'take_seat', campaignId: autumn, alsoServing: [winter], takeOver: true })

const servedBy = (page: TestPage) => page.desk().serving?.map(({ campaignId }) => campaignId)

/** Lets time pass until the page shows a call with its contact, and gives the campaign that the page names. */
async function untilCall(page: TestPage): Promise<CampaignId | undefined> {
  await test.until(() => page.desk().call?.entryPosition != null)
  return page.desk().campaign?.campaignId
}

const record = (page: TestPage) =>
  page.ask({ type: 'record', attemptId: page.attemptId(), disposition: '11', memo: '', then: 'available' })

/** Gives when the result was taken. */
async function untilRecorded(page: TestPage): Promise<number> {
  await test.pass(35_000)
  const attemptId = page.attemptId()
  expect(await record(page)).toBe('ok')
  const recordedAtMs = test.clock.now()
  await test.until(() => page.desk().call?.attemptId !== attemptId)
  return recordedAtMs
}

const campaignOfCall = async (attemptId: string) => {
  const { rows } = await spine.test.superuser.query<{ campaign_id: CampaignId }>(
    'select campaign_id from tenant.attempts where attempt_id = $1',
    [attemptId],
  )
  return rows[0]?.campaign_id
}

describe('a seat for several campaigns', { timeout: 600_000 }, () => {
  it('shows with each call whose it is, and counts the day over all of them', async () => {
    await begin()
    await leadOf(test, autumn)
    await leadOf(test, winter)
    const { page } = await assigned()
    expect(await takeBoth(page)).toBe('ok')
    expect(await page.ask({ type: 'available' })).toBe('ok')
    test.startDialler()
    const seen: string[] = []
    for (let calls = 0; calls < 2; calls += 1) {
      const shown = await untilCall(page)
      const { call, campaign } = page.desk()
      expect(call?.campaignId).toBe(shown)
      expect(await campaignOfCall(page.attemptId())).toBe(shown)
      seen.push(campaign?.settings.callerName ?? '')
      await untilRecorded(page)
    }
    expect(seen).toEqual(['架空市けんこう課の試験です', '架空ガスの試験です'])
    await expect.poll(() => page.desk().today, patience).toMatchObject({ calls: 2, successes: 2 })
    expect(servedBy(page)).toEqual([autumn, winter])
    expect(await violated(test)).toEqual({})
  })

  it('counts each moment of its operator for one campaign: waiting for that whose call ended it', async () => {
    await begin()
    const { actor, page } = await assigned()
    await takeBoth(page)
    await page.ask({ type: 'available' })
    const beganAtMs = test.clock.now()
    test.startDialler()
    await test.pass(5_000)
    await leadOf(test, winter)
    await untilCall(page)
    const endedAtMs = await untilRecorded(page)
    const { rows } = await spine.test.superuser.query<{ campaign_id: CampaignId; state: string; ms: number }>(
      `select campaign_id, state, (extract(epoch from ended_at - began_at) * 1000)::int as ms from tenant.desk_spans
        where operator_id = $1 and began_at >= $2 order by began_at`,
      [actor.personId, new Date(beganAtMs)],
    )
    expect(rows.map(({ state }) => state)).toEqual(['available', 'reserved', 'connected', 'wrap_up'])
    expect(new Set(rows.map(({ campaign_id }) => campaign_id))).toEqual(new Set([winter]))
    expect(rows.reduce((sum, { ms }) => sum + ms, 0)).toBe(endedAtMs - beganAtMs)
  })

  it('serves nothing that a page only claims: not assigned, closed, unknown, or of a job out of reach (curious operator)', async () => {
    await begin()
    const jobId = newId<JobId>()
    await spine.test.superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別業務')`, [
      test.tenant.tenantId,
      jobId,
    ])
    const outOfReach = await addCampaign(spine, test.tenant, { ofJob: jobId })
    const notAssigned = await addCampaign(spine, test.tenant)
    const actor = await spine.person(test.tenant, 'operator')
    await assign(spine, test.tenant, actor.personId, autumn)
    await assign(spine, test.tenant, actor.personId, outOfReach)
    const page = await openPage(test, desks, actor, { jobs: [test.tenant.jobId] })
    const take = (campaignId: CampaignId, alsoServing: CampaignId[] = []) =>
      page.ask({ type: 'take_seat', campaignId, alsoServing, takeOver: true })
    expect(await take(notAssigned)).toBe('not_assigned')
    expect(await take(outOfReach)).toBe('not_found')
    expect(await take(newId<CampaignId>())).toBe('not_found')
    expect(await take(notAssigned, [autumn, outOfReach, newId<CampaignId>()])).toBe('ok')
    expect(servedBy(page)).toEqual([autumn])
    await page.ask({ type: 'available' })
    await leadOf(test, notAssigned)
    await leadOf(test, outOfReach)
    test.startDialler()
    await test.pass(5_000)
    expect(await test.attempts()).toEqual([])
    const { rows } = await spine.test.superuser.query(
      `select from ${enteredRows} e where e.tenant_id = $1 and e.type = 'desk.state_changed' and e.outcome = 'denied'
        and e.reason = 'not_assigned'`,
      [test.tenant.tenantId],
    )
    expect(rows).toHaveLength(1)
  })

  it('keeps the call in hand when its campaign is taken away, also over a new page, and gets no other', async () => {
    await begin()
    await leadOf(test, autumn)
    const { actor, page } = await assigned()
    await takeBoth(page)
    await page.ask({ type: 'available' })
    test.startDialler()
    expect(await untilCall(page)).toBe(autumn)
    await withdraw(spine, actor.personId, autumn)
    await withdraw(spine, actor.personId, winter)
    page.close()
    const again = await openPage(test, desks, actor)
    expect(await takeBoth(again)).toBe('ok')
    await expect.poll(() => again.desk().call?.entryPosition ?? null, patience).not.toBeNull()
    expect(again.desk().campaign?.campaignId).toBe(autumn)
    await test.pass(35_000)
    await leadOf(test, autumn)
    await leadOf(test, winter)
    expect(await record(again)).toBe('ok')
    // nobody assigns them any more: the seat stands in the campaign that they chose, as anybody's does
    await expect.poll(() => again.desk().serving, patience).toBeNull()
  })

  it('gets no call of a campaign that was taken away while another is left', async () => {
    await begin()
    await leadOf(test, autumn)
    const { actor, page } = await assigned()
    await takeBoth(page)
    await page.ask({ type: 'available' })
    test.startDialler()
    await untilCall(page)
    await withdraw(spine, actor.personId, autumn)
    const next = await leadOf(test, autumn)
    await untilRecorded(page)
    await test.pass(5_000)
    await expect.poll(() => servedBy(page), patience).toEqual([winter])
    const attempts = await test.attempts()
    expect(attempts.filter(({ lead_id }) => lead_id === next.leadId)).toEqual([])
  })

  it('owes the reading of what must be read in any of its campaigns (必読)', async () => {
    await begin()
    const { actor, page } = await assigned()
    await takeBoth(page)
    const { tenantId, jobId } = test.tenant
    const notices = createNotices({
      database: test.database,
      writer: spine.writer,
      clock: test.clock,
      events: test.events,
    })
    const asking = (asker: PersonActor) => ({
      actor: asker,
      tenantId,
      rowScope: wholeTenant,
      policyHash: 'a'.repeat(64),
    })
    const words = { title: '受付時間', text: '17時までです。', level: 'required', validUntil: '2099-11-30' } as const
    const supervisor = asking(await spine.person(test.tenant, 'supervisor'))
    const noticeId = await notices.publish(supervisor, { jobId, campaignId: winter }, words)
    // of the whole job: it stands once, though the seat works two of its campaigns
    await notices.publish(supervisor, { jobId, campaignId: null }, { ...words, level: 'told' })
    expect(await page.ask({ type: 'available' })).toBe('notice_unread')
    const own = asking(actor)
    expect(await notices.atDesk(own)).toHaveLength(2)
    await notices.confirm(own, noticeId, 1)
    expect(await page.ask({ type: 'available' })).toBe('ok')
  })

  it('is refused to whoever is not assigned where calls ask for skill', async () => {
    await begin()
    const hard = await addCampaign(spine, test.tenant, { settings: { minimumSkill: 2 } })
    const page = await openPage(test, desks, await spine.person(test.tenant, 'operator'))
    expect(await page.ask({ type: 'take_seat', campaignId: hard, takeOver: false })).toBe('not_assigned')
    expect(await page.ask({ type: 'take_seat', campaignId: winter, takeOver: false })).toBe('ok')
    expect(page.desk().serving).toBeNull()
  })

  it('is told on the floor of each of its campaigns, with the one that it is at work for', async () => {
    await begin()
    await leadOf(test, winter)
    const { actor, page } = await assigned()
    await takeBoth(page)
    await page.ask({ type: 'available' })
    test.startDialler()
    await untilCall(page)
    const supervisor = await spine.person(test.tenant, 'supervisor')
    const { tenantId } = test.tenant
    const decision = await spine.authorise(supervisor, 'floor.watch', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not a supervisor')
    const floors = createFloors({
      ...{ database: test.database, clock: test.clock, events: test.events, writer: spine.writer },
      ...{ receipts: spine.receipts, campaigns: createCampaignBook() },
      onError: (error) => void test.errors.push(error),
    })
    const told: FloorToClient[] = []
    const listener = await floors.socket({
      ...{ id: newId<string>(), actor: supervisor, tenantId, decision, rowScope: wholeTenant },
      send: (message) => void told.push(message as FloorToClient),
      noteActivity: () => undefined,
      close: () => undefined,
    })
    await test.pass(2_000)
    const floor = told.findLast((message) => message.type === 'floor')
    expect(floor).toMatchObject({
      operators: [{ personId: actor.personId, campaignId: winter, serves: [autumn, winter], state: 'connected' }],
    })
    listener.closed?.()
    floors.stop()
  })
})
