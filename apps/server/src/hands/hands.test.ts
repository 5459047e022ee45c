import { type Entry, type EntryId, handText } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desksOf, openPage } from '../desk/test-desk.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import type { PersonActor } from '../platform/actor.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { TestContact } from '../test-spine.ts'
import { createHands, type HandDependencies, type Hands, tidyHands } from './index.ts'
import type { Asking } from './asking.ts'

let test: DiallingTest
let hands: Hands
let dependencies: HandDependencies & { onError: (error: unknown) => void }
let supervisor: Asking
let colleague: Asking

beforeAll(async () => {
  test = await startDialling()
  const { spine, database, gate, clock, events, errors } = test
  const { writer, keys } = spine
  dependencies = {
    ...{ database, writer, gate, keys, clock, events },
    onError: (error) => void errors.push(error),
  }
  hands = createHands(dependencies)
  supervisor = askingOf(await spine.person(test.tenant, 'supervisor'))
  colleague = askingOf(await spine.person(test.tenant, 'supervisor'))
})
afterAll(async () => {
  expect(test.errors).toEqual([])
  await test.stop()
})

function askingOf(actor: PersonActor): Asking {
  return { actor, tenantId: test.tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
}
const sql = (text: string, values: unknown[] = []) => test.spine.test.superuser.query(text, values)
const entered = async (type: string) => (await entriesOf(test.spine, test.tenant.tenantId, type)) as unknown as Entry[]

/** An operator at the desk between calls. */
async function idle(): Promise<Asking> {
  return askingOf(await test.operator('available'))
}
/** An operator with somebody on the line. */
async function calling(): Promise<Asking & { contact: TestContact }> {
  const asking = await idle()
  const contact = await test.lead()
  await test.spine.connect(contact, test.tenant.campaignId, asking.actor)
  return { ...asking, contact }
}
async function raisedAndTaken(): Promise<{ operator: Asking & { contact: TestContact }; handId: EntryId }> {
  const operator = await calling()
  const handId = await hands.raise(operator)
  await hands.take(supervisor, handId, 0)
  return { operator, handId }
}
async function sealedOf(handId: EntryId): Promise<Buffer[]> {
  const { rows } = await sql('select sealed from tenant.hand_messages where hand_id = $1 and sealed is not null', [
    handId,
  ])
  return rows.map(({ sealed }) => sealed as Buffer)
}

describe('a raised hand', () => {
  it('goes up once however often the key is pressed, is taken, answered and lowered, each by an entry (M-01)', async () => {
    const operator = await calling()
    const [first, second] = await Promise.all([hands.raise(operator), hands.raise(operator)])
    expect(first).toBe(second)
    await hands.take(supervisor, first, 0)
    await hands.say(operator, { phrase: 'complaint' })
    await hands.answer(supervisor, first, { phrase: 'coming' })
    expect(await hands.own(operator)).toMatchObject({
      handId: first,
      isAboutCall: true,
      taker: { personId: supervisor.actor.personId },
      messages: [
        { by: 'operator', phrase: 'complaint', hasText: false },
        { by: 'supervisor', phrase: 'coming', hasText: false },
      ],
    })
    await hands.end(supervisor, first)
    expect(await hands.own(operator)).toBeNull()
    for (const [type, count] of [
      ['hand.raised', 1],
      ['hand.taken', 1],
      ['hand.said', 2],
      ['hand.lowered', 1],
    ] as const) {
      const entries = (await entered(type)).filter(({ id, refs }) => id === first || refs?.entry === first)
      expect([type, entries.length]).toEqual([type, count])
    }
  })

  it('is raised at no desk that was left, and by nobody who has none', async () => {
    const gone = askingOf(await test.operator('gone'))
    await expect(hands.raise(gone)).rejects.toMatchObject({ code: 'not_at_desk' })
    await expect(hands.raise(supervisor)).rejects.toMatchObject({ code: 'not_at_desk' })
    await expect(hands.say(gone, { phrase: 'question' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is taken by one of two who run, and can be taken over by who has seen that', async () => {
    const operator = await idle()
    const handId = await hands.raise(operator)
    const both = await Promise.allSettled([hands.take(supervisor, handId, 0), hands.take(colleague, handId, 0)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    await hands.take(colleague, handId, 1)
    await expect(hands.answer(supervisor, handId, { phrase: 'hold' })).rejects.toMatchObject({ code: 'taken_by_other' })
    await expect(hands.end(supervisor, handId)).rejects.toMatchObject({ code: 'taken_by_other' })
    await hands.end(colleague, handId)
    await expect(hands.take(supervisor, handId, 2)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is not taken by the operator under another seat of the same account', async () => {
    const operator = await idle()
    await expect(hands.take(operator, await hands.raise(operator), 0)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of another job or tenant is not there (A-02, A-05)', async () => {
    const handId = await hands.raise(await idle())
    const { jobId } = await jobBeside(test.spine, test.tenant)
    const narrow = { ...supervisor, rowScope: { jobs: [jobId] } }
    await expect(hands.take(narrow, handId, 0)).rejects.toMatchObject({ code: 'not_found' })
    const other = await test.spine.tenant()
    const stranger = { ...askingOf(await test.spine.person(other, 'supervisor')), tenantId: other.tenantId }
    await expect(hands.take(stranger, handId, 0)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what is written under a hand', () => {
  const text = '入金日の件で確認したいそうです'

  it('rests sealed, and opens for the two it is between, each by an entry about the contact (promise 1)', async () => {
    const { operator, handId } = await raisedAndTaken()
    await hands.say(operator, { text })
    const [sealed] = await sealedOf(handId)
    expect(sealed?.includes(Buffer.from(text))).toBe(false)
    expect(JSON.stringify(await hands.own(operator))).not.toContain(text)
    const opened = await hands.open(supervisor, handId)
    expect(opened.texts.map((each) => each.text)).toEqual([text])
    await hands.answer(supervisor, handId, { text: '保留にしてください' })
    expect((await hands.openOwn(operator)).texts.map((each) => each.text)).toEqual([text, '保留にしてください'])
    await expect.poll(async () => (await entered('hand.texts_opened')).length).toBe(2)
    const entries = await entered('hand.texts_opened')
    expect(entries.at(0)).toMatchObject({ counts: { memos: 1 }, purpose: 'supervision' })
    expect(entries.at(1)).toMatchObject({ counts: { memos: 2 }, purpose: 'call' })
    for (const entry of entries) expect(entry.commitments).toHaveProperty('subject')
    expect(JSON.stringify([await entered('hand.said'), entries])).not.toContain('入金')
  })

  it('does not open for a supervisor who did not take it, nor for another operator (curious colleague)', async () => {
    const { operator, handId } = await raisedAndTaken()
    await hands.say(operator, { text })
    await expect(hands.open(colleague, handId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(hands.open(await idle(), handId)).rejects.toMatchObject({ code: 'forbidden' })
    const denied = (await entered('hand.texts_opened')).filter(({ outcome }) => outcome === 'denied')
    expect(denied).toHaveLength(2)
    await hands.take(colleague, handId, 1)
    expect((await hands.open(colleague, handId)).texts).toHaveLength(1)
    await expect(hands.open(supervisor, handId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is deleted when the hand goes down, and does not open any more', async () => {
    const { operator, handId } = await raisedAndTaken()
    await hands.say(operator, { text })
    await hands.lower(operator)
    expect(await sealedOf(handId)).toEqual([])
    await expect(hands.open(supervisor, handId)).rejects.toMatchObject({ code: 'not_found' })
    expect((await entered('hand.texts_deleted')).at(-1)).toMatchObject({ counts: { rows: 1 }, refs: { entry: handId } })
  })

  it('stays sealed under a legal hold, and is deleted after it (architecture rule 10)', async () => {
    const { operator, handId } = await raisedAndTaken()
    await hands.say(operator, { text })
    const holdId = newId<string>()
    await sql(
      `insert into house.legal_holds (hold_id, tenant_id, object_kind, object_id, reason, placed_by)
        values ($1, $2, 'list', $3, '調査', $4)`,
      [holdId, test.tenant.tenantId, operator.contact.listId, supervisor.actor.personId],
    )
    await hands.end(supervisor, handId)
    expect(await sealedOf(handId)).toHaveLength(1)
    await expect(hands.open(supervisor, handId)).rejects.toMatchObject({ code: 'not_found' })
    const tidying = tidyHands(dependencies)
    await test.pass(11_000)
    expect(await sealedOf(handId)).toHaveLength(1)
    await sql('update house.legal_holds set lifted_at = now() where hold_id = $1', [holdId])
    await test.pass(11_000)
    expect(await sealedOf(handId)).toEqual([])
    await tidying.stop()
  })

  it('is refused between calls, where no list is that it could end with, and beyond twenty', async () => {
    const between = await idle()
    await hands.raise(between)
    await expect(hands.say(between, { text })).rejects.toMatchObject({ detail: ['text', 'no_call'] })
    await hands.say(between, { phrase: 'equipment' })
    const { operator } = await raisedAndTaken()
    for (let count = 0; count < 20; count += 1) await hands.say(operator, { text })
    await expect(hands.say(operator, { text })).rejects.toMatchObject({ detail: ['text', 'too_many'] })
  })

  it('is refused once somebody else is on the line: it would be sealed under the wrong person', async () => {
    const { operator, handId } = await raisedAndTaken()
    await sql(`update tenant.attempts set state = 'ended' where operator_id = $1`, [operator.actor.personId])
    await hands.say(operator, { text })
    await test.spine.connect(await test.lead(), test.tenant.campaignId, operator.actor)
    expect(await hands.own(operator)).toMatchObject({ handId, isAboutCall: false })
    for (const say of [() => hands.say(operator, { text }), () => hands.answer(supervisor, handId, { text })])
      await expect(say()).rejects.toMatchObject({ detail: ['text', 'no_call'] })
    await hands.say(operator, { phrase: 'understood' })
  })

  it.each([
    ['090-0000-1234', false],
    ['０３ー００００ー１２３４です', false],
    ['03(0000)1234', false],
    ['090 0000 1234', false],
    ['〇九〇〇〇〇〇一二三四', false],
    ['顧客番号00123345', false],
    ['18:30に折り返し', true],
    ['12/3 15:00 でいいですか', true],
    ['3回目の電話で怒っています', true],
    ['', false],
    ['改行\nあり', false],
  ])('%j may be sent: %s', (written, isAllowed) => {
    expect(handText.safeParse(written).success).toBe(isAllowed)
  })

  it('does not open from bytes that a database administrator moved from another hand', async () => {
    const one = await raisedAndTaken()
    await hands.say(one.operator, { text })
    const other = await raisedAndTaken()
    await hands.say(other.operator, { text: 'べつの件です' })
    await sql(
      `update tenant.hand_messages set sealed = (select sealed from tenant.hand_messages where hand_id = $1)
        where hand_id = $2`,
      [one.handId, other.handId],
    )
    await expect(hands.open(supervisor, other.handId)).rejects.toMatchObject({ code: 'key_service_refused' })
  })
})

describe('a hand whose operator left', () => {
  const leave = ({ actor }: Asking, state = 'gone') =>
    sql('update tenant.desks set state = $2, connection = null, since = $3 where operator_id = $1', [
      actor.personId,
      state,
      new Date(test.clock.now()),
    ])

  it('goes down as soon as the desk says so, and stays up in a call whose tab was lost', async () => {
    const tidying = tidyHands(dependencies)
    const left = await calling()
    const stays = await calling()
    const handId = await hands.raise(left)
    await hands.raise(stays)
    await leave(left)
    await leave(stays, 'connected')
    const { tenantId, campaignId } = test.tenant
    await test.database.transaction(left.actor, tenantId, async (tx) => {
      for (const { actor } of [left, stays])
        await test.events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId: actor.personId })
    })
    await test.pass(1_000)
    expect(await hands.own(left)).toBeNull()
    expect(await hands.own(stays)).not.toBeNull()
    const lowered = (await entered('hand.lowered')).find(({ refs }) => refs?.entry === handId)
    expect(lowered).toMatchObject({ actor_kind: 'scheduler' })
    await tidying.stop()
  })

  it('goes down by itself after a kill that nobody told of, and not for a tab that comes back in time', async () => {
    const [left, back] = [await idle(), await idle()]
    await hands.raise(left)
    await hands.raise(back)
    // as a killed server leaves them, and its next start marks them
    await leave(left)
    await leave(back)
    const tidying = tidyHands(dependencies)
    await test.pass(12_000)
    expect(await hands.own(left)).not.toBeNull()
    await leave(back, 'away')
    await test.pass(25_000)
    expect(await hands.own(left)).toBeNull()
    expect(await hands.own(back)).not.toBeNull()
    await tidying.stop()
  })

  it('outlives a killed server for the tab that comes back, and for no other', async () => {
    const { tenantId, campaignId } = test.tenant
    const before = desksOf(test)
    const [comes, stays] = [
      await test.spine.person(test.tenant, 'operator'),
      await test.spine.person(test.tenant, 'operator'),
    ]
    for (const actor of [comes, stays]) {
      const page = await openPage(test, before, actor)
      expect(await page.ask({ type: 'take_seat', campaignId, takeOver: false })).toBe('ok')
      await hands.raise(askingOf(actor))
    }
    // the process is gone: nothing of it is asked to stop
    const after = desksOf(test)
    await after.forgetOldSeats([tenantId])
    const tidying = tidyHands(dependencies)
    const page = await openPage(test, after, comes)
    expect(await page.ask({ type: 'take_seat', campaignId, takeOver: false })).toBe('ok')
    await test.pass(35_000)
    expect(await hands.own(askingOf(comes))).not.toBeNull()
    expect(await hands.own(askingOf(stays))).toBeNull()
    await tidying.stop()
    await before.stop()
    await after.stop()
  })

  it('goes down when the operator goes on in another campaign', async () => {
    const moved = await idle()
    await hands.raise(moved)
    const { campaignId } = await jobBeside(test.spine, test.tenant)
    await sql('update tenant.desks set campaign_id = $2 where operator_id = $1', [moved.actor.personId, campaignId])
    const tidying = tidyHands(dependencies)
    await test.pass(11_000)
    expect(await hands.own(moved)).toBeNull()
    await tidying.stop()
  })
})
