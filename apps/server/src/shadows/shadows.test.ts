import type { Entry, ShadowEnd } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { tuesdayAtTen } from '../dialling/test-dialling.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import {
  minute,
  predictive,
  progressive,
  realMs,
  type ShadowTest,
  startShadows,
  type TestFloor,
} from './test-shadows.ts'

let test: ShadowTest
beforeAll(async () => {
  test = await startShadows()
}, realMs)
afterAll(async () => {
  expect(test.errors).toEqual([])
  await test.spine.stop()
}, realMs)

const entered = async ({ asking }: TestFloor, type: string) =>
  (await entriesOf(test.spine, asking.tenantId, type)) as unknown as Entry[]

describe('a shadow', () => {
  let world: TestFloor
  beforeAll(async () => {
    world = await test.floor(4)
  }, realMs)
  beforeEach(() => {
    test.moveTo(test.now() + 1_000)
  })

  it('is one at a time, entered with what is played and by whom, and ended by a person with its start (M-01)', async () => {
    const { asking, tenant } = world
    const shadowId = await test.shadows.start(asking, tenant.campaignId, predictive)
    await expect(test.shadows.start(asking, tenant.campaignId, progressive)).rejects.toMatchObject({ code: 'conflict' })
    await test.shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
    await test.shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
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
      [progressive, predictive].map((by) => test.shadows.start(asking, tenant.campaignId, by)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await test.sql(
      'update tenant.shadows set ended_at = now(), ended_as = $2 where tenant_id = $1 and ended_at is null',
      [...[asking.tenantId, 'stopped']],
    )
  })

  it(
    'goes on where the process before it stopped, and time that nobody played is seen to be missing',
    async () => {
      const { asking, tenant } = world
      test.moveTo(tuesdayAtTen)
      const shadowId = await test.shadows.start(asking, tenant.campaignId, progressive)
      await test.play(test.newPlayer(), 8)
      // its lease is over with it
      await test.sql(`update tenant.shadows set held_until = now() where shadow_id = $1`, [shadowId])
      await test.play(test.newPlayer(), 4)
      test.moveTo(test.now() + 40 * minute)
      await test.sql(`update tenant.shadows set held_until = now() where shadow_id = $1`, [shadowId])
      await test.play(test.newPlayer(), 8)
      const edges = (await world.view()).stretches.map(({ from, until }) =>
        [from, until].map((at) => (at - tuesdayAtTen) / minute),
      )
      expect(edges).toEqual([
        [3.75, 7.75],
        [7.75, 11.75],
        [55.75, 59.75],
      ])
      await test.shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
    },
    realMs,
  )

  it(
    'is played by one process only, and nothing is written of it when somebody has stopped it',
    async () => {
      const { asking, tenant } = world
      const shadowId = await test.shadows.start(asking, tenant.campaignId, progressive)
      const [one, other] = [test.newPlayer(), test.newPlayer()]
      await test.play(one, 8)
      const first = await world.view()
      await test.play(other, 4)
      expect(await world.view()).toMatchObject({ playedUntil: first.playedUntil, stretches: first.stretches })
      await test.shadows.stop(asking, { campaignId: tenant.campaignId, shadowId })
      await test.play(one, 4)
      expect((await world.view()).stretches).toEqual(first.stretches)
    },
    realMs,
  )

  it.each([
    ['day_over', async () => test.moveTo(test.now() + 24 * 60 * minute)],
    [
      'campaign_closed',
      () => test.sql(`update tenant.campaigns set state = 'closed' where tenant_id = $1`, [world.asking.tenantId]),
    ],
    [
      'settings_changed',
      () =>
        test.sql(
          `update tenant.campaigns set settings = settings || '{"mode":"preview"}', revision = revision + 1 where tenant_id = $1`,
          [world.asking.tenantId],
        ),
    ],
  ] as [ShadowEnd, () => Promise<unknown>][])('ends by itself, entered: %s', async (endedAs, happen) => {
    const { asking, tenant } = world
    await test.sql(
      `update tenant.campaigns set state = 'running', settings = settings || '{"mode":"progressive"}',
      revision = revision + 1 where tenant_id = $1`,
      [asking.tenantId],
    )
    await test.shadows.start(asking, tenant.campaignId, progressive)
    const before = (await entered(world, 'shadow.stopped')).length
    await happen()
    await test.newPlayer().beat()
    expect(await world.view()).toMatchObject({ endedAs, endedAt: test.now() })
    const [entry, ...rest] = (await entered(world, 'shadow.stopped')).slice(before)
    expect(entry).toMatchObject({ actor_kind: 'scheduler', refs: { campaign: tenant.campaignId } })
    expect(rest).toEqual([])
  })

  it('is nothing for another job or tenant, and not for a town’s campaign where it would abandon (A-02, A-05)', async () => {
    const { asking, tenant } = world
    const place = { campaignId: tenant.campaignId, shadowId: (await world.view()).shadowId }
    const narrow = { ...asking, rowScope: { jobs: [(await jobBeside(test.spine, tenant)).jobId] } }
    const town = await test.spine.tenant()
    const there = { ...asking, actor: await test.spine.person(town, 'supervisor'), tenantId: town.tenantId }
    for (const asked of [narrow, there]) {
      await expect(test.shadows.read(asked, place.campaignId, null)).rejects.toMatchObject({ code: 'not_found' })
      await expect(test.shadows.start(asked, place.campaignId, progressive)).rejects.toMatchObject({
        code: 'not_found',
      })
      await expect(test.shadows.stop(asked, place)).rejects.toMatchObject({ code: 'not_found' })
    }
    await test.sql(`update house.companies set sector = 'municipality' where company_id = $1`, [town.clientId])
    await expect(test.shadows.start(there, town.campaignId, predictive)).rejects.toMatchObject({
      code: 'municipality_abandons_nobody',
    })
  })
})
