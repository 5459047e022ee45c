import type { JobId, StopLifter } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { contactOf, dialledNumber, entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { StopEvent } from './stop-events.ts'
import { type Asking, createStopSwitches, type LiftRights, type NewStop, type StopSwitches } from './stop-switches.ts'

let spine: Spine
let tenant: TestTenant
let stops: StopSwitches
let setter: Asking
let colleague: Asking
let manager: Asking
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
  setter = await asking('supervisor')
  colleague = await asking('supervisor')
  manager = await asking('centre_manager')
})
afterAll(async () => {
  await stops.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

async function asking(seat: string, jobs: '*' | readonly JobId[] = '*'): Promise<Asking> {
  const actor = await spine.person(tenant, seat)
  return { actor, tenantId: tenant.tenantId, rowScope: { jobs }, policyHash: 'a'.repeat(64) }
}

const all = { jobs: '*' } as const
const asSupervisor: LiftRights = { asSaid: all, any: null }
const asManager: LiftRights = { asSaid: all, any: all }
const everything: NewStop = { extent: 'tenant', ground: 'disaster', liftBy: 'setter' }
const list = (who: Asking) => stops.list(who, asSupervisor)

describe('a stop switch', () => {
  it('stands with who set it, since when and why, and in the ledger by codes alone', async () => {
    const stopId = await stops.set(setter, everything)
    expect(await list(setter)).toMatchObject([
      { stopId, extent: 'tenant', jobName: null, campaignName: null, ground: 'disaster', mayLift: true },
    ])
    const [entry] = await entriesOf(spine, tenant.tenantId, 'stop.set')
    expect(entry).toMatchObject({ id: stopId, refs: { stop_ground: 'disaster', lift_by: 'setter' } })
    await stops.lift(setter, asSupervisor, stopId, 'over')
    expect(await list(setter)).toEqual([])
    const [lifted] = await entriesOf(spine, tenant.tenantId, 'stop.lifted')
    expect(lifted).toMatchObject({ refs: { entry: stopId, lift_ground: 'over' } })
  })

  it('is set once for one place and one ground, and lifted once', async () => {
    const stopId = await stops.set(setter, everything)
    await expect(stops.set(colleague, everything)).rejects.toMatchObject({ code: 'already_known' })
    await stops.set(colleague, { ...everything, ground: 'client_asked' })
    await stops.lift(setter, asSupervisor, stopId, 'over')
    await expect(stops.lift(setter, asSupervisor, stopId, 'over')).rejects.toMatchObject({ code: 'conflict' })
    expect(await entriesOf(spine, tenant.tenantId, 'stop.lifted')).toHaveLength(1)
  })

  it.each<[StopLifter, boolean, boolean]>([
    ['setter', true, false],
    ['supervisors', true, true],
    ['centre_manager', false, false],
  ])('that says “%s” is lifted by no other supervisor, and by a centre manager always', async (liftBy, own, other) => {
    const liftedBy = async (who: Asking, rights: LiftRights) => {
      const stopId = await stops.set(setter, { ...everything, liftBy })
      const [shown] = await stops.list(who, rights)
      const lifting = await stops.lift(who, rights, stopId, 'over').then(
        () => true,
        ({ code }: { code: string }) => code,
      )
      if (lifting !== true) await stops.lift(manager, asManager, stopId, 'over')
      expect(shown?.mayLift).toBe(lifting === true)
      return lifting
    }
    expect(await liftedBy(setter, asSupervisor)).toBe(own || 'not_yours_to_lift')
    expect(await liftedBy(colleague, asSupervisor)).toBe(other || 'not_yours_to_lift')
    expect(await liftedBy(manager, asManager)).toBe(true)
  })

  it('of everything is neither set nor lifted by who is designated for one job, who sees it (A-05)', async () => {
    const narrow = await asking('supervisor', [tenant.jobId])
    const rights: LiftRights = { asSaid: narrow.rowScope, any: null }
    await expect(stops.set(narrow, everything)).rejects.toMatchObject({ code: 'forbidden' })
    const stopId = await stops.set(setter, { ...everything, liftBy: 'supervisors' })
    expect(await stops.list(narrow, rights)).toMatchObject([{ stopId, mayLift: false }])
    await expect(stops.lift(narrow, rights, stopId, 'over')).rejects.toMatchObject({ code: 'not_yours_to_lift' })
    // and not by the database either, whatever the code above it did
    await expect(
      spine.test.database.transaction(
        narrow.actor,
        tenant.tenantId,
        (tx) =>
          tx.client.query(
            `insert into house.stop_lifts (stop_id, tenant_id, entry_id, ground, lifted_by, lifted_at)
              values ($1, $2, $3, 'over', $4, now())`,
            [stopId, tenant.tenantId, newId(), narrow.actor.personId],
          ),
        narrow.rowScope,
      ),
    ).rejects.toThrow(/row-level security/)
  })

  it('of another job, another tenant, or none is not there (A-02, A-05)', async () => {
    const beside = await jobBeside(spine, tenant)
    const narrow = await asking('supervisor', [tenant.jobId])
    const ofOther: NewStop = { ...everything, extent: 'campaign', campaignId: beside.campaignId }
    await expect(stops.set(narrow, ofOther)).rejects.toMatchObject({ code: 'not_found' })
    const stopId = await stops.set(setter, ofOther)
    expect(await list(narrow)).toEqual([])
    const lifting = (who: Asking) => stops.lift(who, asManager, stopId, 'over')
    await expect(lifting(narrow)).rejects.toMatchObject({ code: 'not_found' })
    const neighbour = await spine.tenant()
    await expect(lifting({ ...setter, tenantId: neighbour.tenantId })).rejects.toMatchObject({ code: 'not_found' })
    const job: NewStop = { ...everything, extent: 'job', jobId: neighbour.jobId }
    await expect(stops.set(setter, job)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of one list passes over whoever came with it, and nobody else, until it is lifted', async () => {
    const lead = await contactOf(spine, tenant, { numbers: ['090'] })
    const other = await contactOf(spine, tenant, { numbers: ['070'] })
    const stopId = await stops.set(setter, { ...everything, extent: 'list', listId: lead.listId })
    expect(await stops.list(setter, asSupervisor)).toMatchObject([{ stopId, extent: 'list', mayLift: true }])
    expect(await dialledNumber(spine, tenant, lead)).toBe('nothing')
    expect(await dialledNumber(spine, tenant, other)).toBe(1)
    await stops.lift(setter, asSupervisor, stopId, 'over')
    expect(await dialledNumber(spine, tenant, lead)).toBe(1)
    const [set] = await entriesOf(spine, tenant.tenantId, 'stop.set')
    expect(set).toMatchObject({ refs: { list: lead.listId, campaign: tenant.campaignId, job: tenant.jobId } })
  })

  it('of a list of another job, another tenant, or none is not there (A-02, A-05)', async () => {
    const { listId } = await contactOf(spine, tenant, { numbers: ['090'] })
    const beside = await jobBeside(spine, tenant)
    const neighbour = await spine.tenant()
    const what: NewStop = { ...everything, extent: 'list', listId }
    const narrow = await asking('supervisor', [beside.jobId])
    for (const who of [narrow, { ...setter, tenantId: neighbour.tenantId }])
      await expect(stops.set(who, what)).rejects.toMatchObject({ code: 'not_found' })
    await expect(stops.set(setter, { ...what, listId: newId() })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is asked in the very statement that takes leads, so that one set after the look still holds', async () => {
    const lead = await contactOf(spine, tenant, { numbers: ['090'] })
    expect(await dialledNumber(spine, tenant, lead)).toBe(1)
    const stopId = await stops.set(setter, { ...everything, extent: 'campaign', campaignId: tenant.campaignId })
    expect(await dialledNumber(spine, tenant, lead)).toBe('nothing')
    await stops.lift(setter, asSupervisor, stopId, 'over')
    expect(await dialledNumber(spine, tenant, lead)).toBe(1)
  })

  it('leaves nobody of the product a way to change or delete it (lazy manager)', async () => {
    const stopId = await stops.set(setter, everything)
    for (const change of [
      'delete from house.stops where entry_id = $1',
      `update house.stops set lift_by = 'supervisors' where entry_id = $1`,
      'delete from house.stop_lifts where stop_id = $1',
    ])
      await expect(
        spine.test.database.transaction(manager.actor, tenant.tenantId, (tx) => tx.client.query(change, [stopId])),
      ).rejects.toThrow(/permission denied/)
  })
})
