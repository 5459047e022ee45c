import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Desks } from '../desk/index.ts'
import { desksOf, openPage, type TestPage } from '../desk/test-desk.ts'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { reconcileCampaign } from './reconcile.ts'
import { callIn, callInsOf, ownNumberOf, patientCallers, somebody } from './test-call-ins.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'

// The dialler is killed while somebody calls: one outcome for each call, and no operator who waits for nothing.

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

async function start(): Promise<void> {
  test = await startDialling({ spine, network: { profile: patientCallers } })
  desks = desksOf(test)
  numbers += 1
  ours = `030000${String(2_000 + numbers)}`
  await ownNumberOf(spine, test.tenant, ours)
  test.startDialler()
  await test.pass(2_000)
}

async function ready(): Promise<TestPage> {
  const page = await openPage(test, desks, await spine.person(test.tenant, 'operator'))
  await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: true })
  await page.ask({ type: 'available' })
  await test.pass(200)
  return page
}

async function restart(): Promise<void> {
  await test.crash()
  test.startDialler()
  await test.pass(3_000)
}

const ends = async () =>
  (await entriesOf(spine, test.tenant.tenantId, 'call_in.ended')).map(({ refs }) => (refs as { entry: string }).entry)

describe('a kill of the dialler', () => {
  it('while somebody waits leaves them waiting, and the next one to be free answers', async () => {
    await start()
    const person = await somebody(test)
    callIn(test, person.from, ours)
    await test.pass(2_000)
    await restart()
    expect(await callInsOf(test)).toMatchObject([{ state: 'waiting' }])
    const page = await ready()
    await test.pass(1_500)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'answered' }])
    expect(await ends()).toEqual([])
  })

  it('while somebody waits who then rings off is one abandoned call, entered once', async () => {
    await start()
    const person = await somebody(test)
    callIn(test, person.from, ours)
    await test.pass(2_000)
    await test.crash()
    // nobody hears of the end
    await test.pass(45_000)
    test.startDialler()
    await test.pass(8_000)
    const [row] = await callInsOf(test)
    expect(row).toMatchObject({ outcome: 'rang_off' })
    expect(await ends()).toEqual([row?.call_in_id])
  })

  it('before anything is recorded loses nobody who is still on the line', async () => {
    await start()
    const person = await somebody(test)
    await test.crash()
    callIn(test, person.from, ours)
    await test.pass(1_000)
    expect(await callInsOf(test)).toEqual([])
    test.startDialler()
    const page = await ready()
    await test.pass(3_000)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
  })

  it.each([
    ['bridged', true],
    ['not bridged', false],
  ])('between seat and talk, the line %s, ends in one talk', async (_name, isBridged) => {
    await start()
    const person = await somebody(test)
    const page = await ready()
    await test.crash()
    // what the process had done: recorded, found and seated, and perhaps put on the line
    const callId = callIn(test, person.from, ours)
    const { rows } = await spine.test.superuser.query<{ operator_id: string }>(
      `update tenant.desks set state = 'reserved' where tenant_id = $1 returning operator_id`,
      [test.tenant.tenantId],
    )
    const operatorId = rows[0]?.operator_id ?? ''
    const arrivalId = (await entriesOf(spine, test.tenant.tenantId, 'call_in.arrived')).at(-1)?.id
    await spine.test.superuser.query(
      `insert into tenant.call_ins (tenant_id, call_in_id, campaign_id, own_number, call_id, state, lead_id, contact_id,
          ordinal, dialler, kept_until, operator_id, arrived_at)
        values ($1, $2, $3, $4, $5, 'joining', $6, $7, 1, $8, now(), $9, $10)`,
      [
        ...[test.tenant.tenantId, arrivalId, test.tenant.campaignId, ours, callId, person.leadId, person.contactId],
        ...['00000000-0000-4000-8000-000000000001', operatorId, new Date(test.clock.now())],
      ],
    )
    const { carrier } = test.network
    await carrier.answer(callId)
    if (isBridged) {
      const line = `${test.tenant.tenantId}/${operatorId}` as never
      await carrier.openLine(line)
      const bridging = carrier.bridge(callId, line)
      await test.pass(100)
      await bridging
    }
    test.startDialler()
    await test.pass(3_000)
    expect(page.desk()).toMatchObject({ state: 'connected', call: { calledNumber: ours } })
    expect(await callInsOf(test)).toMatchObject([{ outcome: 'answered' }])
    expect(await test.attempts()).toMatchObject([{ state: 'connected' }])
  })

  it('does not end a talk that began after the carrier said which calls there are, and ends one that it does not know', async () => {
    await start()
    const person = await somebody(test)
    const page = await ready()
    callIn(test, person.from, ours)
    await test.pass(2_000)
    const { superuser } = spine.test
    const { rows } = await superuser.query<{ dialler: string; connected_at: Date }>(
      'select dialler, connected_at from tenant.attempts where attempt_id = $1',
      [page.attemptId()],
    )
    const { dialler = '', connected_at: connectedAt } = rows[0] ?? {}
    const connectedAtMs = connectedAt?.getTime() ?? 0
    const reconcile = (holder: string, listedAtMs: number) =>
      reconcileCampaign(test, {
        ...{ tenantId: test.tenant.tenantId, campaignId: test.tenant.campaignId, holder, calls: [], listedAtMs },
        ...{ isBeingPlaced: () => false, nowMs: test.clock.now() },
      })
    await reconcile(dialler, connectedAtMs)
    expect(await test.attempts()).toMatchObject([{ state: 'connected' }])
    await reconcile(dialler, connectedAtMs + 1)
    expect(await test.attempts()).toMatchObject([{ state: 'wrap_up' }])
    // joined by a process that is gone: nobody follows it, whenever it began
    await superuser.query(
      `update tenant.attempts set state = 'connected', dialler = gen_random_uuid(), hung_up_at = null`,
    )
    await reconcile(dialler, connectedAtMs)
    expect(await test.attempts()).toMatchObject([{ state: 'wrap_up' }])
  })

  it('during the talk lets both go on; a talk that ended meanwhile owes its result, once', async () => {
    await start()
    const person = await somebody(test)
    const page = await ready()
    callIn(test, person.from, ours)
    await test.pass(2_000)
    const attemptId = page.attemptId()
    await restart()
    expect(page.desk()).toMatchObject({ state: 'connected' })
    await test.crash()
    // the talk ends unheard
    await test.pass(40_000)
    test.startDialler()
    await test.pass(3_000)
    expect(page.desk()).toMatchObject({ state: 'wrap_up' })
    await restart()
    expect(page.desk()).toMatchObject({ state: 'wrap_up' })
    expect(await page.ask({ type: 'record', attemptId, disposition: '11', memo: '', then: 'available' })).toBe('ok')
    await test.pass(500)
    expect(page.desk()).toMatchObject({ state: 'available', call: null })
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: '11' }])
    expect(await entriesOf(spine, test.tenant.tenantId, 'attempt.ended')).toHaveLength(1)
  })
})
