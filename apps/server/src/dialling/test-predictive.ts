import type { CampaignId, CampaignSettings } from '@sekisho/contract'
import { DEFAULT_PROFILE, type NetworkProfile } from '@sekisho/telephony'
import { desksOf, diligentOperator } from '../desk/test-desk.ts'
import { type Spine, testSettings } from '../test-spine.ts'
import { abandonedAnnouncement } from './abandonment.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'
import { assign } from './test-shared-seats.ts'

const everyHour = (rate: number) => ({ weekday: Array<number>(24).fill(rate), weekend: Array<number>(24).fill(rate) })

/** Short calls, of which some four in ten are answered, so that a day's worth of answers fits into minutes. */
const profile: NetworkProfile = {
  ...DEFAULT_PROFILE,
  answerRateByHour: everyHour(0.4),
  ...{ unallocatedShare: 0, wrongNumberShare: 0, machineShare: 0, blockingShare: 0, familyRate: 0, busyRate: 0 },
  ...{ unreachableRate: 0, declineRate: 0, failureRate: 0 },
  postDialDelay: { medianMs: 500, sigma: 0.2 },
  answerAfter: { medianMs: 4_000, sigma: 0.4 },
  patience: { medianMs: 20_000, sigma: 0 },
  talk: { medianMs: 12_000, sigma: 0.5 },
  refusalTalk: { medianMs: 8_000, sigma: 0.4 },
}

/** What the attempts of the day say, read past everything that the dialler keeps. */
export interface RawDay {
  readonly answered: number
  readonly abandoned: number
  /** Lines of nobody's seat that nobody has answered. */
  readonly ahead: number
  /** Lines that ring for a seat. */
  readonly seated: number
  readonly freeOperators: number
}

export interface PredictiveFloor {
  readonly test: DiallingTest
  /** When the announcement ended, by attempts of which the people heard it. */
  readonly heardAtMs: ReadonlyMap<string, number>
  raw(): Promise<RawDay>
  rows<Row extends object>(sql: string, ...more: unknown[]): Promise<Row[]>
  /** Lets time pass and looks at the floor every quarter of a second, until it is so; throws after `mostMs`. */
  until(
    isSo: (day: RawDay) => boolean | Promise<boolean>,
    mostMs: number,
    look?: (day: RawDay) => unknown,
  ): Promise<RawDay>
  seat(count: number, choose?: Parameters<typeof diligentOperator>[3]): Promise<void>
  /** The same for operators of this campaign and another one, both assigned to them. */
  seatShared(count: number, other: CampaignId): Promise<void>
  /** All operators close their pages at the same moment. */
  leave(): void
  stop(): Promise<void>
}

/** A campaign that dials ahead, predictive unless said otherwise, on the simulated network, with as many leads; operators sit down by `seat`. */
export async function startPredictive(
  spine: Spine,
  leads: number,
  settings: Partial<CampaignSettings> = {},
): Promise<PredictiveFloor> {
  const test = await startDialling({
    spine,
    settings: {
      ...testSettings,
      mode: 'predictive',
      maxAttempts: 30,
      maxAttemptsPerDay: 10,
      minHoursBetween: 0,
      ...settings,
    },
    network: { profile, seed: 35 },
  })
  const { tenantId, campaignId } = test.tenant
  for (let index = 0; index < leads; index += 1) await test.lead()
  const rows = async <Row extends object>(sql: string, ...more: unknown[]): Promise<Row[]> =>
    (await spine.test.superuser.query<Row>(sql, [tenantId, ...more])).rows
  // each test contact comes with a list of its own: marked at once, not by hundreds of first leases
  await rows('update tenant.lists set first_leased_at = now() where tenant_id = $1')
  const heardAtMs = new Map<string, number>()
  test.network.carrier.subscribe((event) => {
    if (event.type === 'played' && event.announcement === abandonedAnnouncement.id)
      heardAtMs.set(event.attemptId, event.atMs)
  })
  const desks = desksOf(test)
  const leaving: (() => void)[] = []

  async function sit(alsoServing: readonly CampaignId[], choose?: Parameters<typeof diligentOperator>[3]) {
    const actor = await spine.person(test.tenant, 'operator')
    const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    if (alsoServing.length > 0)
      for (const each of [campaignId, ...alsoServing]) await assign(spine, test.tenant, actor.personId, each)
    const seat = { actor, tenantId, campaignId, alsoServing: [...alsoServing], decision }
    leaving.push(await diligentOperator(desks, seat, undefined, choose))
  }

  async function raw(): Promise<RawDay> {
    const [day] = await rows<RawDay>(
      `select count(*) filter (where answered_at is not null)::int as answered,
          count(*) filter (where disposition = 'S08')::int as abandoned,
          count(*) filter (where state in ('intent', 'dialling', 'ringing') and operator_id is null)::int as ahead,
          count(*) filter (where state in ('intent', 'dialling', 'ringing') and operator_id is not null)::int as seated,
          (select count(*) from tenant.desks d where d.tenant_id = $1 and d.state = 'available' and d.connection is not null
            and not exists (select from tenant.attempts o where o.tenant_id = $1 and o.operator_id = d.operator_id
              and o.state <> 'ended'))::int as "freeOperators"
        from tenant.attempts where tenant_id = $1`,
    )
    if (day === undefined) throw new Error('no day')
    return day
  }

  /** Whoever was dealt with is due again: the floor never runs dry. */
  async function refill(): Promise<void> {
    await rows(
      `update tenant.leads set due_at = $2, state = 'waiting' where tenant_id = $1 and not is_one_to_one
        and (state = 'waiting' or state = 'finished' and last_disposition = '11')
        and last_disposition is not null and due_at <> $2`,
      new Date(test.clock.now()),
    )
  }

  return {
    ...{ test, heardAtMs, raw, rows },
    async until(isSo, mostMs, look = () => undefined) {
      for (let passed = 0; passed < mostMs; passed += 250) {
        await test.pass(250)
        if (passed % 30_000 === 0) await refill()
        const day = await raw()
        await look(day)
        if (await isSo(day)) return day
      }
      console.log(test.errors.slice(0, 2), test.events.seen.filter(({ kind }) => kind === 'pacing').slice(-2))
      throw new Error(`not within ${mostMs} ms: ${JSON.stringify(await raw())}`)
    },
    async seat(count, choose) {
      for (let index = 0; index < count; index += 1) await sit([], choose)
    },
    async seatShared(count, other) {
      for (let index = 0; index < count; index += 1) await sit([other])
    },
    leave() {
      for (const leave of leaving.splice(0)) leave()
    },
    async stop() {
      for (const leave of leaving.splice(0)) leave()
      await test.pass(16_000)
      await desks.stop()
      await test.stop()
    },
  }
}
