import { join } from 'node:path'
import { type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { contactOf, entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { stopSwitchCheck } from './stop-check.ts'
import type { StopEvent } from './stop-events.ts'
import { createHouseStops, type HouseStops } from './house-stops.ts'
import { createMunicipalityStops, type MunicipalityStops } from './municipality-stops.ts'
import { type Asking, createStopSwitches, type StopSwitches } from './stop-switches.ts'

let spine: Spine
let tenant: TestTenant
let stops: StopSwitches
let houseStops: HouseStops
let towns: MunicipalityStops
/** Each stop of an area is of another. */
let prefecture = 0
let town = 1
let setter: Asking
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys: keys, dataDir } = spine
  const onError = (error: unknown): void => void errors.push(error)
  tenant = await spine.tenant()
  const actor = await spine.person(tenant, 'supervisor')
  setter = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  stops = createStopSwitches({
    ...{ database: test.database, writer, clock: systemClock, events: localEvents<StopEvent>(), onError },
  })
  houseStops = createHouseStops({
    ...{ database: test.database, writer, clock: systemClock, events: localEvents<StopEvent>(), onError },
  })
  towns = createMunicipalityStops({
    ...{ database: test.database, writer, clock: systemClock, events: localEvents<StopEvent>() },
    ...{ receipts: spine.receipts, keys: spine.keys },
  })
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock, onError },
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [stopSwitchCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await houseStops.stop()
  await stops.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)
const rights = { asSaid: { jobs: '*' }, any: null } as const

/** A stop of a campaign of its own, and its lifting. */
async function stopped(): Promise<EntryId> {
  const { campaignId } = await jobBeside(spine, tenant)
  return stops.set(setter, { extent: 'campaign', campaignId, ground: 'disaster', liftBy: 'supervisors' })
}
async function lifted(): Promise<EntryId> {
  const stopId = await stopped()
  await stops.lift(setter, rights, stopId, 'over')
  const { rows } = await spine.test.superuser.query<{ entry_id: EntryId }>(
    'select entry_id from house.stop_lifts where stop_id = $1',
    [stopId],
  )
  const [row] = rows
  if (row === undefined) throw new Error('not lifted')
  return row.entry_id
}

async function stoppedList(): Promise<EntryId> {
  const { listId } = await contactOf(spine, tenant, { numbers: ['090'] })
  return stops.set(setter, { extent: 'list', listId, ground: 'wrong_list', liftBy: 'setter' })
}

function stoppedArea(): Promise<EntryId> {
  prefecture += 1
  return stops.set(setter, { extent: 'prefecture', prefecture, ground: 'disaster', liftBy: 'setter' })
}

async function stoppedTown(): Promise<EntryId> {
  town += 1
  const [stopId] = await towns.set(setter, { municipalities: [`1720${town}`], ground: 'disaster', liftBy: 'setter' })
  if (stopId === undefined) throw new Error('not stopped')
  return stopId
}

/** A stop of all tenants, the only one that holds. */
async function stoppedHouse(): Promise<EntryId> {
  for (const { stopId } of await houseStops.list(setter.actor)) await houseStops.lift(setter, stopId, 'over')
  return houseStops.set(setter, 'disaster')
}
async function liftedHouse(): Promise<EntryId> {
  const stopId = await stoppedHouse()
  await houseStops.lift(setter, stopId, 'over')
  const { rows } = await sql('select entry_id from house.house_stop_lifts where stop_id = $1', [stopId])
  return (rows[0] as { entry_id: EntryId }).entry_id
}

async function found(): Promise<string[]> {
  const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.stop_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}

/** Several walks take less than this. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 1_500))

describe('the stops of a tenant', () => {
  it('fit the ledger as long as only the product writes to them', async () => {
    await lifted()
    await stopped()
    await stoppedList()
    await stoppedArea()
    await stops.lift(setter, rights, await stoppedTown(), 'over')
    await stoppedTown()
    await liftedHouse()
    await stoppedHouse()
    await soon()
    expect(await found()).toEqual([])
  })

  it.each([
    ['deletes a stop', stopped, 'delete from house.stops where entry_id = $1'],
    ['widens it to its job', stopped, 'update house.stops set campaign_id = null where entry_id = $1'],
    ['lets others lift it', stopped, `update house.stops set lift_by = 'setter' where entry_id = $1`],
    ['deletes a lifting', lifted, 'delete from house.stop_lifts where entry_id = $1'],
    [
      'widens a stop of a list to its campaign',
      stoppedList,
      'update house.stops set list_id = null where entry_id = $1',
    ],
    ['moves a stop to another area', stoppedArea, 'update house.stops set prefecture = 47 where entry_id = $1'],
    // it would stand on the page, and stop nobody
    [
      'gives a stop of a municipality the index of none',
      stoppedTown,
      'update house.stops set municipality_index = uuid_send(gen_random_uuid()) where entry_id = $1',
    ],
    ['says that it is of another', stoppedTown, `update house.stops set municipality = '17999' where entry_id = $1`],
    ['deletes a stop of all tenants', stoppedHouse, 'delete from house.house_stops where entry_id = $1'],
    ['deletes its lifting', liftedHouse, 'delete from house.house_stop_lifts where entry_id = $1'],
    ['gives a lifting another reason', lifted, `update house.stop_lifts set ground = 'put_right' where entry_id = $1`],
  ])('are found, once, when somebody %s past the product (database administrator)', async (_what, make, change) => {
    const entryId = await make()
    await sql(change, [entryId])
    await expect.poll(found, { timeout: 40_000 }).toContain(entryId)
    await soon()
    expect((await found()).filter((id) => id === entryId)).toHaveLength(1)
  })

  it.each([
    [
      'lifts a stop',
      `insert into house.stop_lifts (stop_id, tenant_id, entry_id, ground, lifted_by, lifted_at)
        select entry_id, tenant_id, $2, 'over', set_by, now() from house.stops where entry_id = $1`,
    ],
    [
      'stops a municipality',
      `insert into house.stops (entry_id, tenant_id, municipality, municipality_index, ground, lift_by, set_by, set_at)
        select $2, tenant_id, '17210', decode(repeat('00', 16), 'hex'), 'disaster', 'setter', set_by, now()
        from house.stops where entry_id = $1`,
    ],
    [
      'sets a stop',
      `insert into house.stops (entry_id, tenant_id, ground, lift_by, set_by, set_at)
        select $2, tenant_id, 'disaster', 'setter', set_by, now() from house.stops where entry_id = $1`,
    ],
    [
      'stops all tenants',
      `insert into house.house_stops (entry_id, ground, set_by, set_at)
        select $2, 'disaster', set_by, now() from house.stops where entry_id = $1`,
    ],
  ])('are found when somebody %s without an entry (database administrator)', async (_what, insert) => {
    const entryId = newId()
    await sql(insert, [await stopped(), entryId])
    await expect.poll(found, { timeout: 40_000 }).toContain(entryId)
  })
})
