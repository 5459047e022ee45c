import { HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { contactOf, dialledNumber, entriesOf } from '../do-not-call/test-refusals.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { createHouseStops, type HouseAsking, type HouseStops } from './house-stops.ts'
import type { StopEvent } from './stop-events.ts'

let spine: Spine
let tenant: TestTenant
let houseStops: HouseStops
let manager: HouseAsking
const errors: unknown[] = []

const started = (): HouseStops =>
  createHouseStops({
    ...{ database: spine.test.database, writer: spine.writer, clock: systemClock, events: localEvents<StopEvent>() },
    onError: (error) => void errors.push(error),
  })

beforeAll(async () => {
  spine = await startSpine()
})
beforeEach(async () => {
  tenant = await spine.tenant()
  houseStops = started()
  manager = { actor: await spine.person(tenant), policyHash: 'a'.repeat(64) }
})
afterEach(async () => {
  await houseStops.stop()
  for (const table of ['house_stop_lifts', 'house_stops'])
    await spine.test.superuser.query(`delete from house.${table}`)
  expect(errors.splice(0)).toEqual([])
})
afterAll(() => spine.stop())

const told = async (type: string, tenantId = tenant.tenantId) =>
  (await entriesOf(spine, tenantId, type)).map(({ refs }) => refs as Record<string, string>)
const untilTold = (type: string, count: number, tenantId = tenant.tenantId) =>
  expect.poll(() => told(type, tenantId), { timeout: 30_000 }).toHaveLength(count)

describe('a stop of all tenants', () => {
  it('stands in the head office’s log and in that of each tenant, with its ground, and so does its lifting', async () => {
    const beside = await spine.tenant()
    const stopId = await houseStops.set(manager, 'disaster')
    expect(await houseStops.list(manager.actor)).toMatchObject([{ stopId, ground: 'disaster' }])
    await houseStops.lift(manager, stopId, 'set_by_mistake')
    expect(await houseStops.list(manager.actor)).toEqual([])
    const [set] = (await entriesOf(spine, HEAD_OFFICE, 'stop.set')).filter(({ id }) => id === stopId)
    expect(set).toMatchObject({ actor_kind: 'person', refs: { stop_ground: 'disaster', lift_by: 'centre_manager' } })
    for (const { tenantId } of [tenant, beside]) {
      await untilTold('stop.set_by_house', 1, tenantId)
      await untilTold('stop.lifted_by_house', 1, tenantId)
      expect(await told('stop.set_by_house', tenantId)).toEqual([{ entry: stopId, stop_ground: 'disaster' }])
      expect(await told('stop.lifted_by_house', tenantId)).toMatchObject([{ lift_ground: 'set_by_mistake' }])
    }
  })

  it('is told once by two servers, and by the next one when the first was killed before it told', async () => {
    const stopId = newId()
    await spine.test.superuser.query(
      `insert into house.house_stops (entry_id, ground, set_by, set_at) values ($1, 'disaster', $2, now())`,
      [stopId, manager.actor.personId],
    )
    const others = [started(), started()]
    await untilTold('stop.set_by_house', 1)
    // each has looked at everything by the time it has stopped
    await Promise.all(others.map((other) => other.stop()))
    expect(await told('stop.set_by_house')).toEqual([{ entry: stopId, stop_ground: 'disaster' }])
  })

  it('holds for a tenant that was made afterwards, whose log says so; one that was over before is not told', async () => {
    const over = await houseStops.set(manager, 'complaints')
    await houseStops.lift(manager, over, 'over')
    const stopId = await houseStops.set(manager, 'disaster')
    const late = await spine.tenant()
    const lead = await contactOf(spine, late, { numbers: ['090'] })
    expect(await dialledNumber(spine, late, lead)).toBe('nothing')
    const later = started()
    await untilTold('stop.set_by_house', 1, late.tenantId)
    await later.stop()
    expect(await told('stop.set_by_house', late.tenantId)).toEqual([{ entry: stopId, stop_ground: 'disaster' }])
    expect(await told('stop.lifted_by_house', late.tenantId)).toEqual([])
  })

  it('is set once for one ground, lifted once, and needs each of its stops lifted', async () => {
    const lead = await contactOf(spine, tenant, { numbers: ['090'] })
    const stopId = await houseStops.set(manager, 'disaster')
    await expect(houseStops.set(manager, 'disaster')).rejects.toMatchObject({ code: 'already_known' })
    const second = await houseStops.set(manager, 'technical_fault')
    await houseStops.lift(manager, stopId, 'over')
    await expect(houseStops.lift(manager, stopId, 'over')).rejects.toMatchObject({ code: 'conflict' })
    expect(await dialledNumber(spine, tenant, lead)).toBe('nothing')
    await houseStops.lift(manager, second, 'over')
    expect(await dialledNumber(spine, tenant, lead)).toBe(1)
    await expect(houseStops.lift(manager, newId(), 'over')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not written from within a tenant, nor changed or deleted from anywhere (lazy manager)', async () => {
    const stopId = await houseStops.set(manager, 'disaster')
    const tried = (scope: TestTenant['tenantId'] | 'house', text: string) =>
      spine.test.database.transaction(manager.actor, scope, (tx) => tx.client.query(text, [stopId]))
    const lifting = `insert into house.house_stop_lifts (stop_id, entry_id, ground, lifted_by, lifted_at)
      select entry_id, gen_random_uuid(), 'over', set_by, now() from house.house_stops where entry_id = $1`
    await expect(tried(tenant.tenantId, lifting)).rejects.toThrow(/row-level security/)
    for (const change of [
      'delete from house.house_stops where entry_id = $1',
      `update house.house_stops set ground = 'complaints' where entry_id = $1`,
    ])
      await expect(tried('house', change)).rejects.toThrow(/permission denied/)
  })
})
