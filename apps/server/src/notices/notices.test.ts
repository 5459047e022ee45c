import { createHash } from 'node:crypto'
import { noticeText } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import { seededRandom } from '@sekisho/telephony'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { seatedOperator } from '../corrections/test-corrections.ts'
import type { Desks } from '../desk/index.ts'
import { desksOf, openPage, type TestPage } from '../desk/test-desk.ts'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import type { PersonActor } from '../platform/actor.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Asking } from './asking.ts'
import { openDemoDesk } from '../trial/demo-desk-line.ts'
import { demoHabits } from '../trial/demo-operators.ts'
import { simulateOperator } from '../trial/simulated-operators.ts'
import { createNotices, type Notices, type NoticeWords } from './notices.ts'

let test: DiallingTest
let desks: Desks
let notices: Notices
let supervisor: Asking

beforeAll(async () => {
  test = await startDialling()
  desks = desksOf(test)
  const { database, clock, events, spine } = test
  notices = createNotices({ database, writer: spine.writer, clock, events })
  supervisor = asking(await spine.person(test.tenant, 'supervisor'))
})
afterAll(async () => {
  await desks.stop()
  await test.stop()
})
afterEach(async () => {
  expect(test.errors).toEqual([])
  await sql('update tenant.notices set withdrawn_at = now() where tenant_id = $1', [test.tenant.tenantId])
})

const asking = (actor: PersonActor, rowScope: RowScope = wholeTenant): Asking => ({
  ...{ actor, tenantId: test.tenant.tenantId, rowScope, policyHash: 'a'.repeat(64) },
})
const sql = async (text: string, values: unknown[] = []) => (await test.spine.test.superuser.query(text, values)).rows
const entered = async (type: string) => entriesOf(test.spine, test.tenant.tenantId, type)

const words = {
  title: '受付時間の変更',
  text: '本日は17時までです。\n記録もそれまでに。',
  level: 'confirmed',
  validUntil: '2026-11-30',
} as const
const place = () => ({ jobId: test.tenant.jobId, campaignId: null })
const publish = (changes: Partial<NoticeWords> = {}) => notices.publish(supervisor, place(), { ...words, ...changes })

/** An operator at the desk, away. */
async function seated(): Promise<Asking & { page: TestPage }> {
  const actor = await test.spine.person(test.tenant, 'operator')
  const page = await openPage(test, desks, actor)
  const answer = await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: false })
  if (answer !== 'ok') throw new Error(answer)
  return { ...asking(actor), page }
}
const atDesk = async (operator: Asking, noticeId: string) =>
  (await notices.atDesk(operator)).find((notice) => notice.noticeId === noticeId)

describe('a notice', () => {
  it('is seen at the desks it is for, confirmed by one’s own hand, once, and entered (M-01)', async () => {
    const operator = await seated()
    const noticeId = await publish()
    expect(await atDesk(operator, noticeId)).toMatchObject({ ...words, version: 1, isConfirmed: false })
    await notices.confirm(operator, noticeId, 1)
    await notices.confirm(operator, noticeId, 1)
    expect(await atDesk(operator, noticeId)).toMatchObject({ isConfirmed: true })
    const published = (await entered('notice.published')).at(-1)
    expect(published).toMatchObject({
      digest: createHash('sha256')
        .update(canonicalBytes({ ...words }))
        .digest('hex'),
      refs: { job: test.tenant.jobId, notice_level: 'confirmed' },
    })
    const confirmed = (await entered('notice.confirmed')).filter(
      ({ refs }) => (refs as { entry?: string }).entry === published?.id,
    )
    expect(confirmed).toHaveLength(1)
    expect(JSON.stringify([published, confirmed])).not.toContain('受付時間')
  })

  it('says who has and who has not confirmed it, who has not first', async () => {
    const [reader, other] = [await seated(), await seated()]
    const noticeId = await publish()
    await notices.confirm(reader, noticeId, 1)
    const readers = await notices.readers(supervisor, noticeId)
    const of = ({ actor }: Asking) => readers.findIndex(({ personId }) => personId === actor.personId)
    expect(readers[of(reader)]?.confirmedAt).toBe(test.clock.now())
    expect(readers[of(other)]?.confirmedAt).toBeNull()
    expect(of(other)).toBeLessThan(of(reader))
    expect(readers.some(({ personId }) => personId === supervisor.actor.personId)).toBe(false)
    const listed = (await notices.list(supervisor)).notices.find((notice) => notice.noticeId === noticeId)
    expect(listed).toMatchObject({ confirmed: 1, operators: readers.length })
  })

  it('that was changed is to be confirmed anew; of two changes at once one is kept', async () => {
    const operator = await seated()
    const noticeId = await publish()
    await notices.confirm(operator, noticeId, 1)
    const change = (text: string) => notices.change(supervisor, noticeId, 1, { ...words, text })
    const both = await Promise.allSettled([change('甲'), change('乙')])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    expect(await atDesk(operator, noticeId)).toMatchObject({ version: 2, isConfirmed: false })
    // what stood on the page meanwhile is not what is confirmed
    await expect(notices.confirm(operator, noticeId, 1)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('leaves the desks when it is withdrawn and after its last day, and keeps who confirmed it', async () => {
    const operator = await seated()
    const noticeId = await publish()
    const over = await publish({ title: '今日まで', validUntil: '2026-11-24' })
    await notices.confirm(operator, noticeId, 1)
    await notices.withdraw(supervisor, noticeId, 1)
    expect(await atDesk(operator, noticeId)).toBeUndefined()
    expect((await notices.list(supervisor)).notices.map((notice) => notice.noticeId)).not.toContain(noticeId)
    expect(await sql('select from tenant.notice_confirmations where notice_id = $1', [noticeId])).toHaveLength(1)
    await sql(`update tenant.notice_versions set valid_until = '2026-11-23' where notice_id = $1`, [over])
    expect(await atDesk(operator, over)).toBeUndefined()
    expect(await entered('notice.withdrawn')).toHaveLength(1)
    await expect(publish({ validUntil: '2026-11-23' })).rejects.toMatchObject({ detail: ['validUntil'] })
  })

  it('is not shown while somebody is on the line', async () => {
    const operator = await seated()
    const noticeId = await publish()
    await test.spine.connect(await test.lead(), test.tenant.campaignId, operator.actor)
    expect(await notices.atDesk(operator)).toEqual([])
    await sql(`update tenant.attempts set state = 'ended' where operator_id = $1`, [operator.actor.personId])
    expect(await atDesk(operator, noticeId)).toBeDefined()
  })

  it('of one campaign is not at the desks of another, and of another job or tenant it is not there (A-02, A-05)', async () => {
    const operator = await seated()
    const beside = await jobBeside(test.spine, test.tenant)
    const foreign = await notices.publish(supervisor, { jobId: beside.jobId, campaignId: beside.campaignId }, words)
    expect(await atDesk(operator, foreign)).toBeUndefined()
    await expect(notices.confirm(operator, foreign, 1)).rejects.toMatchObject({ code: 'not_found' })
    const { jobId } = test.tenant
    const narrow = asking(supervisor.actor, { jobs: [jobId] })
    const other = await test.spine.tenant()
    const stranger = { ...asking(await test.spine.person(other, 'supervisor')), tenantId: other.tenantId }
    for (const who of [narrow, stranger])
      for (const work of [
        () => notices.readers(who, foreign),
        () => notices.change(who, foreign, 1, words),
        () => notices.withdraw(who, foreign, 1),
        () => notices.publish(who, { jobId: beside.jobId, campaignId: null }, words),
      ])
        await expect(work()).rejects.toMatchObject({ code: 'not_found' })
    // nor under a campaign of another job
    const mixed = { jobId, campaignId: beside.campaignId }
    await expect(notices.publish(supervisor, mixed, words)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is confirmed by nobody for somebody else, and neither versions nor confirmations are rewritten (lazy manager)', async () => {
    const operator = await seated()
    const noticeId = await publish()
    // a supervisor sits at no desk, and the route has no place for another person's name
    await expect(notices.confirm(supervisor, noticeId, 1)).rejects.toMatchObject({ code: 'not_found' })
    await notices.confirm(operator, noticeId, 1)
    for (const change of [
      `update tenant.notice_versions set body = 'x' where notice_id = $1`,
      'delete from tenant.notice_versions where notice_id = $1',
      'delete from tenant.notice_confirmations where notice_id = $1',
      `update tenant.notice_confirmations set person_id = written_by from tenant.notice_versions v where v.notice_id = $1`,
      'delete from tenant.notices where notice_id = $1',
    ])
      await expect(
        test.database.transaction(supervisor.actor, test.tenant.tenantId, (tx) => tx.client.query(change, [noticeId])),
      ).rejects.toThrow(/permission denied/)
  })

  it('is at most a hundred at a time for a job', async () => {
    const { tenantId } = test.tenant
    const { jobId } = await jobBeside(test.spine, test.tenant)
    await sql(
      `with notices as (insert into tenant.notices (tenant_id, notice_id, job_id, version)
          select $1, gen_random_uuid(), $2, 1 from generate_series(1, 100) returning *)
        insert into tenant.notice_versions (tenant_id, notice_id, version, job_id, entry_id, title, body, level, valid_until,
            written_by, written_at)
          select tenant_id, notice_id, 1, job_id, $4, '題', '文', 'told', '2026-11-30', $3, now() from notices`,
      [tenantId, jobId, supervisor.actor.personId, newId()],
    )
    const one = notices.publish(supervisor, { jobId, campaignId: null }, words)
    await expect(one).rejects.toMatchObject({ detail: ['too_many'] })
  })

  it.each([
    ['電話は 090-0000-1234 へ', false],
    ['０３（００００）１２３４', false],
    ['+81 90 0000 1234', false],
    ['〇九〇〇〇〇〇一二三四', false],
    ['カード 4111 1111 1111 1111', false],
    ['4111111111111111', false],
    ['2026-11-24 10:00 から', true],
    ['11/24(火) 10:00-17:00', true],
    ['上限は 1,000,000 円です', true],
    ['受付番号は7桁(1234567)です', true],
    ['', false],
  ])('%j may be written: %s', (written, isAllowed) => {
    expect(noticeText.safeParse(written).success).toBe(isAllowed)
  })
})

describe('a notice that must be read (必読)', () => {
  const state = (operator: { page: TestPage }) => operator.page.desk().state

  it('keeps an operator from taking calls until it is confirmed, or withdrawn', async () => {
    const operator = await seated()
    const noticeId = await publish({ level: 'required' })
    expect(await operator.page.ask({ type: 'available' })).toBe('notice_unread')
    await notices.confirm(operator, noticeId, 1)
    expect(await operator.page.ask({ type: 'available' })).toBe('ok')
    await operator.page.ask({ type: 'away', reason: 'lunch' })
    await notices.change(supervisor, noticeId, 1, { ...words, level: 'required', text: '16時までです。' })
    expect(await operator.page.ask({ type: 'available' })).toBe('notice_unread')
    await notices.withdraw(supervisor, noticeId, 2)
    expect(await operator.page.ask({ type: 'available' })).toBe('ok')
    await operator.page.ask({ type: 'away', reason: 'lunch' })
  })

  it('takes who waits for a call off the line, tells the page, and lets nobody else go', async () => {
    const operator = await seated()
    await operator.page.ask({ type: 'available' })
    const noticeId = await publish()
    await test.pass(100)
    expect(operator.page.messages.some(({ type }) => type === 'notices_changed')).toBe(true)
    await expect.poll(() => state(operator)).toBe('available')
    await notices.change(supervisor, noticeId, 1, { ...words, level: 'required' })
    await test.pass(100)
    await expect.poll(() => state(operator)).toBe('away')
    await notices.confirm(operator, noticeId, 2)
  })

  it('that came while the page was gone keeps who comes back to a seat that waited for calls', async () => {
    const operator = await seated()
    expect(await operator.page.ask({ type: 'available' })).toBe('ok')
    operator.page.close()
    await sql('update tenant.desks set connection = null where operator_id = $1', [operator.actor.personId])
    await publish({ level: 'required' })
    const page = await openPage(test, desks, operator.actor)
    expect(await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: false })).toBe('ok')
    await expect.poll(() => page.messages.some(({ type }) => type === 'desk')).toBe(true)
    expect(page.desk().state).toBe('away')
  })

  it('that comes during a call waits for its end: the result is taken, and nobody is called for the seat', async () => {
    const { tenantId } = test.tenant
    await sql(`update tenant.desks set state = 'away' where tenant_id = $1`, [tenantId])
    await sql(`update tenant.leads set due_at = '2027-01-01' where tenant_id = $1`, [tenantId])
    test.startDialler()
    const { actor, page, connected } = await seatedOperator(test, desks)
    await test.pass(100)
    const { attemptId } = await connected()
    await publish({ level: 'required' })
    await test.pass(100)
    const [seat] = await sql('select state from tenant.desks where operator_id = $1', [actor.personId])
    expect(seat).toEqual({ state: 'connected' })
    expect(await page.ask({ type: 'record', attemptId, disposition: '11', memo: '', then: 'available' })).toBe('ok')
    await test.pass(100)
    expect(page.desk().state).toBe('away')
    expect(await page.ask({ type: 'available' })).toBe('notice_unread')
  })

  it('does not keep the demo’s simulated operators away for good: they read and confirm it', async () => {
    const { tenantId, campaignId } = test.tenant
    const actor = await test.spine.person(test.tenant, 'operator')
    const decision = await test.spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    const onError = (error: unknown) => void test.errors.push(error)
    const noteActivity = () => undefined
    const noticeId = await publish({ level: 'required' })
    const simulated = simulateOperator({
      openLine: () => openDemoDesk({ desks, notices, actor, tenantId, decision, noteActivity, onError }),
      ...{ campaignId, clock: test.clock, random: seededRandom('reader'), habits: demoHabits, onError },
    })
    const state = async () =>
      (await sql('select state from tenant.desks where operator_id = $1', [actor.personId]))[0]?.state
    await test.until(async () => (await state()) === 'available', 200_000)
    expect(await atDesk(asking(actor), noticeId)).toMatchObject({ isConfirmed: true })
    simulated.stop()
    await test.pass(20_000)
  })

  it('is not owed by whoever sits in another campaign', async () => {
    const beside = await jobBeside(test.spine, test.tenant)
    await notices.publish(
      supervisor,
      { jobId: beside.jobId, campaignId: beside.campaignId },
      { ...words, level: 'required' },
    )
    expect(await (await seated()).page.ask({ type: 'available' })).toBe('ok')
  })
})
