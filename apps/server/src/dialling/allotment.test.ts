import type { CampaignId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { readCampaignsFirst } from './allotment.ts'
import { addAnswers } from './test-answers.ts'
import { type PredictiveFloor, startPredictive } from './test-predictive.ts'
import { addCampaign, leadOf } from './test-shared-seats.ts'

/** In virtual time a minute takes as long as PostgreSQL on a busy machine needs for it. */
const realMs = 600_000
const patienceMs = 15 * 60_000

let spine: Spine
let floor: PredictiveFloor
let one: CampaignId
let other: CampaignId
let beganAtMs: number
const leads = 100
const answersBefore = 60
const settings = { maxAttempts: 30, maxAttemptsPerDay: 10, minHoursBetween: 0 } as const

beforeAll(async () => {
  spine = await startSpine()
  floor = await startPredictive(spine, leads, settings)
  one = floor.test.tenant.campaignId
  other = await addCampaign(spine, floor.test.tenant, { settings: { ...settings, mode: 'predictive' } })
  for (let index = 0; index < leads; index += 1) await leadOf(floor.test, other)
  await floor.rows('update tenant.lists set first_leased_at = now() where tenant_id = $1')
  // enough answers of an hour ago, so that both dial ahead from the beginning
  for (const campaignId of [one, other]) {
    const of = { ...floor.test, tenant: { ...floor.test.tenant, campaignId } }
    await addAnswers(of, floor.test.clock.now() - 60 * 60_000, { '11': answersBefore })
  }
  await floor.seatShared(10, other)
  beganAtMs = floor.test.clock.now()
  floor.test.startDialler()
}, realMs)
afterAll(async () => {
  await floor.stop()
  await spine.stop()
}, realMs)

interface Part {
  readonly answered: number
  readonly abandoned: number
  /** Of operators, since the test began, in ms. */
  readonly talkMs: number
  /** Lines of nobody's seat that ring. */
  readonly ahead: number
}

async function partOf(campaignId: CampaignId): Promise<Part> {
  const [part] = await floor.rows<Part>(
    `select count(*) filter (where answered_at is not null)::int as answered,
        count(*) filter (where disposition = 'S08')::int as abandoned,
        count(*) filter (where state in ('intent', 'dialling', 'ringing') and operator_id is null)::int as ahead,
        coalesce(sum(extract(epoch from hung_up_at - connected_at)) filter (where intended_at >= $3), 0)::float8 * 1000 as "talkMs"
      from tenant.attempts where tenant_id = $1 and campaign_id = $2`,
    campaignId,
    new Date(beganAtMs),
  )
  if (part === undefined) throw new Error('no part')
  return part
}

const set = (campaignId: CampaignId, state: 'running' | 'stopped') =>
  floor.rows('update tenant.campaigns set state = $3 where tenant_id = $1 and campaign_id = $2', campaignId, state)

describe('two predictive campaigns with the same ten operators', () => {
  it(
    'both call, with parts near to equal, and each keeps its own cap (C-03)',
    async () => {
      const wereAhead = new Set<CampaignId>()
      await floor.until(async () => {
        const [first, second] = [await partOf(one), await partOf(other)]
        for (const [id, { ahead, answered, abandoned }] of [[one, first] as const, [other, second] as const]) {
          if (ahead > 0) wereAhead.add(id)
          expect(abandoned).toBeLessThanOrEqual(0.03 * answered + 1)
        }
        const share = first.talkMs / (first.talkMs + second.talkMs)
        return (
          wereAhead.size === 2 &&
          Math.min(first.answered, second.answered) > answersBefore + 20 &&
          Math.abs(share - 0.5) < 0.1
        )
      }, patienceMs)
    },
    realMs,
  )

  it(
    'leave all of them to one while the other is stopped, and share again from its start on',
    async () => {
      await set(other, 'stopped')
      const before = [await partOf(one), await partOf(other)] as const
      await floor.until(async () => (await partOf(one)).answered > before[0].answered + 20, patienceMs)
      const after = await partOf(other)
      // what rang when it was stopped
      expect(after.answered - before[1].answered).toBeLessThan(20)
      await set(other, 'running')
      await floor.until(async () => (await partOf(other)).answered > after.answered + 8, patienceMs)
    },
    realMs,
  )

  it(
    'leave all of them to one while the other has nobody to call',
    async () => {
      const far = new Date(floor.test.clock.now() + 86_400_000)
      const before = await partOf(one)
      await floor.until(
        async () => (await partOf(one)).answered > before.answered + 20,
        patienceMs,
        // also those that come to rest meanwhile
        () =>
          floor.rows(
            `update tenant.leads set due_at = $3 where tenant_id = $1 and campaign_id = $2 and due_at < $3
              and state in ('ready', 'waiting')`,
            other,
            far,
          ),
      )
      await floor.test.crash()
      floor.test.startDialler()
      floor.leave()
      const isOver = async () =>
        (await floor.rows(`select from tenant.attempts where tenant_id = $1 and state not in ('ended', 'wrap_up')`))
          .length === 0
      await floor.until(isOver, patienceMs)
      expect(floor.test.errors).toEqual([])
      expect(new Set(floor.test.placed).size).toBe(floor.test.placed.length)
    },
    realMs,
  )

  it(
    'are not kept back by a word that nobody said (database administrator)',
    async () => {
      await floor.test.crash()
      const first = (campaignId: CampaignId, others: CampaignId[]) =>
        floor.test.database.transaction(systemActor('dialler'), floor.test.tenant.tenantId, (tx) =>
          readCampaignsFirst(tx, campaignId, others, floor.test.clock.now()),
        )
      const leftFor = async (wants: string) => {
        await floor.rows(
          `update tenant.campaign_leases set leased_until = now() + interval '1 hour',
            wants_until = now() + $2::interval where tenant_id = $1`,
          wants,
        )
        return (await first(one, [other])).size + (await first(other, [one])).size
      }
      expect(await leftFor('4 seconds')).toBe(1)
      expect(await leftFor('1 hour')).toBe(0)
      expect(await leftFor('-1 second')).toBe(0)
    },
    realMs,
  )
})
