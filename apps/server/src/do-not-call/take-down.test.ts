import { randomBytes, randomUUID } from 'node:crypto'
import { type AttemptId, ProblemError, spokenRefusalCode, type TenantId } from '@sekisho/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { systemClock } from '../platform/clock.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { createDoNotCall, type DoNotCall } from './do-not-call.ts'
import type { RefusalEvent } from './refusal-events.ts'
import { countSpoken, readSpoken, readTakenDown } from './spoken-rows.ts'
import type { TakeDownDependencies } from './take-down.ts'
import { withdrawSpoken } from './withdraw-spoken.ts'
import { dialledNumber, entriesOf, jobBeside, siblingOf } from './test-refusals.ts'
import { leadOfNewest, listed, talkWith } from './test-spoken-numbers.ts'

let spine: Spine
let doNotCall: DoNotCall
let dependencies: TakeDownDependencies
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { writer, test, receipts, keys } = spine
  const events = localEvents<RefusalEvent>()
  dependencies = { database: test.database, writer, receipts, keys, events, clock: systemClock }
  doNotCall = createDoNotCall({
    ...{ database: test.database, writer, events },
    onError: (error) => void errors.push(error),
  })
})
afterAll(async () => {
  await doNotCall.stop()
  await spine.stop()
})
afterEach(() => expect(errors).toEqual([]))

const patience = { timeout: 20_000 }
const tooShortOrLong = ['119', '110', '188', '0900000001', '090000000111', '9000000011']
const unreadable = ['0300000012 内線3', '0300000012/09000000011', '田中さんの番号']
const undiallable: readonly (readonly [string, string])[] = [
  ...tooShortOrLong.map((typed) => [typed, 'phone_length'] as const),
  ...unreadable.map((typed) => [typed, 'phone_unreadable'] as const),
  ['0570000000', 'phone_navi_dial'],
  ['02000000000', 'phone_pager'],
  ['+1 212 555 0100', 'phone_foreign'],
]
/** What the dialler finds of whom it may not call: refused, or ended by then. */
const stopped = ['refused', 'nothing']
/** Numbers that nobody can own. */
const [mobile, landline, other, fourth] = ['09000000011', '0300000012', '09000000013', '09000000014'] as const

const talk = (tenant?: TestTenant) => talkWith(spine, dependencies, tenant)
const state = (attemptId: AttemptId, to: string) =>
  spine.test.superuser.query('update tenant.attempts set state = $2 where attempt_id = $1', [attemptId, to])
const heard = (tenantId: TenantId) => entriesOf(spine, tenantId, 'do_not_call.heard')
const recorded = (tenantId: TenantId) => entriesOf(spine, tenantId, 'do_not_call.recorded')

describe('a number that somebody says in a call', () => {
  it('is called by no job and no tenant of the client from then on, and by every other client', async () => {
    const { tenant: here, say } = await talk()
    const [beside, sibling] = [await jobBeside(spine, here), await siblingOf(spine, here.clientId)]
    const stranger = await spine.tenant()
    expect(await say(mobile)).toBe('done')
    for (const tenant of [here, beside, sibling])
      expect(stopped).toContain(await dialledNumber(spine, tenant, await leadOfNewest(spine, here, tenant)))
    expect(await dialledNumber(spine, stranger, await leadOfNewest(spine, here, stranger))).toBe(1)
  })

  it('is called by the other jobs where the person refuses this one alone', async () => {
    const { tenant: here, say } = await talk()
    const beside = await jobBeside(spine, here)
    expect(await say(mobile, { reach: 'job' })).toBe('done')
    expect(stopped).toContain(await dialledNumber(spine, here, await leadOfNewest(spine, here, here)))
    expect(await dialledNumber(spine, beside, await leadOfNewest(spine, here, beside))).toBe(1)
  })

  it('is told to every dialler of the client with its commit, and ends the leads that wait', async () => {
    const { tenant: here, say } = await talk()
    const sibling = await siblingOf(spine, here.clientId)
    await say(mobile)
    const waiting = await leadOfNewest(spine, here, sibling)
    const told: TenantId[][] = []
    const stop = doNotCall.onRefusal((tenantIds) => void told.push([...tenantIds]))
    await say(mobile)
    const stateOf = async () =>
      (
        await spine.test.superuser.query<{ state: string }>(
          `select state || ' ' || coalesce(finished_reason, '') as state from tenant.leads where lead_id = $1`,
          [waiting.leadId],
        )
      ).rows[0]?.state
    await expect.poll(stateOf, patience).toBe('finished do_not_call')
    const both = expect.arrayContaining([here.tenantId, sibling.tenantId]) as TenantId[]
    await expect.poll(() => told.flat(), patience).toEqual(both)
    stop()
  })

  it('may be typed as people do: full width, any hyphen, brackets, the country first', async () => {
    const { tenant, say } = await talk()
    for (const typed of ['０９０ー００００－００１１', '(090) 0000‐0011', '+81 90-0000-0011'])
      expect(await say(typed)).toBe('done')
    expect(new Set((await listed(spine, tenant)).map(({ key_index }) => key_index.toString('hex'))).size).toBe(1)
  })

  it.each(undiallable)('%s is refused with its reason before anything is entered', async (typed, reason) => {
    const { tenant, say } = await talk()
    expect(await say(typed)).toBe(`invalid_input ${reason}`)
    expect(await heard(tenant.tenantId)).toEqual([])
  })

  it('counts also where the caller withholds their own, and in wrap-up', async () => {
    const { tenant, contact, attemptId, say } = await talk()
    await spine.test.superuser.query('delete from tenant.contact_numbers where contact_id = $1', [contact.contactId])
    await state(attemptId, 'wrap_up')
    expect(await say(mobile)).toBe('done')
    expect(await listed(spine, tenant)).toHaveLength(1)
  })
})

describe('what a curious operator sees of it', () => {
  it('is the same for a number that is on a list, on the do-not-call list, or nowhere', async () => {
    const { tenant, contact, say } = await talk()
    // unknown; on the do-not-call list by now; and then on a call list as well
    const answers = [await say(mobile), await say(mobile)]
    await spine.test.superuser.query('update tenant.contact_numbers set phone_index = $2 where contact_id = $1', [
      contact.contactId,
      (await listed(spine, tenant))[0]?.key_index,
    ])
    answers.push(await say(mobile))
    expect(answers).toEqual(['done', 'done', 'done'])
    expect(await listed(spine, tenant)).toHaveLength(3)
    const shapes = [...(await heard(tenant.tenantId)), ...(await recorded(tenant.tenantId))].map((entry) =>
      JSON.stringify({ ...entry, refs: Object.keys(entry['refs'] as object), commitments: undefined }, [
        ...['type', 'outcome', 'counts', 'rows', 'lookups', 'fields', 'refs', 'purpose', 'actor'],
      ]),
    )
    expect(new Set(shapes).size).toBe(2)
  })

  it('holds no number and no index in any entry (M-01)', async () => {
    const { tenant, attemptId, operator, say } = await talk()
    await say(mobile)
    const [first] = await heard(tenant.tenantId)
    const [second] = await recorded(tenant.tenantId)
    expect(first).toMatchObject({ outcome: 'done', counts: { lookups: 1 }, refs: { attempt: attemptId } })
    expect(second).toMatchObject({
      ...{ outcome: 'done', counts: { rows: 1 } },
      refs: { attempt: attemptId, entry: first?.['id'], session: operator.sessionId, disposition: spokenRefusalCode },
    })
    const text = JSON.stringify([first, second])
    for (const index of (await listed(spine, tenant)).map(({ key_index }) => key_index))
      for (const written of [index.toString('hex'), index.toString('base64')]) expect(text).not.toContain(written)
    expect(text).not.toContain(mobile.slice(1))
  })
})

describe('an operator who would silence people', () => {
  it.each([
    ['a call that nobody has answered', 'ringing'],
    ['a call that is over', 'ended'],
  ])('cannot by %s, and the try is entered', async (_what, at) => {
    const { tenant, attemptId, say } = await talk()
    await state(attemptId, at)
    expect(await say(mobile)).toBe('no_live_call')
    expect(await heard(tenant.tenantId)).toMatchObject([
      { outcome: 'denied', reason: 'no_live_call', refs: { attempt: attemptId } },
    ])
    expect(await listed(spine, tenant)).toEqual([])
  })

  it('cannot by a colleague’s call, by none, or by one of another job, and the tries are entered', async () => {
    const { tenant, operator, say } = await talk()
    const colleague = await talk(tenant)
    expect(await say(mobile, { attemptId: colleague.attemptId })).toBe('no_live_call')
    expect(await say(mobile, { attemptId: randomUUID() as AttemptId })).toBe('no_live_call')
    const { jobId } = await jobBeside(spine, tenant)
    expect(await say(mobile, { by: operator, rowScope: { jobs: [jobId] } })).toBe('no_live_call')
    const tried = (await heard(tenant.tenantId)).map(({ outcome, reason }) => `${String(outcome)} ${String(reason)}`)
    expect(tried).toEqual(['denied no_live_call', 'denied not_found', 'denied not_found'])
    expect(await listed(spine, tenant)).toEqual([])
  })

  it('has three numbers in a call, one after the other or all at once, and the fourth is entered', async () => {
    const one = await talk()
    for (const number of [mobile, landline, other]) expect(await one.say(number)).toBe('done')
    expect(await one.say(fourth)).toBe('spoken_numbers_full')
    expect((await heard(one.tenant.tenantId)).at(-1)).toMatchObject({ outcome: 'denied', reason: 'too_many' })
    const another = await talk()
    const answers = await Promise.all([mobile, landline, other, fourth, mobile].map((number) => another.say(number)))
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(3)
    for (const { tenant } of [one, another]) expect(await listed(spine, tenant)).toHaveLength(3)
  })

  it('stands out: how many were taken down today and this week, by whom, within one’s jobs', async () => {
    const { tenant, operator, attemptId, say } = await talk()
    const beside = await jobBeside(spine, tenant)
    const elsewhere = await talk(beside)
    await state(attemptId, 'wrap_up')
    await say(mobile)
    await say(landline)
    await elsewhere.say(other)
    const { rows } = await spine.test.superuser.query<{ at: Date }>(
      'select min(recorded_at) as at from tenant.spoken_numbers where tenant_id = $1',
      [tenant.tenantId],
    )
    const fromMs = rows[0]?.at.getTime() ?? 0
    const supervisor = await spine.person(tenant, 'supervisor')
    const read = (rowScope: RowScope, todayMs: number) =>
      spine.test.database.transaction(supervisor, tenant.tenantId, (tx) => readSpoken(tx, todayMs, fromMs), rowScope)
    const [first, second] = await read(wholeTenant, fromMs)
    expect(first).toMatchObject({ personId: operator.personId, today: 2, week: 2, calls: 1 })
    expect(second).toMatchObject({ personId: elsewhere.operator.personId, today: 1 })
    expect(await read({ jobs: [tenant.jobId] }, fromMs + 3_600_000)).toMatchObject([{ today: 0, week: 2 }])
    const counts = await spine.test.database.transaction(supervisor, tenant.tenantId, (tx) => countSpoken(tx, fromMs))
    expect(counts).toContainEqual({ campaign_id: tenant.campaignId, operator_id: operator.personId, count: 2 })
  })
})

describe('a page that got no answer', () => {
  it('sends the same command again, also at once and when the call is over, and the number stands there once', async () => {
    const { tenant, attemptId, say } = await talk()
    const again = { commandId: randomBytes(16).toString('hex') }
    expect(await Promise.all([say(mobile, again), say(mobile, again)])).toEqual(['done', 'done'])
    await state(attemptId, 'ended')
    expect(await say(mobile, again)).toBe('done')
    expect(await listed(spine, tenant)).toHaveLength(1)
  })

  it('is told that the key service does not answer, and has it done afterwards', async () => {
    const { tenant, say } = await talk()
    const again = { commandId: randomBytes(16).toString('hex') }
    await spine.stopKeyService()
    expect(await say(mobile, again)).toBe('key_service_unavailable')
    await spine.startKeyService()
    expect(await listed(spine, tenant)).toEqual([])
    expect(await say(mobile, again)).toBe('done')
    expect(await listed(spine, tenant)).toHaveLength(1)
  })
})

describe('who took a number down', () => {
  it('is changed and deleted by nobody of the product, and a fourth row of a call is refused by the table', async () => {
    const { tenant, attemptId, say } = await talk()
    await say(mobile)
    const within = (text: string, values: unknown[] = []) =>
      spine.test.database.transaction({ kind: 'system', name: 'scheduler' }, tenant.tenantId, (tx) =>
        tx.client.query(text, values),
      )
    for (const change of ['delete from tenant.spoken_numbers', 'update tenant.spoken_numbers set ordinal = 2'])
      await expect(within(change)).rejects.toThrow(/permission denied/)
    await expect(
      within(
        `insert into tenant.spoken_numbers (tenant_id, attempt_id, ordinal, command_id, entry_id, recorded_at)
          values ($1, $2, 4, gen_random_uuid(), gen_random_uuid(), now())`,
        [tenant.tenantId, attemptId],
      ),
    ).rejects.toThrow(/check constraint/)
  })
})

describe('a supervisor', () => {
  const withdraw = async (tenant: TestTenant, attemptId: AttemptId, rowScope: RowScope = wholeTenant) => {
    const actor = await spine.person(tenant, 'supervisor')
    const asking = { actor, tenantId: tenant.tenantId, rowScope, policyHash: '0'.repeat(64) }
    return withdrawSpoken(dependencies, asking, { attemptId, ordinal: 1, reason: 'operator_told' }).then(
      () => 'done',
      (error: unknown) => (error as ProblemError).code,
    )
  }

  it('has a misheard number called again, once, where nothing else stops it, by an entry', async () => {
    const { tenant, attemptId, say } = await talk()
    await say(mobile)
    const lead = await leadOfNewest(spine, tenant, tenant)
    const beside = await jobBeside(spine, tenant)
    expect(await withdraw(tenant, attemptId, { jobs: [beside.jobId] })).toBe('not_found')
    expect(stopped).toContain(await dialledNumber(spine, tenant, lead))
    expect(await Promise.all([withdraw(tenant, attemptId), withdraw(tenant, attemptId)])).toEqual(
      expect.arrayContaining(['done', 'conflict']),
    )
    await expect.poll(() => dialledNumber(spine, tenant, lead), patience).toBe(1)
    const [refusal] = await recorded(tenant.tenantId)
    expect(await entriesOf(spine, tenant.tenantId, 'do_not_call.withdrawn')).toMatchObject([
      { purpose: 'correction', refs: { attempt: attemptId, entry: refusal?.['id'], correction: 'operator_told' } },
    ])
    // somebody else says it, and it is called no more
    await (await talk(tenant)).say(mobile)
    expect(stopped).toContain(await dialledNumber(spine, tenant, lead))
    const rows = await spine.test.database.transaction(
      await spine.person(tenant, 'supervisor'),
      tenant.tenantId,
      (tx) => readTakenDown(tx, 0),
    )
    expect(rows.map(({ isWithdrawn }) => isWithdrawn)).toEqual([false, true])
    expect(rows[1]).toMatchObject({ attemptId, ordinal: 1, reach: 'number' })
  })
})
