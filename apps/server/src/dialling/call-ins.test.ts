import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { desksOf, openPage, type TestPage } from '../desk/test-desk.ts'
import type { Desks } from '../desk/index.ts'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import type { DiallerDependencies } from './dialler.ts'
import { lockDueLeads } from './due-leads.ts'
import { seatWaiting } from './call-in-rows.ts'
import { freeSeats } from './desk-rows.ts'
import { callIn, callInsOf, ownNumberOf, patientCallers, somebody } from './test-call-ins.ts'
import { startDialling, type DiallingTest } from './test-dialling.ts'

// Calls to own numbers on the simulated network, in virtual time: who is found, who answers, who hears what.

let spine: Spine
let test: DiallingTest
let desks: Desks
let ours: string
let numbers = 0

beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())
afterEach(async () => {
  await desks.stop()
  await test.stop()
  expect(test.errors).toEqual([])
})

async function start(
  options: Parameters<typeof startDialling>[0] = {},
  changes: (started: DiallingTest) => Partial<DiallerDependencies> = () => ({}),
): Promise<void> {
  test = await startDialling({ spine, network: { profile: patientCallers }, ...options })
  desks = desksOf(test)
  numbers += 1
  ours = `030000${String(1_000 + numbers)}`
  await ownNumberOf(spine, test.tenant, ours)
  test.startDialler(changes(test))
  await test.pass(2_000)
}

/** An operator at a page, ready for calls. */
async function ready(): Promise<{ page: TestPage; actor: PersonActor }> {
  const actor = await spine.person(test.tenant, 'operator')
  const page = await openPage(test, desks, actor)
  expect(await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: true })).toBe('ok')
  expect(await page.ask({ type: 'available' })).toBe('ok')
  await test.pass(200)
  return { page, actor }
}

const entries = (type: string) => entriesOf(spine, test.tenant.tenantId, type)
const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)

async function leadOf(leadId: string): Promise<{ state: string; due_at: Date; last_disposition: string | null }> {
  const { rows } = await sql('select state, due_at, last_disposition from tenant.leads where lead_id = $1', [leadId])
  return rows[0]
}

async function deskOf({ personId }: PersonActor): Promise<string> {
  const { rows } = await sql('select state from tenant.desks where operator_id = $1', [personId])
  return rows[0].state
}

describe('a call to an own number', () => {
  it('reaches a free operator, whose page shows the person as for a call of ours, and takes a result', async () => {
    await start()
    const person = await somebody(test)
    const before = (await entries('call_in.arrived')).length
    const { page, actor } = await ready()
    callIn(test, person.from, ours)
    await test.pass(2_000)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours, state: 'connected' } })
    expect(page.desk().call?.fields.find(({ field }) => field === 'name')?.value).toMatch(/^架空 入子/)
    expect(await leadOf(person.leadId)).toMatchObject({ state: 'connected' })
    const attemptId = page.attemptId()
    await test.pass(40_000)
    expect(page.desk()).toMatchObject({ state: 'wrap_up' })
    expect(await page.ask({ type: 'record', attemptId, disposition: '21', memo: '折り返し', then: 'available' })).toBe(
      'ok',
    )
    expect(await leadOf(person.leadId)).toMatchObject({ state: 'waiting', last_disposition: '21' })
    expect(await deskOf(actor)).toBe('available')
    const [row] = await callInsOf(test)
    expect(row).toMatchObject({ state: 'ended', outcome: 'answered', attempt_id: attemptId })
    // one look-up for one arrival, and the dialler's word of whom it is before anything is shown
    const arrived = (await entries('call_in.arrived')).slice(before)
    expect(arrived).toMatchObject([{ id: row?.call_in_id, actor_kind: 'dialler', counts: { lookups: 1 } }])
    const [answered] = await entries('call_in.answered')
    expect(answered).toMatchObject({ refs: { attempt: attemptId, entry: row?.call_in_id } })
    expect(await entries('contact.opened')).toMatchObject([{ outcome: 'done', refs: { attempt: attemptId } }])
    expect(await entries('attempt.recorded')).toMatchObject([{ refs: { attempt: attemptId, disposition: '21' } }])
    const { rows } = await sql('select direction from tenant.attempts where attempt_id = $1', [attemptId])
    expect(rows).toEqual([{ direction: 'in' }])
  })

  it('leaves the number of whoever calls in no table and no entry', async () => {
    await start()
    const person = await somebody(test)
    callIn(test, person.from, ours)
    callIn(test, '+819000009999', ours)
    await test.pass(60_000)
    const digits = [person.from.slice(1), `0${person.from.slice(3)}`, '819000009999', '09000009999']
    const { rows: tables } = await sql(
      `select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema in ('tenant', 'house') and table_type = 'BASE TABLE'`,
    )
    for (const { name } of tables) {
      const { rows } = await sql(`select t::text as text from ${name} t`)
      for (const { text } of rows) for (const number of digits) expect(text).not.toContain(number)
    }
    for (const type of ['call_in.arrived', 'call_in.ended'])
      for (const number of digits) expect(JSON.stringify(await entries(type))).not.toContain(number)
  })

  it('waits for whoever is free next, the longest first, and before anybody else is dialled', async () => {
    await start()
    const [first, second] = [await somebody(test), await somebody(test)]
    const { page } = await ready()
    callIn(test, first.from, ours)
    await test.pass(1_000)
    callIn(test, second.from, ours)
    await test.pass(1_000)
    const waiting = (await callInsOf(test)).find(({ state }) => state === 'waiting')
    expect(waiting).toMatchObject({ lead_id: second.leadId })
    for (let index = 0; index < 4; index += 1) await test.lead()
    const attemptId = page.attemptId()
    await page.ask({ type: 'hang_up', attemptId })
    await test.pass(500)
    await page.ask({ type: 'record', attemptId, disposition: '11', memo: '', then: 'available' })
    await test.pass(1_500)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
    expect((await leadOf(second.leadId)).state).toBe('connected')
    // nobody was dialled for a seat that somebody waited for
    expect(test.placed).toEqual([])
  })

  it('ends when the caller rings off, is counted so, and the person is called back soon', async () => {
    await start()
    const person = await somebody(test)
    callIn(test, person.from, ours)
    await test.pass(60_000)
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'rang_off', attempt_id: null, operator_id: null }])
    const [ended] = (await entries('call_in.ended')) as { counts: { duration_ms: number } }[]
    expect(ended).toMatchObject({ outcome: 'failed', reason: 'rang_off' })
    expect(ended?.counts.duration_ms).toBeGreaterThanOrEqual(39_000)
    const { due_at, state } = await leadOf(person.leadId)
    expect(state).toBe('waiting')
    expect(due_at.getTime() - test.clock.now()).toBeLessThanOrEqual(10 * 60_000)
    expect(await test.network.carrier.listCallIns()).toEqual([])
  })

  it('is not dialled at the same moment: its lead waits while the caller does', async () => {
    await start()
    const person = await somebody(test)
    callIn(test, person.from, ours)
    await test.pass(1_000)
    await sql('update tenant.leads set due_at = $2 where lead_id = $1', [person.leadId, new Date(test.clock.now())])
    const due = async () =>
      test.database.transaction(systemActor('dialler'), test.tenant.tenantId, (tx) =>
        lockDueLeads(tx, test.tenant.campaignId, test.clock.now() + 1_000, 10),
      )
    expect((await callInsOf(test))[0]).toMatchObject({ state: 'waiting' })
    expect(await due()).toEqual([])
    await test.pass(45_000)
    expect(await due()).toMatchObject([{ lead_id: person.leadId }])
  })

  it('takes back a call that is just ringing at the same person', async () => {
    await start({ network: { profile: { ...patientCallers, answerAfter: { medianMs: 24_000, sigma: 0 } } } })
    const { page } = await ready()
    const person = await somebody(test)
    await sql('update tenant.leads set due_at = $2 where lead_id = $1', [person.leadId, new Date(test.clock.now())])
    await test.pass(4_000)
    expect(await test.attempts()).toMatchObject([{ lead_id: person.leadId, state: 'ringing' }])
    callIn(test, person.from, ours)
    await test.pass(3_000)
    const attempts = await test.attempts()
    expect(attempts.map(({ state }) => state).sort()).toEqual(['connected', 'ended'])
    expect(attempts.find(({ state }) => state === 'ended')).toMatchObject({ cause: 'hung_up_by_us' })
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
  })

  it('hears why nobody comes: outside the hours, while calling is stopped, unknown, withheld', async () => {
    await start({ settings: { callersOnNoList: 'announcement' } })
    const person = await somebody(test)
    const { page } = await ready()
    const outcomes = async () => (await callInsOf(test)).map(({ outcome }) => outcome)
    callIn(test, '+819000008888', ours)
    callIn(test, person.from, ours, true)
    await test.pass(15_000)
    expect(await outcomes()).toEqual(['unknown_caller', 'unknown_caller'])
    // nothing was looked up for who withholds the number
    expect(await entries('call_in.withheld')).toHaveLength(1)
    await sql(`update tenant.campaigns set state = 'stopped' where campaign_id = $1`, [test.tenant.campaignId])
    callIn(test, person.from, ours)
    await test.pass(15_000)
    expect((await outcomes()).at(-1)).toBe('calling_stopped')
    const closed = { weekday: null, saturday: null, sundayAndHoliday: null }
    await sql(
      `update tenant.campaigns set state = 'running', revision = revision + 1,
        settings = jsonb_set(settings, '{hours}', $2) where campaign_id = $1`,
      [test.tenant.campaignId, JSON.stringify(closed)],
    )
    callIn(test, person.from, ours)
    await test.pass(15_000)
    expect((await outcomes()).at(-1)).toBe('outside_hours')
    expect(await test.network.carrier.listCallIns()).toEqual([])
    expect(page.desk()).toMatchObject({ state: 'available', call: null })
    const reasons = (await entries('call_in.ended')).map(({ reason }) => reason)
    expect(reasons).toEqual(['unknown_caller', 'unknown_caller', 'calling_stopped', 'outside_hours'])
  })

  it('of a number that nobody has is closed, and arrives nowhere', async () => {
    await start()
    callIn(test, '+819000008888', '0300009999')
    await test.pass(2_000)
    expect(await callInsOf(test)).toEqual([])
    expect(await test.network.carrier.listCallIns()).toEqual([])
  })

  it('means whoever was called last where a family shares a telephone, and nobody where none was called', async () => {
    await start()
    const [mother, father] = [await somebody(test), await somebody(test)]
    await sql(
      `update tenant.contact_numbers set phone_index = (select phone_index from tenant.contact_numbers where contact_id = $1)
        where contact_id = $2`,
      [mother.contactId, father.contactId],
    )
    callIn(test, mother.from, ours)
    await test.pass(12_000)
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'unknown_caller', lead_id: null }])
    const operator = await spine.person(test.tenant, 'operator')
    const attemptId = await spine.connect(father, test.tenant.campaignId, operator)
    await sql(
      `update tenant.attempts set state = 'ended', disposition = 'S02', connected_at = null where attempt_id = $1`,
      [attemptId],
    )
    callIn(test, mother.from, ours)
    await test.pass(1_000)
    expect((await callInsOf(test)).at(-1)).toMatchObject({ state: 'waiting', lead_id: father.leadId })
  })

  it('makes a refusal like any other call: nobody calls that person again', async () => {
    const dispositions = [
      { code: '32', label: '今後架電不可', next: 'final', isSuccess: false, isFast: false },
      { code: '21', label: '本人不在', next: 'retry', retryMinutes: 240, isSuccess: false, isFast: false },
    ] as const
    await start({ settings: { dispositions: [...dispositions] } })
    const person = await somebody(test)
    const { page } = await ready()
    callIn(test, person.from, ours)
    await test.pass(1_500)
    const attemptId = page.attemptId()
    await page.ask({ type: 'record', attemptId, disposition: '32', memo: '', then: 'lunch' })
    expect(await leadOf(person.leadId)).toMatchObject({ state: 'finished' })
    expect(await entries('do_not_call.recorded')).toMatchObject([{ refs: { attempt: attemptId } }])
    // not even when somebody makes the lead callable again
    const due = [person.leadId, new Date(test.clock.now())]
    await sql(`update tenant.leads set state = 'waiting', due_at = $2 where lead_id = $1`, due)
    await page.ask({ type: 'available' })
    await test.pass(3_000)
    expect(await leadOf(person.leadId)).toMatchObject({ state: 'finished' })
    expect(test.placed).toEqual([])
  })

  it('arrives once when it is told twice, and with a time that cannot be at our own', async () => {
    // a carrier that repeats itself, with a clock of its own
    await start({}, ({ network: { carrier } }) => ({
      carrier: {
        ...carrier,
        subscribe: (listener) =>
          carrier.subscribe((event) => {
            listener({ ...event, atMs: Number.NaN })
            listener({ ...event, atMs: -5 })
          }),
      },
    }))
    const person = await somebody(test)
    callIn(test, person.from, ours)
    await test.pass(45_000)
    const rows = await callInsOf(test)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.ended_at?.getTime()).toBeGreaterThanOrEqual(rows[0]?.arrived_at.getTime() ?? 0)
  })

  it('is taken after the carrier was away, and one that was over meanwhile is not waited for', async () => {
    await start()
    const [patient, gone] = [await somebody(test), await somebody(test)]
    callIn(test, gone.from, ours)
    await test.pass(20_000)
    test.network.simulation.beginOutage('connection')
    callIn(test, patient.from, ours)
    const { page } = await ready()
    await test.pass(25_000)
    // nobody is reserved for a line that cannot be had
    expect(page.desk()).toMatchObject({ state: 'available', call: null })
    test.network.simulation.endOutage('connection')
    await test.pass(3_000)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
    const outcomes = (await callInsOf(test)).map(({ lead_id, outcome }) => [lead_id, outcome])
    expect(outcomes).toEqual([
      [gone.leadId, 'rang_off'],
      [patient.leadId, 'answered'],
    ])
  })

  it('waits while the ledger is away: nobody talks to a person who cannot be shown', async () => {
    let isAvailable = true
    await start({}, () => ({
      receipts: { ...spine.receipts, state: () => ({ ...spine.receipts.state(), isAvailable }) },
    }))
    const person = await somebody(test)
    callIn(test, person.from, ours)
    await test.pass(1_000)
    isAvailable = false
    const { page } = await ready()
    await test.pass(3_000)
    expect(page.desk()).toMatchObject({ state: 'available', call: null })
    isAvailable = true
    await test.pass(1_000)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
  })

  it('and a call about to be begun get one seat between them, whoever is first', async () => {
    await start()
    const { tenantId, campaignId } = test.tenant
    const person = await somebody(test)
    const holder = newId<string>()
    const arrivalId = (await entries('call_in.arrived')).at(-1)?.id
    await sql(
      `insert into tenant.call_ins (tenant_id, call_in_id, campaign_id, own_number, call_id, state, lead_id, contact_id,
          ordinal, dialler, kept_until, arrived_at)
        values ($1, $2, $3, $4, 'of another dialler', 'waiting', $5, $6, 1, $7, now() + interval '1 hour', $8)`,
      [tenantId, arrivalId, campaignId, ours, person.leadId, person.contactId, holder, new Date(test.clock.now())],
    )
    const within = <T>(work: (tx: Tx) => Promise<T>) =>
      spine.test.database.transaction(systemActor('dialler'), tenantId, work)
    for (let round = 0; round < 10; round += 1) {
      const { personId } = await test.operator()
      const [seated, seats] = await Promise.all([
        within((tx) => seatWaiting(tx, campaignId, holder, test.clock.now())),
        // what the dialler does with a seat: a line that rings for it
        within(async (tx) => {
          const free = await freeSeats(tx, campaignId, { count: 1 })
          await tx.client.query(`update tenant.desks set state = 'away' where operator_id = any ($1)`, [free])
          return free
        }),
      ])
      expect([...seated.map(({ operatorId }) => operatorId), ...seats]).toEqual([personId])
      await sql(`update tenant.call_ins set state = 'waiting', operator_id = null where call_in_id = $1`, [arrivalId])
      await sql('delete from tenant.desks where operator_id = $1', [personId])
    }
  })

  it('opens nothing to an operator who only knows that somebody waits', async () => {
    await start()
    const person = await somebody(test)
    const operator = await spine.person(test.tenant, 'operator')
    callIn(test, person.from, ours)
    await test.pass(1_000)
    const [waiting] = await callInsOf(test)
    const { tenantId } = test.tenant
    // neither by the id of the call-in nor by looking the number up: an operator holds no right for that
    await expect(spine.gate.openContact(operator, tenantId, waiting?.call_in_id as never)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    await expect(spine.gate.lookUp(operator, tenantId, { kind: 'phone', value: person.from })).rejects.toMatchObject({
      code: 'forbidden',
    })
    // nor by the entry of somebody else's arrival: it was spent
    await expect(spine.gate.lookUpCaller(tenantId, waiting?.call_in_id as never, person.from)).rejects.toMatchObject({
      code: 'key_service_refused',
    })
  })
})
