import type { CallOrderView, LeadId } from '@sekisho/contract'
import { reachClassOf } from '@sekisho/dialer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { createCallOrderPage } from './call-order.ts'

/** A Friday, at eleven in Japan; the day before and the Saturday before are its past. */
const eleven = Date.parse('2026-11-27T11:00:00+09:00')
const hour = 3_600_000
const mobile = reachClassOf('mobile', 'fresh')
let spine: Spine
let tenant: TestTenant
let supervisor: PersonActor
/** Of the one lead whose id is its own and random: one in ten is called in turn. */
let isFirstInTurn: boolean
const leads: { inTurn: LeadId[]; others: LeadId[] } = { inTurn: [], others: [] }

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant({ callOrder: 'reach' })
  supervisor = await spine.person(tenant, 'supervisor')
  const { contactId } = await spine.contact(tenant, { name: '架空' }, '+819000000001')
  const { superuser } = spine.test
  const { rows } = await superuser.query<{ id: LeadId; in_turn: boolean }>(
    `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at)
      select tenant_id, g.id, campaign_id, list_id, contact_id, due_at from tenant.leads,
        (select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(1, 200) n) g
      where contact_id = $1 returning lead_id as id, tenant.is_called_in_turn(lead_id) as in_turn`,
    [contactId],
  )
  const first = await superuser.query<{ in_turn: boolean }>(
    'select tenant.is_called_in_turn(lead_id) as in_turn from tenant.leads where contact_id = $1 and lead_id <> all ($2)',
    [contactId, rows.map(({ id }) => id)],
  )
  isFirstInTurn = first.rows[0]?.in_turn === true
  for (const { id, in_turn } of rows) (in_turn ? leads.inTurn : leads.others).push(id)
}, 120_000)
afterAll(() => spine.stop())

interface Calls {
  readonly lead: LeadId | undefined
  readonly atMs: number
  readonly dials: number
  readonly reached: number
  readonly isInOrder?: boolean
  readonly direction?: string
  readonly other?: string
}

/** Calls of half a minute, of those who answer in full. */
async function add({ lead, atMs, dials, reached, isInOrder = true, direction = 'out', other = 'S02' }: Calls) {
  await spine.test.superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
        intended_at, ended_at, disposition, reach_class, is_in_order, direction)
      select l.tenant_id, gen_random_uuid(), l.campaign_id, l.lead_id, l.contact_id, 1, at + random() * interval '1 hour', 'ended',
        l.lead_id, at, at + interval '30 seconds', case when n <= $3 then '12' else $8 end, $5, $6, $7
      from tenant.leads l, generate_series(1, $2::int) n, lateral (select $4::timestamptz + n * interval '1 second' as at) a
      where l.lead_id = $1`,
    [lead, dials, reached, new Date(atMs), mobile, isInOrder, direction, other],
  )
}

const page = () => createCallOrderPage({ database: spine.test.database, clock: { ...systemClock, now: () => eleven } })
const asking = () => ({ actor: supervisor, tenantId: tenant.tenantId, rowScope: wholeTenant })
const read = (): Promise<CallOrderView> => page().read(asking(), tenant.campaignId)
const cell = (view: CallOrderView, stretch: number, isDayOff: boolean) =>
  view.learned.find((each) => each.stretch === stretch && each.isDayOff === isDayOff)

describe('whom a campaign calls first', () => {
  it('is compared between those called in turn and the others, once there are enough calls of both', async () => {
    expect(leads.inTurn.length).toBeGreaterThan(3)
    await add({ lead: leads.others[0], atMs: eleven - 24 * hour, dials: 400, reached: 120 })
    await add({ lead: leads.inTurn[0], atMs: eleven - 24 * hour, dials: 99, reached: 10 })
    const before = await read()
    expect(before).toMatchObject({ callOrder: 'reach', gain: null, others: { dials: 400, reached: 120 } })
    expect(before.inTurn.people).toBe(leads.inTurn.length + (isFirstInTurn ? 1 : 0))
    // one more in the same group, on another day
    await add({ lead: leads.inTurn[1], atMs: eleven - 25 * hour, dials: 1, reached: 0 })
    const { inTurn, gain } = await read()
    expect(inTurn).toMatchObject({ dials: 100, reached: 10, lineMs: 3_000_000 })
    expect(gain?.points).toBeCloseTo(20)
    expect(gain?.lowPoints).toBeGreaterThan(10)
    expect(gain?.highPoints).toBeLessThan(28)
  })

  it('counts no promise, no call before the order, no call-in, and nobody for whom no operator was there', async () => {
    const { inTurn, others } = await read()
    const atMs = eleven - 24 * hour
    await add({ lead: leads.others[1], atMs, dials: 50, reached: 50, isInOrder: false })
    await add({ lead: leads.others[2], atMs, dials: 50, reached: 50, direction: 'in' })
    await add({ lead: leads.others[3], atMs, dials: 50, reached: 0, other: 'S08' })
    await add({ lead: leads.others[4], atMs, dials: 50, reached: 0, other: 'S09' })
    await add({ lead: leads.others[5], atMs: eleven - 30 * 24 * hour, dials: 50, reached: 50 })
    expect(await read()).toMatchObject({ inTurn, others })
  })

  it('is learned by two hours of weekdays and of days off; small cells are not told', async () => {
    await add({ lead: leads.others[6], atMs: eleven - 6 * 24 * hour, dials: 9, reached: 9 })
    await add({ lead: leads.others[7], atMs: Date.parse('2026-11-26T19:59:00+09:00'), dials: 40, reached: 30 })
    const view = await read()
    // 400 and 99 of the day before, 50 that no order chose
    expect(cell(view, 5, false)).toMatchObject({ kind: 'mobile', history: 'fresh', dials: 550, reached: 180 })
    expect(cell(view, 9, false)).toMatchObject({ dials: 40, reached: 30 })
    expect(cell(view, 5, true)).toMatchObject({ dials: 9, reached: null })
    expect(view.now).toHaveLength(20)
    expect(view.now[0]).toMatchObject({ kind: 'mobile', history: 'fresh' })
  })

  it('stays what it was when somebody writes into the tables who is called in turn', async () => {
    const { inTurn, others } = await read()
    await expect(
      spine.test.superuser.query('update tenant.leads set call_queue = 0 where lead_id = $1', [leads.others[0]]),
    ).rejects.toThrow(/can only be updated to DEFAULT/)
    expect(await read()).toMatchObject({ inTurn, others })
  })

  it('is nothing for whoever’s jobs do not reach the campaign (A-04)', async () => {
    const narrow = { ...asking(), rowScope: { jobs: [newId<TestTenant['jobId']>()] } }
    await expect(page().read(narrow, tenant.campaignId)).rejects.toMatchObject({ code: 'not_found' })
  })
})
