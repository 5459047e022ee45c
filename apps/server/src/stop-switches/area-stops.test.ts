import type { EntryId } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { contactOf, dialledNumber, entriesOf } from '../do-not-call/test-refusals.ts'
import { systemClock } from '../platform/clock.ts'
import { startSpine, type Spine, type TestContact, type TestTenant } from '../test-spine.ts'
import type { StopArea } from './reach.ts'
import type { StopEvent } from './stop-events.ts'
import { type Asking, createStopSwitches, type NewStop, type StopSwitches } from './stop-switches.ts'

let spine: Spine
let tenant: TestTenant
let stops: StopSwitches
let setter: Asking
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  stops = createStopSwitches({
    ...{ database: spine.test.database, writer: spine.writer, clock: systemClock, events: localEvents<StopEvent>() },
    onError: (error) => void errors.push(error),
  })
})
beforeEach(async () => {
  tenant = await spine.tenant()
  const actor = await spine.person(tenant, 'supervisor')
  setter = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterAll(async () => {
  await stops.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const terms = { ground: 'disaster', liftBy: 'supervisors' } as const
let numbers = 0

/** A lead in a prefecture, with landlines in these areas; null where nothing is known. */
async function leadIn(prefecture: number | null, areas: string | null): Promise<TestContact> {
  const contact = await contactOf(spine, tenant, { numbers: [`area ${++numbers}`] })
  await spine.test.superuser.query('update tenant.leads set prefecture = $2, areas = $3 where lead_id = $1', [
    ...[contact.leadId, prefecture, areas],
  ])
  return contact
}

const isCalled = async (lead: TestContact) => (await dialledNumber(spine, tenant, lead)) === 1
const lift = (stopId: EntryId) => stops.lift(setter, { asSaid: { jobs: '*' }, any: null }, stopId, 'over')

describe('a stop of a prefecture', () => {
  it('holds for whoever is there or may be there, for nobody elsewhere, and until it is lifted', async () => {
    const [there, elsewhere, somewhere] = [await leadIn(17, ''), await leadIn(16, ''), await leadIn(null, '')]
    const stopId = await stops.set(setter, { extent: 'prefecture', prefecture: 17, ...terms })
    expect([await isCalled(there), await isCalled(elsewhere), await isCalled(somewhere)]).toEqual([false, true, false])
    expect(await stops.reach(setter, { prefecture: 17 })).toEqual({ leads: 2, unknown: 1 })
    await lift(stopId)
    expect([await isCalled(there), await isCalled(somewhere)]).toEqual([true, true])
  })

  it('stands beside another: both hold, and each is lifted by itself', async () => {
    const [first, second] = [await leadIn(17, ''), await leadIn(18, '')]
    const stopId = await stops.set(setter, { extent: 'prefecture', prefecture: 17, ...terms })
    await stops.set(setter, { extent: 'prefecture', prefecture: 18, ...terms })
    expect([await isCalled(first), await isCalled(second)]).toEqual([false, false])
    await lift(stopId)
    expect([await isCalled(first), await isCalled(second)]).toEqual([true, false])
  })
})

describe('a stop of an area code', () => {
  it.each<[string, string, boolean]>([
    ['0768', '768', false],
    ['076', '768', false],
    ['03', '312', false],
    ['0768', '767', true],
    ['076', '677', true],
    ['06', '768', true],
  ])('%s and a landline that begins with 0%s: called is %s', async (areaCode, digits, called) => {
    const lead = await leadIn(null, digits)
    await stops.set(setter, { extent: 'area_code', areaCode, ...terms })
    expect(await isCalled(lead)).toBe(called)
  })

  it('holds for whoever has a landline there, by mobile telephone too, and for numbers of which nothing is known', async () => {
    const [mobile, both, old] = [await leadIn(17, ''), await leadIn(17, '300 768'), await leadIn(17, null)]
    await stops.set(setter, { extent: 'area_code', areaCode: '0768', ...terms })
    expect([await isCalled(mobile), await isCalled(both), await isCalled(old)]).toEqual([true, false, false])
    expect(await stops.reach(setter, { areaCode: '0768' })).toEqual({ leads: 2, unknown: 1 })
  })

  it('holds together with another, and not for digits in the middle of an area', async () => {
    const leads = [await leadIn(17, '768'), await leadIn(17, '112 300'), await leadIn(17, '176 130')]
    for (const areaCode of ['0768', '03']) await stops.set(setter, { extent: 'area_code', areaCode, ...terms })
    expect(await Promise.all(leads.map(isCalled))).toEqual([false, false, true])
  })
})

describe('a stop of an area', () => {
  it.each<[NewStop, StopArea, object]>([
    [{ extent: 'prefecture', prefecture: 5, ...terms }, { prefecture: 5 }, { prefecture: '05' }],
    [{ extent: 'area_code', areaCode: '0768', ...terms }, { areaCode: '0768' }, { area_code: '0768' }],
  ])('stands with its area, once, in list and ledger: %o', async (stop, area, refs) => {
    const stopId = await stops.set(setter, stop)
    await expect(stops.set(setter, stop)).rejects.toMatchObject({ code: 'already_known' })
    const [shown] = await stops.list(setter, { asSaid: { jobs: '*' }, any: null })
    expect(shown).toMatchObject({ stopId, extent: stop.extent, jobName: null, mayLift: true, ...area })
    expect((await entriesOf(spine, tenant.tenantId, 'stop.set'))[0]).toMatchObject({ id: stopId, refs })
  })

  it('is neither set nor lifted by who is designated for one job, who counts his own job’s people (A-05)', async () => {
    await leadIn(17, '')
    const narrow: Asking = { ...setter, rowScope: { jobs: [tenant.jobId] } }
    const stop: NewStop = { extent: 'prefecture', prefecture: 17, ...terms }
    await expect(stops.set(narrow, stop)).rejects.toMatchObject({ code: 'forbidden' })
    const stopId = await stops.set(setter, stop)
    const rights = { asSaid: narrow.rowScope, any: null }
    await expect(stops.lift(narrow, rights, stopId, 'over')).rejects.toMatchObject({ code: 'not_yours_to_lift' })
    expect(await stops.reach(narrow, { prefecture: 17 })).toMatchObject({ leads: 1 })
    const neighbour = await spine.tenant()
    expect(await stops.reach({ ...setter, tenantId: neighbour.tenantId }, { prefecture: 17 })).toMatchObject({
      leads: 0,
    })
  })
})
