import type { EntryId, ListId } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lockDueLeads } from '../dialling/due-leads.ts'
import { localEvents } from '../dialling/test-dialling.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from '../lists/test-lists.ts'
import { systemActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import type { TestTenant } from '../test-spine.ts'
import { createMunicipalityStops, type MunicipalityStops } from './municipality-stops.ts'
import type { StopEvent } from './stop-events.ts'
import { type Asking, createStopSwitches, type StopSwitches } from './stop-switches.ts'

// People who came in by files, with addresses: what is compared is what the key service told when it sealed them.

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let setter: Asking
let stops: StopSwitches
let towns: MunicipalityStops
const errors: unknown[] = []

beforeAll(async () => {
  test = await startLists()
  const { writer, receipts, keys, test: spine } = test.product.spine
  const shared = { database: spine.database, writer, clock: systemClock, events: localEvents<StopEvent>() }
  stops = createStopSwitches({ ...shared, onError: (error) => void errors.push(error) })
  towns = createMunicipalityStops({ ...shared, receipts, keys })
})
beforeEach(async () => {
  tenant = await test.tenant()
  const { browser, actor } = await test.signedIn(tenant, 'supervisor')
  supervisor = supervisorOf(test, browser, tenant)
  setter = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterAll(async () => {
  await stops.stop()
  await test.stop()
  expect(errors).toEqual([])
})

const terms = { ground: 'disaster', liftBy: 'supervisors' } as const
const wajima = '17204'
const suzu = '17205'
const set = (...municipalities: string[]) => towns.set(setter, { municipalities, ...terms })
const lift = (stopId: EntryId) => stops.lift(setter, { asSaid: { jobs: '*' }, any: null }, stopId, 'over')
const sql = async <T>(text: string, ...values: unknown[]) =>
  (await test.product.spine.test.superuser.query(text, values)).rows as T[]

const addresses = {
  wajima: '石川県輪島市河井町1',
  suzu: '石川県珠洲市上戸町1',
  ofIshikawa: '石川県架空町1',
  ofToyama: '富山県氷見市本町1',
  alsoOfToyama: '富山県架空町1',
  nowhere: '架空町1',
  withoutPrefecture: '輪島市門前町1',
} as const

/** One person at each address, on a list of the campaign. */
async function imported(): Promise<ListId> {
  const rows = Object.values(addresses).map(
    (address, at) => `k${at + 1},架空 花子${at + 1},${address},090-0000-000${at + 1}`,
  )
  const { listId } = await supervisor.imported(Buffer.from(`${['顧客番号,氏名,住所,電話番号1', ...rows].join('\n')}\n`))
  return listId
}

/** Who is due: as the dialler asks. */
async function called(): Promise<string[]> {
  const { database } = test.product.spine.test
  const due = await database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
    lockDueLeads(tx, tenant.campaignId, Date.now() + 1_000, 1_000),
  )
  const rows = await sql<{ row_number: number; contact_id: string }>(
    'select row_number, contact_id from tenant.contacts where tenant_id = $1',
    tenant.tenantId,
  )
  const names = Object.keys(addresses)
  return names.filter((_, at) => due.some(({ contact_id }) => rows[rowAt(rows, at)]?.contact_id === contact_id))
}
/** Behind the heading, in the order of the file. */
const rowAt = (rows: readonly { row_number: number }[], at: number) =>
  rows.findIndex((row) => row.row_number === at + 2)

describe('a stop of a municipality', () => {
  it('holds for whoever is there or may be there, for nobody elsewhere, and until it is lifted', async () => {
    await imported()
    expect(await called()).toEqual(Object.keys(addresses))
    const [stopId] = await set(wajima)
    expect(await called()).toEqual(['suzu', 'ofToyama', 'alsoOfToyama'])
    const before = await stops.reach(setter, { municipality: suzu })
    // who lives in a town is not told before that stands in the ledger; who may live there is
    expect(before).toEqual({ leads: null, unknown: 2 })
    expect(await stops.reach(setter, { municipality: wajima })).toEqual({ leads: 4, unknown: 2 })
    await lift(stopId as EntryId)
    expect(await called()).toEqual(Object.keys(addresses))
  })

  it('holds for promises too, and for whoever came before municipalities were told: by their prefecture', async () => {
    await imported()
    await sql('update tenant.leads set municipality_index = null where tenant_id = $1', tenant.tenantId)
    await sql(`update tenant.leads set state = 'promised' where tenant_id = $1`, tenant.tenantId)
    await set(wajima)
    expect(await called()).toEqual(['ofToyama', 'alsoOfToyama'])
  })

  it('is set for several at once, each lifted by itself; what is stopped already stays as it is', async () => {
    await imported()
    const [first] = await set(wajima)
    const [second, ...none] = await set(wajima, suzu, suzu)
    expect(none).toEqual([])
    expect(await called()).toEqual(['ofToyama', 'alsoOfToyama'])
    await expect(set(suzu, wajima)).rejects.toMatchObject({ code: 'already_known' })
    const shown = await stops.list(setter, { asSaid: { jobs: '*' }, any: null })
    expect(shown).toMatchObject([
      { stopId: first, extent: 'municipality', municipality: wajima, municipalityName: '輪島市', mayLift: true },
      { stopId: second, extent: 'municipality', municipality: suzu },
    ])
    await lift(first as EntryId)
    expect(await called()).toEqual(['wajima', 'ofToyama', 'alsoOfToyama', 'withoutPrefecture'])
  })

  it('follows a person who moved, by the next file', async () => {
    await imported()
    await set(wajima)
    const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }
    const moved = ['顧客番号,氏名,住所,電話番号1', `k1,架空 花子1,${addresses.ofToyama},090-0000-0001`]
    moved.push(`k4,架空 花子4,${addresses.wajima},090-0000-0004`)
    await supervisor.imported(Buffer.from(`${moved.join('\n')}\n`), undefined, { mode: 'difference', rules })
    expect(await called()).toEqual(['wajima', 'suzu', 'alsoOfToyama'])
  })

  it('is no code of a municipality that there is not, and nothing for who is designated for one job (A-05)', async () => {
    await expect(set(wajima, '17999')).rejects.toMatchObject({ code: 'invalid_input' })
    const narrow: Asking = { ...setter, rowScope: { jobs: [tenant.jobId] } }
    await expect(towns.set(narrow, { municipalities: [wajima], ...terms })).rejects.toMatchObject({ code: 'forbidden' })
    const types = (await test.entries(tenant.tenantId)).map(({ type }) => type)
    expect(types).not.toContain('stop.area_looked_up')
  })
})

describe('which index is which town', () => {
  it('is told by the key service for one entry each, which names the town and is committed to it (K-07)', async () => {
    await set(wajima, suzu)
    const asked = (await test.entries(tenant.tenantId)).filter(({ type }) => type === 'stop.area_looked_up')
    expect(asked).toMatchObject([
      { refs: { municipality: wajima }, counts: { lookups: 1 } },
      { refs: { municipality: suzu }, counts: { lookups: 1 } },
    ])
    const { keys, receipts } = test.product.spine
    const receipt = await receipts.await(tenant.tenantId, asked[0]?.id as EntryId)
    const lookUp = (value: string) => keys.lookup({ receipt, tenantId: tenant.tenantId, kind: 'municipality', value })
    await expect(lookUp('17206')).rejects.toMatchObject({ code: 'refused_wrong_subject' })
    await expect(lookUp(wajima)).rejects.toMatchObject({ code: 'refused_spent' })
  })

  it('stands nowhere in clear beside a lead, and is another one for another client', async () => {
    await imported()
    const text = JSON.stringify(await sql('select * from tenant.leads where tenant_id = $1', tenant.tenantId))
    for (const code of [wajima, suzu, '16205']) expect(text).not.toContain(code)
    const indexes = () =>
      sql<{ municipality_index: Buffer }>(
        'select municipality_index from house.stops where tenant_id = $1 and municipality = $2',
        setter.tenantId,
        wajima,
      )
    await set(wajima)
    const [own] = await indexes()
    const neighbour = await test.tenant()
    const { actor } = await test.signedIn(neighbour, 'supervisor')
    setter = { ...setter, actor, tenantId: neighbour.tenantId }
    await set(wajima)
    const [other] = await indexes()
    expect(own?.municipality_index).toHaveLength(16)
    expect(own?.municipality_index.equals(other?.municipality_index ?? Buffer.alloc(0))).toBe(false)
  })
})
