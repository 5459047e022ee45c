import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tuesdayAtTen } from '../dialling/test-dialling.ts'
import { jobBeside } from '../do-not-call/test-refusals.ts'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { reportRows } from '../reports/test-report-rows.ts'
import { readPresence } from './read-facts.ts'
import { readLive } from './read-live.ts'
import { twinsOfEach } from './shadow-run.ts'
import {
  minute,
  occupancy,
  predictive,
  progressive,
  realMs,
  type ShadowTest,
  sides,
  startShadows,
  type TestFloor,
  total,
} from './test-shadows.ts'

let test: ShadowTest
beforeAll(async () => {
  test = await startShadows()
}, realMs)
afterAll(async () => {
  expect(test.errors).toEqual([])
  await test.spine.stop()
}, realMs)

/** All that a call, a lead or a desk could have changed by. */
async function realRows({ asking }: TestFloor): Promise<string> {
  const digests: string[] = []
  for (const table of ['attempts', 'leads', 'contacts', 'desks', 'desk_spans', 'waiting_minutes', 'slot_tallies']) {
    const { rows } = await test.sql(
      `select '${table}' as of, count(*) as rows, md5(string_agg(t::text, ',' order by t::text)) as digest
        from tenant.${table} t where tenant_id = $1`,
      [asking.tenantId],
    )
    digests.push(JSON.stringify(rows))
  }
  const { rows } = await test.sql(
    `select count(*) from (select entry_id from tenant.entry_queue where tenant_id = $1
      union select entry_id from tenant.entry_index where tenant_id = $1) e`,
    [asking.tenantId],
  )
  return JSON.stringify([digests, rows])
}

describe('a shadow beside a real floor', () => {
  let world: TestFloor
  let before: string
  beforeAll(async () => {
    world = await test.floor(12)
    await test.shadows.start(world.asking, world.tenant.campaignId, predictive)
    // the server draws it; here the same chance each time
    await test.sql('update tenant.shadows set seed = 11 where tenant_id = $1', [world.asking.tenantId])
    before = await realRows(world)
    await test.play(test.newPlayer(), 120)
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
      await test.sql('delete from tenant.shadow_stretches where tenant_id = $1', [world.asking.tenantId])
      await test.sql('update tenant.shadows set played_until = null, holder = null where tenant_id = $1', [
        world.asking.tenantId,
      ])
      test.moveTo(tuesdayAtTen)
      await test.play(test.newPlayer(), 120)
      expect((await world.view()).stretches).toEqual(first)
    },
    realMs,
  )
})

describe('a shadow of a campaign with a ratio', () => {
  it(
    'plays the ratio as the present way, and ends when somebody sets another',
    async () => {
      const settings = { mode: 'ratio', linesPerTenOperators: 20, abandonCapPercent: 3 } as const
      const world = await test.floor(12, {}, { settings })
      await test.shadows.start(world.asking, world.tenant.campaignId, progressive)
      const player = test.newPlayer()
      await test.play(player, 60)
      const { stretches } = await world.view()
      for (const { asLive } of stretches) expect(asLive).toHaveLength(twinsOfEach)
      // one line each is the other way here, two for each who is free the campaign's own: it may lose somebody, and talks more
      const { other, asLive } = sides(await world.view())
      expect(occupancy(asLive)).toBeGreaterThan(occupancy(other) + 0.03)
      expect(asLive.abandoned).toBeLessThanOrEqual(0.03 * asLive.answered)
      expect(other.abandoned).toBe(0)
      await test.sql(
        `update tenant.campaigns set settings = settings || '{"linesPerTenOperators":15}', revision = revision + 1
          where tenant_id = $1`,
        [world.asking.tenantId],
      )
      await player.beat()
      expect((await world.view()).endedAs).toBe('settings_changed')
    },
    realMs,
  )
})

describe('what a shadow draws from', () => {
  it(
    'has to be enough: until then it waits and says how much there is',
    async () => {
      const world = await test.floor(3, { fromMs: tuesdayAtTen })
      await test.shadows.start(world.asking, world.tenant.campaignId, progressive)
      const player = test.newPlayer()
      await test.play(player, 8)
      const waiting = await world.view()
      expect(waiting).toMatchObject({ playedUntil: null, stretches: [] })
      expect(waiting.known.calls).toBeGreaterThan(10)
      await test.play(player, 60)
      const { stretches, known } = await world.view()
      expect(known.calls).toBeGreaterThan(100)
      expect(stretches.length).toBeGreaterThan(0)
    },
    realMs,
  )

  it(
    'is a list that ends: the twins dial no more than it had, and wait as the floor does',
    async () => {
      const world = await test.floor(6, { untilMs: tuesdayAtTen + 20 * minute }, { due: 30 })
      await test.shadows.start(world.asking, world.tenant.campaignId, predictive)
      await test.play(test.newPlayer(), 40)
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
      const world = await test.floor(6, { lunch })
      await test.shadows.start(world.asking, world.tenant.campaignId, progressive)
      await test.play(test.newPlayer(), 64)
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

  it('is nobody who talks to a caller, is on a break or works for another campaign, on both sides', async () => {
    const tenant = await test.spine.tenant()
    const { tenantId, campaignId } = tenant
    const elsewhere = (await jobBeside(test.spine, tenant)).campaignId
    const { personId: operatorId } = await test.spine.person(tenant, 'operator')
    const at = (minutes: number) => tuesdayAtTen + minutes * minute
    const span = (state: string, from: number, until: number, where = campaignId) => ({
      ...{ campaignId: where, operatorId, state, awayReason: null, fromMs: at(from), untilMs: at(until) },
    })
    const rows = reportRows(test.spine.test.superuser)
    await rows.addSpans(tenantId, [
      ...[span('available', 0, 10), span('connected', 10, 15), span('wrap_up', 15, 16), span('available', 16, 20)],
      ...[span('away', 20, 25), span('connected', 25, 27, elsewhere), span('available', 27, 30)],
    ])
    const attemptId = newId()
    await rows.addAttempts(tenantId, [
      {
        ...{ campaignId, operatorId, leadId: newId(), attemptId, disposition: '11', intendedAtMs: at(9) },
        ...{ answeredAtMs: at(10), connectedAtMs: at(10), hungUpAtMs: at(15), endedAtMs: at(16) },
      },
    ])
    await test.sql(`update tenant.attempts set direction = 'in' where attempt_id = $1`, [attemptId])
    const { presence, live } = await test.spine.test.database.transaction(
      systemActor('scheduler'),
      tenantId,
      async (tx) => ({
        presence: await readPresence(tx, campaignId, at(5), at(29)),
        live: await readLive(tx, campaignId, [{ fromMs: at(5), untilMs: at(29) }]),
      }),
    )
    expect(presence.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
      [at(5), at(10)],
      [at(16), at(20)],
      [at(27), at(29)],
    ])
    expect(live).toEqual([
      { ...{ talkMs: 0, wrapUpMs: 0, waitingMs: 11 * minute, dialled: 0, answered: 0 }, abandoned: 0, connected: 0 },
    ])
  })
})
