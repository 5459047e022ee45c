import type { CampaignSettings, WaitingCause, WaitingView } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callIn, ownNumberOf, patientCallers, somebody } from '../dialling/test-call-ins.ts'
import { type DiallingTest, everybodyAnswers, startDialling, tuesdayAtTen } from '../dialling/test-dialling.ts'
import { addCampaign, leadOf, sharedOperator } from '../dialling/test-shared-seats.ts'
import type { PersonActor } from '../platform/actor.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { readStateTimes } from '../reports/index.ts'
import { reportRows } from '../reports/test-report-rows.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import { createWaiting } from './waiting.ts'

/** In virtual time a minute takes as long as PostgreSQL on a busy machine needs for it. */
const realMs = 600_000
const date = '2026-11-24'

let spine: Spine
let test: DiallingTest
beforeAll(async () => {
  spine = await startSpine()
}, realMs)
afterAll(() => spine.stop(), realMs)
afterEach(() => test.stop(), realMs)

/** Nobody answers for the next minute: what is looked at stands still. */
const ringsForLong = { ...everybodyAnswers, answerAfter: { medianMs: 60_000, sigma: 0 } }
const failing = { ...everybodyAnswers, failureRate: 1 }

async function start(
  settings: Partial<CampaignSettings> = {},
  profile: typeof everybodyAnswers = ringsForLong,
): Promise<void> {
  test = await startDialling({ spine, settings: { ringSeconds: 60, ...settings }, network: { profile } })
}

async function people(operators: number, leads: number): Promise<void> {
  for (let index = 0; index < operators; index += 1) await test.operator()
  for (let index = 0; index < leads; index += 1) await test.lead()
}

const sql = (text: string, ...more: unknown[]) => spine.test.superuser.query(text, [test.tenant.tenantId, ...more])

/** What was kept after everything of the dialler was written, by campaign. */
async function keptCauses(campaignId = test.tenant.campaignId): Promise<Partial<Record<WaitingCause, number>>> {
  await test.stop()
  const { rows } = await sql(
    `select cause, sum(ms)::int as ms from tenant.waiting_minutes where tenant_id = $1 and campaign_id = $2 group by 1`,
    campaignId,
  )
  return Object.fromEntries(rows.map(({ cause, ms }) => [cause, ms]))
}

type Arranged = [cause: WaitingCause, arrange: () => Promise<void>, passMs?: number]

/** A campaign with so many operators and leads, running. */
async function running(
  [operators, leads]: readonly [number, number],
  settings: Partial<CampaignSettings> = {},
  lines = { atOnce: 900, perSecond: 90 },
): Promise<void> {
  await start(settings)
  await people(operators, leads)
  test.startDialler({ lines })
}

const never = { weekday: null, saturday: null, sundayAndHoliday: null }
const ahead = { mode: 'predictive', maxAttemptsPerDay: 10 } as const

const arranged: Arranged[] = [
  ['list', () => running([2, 0])],
  ['answer', () => running([1, 1])],
  ['hours', () => running([1, 1], { hours: never })],
  [
    'not_running',
    async () => {
      await start()
      await people(1, 1)
      await sql(`update tenant.campaigns set state = 'stopped' where tenant_id = $1`)
      test.startDialler()
    },
  ],
  [
    'switched_off',
    async () => {
      await start()
      await people(1, 1)
      const actor = await spine.person(test.tenant, 'supervisor')
      const asking = { actor, tenantId: test.tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
      await test.stops.set(asking, { extent: 'tenant', ground: 'disaster', liftBy: 'supervisors' })
      test.startDialler()
    },
  ],
  [
    'carrier_away',
    async () => {
      await running([1, 0])
      await test.pass(1_000)
      test.network.simulation.beginOutage('connection')
    },
  ],
  ['carrier_fails', async () => (await start({}, failing), await people(2, 9), void test.startDialler()), 10_000],
  ['lines', () => running([3, 3], {}, { atOnce: 1, perSecond: 90 })],
  ['calls_a_second', () => running([6, 6], {}, { atOnce: 9, perSecond: 1 })],
  ['skill', () => running([1, 1], { minimumSkill: 2 })],
  [
    'elsewhere',
    async () => {
      await start()
      const other = await addCampaign(spine, test.tenant, { settings: { ringSeconds: 60 } })
      await sharedOperator(test, [
        [other, { priority: 1 }],
        [test.tenant.campaignId, { priority: 2 }],
      ])
      await leadOf(test, other)
      test.startDialler()
    },
  ],
  ['risk', () => running([2, 9], ahead)],
  ['few_answers', () => running([2, 9], ahead), 20_000],
  [
    'budget',
    async () => {
      await start(ahead)
      await people(2, 9)
      await reportRows(spine.test.superuser).addAttempts(
        test.tenant.tenantId,
        Array.from({ length: 60 }, (_, index) => {
          const atMs = tuesdayAtTen - 600_000 + index
          const ids = { campaignId: test.tenant.campaignId, leadId: newId(), attemptId: newId(), operatorId: null }
          const times = { intendedAtMs: atMs, answeredAtMs: atMs + 9, connectedAtMs: null, hungUpAtMs: null }
          return { ...ids, ...times, endedAtMs: atMs + 99, disposition: index < 9 ? 'S08' : '11' }
        }),
      )
      await sql(
        `update tenant.leads set state = 'finished' where tenant_id = $1 and lead_id in (
          select lead_id from tenant.attempts where tenant_id = $1)`,
      )
      test.startDialler()
    },
    20_000,
  ],
  [
    'one_to_one',
    async () => {
      await start(ahead)
      await people(2, 5)
      await sql('update tenant.lists set first_leased_at = now() where tenant_id = $1')
      test.startDialler()
      // past the care that follows a start, with a line for each
      await test.pass(18_000)
      await sql(
        `update tenant.leads set state = 'promised', due_at = due_at - interval '2 minutes' where tenant_id = $1
          and lead_id in (select lead_id from tenant.leads where tenant_id = $1 and state = 'ready' limit 2)`,
      )
    },
  ],
]

describe('what operators wait for is kept as', () => {
  it.each(arranged.map(([cause, arrange, passMs = 4_000]) => ({ cause, arrange, passMs })))(
    '$cause',
    async ({ cause, arrange, passMs }) => {
      await arrange()
      await test.pass(passMs)
      const causes = await keptCauses()
      expect(causes).toHaveProperty(cause)
      expect(test.errors).toEqual([])
    },
    realMs,
  )

  it(
    'ledger, while it takes no entries, and call_in of whom nobody can be shown to meanwhile; nothing where nobody waits',
    async () => {
      await start({}, patientCallers)
      await ownNumberOf(spine, test.tenant, '0300009136')
      const person = await somebody(test)
      test.startDialler()
      await test.pass(2_000)
      callIn(test, person.from, '0300009136')
      await test.pass(2_000)
      await spine.stopSequencer()
      await expect.poll(() => spine.receipts.state().isAvailable, { timeout: realMs }).toBe(false)
      await people(2, 0)
      await test.pass(3_000)
      await spine.startSequencer()
      await expect.poll(() => spine.receipts.state().isAvailable, { timeout: realMs }).toBe(true)
      expect(Object.keys(await keptCauses()).sort()).toEqual(['call_in', 'ledger'])

      await running([0, 1])
      await test.pass(3_000)
      expect(await keptCauses()).toEqual({})
    },
    realMs,
  )
})

describe('the wait of a stretch of time', () => {
  let supervisor: PersonActor
  const explain = (): Promise<WaitingView> =>
    createWaiting({ database: spine.test.database, clock: test.clock }).explain(
      { actor: supervisor, tenantId: test.tenant.tenantId, rowScope: wholeTenant },
      { date, campaignId: test.tenant.campaignId, fromSlot: 20, untilSlot: 21 },
    )
  const causesOf = (view: WaitingView) => Object.fromEntries(view.causes.map(({ cause, ms }) => [cause, ms]))
  const untilSeconds = async (seconds: number) => test.pass(tuesdayAtTen + seconds * 1_000 - test.clock.now())

  it(
    'adds up to the time that reports count, cause by cause, and says of minutes without a dialler that nobody looked',
    async () => {
      await running([2, 0])
      supervisor = await spine.person(test.tenant, 'supervisor')
      await untilSeconds(40)
      await test.lead()
      await untilSeconds(70)
      await sql(`update tenant.campaigns set state = 'stopped' where tenant_id = $1`)
      await untilSeconds(130)
      const view = await explain()
      expect(view).toMatchObject({ from: tuesdayAtTen, until: tuesdayAtTen + 120_000, waitedMs: 240_000 })
      const times = await spine.test.database.transaction(supervisor, test.tenant.tenantId, (tx) =>
        readStateTimes(tx, {
          ...{ campaignIds: [test.tenant.campaignId], from: new Date(view.from), until: new Date(view.until) },
          now: new Date(view.until),
        }),
      )
      expect(times.reduce((sum, { ms }) => sum + ms, 0)).toBe(view.waitedMs)
      const { list = 0, answer = 0, not_running: stopped = 0, ...others } = causesOf(view)
      expect(others).toEqual({})
      expect(list + answer + stopped).toBe(240_000)
      // 40 s for both and 30 s for one; a minute of ringing; a look or two, by which each may be off
      expect(Math.abs(list - 110_000)).toBeLessThan(4_000)
      expect(Math.abs(answer - 61_000)).toBeLessThan(4_000)
      expect(view.slots).toEqual([{ from: tuesdayAtTen, causes: view.causes }])
      expect(view.now).toMatchObject({ days: 1, waitingMs: 260_000 })

      await test.crash()
      await untilSeconds(250)
      const later = await explain()
      expect(later.waitedMs).toBe(480_000)
      // the minute of the crash may be lost, or ten seconds of it
      expect(causesOf(later)['unseen']).toBeGreaterThanOrEqual(220_000)
      expect(causesOf(later)['unseen']).toBeLessThanOrEqual(240_000)
    },
    realMs,
  )

  it('is nothing for whoever’s jobs do not reach the campaign, and counts no other tenant’s (A-04)', async () => {
    await start()
    const { explain: ask } = createWaiting({ database: spine.test.database, clock: test.clock })
    const actor = await spine.person(test.tenant, 'supervisor')
    const { tenantId, campaignId } = test.tenant
    const whole = { date, fromSlot: 0, untilSlot: 48 }
    await expect(ask({ actor, tenantId, rowScope: { jobs: [] } }, { ...whole, campaignId })).rejects.toMatchObject({
      code: 'not_found',
    })
    const all = await ask({ actor, tenantId, rowScope: wholeTenant }, whole)
    expect(all).toMatchObject({ waitedMs: 0, causes: [], slots: [], before: { days: 0 } })
  })

  it('says of whom one could call what each waits for', async () => {
    await start()
    supervisor = await spine.person(test.tenant, 'supervisor')
    await people(0, 10)
    const later = new Date(test.clock.now() + 3_600_000)
    const tomorrow = new Date(test.clock.now() + 86_400_000)
    const changes: readonly (readonly [string, Date])[] = [
      [`state = 'waiting', last_disposition = 'S01', due_at = $2`, later],
      [`state = 'waiting', last_disposition = 'S07', due_at = $2`, later],
      [`state = 'waiting', last_disposition = 'S02', due_at = $2`, tomorrow],
      [`state = 'promised', due_at = $2`, later],
      [`state = 'held', due_at = $2`, later],
      [`state = 'finished', finished_reason = 'excluded', due_at = $2`, later],
      [`state = 'finished', finished_reason = 'result', due_at = $2`, later],
      [`state = 'waiting', last_disposition = 'S02', attempts = 2, due_at = $2`, tomorrow],
    ]
    const { rows } = await sql('select lead_id from tenant.leads where tenant_id = $1 order by lead_id')
    for (const [index, [change, dueAt]] of changes.entries())
      await sql(`update tenant.leads set ${change} where tenant_id = $1 and lead_id = $3`, dueAt, rows[index].lead_id)
    const tired = rows[changes.length - 1].lead_id
    for (const minutes of [90, 60])
      await sql(
        `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
            intended_at, ended_at, disposition)
          select $1, $2, campaign_id, lead_id, contact_id, 1, $3, 'ended', $1, $3, $3, 'S02' from tenant.leads where lead_id = $4`,
        ...[newId(), new Date(test.clock.now() - minutes * 60_000), tired],
      )
    await sql(
      `update tenant.lists set valid_until = '2026-11-20' where tenant_id = $1 and list_id = (
        select list_id from tenant.leads where lead_id = $2)`,
      rows[changes.length].lead_id,
    )
    const { leads } = await explain()
    expect(Object.fromEntries((leads?.waits ?? []).map((each) => [each.wait, each.leads]))).toEqual({
      ...{ due: 1, line_failure: 1, retry_today: 1, day_limit: 1, another_day: 1, promised: 1 },
      ...{ outside_period: 1, held: 1, excluded: 1 },
    })
    expect(leads?.nextDueAt).toBe(later.getTime())
  })
})
