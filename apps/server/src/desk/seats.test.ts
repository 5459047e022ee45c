import type { CampaignId, JobId } from '@sekisho/contract'
import { DEFAULT_PROFILE } from '@sekisho/telephony'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DiallingTest, everybodyAnswers, startDialling } from '../dialling/test-dialling.ts'
import { violated } from '../dialling/test-invariants.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine, testSettings } from '../test-spine.ts'
import type { Desks } from './desks.ts'
import { desksOf, openPage, type TestPage } from './test-desk.ts'
import { enteredRows } from '../test-entered.ts'

let spine: Spine
let test: DiallingTest
let desks: Desks
beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
afterEach(async () => {
  expect(test.errors).toEqual([])
  await desks.stop()
  await test.stop()
})

/** It rings for two seconds, then somebody answers; or nobody does, for ten. */
async function begin(isAnswered: boolean): Promise<void> {
  const never = { answerRateByHour: { weekday: Array<number>(24).fill(0), weekend: Array<number>(24).fill(0) } }
  test = await startDialling({
    spine,
    network: { profile: isAnswered ? everybodyAnswers : { ...DEFAULT_PROFILE, ...everybodyAnswers, ...never } },
    settings: { ringSeconds: 10 },
  })
  desks = desksOf(test)
  test.startDialler()
}

async function sitDown(isAvailable = true) {
  const actor = await spine.person(test.tenant, 'operator')
  const page = await openPage(test, desks, actor)
  expect(await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: false })).toBe('ok')
  if (isAvailable) expect(await page.ask({ type: 'available' })).toBe('ok')
  return { page, actor, personId: actor.personId }
}

/** A telephone rings for somebody's seat, and nobody has answered. */
async function ringing(): Promise<void> {
  const lead = await test.lead()
  for (let turns = 0; turns < 90; turns += 1) {
    await test.pass(50)
    const { rows } = await spine.test.superuser.query(
      `select from tenant.attempts where lead_id = $1 and state = 'ringing'`,
      [lead.leadId],
    )
    if (rows.length === 1) return
  }
  throw new Error('it does not ring')
}

const away = (page: TestPage) => page.ask({ type: 'away', reason: 'lunch' })

describe('leaving while a telephone rings for one’s seat', () => {
  it('waits until nobody answered, and calls nobody else meanwhile', async () => {
    await begin(false)
    const { page } = await sitDown()
    await ringing()
    await test.lead()
    expect(await away(page)).toBe('ok')
    await test.pass(200)
    expect(page.desk()).toMatchObject({ state: 'available', awayReason: 'lunch' })
    await test.pass(11_000)
    expect(page.desk()).toMatchObject({ state: 'away', awayReason: 'lunch' })
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S02' }])
  })

  it('waits for the call when somebody does answer: nobody hears silence (C-03)', async () => {
    await begin(true)
    const { page, personId } = await sitDown()
    await ringing()
    expect(await away(page)).toBe('ok')
    await test.pass(3_000)
    expect(page.desk()).toMatchObject({ state: 'connected', awayReason: 'lunch' })
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: personId }])
    const attemptId = page.attemptId()
    expect(await page.ask({ type: 'record', attemptId, disposition: '11', memo: '', then: 'lunch' })).toBe('ok')
    await test.pass(100)
    expect(page.desk()).toMatchObject({ state: 'away', awayReason: 'lunch', call: null })
  })

  it('is at once when another operator is free, who gets the line', async () => {
    await begin(true)
    const first = await sitDown()
    await ringing()
    const second = await sitDown()
    expect(await away(first.page)).toBe('ok')
    await test.pass(300)
    expect(first.page.desk()).toMatchObject({ state: 'away', awayReason: 'lunch' })
    await test.pass(3_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: second.personId }])
    expect(second.page.desk()).toMatchObject({ state: 'connected' })
  })

  it('can be taken back', async () => {
    await begin(false)
    const { page } = await sitDown()
    await ringing()
    expect(await away(page)).toBe('ok')
    expect(await page.ask({ type: 'available' })).toBe('ok')
    await test.pass(12_000)
    expect(page.desk()).toMatchObject({ state: 'available', awayReason: null })
  })

  it('survives a reload of the page', async () => {
    await begin(false)
    const { page, actor } = await sitDown()
    await ringing()
    expect(await away(page)).toBe('ok')
    const { campaignId } = test.tenant
    const again = await openPage(test, desks, actor)
    expect(await again.ask({ type: 'take_seat', campaignId, takeOver: true })).toBe('ok')
    await test.pass(100)
    expect(again.desk()).toMatchObject({ state: 'available', awayReason: 'lunch' })
    await test.pass(11_000)
    expect(again.desk()).toMatchObject({ state: 'away', awayReason: 'lunch' })
  })
})

describe('a page that is closed while a telephone rings for its seat', () => {
  it('has its line hung up before anybody answers: a try that rang, and nobody abandoned', async () => {
    await begin(true)
    const { page } = await sitDown()
    await ringing()
    page.close()
    await test.pass(500)
    expect(await test.network.carrier.listCalls()).toEqual([])
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S10', cause: 'hung_up_by_us' }])
    await test.pass(20_000)
    expect(await violated(test)).toEqual({})
  })

  it('leaves its line to whoever is free', async () => {
    await begin(true)
    const { page } = await sitDown()
    await ringing()
    const second = await sitDown()
    page.close()
    await test.pass(3_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: second.personId }])
  })
})

describe('a result that is owed in a job to which the right has ended', () => {
  /** The operator talked in the tenant's first job; since then the right reaches another job only. */
  async function owedElsewhere(state: 'connected' | 'wrap_up') {
    await begin(true)
    const first = await sitDown()
    const lead = await test.lead()
    await test.pass(state === 'connected' ? 5_000 : 40_000)
    expect(first.page.desk()).toMatchObject({ state })
    first.page.close()
    const { superuser } = spine.test
    const { tenantId } = test.tenant
    const [jobId, campaignId] = [newId<JobId>(), newId<CampaignId>()]
    await superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別の業務')`, [
      tenantId,
      jobId,
    ])
    await superuser.query(
      `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings) values ($1, $2, $3, '春', 'test', 'running', $4)`,
      [tenantId, campaignId, jobId, JSON.stringify(testSettings)],
    )
    const page = await openPage(test, desks, first.actor, { jobs: [jobId] })
    return { page, lead, campaignId }
  }

  it.each(['connected', 'wrap_up'] as const)(
    'goes to a supervisor while the call is %s, entered, and its operator works on in the other job (A-05, F-09)',
    async (state) => {
      const { page, lead, campaignId } = await owedElsewhere(state)
      expect(await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: true })).toBe(
        'not_found',
      )
      expect(await page.ask({ type: 'take_seat', campaignId, takeOver: true })).toBe('ok')
      await test.pass(500)
      expect(page.messages.map(({ type }) => type)).toContain('handed_over')
      expect(page.desk()).toMatchObject({ state: 'away', call: null, campaign: { campaignId } })
      expect(await page.ask({ type: 'available' })).toBe('ok')
      expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S11', cause: 'no_grant' }])
      expect(await test.network.carrier.listCalls()).toEqual([])
      const { superuser } = spine.test
      const { rows: leads } = await superuser.query('select state, attempts from tenant.leads where lead_id = $1', [
        lead.leadId,
      ])
      expect(leads).toEqual([{ state: 'held', attempts: 1 }])
      expect(await violated(test)).toEqual({})
      const { rows } = await superuser.query(
        `select outcome, reason, actor_kind, convert_from(body, 'utf8')::jsonb #>> '{refs,disposition}' as disposition
          from ${enteredRows} e where tenant_id = $1 and type = 'attempt.ended'`,
        [test.tenant.tenantId],
      )
      expect(rows).toEqual([{ outcome: 'failed', reason: 'no_grant', actor_kind: 'dialler', disposition: 'S11' }])
    },
  )

  it('waits an hour for an operator who left, and then goes to a supervisor, too', async () => {
    await begin(true)
    const { page } = await sitDown()
    await test.lead()
    await test.pass(40_000)
    page.close()
    await test.pass(20_000)
    test.clock.advance(58 * 60_000)
    await test.pass(2_000)
    expect(await test.attempts()).toMatchObject([{ state: 'wrap_up' }])
    test.clock.advance(3 * 60_000)
    await test.pass(2_000)
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S11', cause: 'result_missing' }])
    expect(await violated(test)).toEqual({})
  })
})

describe('a seat', () => {
  it('has one attempt until that has ended, and a talk has an operator, whatever the code does', async () => {
    await begin(false)
    const { personId } = await sitDown()
    await ringing()
    const other = await test.lead()
    const { superuser } = spine.test
    const insert = (state: string, operatorId: string | null) =>
      superuser.query(
        `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, operator_id, dialler, intended_at)
          values ($1, gen_random_uuid(), $2, $3, $4, 1, now(), $5, $6, gen_random_uuid(), now())`,
        [test.tenant.tenantId, test.tenant.campaignId, other.leadId, other.contactId, state, operatorId],
      )
    await expect(insert('intent', personId)).rejects.toThrow('attempts_operator_live')
    await expect(insert('connected', null)).rejects.toThrow('attempts_talk_has_operator')
  })
})
