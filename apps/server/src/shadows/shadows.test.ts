import type {
  CampaignSettings,
  Entry,
  FloorFigures,
  PersonId,
  ShadowEnd,
  ShadowPacing,
  ShadowView,
} from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCampaignBook } from '../dialling/index.ts'
import { tuesdayAtTen } from '../dialling/test-dialling.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { reportRows } from '../reports/test-report-rows.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { createShadows, playShadows, type ShadowPlayer, type Shadows } from './index.ts'
import { twinsOfEach } from './shadow-run.ts'
import { type LiveFloorSettings, progressiveFloor } from './test-live-floor.ts'

/** Playing an hour of a floor ten times takes as long as a busy machine needs for it. */
const realMs = 300_000
const minute = 60_000
const predictive: ShadowPacing = { mode: 'predictive', capPercent: 3 }
const progressive: ShadowPacing = { mode: 'progressive' }

let spine: Spine
let nowMs = tuesdayAtTen
let shadows: Shadows
const players: ShadowPlayer[] = []
const errors: unknown[] = []
/** Time stands until a test moves it. */
const clock = { now: () => nowMs, setTimer: () => () => undefined }

beforeAll(async () => {
  spine = await startSpine()
  shadows = createShadows({ database: spine.test.database, writer: spine.writer, clock })
}, realMs)
afterAll(async () => {
  expect(errors).toEqual([])
  await spine.stop()
}, realMs)

function newPlayer(): ShadowPlayer {
  const { writer, test } = spine
  const onError = (error: unknown): void => void errors.push(error)
  const player = playShadows({ database: test.database, writer, clock, campaigns: createCampaignBook(), onError })
  players.push(player)
  return player
}

interface World {
  readonly tenant: TestTenant
  readonly asking: Asking
  readonly view: () => Promise<NonNullable<ShadowView['shown']>>
}

const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)

/** A campaign that was dialled progressively from nine until two, and a list that does not end. */
async function floor(
  operators: number,
  changes: Partial<LiveFloorSettings> = {},
  { settings, due = 4_000 }: { settings?: Partial<CampaignSettings>; due?: number } = {},
): Promise<World> {
  nowMs = tuesdayAtTen
  const tenant = await spine.tenant(settings)
  await sql(`update tenant.campaigns set state = 'running' where tenant_id = $1`, [tenant.tenantId])
  const actor = await spine.person(tenant, 'supervisor')
  const asking = { actor, tenantId: tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
  const people: PersonId[] = []
  for (let at = 0; at < operators; at += 1) people.push((await spine.person(tenant, 'operator')).personId)
  const { attempts, spans } = progressiveFloor(
    {
      ...{ campaignId: tenant.campaignId, leadId: newId(), operators: people, answerRate: 0.25 },
      ...{ fromMs: tuesdayAtTen - 60 * minute, untilMs: tuesdayAtTen + 240 * minute, ...changes },
    },
    operators,
  )
  const rows = reportRows(spine.test.superuser)
  await rows.addAttempts(tenant.tenantId, attempts)
  await rows.addSpans(tenant.tenantId, spans)
  await sql(
    `with more as (
        insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed)
          select c.tenant_id, gen_random_uuid(), c.list_id, 1 + n, '' from tenant.contacts c, generate_series(1, $3) n
          where c.tenant_id = $1 returning tenant_id, contact_id, list_id)
      insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at)
        select tenant_id, gen_random_uuid(), $2, list_id, contact_id, $4 from more`,
    [tenant.tenantId, tenant.campaignId, due, new Date(tuesdayAtTen - minute)],
  )
  await sql('update tenant.leads set due_at = $2 where tenant_id = $1', [tenant.tenantId, new Date(nowMs - minute)])
  const view = async () => {
    const { shown } = await shadows.read(asking, tenant.campaignId, null)
    if (shown === null) throw new Error('no shadow')
    return shown
  }
  return { tenant, asking, view }
}

/** Plays on, some minutes at a time. */
async function play(player: ShadowPlayer, minutes: number): Promise<void> {
  for (let at = 0; at < minutes; at += 4) {
    nowMs += Math.min(4, minutes - at) * minute
    await player.beat()
  }
}

const total = (figures: readonly FloorFigures[]): FloorFigures =>
  figures.reduce((sum, each) => ({
    ...{ talkMs: sum.talkMs + each.talkMs, wrapUpMs: sum.wrapUpMs + each.wrapUpMs },
    ...{ waitingMs: sum.waitingMs + each.waitingMs, dialled: sum.dialled + each.dialled },
    ...{ answered: sum.answered + each.answered, abandoned: sum.abandoned + each.abandoned },
    connected: sum.connected + each.connected,
  }))
const occupancy = ({ talkMs, wrapUpMs, waitingMs }: FloorFigures) =>
  (talkMs + wrapUpMs) / (talkMs + wrapUpMs + waitingMs)
const sides = ({ stretches }: NonNullable<ShadowView['shown']>) => ({
  live: total(stretches.map(({ live }) => live)),
  asLive: total(stretches.flatMap(({ asLive }) => asLive)),
  other: total(stretches.flatMap(({ other }) => other)),
})
const entered = async ({ asking }: World, type: string) =>
  (await entriesOf(spine, asking.tenantId, type)) as unknown as Entry[]

/** All that a call, a lead or a desk could have changed by. */
async function realRows({ asking }: World): Promise<string> {
  const digests: string[] = []
  for (const table of ['attempts', 'leads', 'contacts', 'desks', 'desk_spans', 'waiting_minutes', 'slot_tallies']) {
    const { rows } = await sql(
      `select '${table}' as of, count(*) as rows, md5(string_agg(t::text, ',' order by t::text)) as digest
        from tenant.${table} t where tenant_id = $1`,
      [asking.tenantId],
    )
    digests.push(JSON.stringify(rows))
  }
  const { rows } = await sql('select count(*)::int as entries from tenant.entry_queue where tenant_id = $1', [
    asking.tenantId,
  ])
  return JSON.stringify([digests, rows])
}

describe('a shadow beside a real floor', () => {
  let world: World
  let before: string
  beforeAll(async () => {
    world = await floor(12)
    await shadows.start(world.asking, world.tenant.campaignId, predictive)
    before = await realRows(world)
    await play(newPlayer(), 120)
  }, realMs)

  it('played as the floor is paced gives the floor: progressive beside progressive within three points', async () => {
    const { live, asLive } = sides(await world.view())
    expect(Math.abs(occupancy(live) - occupancy(asLive))).toBeLessThan(0.03)
    expect(Math.abs(live.dialled - asLive.dialled / twinsOfEach)).toBeLessThan(0.06 * live.dialled)
    expect(live.abandoned + asLive.abandoned).toBe(0)
    expect(live.connected).toBeGreaterThan(300)
    // operators are there for the twins as long as they were really there
    const paid = asLive.talkMs + asLive.wrapUpMs + asLive.waitingMs
    expect(paid / twinsOfEach / (live.talkMs + live.wrapUpMs + live.waitingMs)).toBeCloseTo(1, 2)
  })

  it('played ahead has more of the paid time in calls, and keeps its cap', async () => {
    const { live, other } = sides(await world.view())
    expect(occupancy(other)).toBeGreaterThan(occupancy(live) + 0.05)
    expect(other.abandoned).toBeGreaterThan(0)
    expect(other.abandoned).toBeLessThanOrEqual(0.03 * other.answered)
    expect(other.dialled / twinsOfEach).toBeGreaterThan(live.dialled)
  })

  it('stands by the half hour, with the real floor beside it over the same time', async () => {
    const { stretches, playedUntil } = await world.view()
    expect(
      stretches.map(({ from, until }) => [(from - tuesdayAtTen) / minute, (until - tuesdayAtTen) / minute]),
    ).toEqual(
      [[3.75, 30], ...[30, 60, 90].map((at) => [at, at + 30])].map(([from, until]) => [
        from,
        Math.min(until ?? 0, ((playedUntil ?? 0) - tuesdayAtTen) / minute),
      ]),
    )
    for (const { other, asLive } of stretches) expect([other.length, asLive.length]).toEqual([twinsOfEach, twinsOfEach])
  })

  it('changes no call, no lead, no desk, no tally and enters nothing while it is played (C-03)', async () => {
    expect(await realRows(world)).toBe(before)
  })

  it(
    'is the same when its rows are played again by another process: its seed stands beside them',
    async () => {
      const first = (await world.view()).stretches
      await sql('delete from tenant.shadow_stretches where tenant_id = $1', [world.asking.tenantId])
      await sql('update tenant.shadows set played_until = null, holder = null where tenant_id = $1', [
        world.asking.tenantId,
      ])
      nowMs = tuesdayAtTen
      await play(newPlayer(), 120)
      expect((await world.view()).stretches).toEqual(first)
    },
    realMs,
  )
})

describe('a shadow', () => {
  let world: World
  beforeAll(async () => {
    world = await floor(4)
  }, realMs)
  beforeEach(() => {
    nowMs += 1_000
  })

  it('is one at a time, entered with what is played and by whom, and ended by a person with its start (M-01)', async () => {
    const { asking, tenant } = world
    const shadowId = await shadows.start(asking, tenant.campaignId, predictive)
    await expect(shadows.start(asking, tenant.campaignId, progressive)).rejects.toMatchObject({ code: 'conflict' })
    await shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
    await shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
    const [started] = await entered(world, 'shadow.started')
    expect(started).toMatchObject({ actor_kind: 'person', purpose: 'supervision', counts: { cap_percent: 3 } })
    expect(started?.refs).toMatchObject({ campaign: tenant.campaignId, dialling_mode: 'predictive' })
    const stopped = await entered(world, 'shadow.stopped')
    expect(stopped).toHaveLength(1)
    expect(stopped[0]?.refs?.entry).toBe(started?.id)
    const { endedAs, playedUntil } = await world.view()
    expect({ endedAs, playedUntil }).toEqual({ endedAs: 'stopped', playedUntil: null })
  })

  it('of two who begin one at the same moment is one', async () => {
    const { asking, tenant } = world
    const both = await Promise.allSettled(
      [progressive, predictive].map((by) => shadows.start(asking, tenant.campaignId, by)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await sql('update tenant.shadows set ended_at = now(), ended_as = $2 where tenant_id = $1 and ended_at is null', [
      ...[asking.tenantId, 'stopped'],
    ])
  })

  it(
    'goes on where the process before it stopped, and time that nobody played is seen to be missing',
    async () => {
      const { asking, tenant } = world
      nowMs = tuesdayAtTen
      const shadowId = await shadows.start(asking, tenant.campaignId, progressive)
      await play(newPlayer(), 8)
      // its lease is over with it
      await sql(`update tenant.shadows set held_until = now() where shadow_id = $1`, [shadowId])
      await play(newPlayer(), 4)
      nowMs += 40 * minute
      await sql(`update tenant.shadows set held_until = now() where shadow_id = $1`, [shadowId])
      await play(newPlayer(), 8)
      const edges = (await world.view()).stretches.map(({ from, until }) =>
        [from, until].map((at) => (at - tuesdayAtTen) / minute),
      )
      expect(edges).toEqual([
        [3.75, 7.75],
        [7.75, 11.75],
        [55.75, 59.75],
      ])
      await shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
    },
    realMs,
  )

  it(
    'is played by one process only, and nothing is written of it when somebody has stopped it',
    async () => {
      const { asking, tenant } = world
      const shadowId = await shadows.start(asking, tenant.campaignId, progressive)
      const [one, other] = [newPlayer(), newPlayer()]
      await play(one, 8)
      const first = await world.view()
      await play(other, 4)
      expect(await world.view()).toMatchObject({ playedUntil: first.playedUntil, stretches: first.stretches })
      await shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
      await play(one, 4)
      expect((await world.view()).stretches).toEqual(first.stretches)
    },
    realMs,
  )

  it.each([
    ['day_over', async () => void (nowMs += 24 * 60 * minute)],
    [
      'campaign_closed',
      () => sql(`update tenant.campaigns set state = 'closed' where tenant_id = $1`, [world.asking.tenantId]),
    ],
    [
      'settings_changed',
      () =>
        sql(
          `update tenant.campaigns set settings = settings || '{"mode":"preview"}', revision = revision + 1 where tenant_id = $1`,
          [world.asking.tenantId],
        ),
    ],
  ] as [ShadowEnd, () => Promise<unknown>][])('ends by itself, entered: %s', async (endedAs, happen) => {
    const { asking, tenant } = world
    await sql(
      `update tenant.campaigns set state = 'running', settings = settings || '{"mode":"progressive"}',
      revision = revision + 1 where tenant_id = $1`,
      [asking.tenantId],
    )
    await shadows.start(asking, tenant.campaignId, progressive)
    const before = (await entered(world, 'shadow.stopped')).length
    await happen()
    await newPlayer().beat()
    expect(await world.view()).toMatchObject({ endedAs, endedAt: nowMs })
    const [entry, ...rest] = (await entered(world, 'shadow.stopped')).slice(before)
    expect(entry).toMatchObject({ actor_kind: 'scheduler', refs: { campaign: tenant.campaignId } })
    expect(rest).toEqual([])
  })

  it('is nothing for another job or tenant, and not for a town’s campaign where it would abandon (A-02, A-05)', async () => {
    const { asking, tenant } = world
    const place = { campaignId: tenant.campaignId, shadowId: (await world.view()).shadowId }
    const narrow = { ...asking, rowScope: { jobs: [(await jobBeside(spine, tenant)).jobId] } }
    const town = await spine.tenant()
    const there = { ...asking, actor: await spine.person(town, 'supervisor'), tenantId: town.tenantId }
    for (const asked of [narrow, there]) {
      await expect(shadows.read(asked, place.campaignId, null)).rejects.toMatchObject({ code: 'not_found' })
      await expect(shadows.start(asked, place.campaignId, progressive)).rejects.toMatchObject({ code: 'not_found' })
      await expect(shadows.stop(asked, place)).rejects.toMatchObject({ code: 'not_found' })
    }
    await sql(`update house.companies set sector = 'municipality' where company_id = $1`, [town.clientId])
    await expect(shadows.start(there, town.campaignId, predictive)).rejects.toMatchObject({
      code: 'municipality_abandons_nobody',
    })
  })
})

describe('what a shadow draws from', () => {
  it(
    'has to be enough: until then it waits and says how much there is',
    async () => {
      const world = await floor(3, { fromMs: tuesdayAtTen })
      await shadows.start(world.asking, world.tenant.campaignId, progressive)
      const player = newPlayer()
      await play(player, 8)
      const waiting = await world.view()
      expect(waiting).toMatchObject({ playedUntil: null, stretches: [] })
      expect(waiting.known.calls).toBeGreaterThan(10)
      await play(player, 60)
      const { stretches, known } = await world.view()
      expect(known.calls).toBeGreaterThan(100)
      expect(stretches.length).toBeGreaterThan(0)
    },
    realMs,
  )

  it(
    'is a list that ends: the twins dial no more than it had, and wait as the floor does',
    async () => {
      const world = await floor(6, { untilMs: tuesdayAtTen + 20 * minute }, { due: 30 })
      await shadows.start(world.asking, world.tenant.campaignId, predictive)
      await play(newPlayer(), 40)
      const { other, live } = sides(await world.view())
      expect(live.dialled).toBeGreaterThan(50)
      expect(other.dialled / twinsOfEach).toBeLessThanOrEqual(live.dialled + 31)
    },
    realMs,
  )

  it(
    'is the operators who are there: at lunch nobody is, on both sides',
    async () => {
      const lunch = [tuesdayAtTen + 30 * minute, tuesdayAtTen + 60 * minute] as const
      const world = await floor(6, { lunch })
      await shadows.start(world.asking, world.tenant.campaignId, progressive)
      await play(newPlayer(), 64)
      const { stretches } = await world.view()
      const atLunch = stretches.filter(({ from }) => from === lunch[0])
      for (const { live, other } of atLunch) {
        expect(live).toMatchObject({ dialled: 0, waitingMs: 0 })
        // only those whose real call went on into it
        expect(total(other).waitingMs / twinsOfEach).toBeLessThanOrEqual(live.talkMs + live.wrapUpMs)
      }
      expect(atLunch).toHaveLength(1)
    },
    realMs,
  )
})
