import type { LeadId } from '@sekisho/contract'
import { reachClassOf } from '@sekisho/dialer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { createCampaignBook, type CampaignFacts } from './campaign-book.ts'
import { createCampaignChances } from './campaign-chances.ts'
import { calledBefore } from './test-called-before.ts'
import { tuesdayAtTen } from './test-dialling.ts'
import { type PredictiveFloor, startPredictive } from './test-predictive.ts'
import { watchPacers } from './test-watched-pacers.ts'

const realMs = 600_000
const dayMs = 86_400_000
const elevenMs = tuesdayAtTen + 3_600_000
const fridays = 800
const todays = 100
const [mobile, work] = [reachClassOf('mobile', 'fresh'), reachClassOf('work', 'fresh')]

let spine: Spine
beforeAll(async () => {
  spine = await startSpine()
}, realMs)
afterAll(() => spine.stop(), realMs)

async function factsOf({ test }: PredictiveFloor): Promise<CampaignFacts> {
  const { tenantId, campaignId } = test.tenant
  return spine.test.database.transaction(systemActor('dialler'), tenantId, async (tx) => {
    const { revision } = await tx.db
      .selectFrom('tenant.campaigns')
      .select('revision')
      .where('campaign_id', '=', campaignId)
      .executeTakeFirstOrThrow()
    return createCampaignBook().read(tx, campaignId, revision)
  })
}

/** On Friday one in five mobiles answered, some of whom found nobody, and three in five numbers at work. */
async function callOnFriday({ test }: PredictiveFloor, abandoned: number): Promise<void> {
  const answered = ['12', 'S08']
  await calledBefore(
    { test, spine },
    { reachClass: mobile, results: { 12: 200 - abandoned, S08: abandoned, S02: 800, S10: 900 }, answered },
  )
  await calledBefore({ test, spine }, { reachClass: work, results: { 12: 600, S02: 400, S09: 500 }, answered })
}

describe('what is expected of the calls of a campaign that dials ahead', () => {
  let floor: PredictiveFloor
  beforeAll(async () => {
    floor = await startPredictive(spine, 0)
    await callOnFriday(floor, 100)
  }, realMs)
  afterAll(() => floor.stop(), realMs)

  it('is the share that was answered, by those who were abandoned too, of the calls that we did not take back (C-03)', async () => {
    const { campaignId, tenantId } = floor.test.tenant
    const facts = await factsOf(floor)
    const chances = createCampaignChances(tenantId, campaignId, () => 0.99)
    expect(chances.order(facts, elevenMs)).toBeNull()
    expect(await chances.learn(spine.test.database, elevenMs)).toBe(true)
    const answers = chances.answers(facts, elevenMs)
    expect(answers.of(mobile)).toBeCloseTo(0.2, 2)
    expect(answers.of(work)).toBeCloseTo(0.6, 1)
    expect(answers.of(null)).toBeUndefined()
    expect(answers.next).toBeUndefined()
    for (let call = 0; call < 200; call += 1) chances.launched(call % 2 === 0 ? mobile : work)
    expect(chances.answers(facts, elevenMs).next).toBeCloseTo(0.4, 1)
  })

  it('holds today only tomorrow: whoever paces calls learns today by itself (C-03)', async () => {
    const { campaignId, tenantId } = floor.test.tenant
    await calledBefore(
      { test: floor.test, spine },
      { reachClass: mobile, results: { 12: 2_000 }, answered: ['12'], at: '2026-11-24T10:05:00+09:00' },
    )
    const facts = await factsOf(floor)
    const chances = createCampaignChances(tenantId, campaignId, () => 0.99)
    chances.order(facts, elevenMs)
    expect(await chances.learn(spine.test.database, elevenMs)).toBe(true)
    expect(chances.answers(facts, elevenMs).of(mobile)).toBeCloseTo(0.2, 2)
    expect(await chances.learn(spine.test.database, elevenMs + 600_000)).toBe(false)
    expect(chances.answers(facts, elevenMs).of(mobile)).toBeCloseTo(0.2, 2)
    expect(await chances.learn(spine.test.database, elevenMs + dayMs)).toBe(true)
    expect(chances.answers(facts, elevenMs + dayMs).of(mobile)).toBeGreaterThan(0.6)
  })
})

describe('a predictive campaign whose numbers at work answer three times as often as mobiles', () => {
  let floor: PredictiveFloor
  const watched = watchPacers()
  const { looks, told, talked } = watched
  beforeAll(async () => {
    floor = await startPredictive(spine, 60)
    await callOnFriday(floor, 0)
    // enough for the day to be dialled ahead
    const { test } = floor
    await calledBefore(
      { test, spine },
      { reachClass: mobile, results: { 12: todays }, answered: ['12'], at: '2026-11-24T09:05:00+09:00' },
    )
    const leads = await floor.rows<{ lead_id: LeadId; contact_id: string }>(
      `select lead_id, contact_id from tenant.leads where tenant_id = $1 and state <> 'finished' order by lead_id`,
    )
    const atWork = leads.filter((_, at) => at % 2 === 0).map(({ contact_id }) => contact_id)
    await floor.rows(
      `update tenant.contact_numbers set kind = case when contact_id = any ($2) then 'work' else 'mobile' end
        where tenant_id = $1`,
      atWork,
    )
    await floor.rows('update tenant.leads set next_ordinal = 1 where tenant_id = $1')
    await floor.seat(3)
    floor.test.startDialler({ pacers: watched.pacers })
  }, realMs)
  afterAll(() => floor.stop(), realMs)

  it(
    'is paced by what is expected of each line and of the next, and learns of each how it came out (C-02)',
    async () => {
      await floor.until(({ answered }) => answered >= fridays + todays + 15, 1_800_000)
      const classOf = (rate: number | undefined) => (rate === undefined ? 'none' : rate < 0.3 ? 'mobile' : 'work')
      // the first lines may be begun before anything was counted
      const later = looks.slice(looks.length / 2)
      const ringing = new Set(later.flatMap((view) => view.ringing.map(({ expectedRate }) => classOf(expectedRate))))
      expect(ringing).toEqual(new Set(['mobile', 'work']))
      const next = looks.at(-1)?.expectedRate ?? 0
      expect(next).toBeGreaterThan(0.2)
      expect(next).toBeLessThan(0.6)
      const calls = told.flatMap((each) => ('expectedRate' in each ? [classOf(each.expectedRate)] : []))
      expect(new Set(calls.slice(calls.length / 2))).toEqual(new Set(['mobile', 'work']))
      expect(watched.recounted()).toBe(1)
    },
    realMs,
  )

  it('tells one operator’s talks from another’s by the names of their seats (C-02)', () => {
    const seats = new Set(looks.flatMap((view) => view.seats.map(({ operator }) => operator)))
    expect(seats.size).toBe(3)
    expect(talked.size).toBeGreaterThan(0)
    for (const operator of talked) expect(seats.has(operator ?? undefined)).toBe(true)
  })
})
