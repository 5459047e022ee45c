import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fictitiousNumber } from '@sekisho/fictitious'
import { type DiallingTest, startDialling } from '../dialling/test-dialling.ts'
import type { PersonActor } from '../platform/actor.ts'
import { enteredRows } from '../test-entered.ts'
import type { Desks } from './desks.ts'
import { desksOf, openPage, type TestPage } from './test-desk.ts'

// Two steps: the name first, and what a family must not learn once it is certain who is on the line (M-01, C-04).

const visibleFields = [
  { field: 'name', label: '氏名' },
  { field: 'amount', label: 'ご請求額', afterConfirmation: true },
] as const
let test: DiallingTest
let desks: Desks
let operator: PersonActor
let page: TestPage
let people = 0

beforeAll(async () => {
  test = await startDialling({ settings: { visibleFields: [...visibleFields] } })
  desks = desksOf(test)
  test.startDialler()
  operator = await test.spine.person(test.tenant, 'operator')
  page = await openPage(test, desks, operator)
  await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: false })
  await test.pass(100)
})
afterAll(async () => {
  await desks.stop()
  await test.stop()
})
afterEach(() => expect(test.errors).toEqual([]))

const rows = async (sql: string, ...values: unknown[]) => (await test.spine.test.superuser.query(sql, values)).rows

/** Somebody who owes 12,800 yen is on the line. */
async function connected() {
  people += 1
  const number = `+81${fictitiousNumber(1, 9_000 + people).slice(1)}`
  const lead = await test.spine.contact(test.tenant, { name: `架空 ${people}`, amount: '12800' }, number)
  await rows('update tenant.leads set due_at = $1 where lead_id = $2', new Date(test.clock.now()), lead.leadId)
  expect(await page.ask({ type: 'available' })).toBe('ok')
  await test.until(() => page.desk().state === 'connected' && page.desk().call?.entryPosition != null)
  return { lead, attemptId: page.attemptId() }
}

async function finish(memo = ''): Promise<void> {
  const attemptId = page.attemptId()
  expect(await page.ask({ type: 'record', attemptId, disposition: '21', memo, then: 'break' })).toBe('ok')
  await test.until(() => page.desk().call === null)
}

async function entriesOf(attemptId: string) {
  const found = await rows(
    `select type, body from (select entry_id, type, convert_from(body, 'utf8')::jsonb as body from ${enteredRows} e where tenant_id = $1) e
      where body -> 'refs' ->> 'attempt' = $2 order by entry_id`,
    test.tenant.tenantId,
    attemptId,
  )
  return found as { type: string; body: { fields?: string[]; outcome: string; refs: { answered_by?: string } } }[]
}

const shown = () => page.desk().call?.fields.map(({ value }) => value)

describe('who is on the telephone', () => {
  it('is confirmed before anything of the matter is opened, by an entry that says as whom', async () => {
    const { attemptId } = await connected()
    expect(page.desk().call).toMatchObject({
      ...{ fields: [{ field: 'name' }], withheld: [{ field: 'amount', label: 'ご請求額' }] },
      ...{ answeredBy: null, confirmedAt: null, confirmedPosition: null },
    })
    const say = { type: 'answered_by', attemptId } as const
    expect(await page.ask({ ...say, answeredBy: 'family', isConfirmed: true })).toBe('invalid_input')
    expect(await page.ask({ ...say, answeredBy: 'person', isConfirmed: true })).toBe('ok')
    await test.until(() => page.desk().call?.confirmedPosition != null)
    expect(shown()).toEqual([`架空 ${people}`, '12800'])
    expect(page.desk().call).toMatchObject({ withheld: [], answeredBy: 'person' })
    const openings = (await entriesOf(attemptId)).filter(({ type }) => type === 'contact.opened')
    expect(openings.map(({ body }) => [body.fields, body.refs.answered_by])).toEqual([
      [['name'], undefined],
      [['amount'], 'person'],
    ])
    await finish()
    const recorded = (await entriesOf(attemptId)).find(({ type }) => type === 'attempt.recorded')
    expect(recorded?.body.refs.answered_by).toBe('person')
  })

  it('is taken back when somebody else comes to the telephone, and opened anew for the next', async () => {
    const { attemptId } = await connected()
    const say = { type: 'answered_by', attemptId } as const
    await page.ask({ ...say, answeredBy: 'person', isConfirmed: true })
    await test.until(() => page.desk().call?.confirmedPosition != null)
    const first = page.desk().call?.confirmedPosition ?? 0
    await page.ask({ ...say, answeredBy: 'family', isConfirmed: false })
    await test.until(() => page.desk().call?.answeredBy === 'family')
    expect(shown()).toEqual([`架空 ${people}`])
    expect(page.desk().call).toMatchObject({ withheld: [{ field: 'amount' }], confirmedPosition: null })
    await page.ask({ ...say, answeredBy: 'proxy', isConfirmed: true })
    await test.until(() => page.desk().call?.confirmedPosition != null)
    expect(page.desk().call?.confirmedPosition).toBeGreaterThan(first)
    expect(shown()).toContain('12800')
    await finish()
  })

  it('stays said on another tab, which opens both parts by entries of its own', async () => {
    const { attemptId } = await connected()
    await page.ask({ type: 'answered_by', attemptId, answeredBy: 'person', isConfirmed: true })
    await test.until(() => page.desk().call?.confirmedPosition != null)
    page = await openPage(test, desks, operator)
    await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: true })
    await test.until(
      () => page.messages.some(({ type }) => type === 'desk') && page.desk().call?.confirmedPosition != null,
    )
    expect(shown()).toContain('12800')
    expect((await entriesOf(attemptId)).filter(({ type }) => type === 'contact.opened')).toHaveLength(4)
    await finish('滞納の相談あり')
  })

  it('holds back what was noted before, too, until it is certain', async () => {
    const [last] = await rows(
      `update tenant.leads set state = 'promised', due_at = $2, promised_to = null where lead_id =
        (select lead_id from tenant.attempts where tenant_id = $1 and memo_sealed is not null) returning lead_id`,
      test.tenant.tenantId,
      new Date(test.clock.now()),
    )
    expect(last).toBeDefined()
    expect(await page.ask({ type: 'available' })).toBe('ok')
    await test.until(() => page.desk().call?.entryPosition != null)
    const attemptId = page.attemptId()
    expect(page.desk().call?.previous).toMatchObject([{ hasMemo: true, memo: null }])
    await expect(test.gate.openMemos(operator, test.tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    await page.ask({ type: 'answered_by', attemptId, answeredBy: 'person', isConfirmed: true })
    await test.until(() => page.desk().call?.memosPosition != null)
    expect(page.desk().call?.previous).toMatchObject([{ memo: '滞納の相談あり' }])
    await finish()
  })

  it('cannot be confirmed once nobody is on the line any more; who it was can still be said', async () => {
    const { attemptId } = await connected()
    await test.until(() => page.desk().call?.hasHungUp === true)
    const say = { type: 'answered_by', attemptId } as const
    expect(await page.ask({ ...say, answeredBy: 'person', isConfirmed: true })).toBe('no_live_call')
    expect(await page.ask({ ...say, answeredBy: 'family', isConfirmed: false })).toBe('ok')
    await finish()
    const recorded = (await entriesOf(attemptId)).find(({ type }) => type === 'attempt.recorded')
    expect(recorded?.body.refs.answered_by).toBe('family')
    expect(await page.ask({ ...say, answeredBy: 'person', isConfirmed: false })).toBe('call_over')
  })

  it('is nobody’s to say but the operator’s of the call, and opens nothing before it is said, past every page (curious operator)', async () => {
    const { attemptId } = await connected()
    const curious = await test.spine.person(test.tenant, 'operator')
    const other = await openPage(test, desks, curious)
    await other.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: false })
    const say = { type: 'answered_by', attemptId, answeredBy: 'person', isConfirmed: true } as const
    expect(await other.ask(say)).toBe('no_live_call')
    const open = (who: PersonActor) => test.gate.openConfirmed(who, test.tenant.tenantId, attemptId)
    await expect(open(curious)).rejects.toMatchObject({ code: 'no_live_call' })
    await expect(open(operator)).rejects.toMatchObject({ code: 'no_live_call' })
    const denied = await rows(
      `select convert_from(body, 'utf8')::jsonb ->> 'reason' as reason from ${enteredRows} e
        where tenant_id = $1 and type = 'contact.opened' and convert_from(body, 'utf8')::jsonb ->> 'outcome' = 'denied'
        order by entry_id desc limit 2`,
      test.tenant.tenantId,
    )
    expect(denied.map(({ reason }: { reason: string }) => reason)).toEqual(['not_confirmed', 'no_live_call'])
    other.close()
    await finish()
  })
})
