import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAbandonmentAccounts } from '../campaigns/index.ts'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { createKnownPeople } from '../ledger/known-people.ts'
import { createKnownFindings, type KnownFindings } from '../ledger/findings/known-findings.ts'
import { enterAndPlace } from '../ledger/test-entries.ts'
import { enterFinding, logOf } from '../ledger/test-findings.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { addAnswers } from './test-answers.ts'
import { type PredictiveFloor, type RawDay, startPredictive } from './test-predictive.ts'

/** In virtual time a minute takes as long as PostgreSQL on a busy machine needs for it. */
const realMs = 600_000
const minuteMs = 60_000
const patienceMs = 15 * minuteMs

let spine: Spine
let floor: PredictiveFloor
let findings: KnownFindings
beforeAll(async () => {
  spine = await startSpine()
  floor = await startPredictive(spine, 60)
  const { clock, database } = floor.test
  findings = createKnownFindings({
    ...{ database, receipts: spine.receipts, people: createKnownPeople(spine.keys) },
    clock: { ...clock, monotonicMs: clock.now },
  })
  // ten of three hundred were abandoned yesterday, none of two hundred today
  await addAnswers(floor.test, clock.now() - 24 * 60 * minuteMs, { '11': 90, S08: 10 })
  await addAnswers(floor.test, clock.now() - 30 * minuteMs, { '11': 200 })
  await floor.seat(6)
  floor.test.startDialler({ findings })
}, realMs)
afterAll(async () => {
  await floor.stop()
  await spine.stop()
}, realMs)

const isAhead = ({ ahead, freeOperators }: RawDay): boolean => ahead > freeOperators
const sentences = (): string[] =>
  floor.test.events.seen.flatMap((event) => (event.kind === 'pacing' ? [event.because.ja] : []))
/** Looks for so long, from a moment on. */
async function looks(forMs: number): Promise<RawDay[]> {
  const seen: RawDay[] = []
  await floor.until(
    () => seen.length * 250 >= forMs,
    forMs + minuteMs,
    (day) => void seen.push(day),
  )
  return seen
}
async function isShown() {
  const { tenant, database, clock } = floor.test
  const actor = await spine.person(tenant, 'supervisor')
  const asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' as const }, policyHash: 'a'.repeat(64) }
  return createAbandonmentAccounts({ database, clock, findings }).read(asking)
}

describe('a predictive campaign whose window is at its cap', () => {
  it(
    'dials one line for each operator, says so, and goes ahead again once enough people have answered (C-03)',
    async () => {
      await floor.until(() => sentences().some((text) => text.includes('直近30日の放棄が10/')), patienceMs)
      expect((await looks(20_000)).filter(({ ahead }) => ahead > 0)).toEqual([])
      const { tenantId, campaignId } = floor.test.tenant
      expect(await entriesOf(spine, tenantId, 'abandonment.day_closed')).toMatchObject([
        { counts: { answered: 100, abandoned: 10 }, refs: { campaign: campaignId } },
      ])
      expect(await entriesOf(spine, tenantId, 'abandonment.at_cap')).toMatchObject([
        { counts: { abandoned: 10, cap_percent: 3 }, refs: { campaign: campaignId } },
      ])
      expect(await isShown()).toMatchObject([
        { campaignId, capPercent: 3, isDoubted: false, worstToday: { answered: 200 } },
      ])
      const ahead = await floor.until(isAhead, patienceMs)
      // these are all attempts of the campaign, yesterday's among them
      expect(ahead.abandoned).toBeLessThan(0.03 * ahead.answered)
      expect(await entriesOf(spine, tenantId, 'abandonment.at_cap')).toHaveLength(1)
      expect(floor.test.errors).toEqual([])
    },
    realMs,
  )

  it(
    'dials one line for each operator while a finding about it is open, and says so on the floor (database administrator)',
    async () => {
      const { tenantId, campaignId } = floor.test.tenant
      const log = await logOf(spine, tenantId)
      const findingId = await enterFinding(spine, log, {
        type: 'finding.campaign_changed',
        refs: { campaign: campaignId },
      })
      const before = sentences().length
      await floor.until(
        ({ ahead }) =>
          ahead === 0 &&
          sentences()
            .slice(before)
            .some((text) => text.includes('台帳と合わない点検結果')),
        patienceMs,
      )
      expect((await looks(20_000)).filter(({ ahead }) => ahead > 0)).toEqual([])
      expect(await isShown()).toMatchObject([{ campaignId, isDoubted: true }])
      await enterAndPlace(spine, 'house', {
        ...{ type: 'finding.closed', purpose: 'oversight', closing: 'exercise', refs: { entry: findingId } },
      })
      await floor.until(isAhead, patienceMs)
      expect(floor.test.errors).toEqual([])
    },
    realMs,
  )
})
