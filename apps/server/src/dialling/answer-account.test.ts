import type { AbandonmentAccount } from '@sekisho/dialer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { createAbandonmentAlarms } from './abandonment-alarms.ts'
import { createAnswerAccount } from './answer-account.ts'
import { closeNextDay } from './closed-days.ts'
import { addAnswers, asDialler } from './test-answers.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'

const at = (text: string): number => Date.parse(`${text}+09:00`)
const dayMs = 24 * 3_600_000
/** A Tuesday. */
const todayMs = at('2026-11-24T00:00:00')

let test: DiallingTest
beforeAll(async () => {
  test = await startDialling()
})
afterAll(() => test.stop())

const readAnew = (nowMs: number) => asDialler(test, (tx, campaignId) => createAnswerAccount(campaignId).read(tx, nowMs))
const closeNext = (nowMs: number) =>
  asDialler(test, (tx, campaignId) => closeNextDay(test.spine, tx, campaignId, nowMs))
const entered = (type: string) => entriesOf(test.spine, test.tenant.tenantId, type)
const rows = async <Row extends object>(sql: string, ...values: unknown[]) =>
  (await test.spine.test.superuser.query<Row>(sql, [test.tenant.tenantId, ...values])).rows

describe('the account of abandoned calls', () => {
  const noonMs = todayMs + 12 * 3_600_000

  it('reaches over the days before, from the first of thirty on, by the half hours and the definitions of figures (C-03)', async () => {
    // one that is too old, one that is just in it, yesterday's two half hours, and today
    await addAnswers(test, at('2026-10-25T19:00:00'), { '11': 50, S08: 50 })
    await addAnswers(test, at('2026-10-26T09:00:00'), { '11': 40, S08: 1 })
    await addAnswers(test, at('2026-11-23T10:00:00'), { '11': 30, '23': 20, S03: 9, S08: 3 })
    await addAnswers(test, at('2026-11-23T10:30:00'), { '11': 20, S08: 2 })
    await addAnswers(test, at('2026-11-24T09:30:00'), { '11': 98, '23': 30, S08: 2 })
    const account = await readAnew(noonMs)
    expect(account).toEqual({
      today: { answered: 100, abandoned: 2 },
      worstToday: { atMs: at('2026-11-24T09:30:00'), answered: 100, abandoned: 2 },
      window: { answered: 41 + 33 + 22 + 100, abandoned: 1 + 3 + 2 + 2 },
      // 33 answers tell nothing of a half hour
      worstOfWindow: { atMs: at('2026-10-26T09:00:00'), answered: 41, abandoned: 1 },
    })
  })

  it('closes each day that is over once, with an entry, and stays the same for whoever reads it', async () => {
    const before = await readAnew(noonMs)
    while (await closeNext(noonMs));
    expect(await readAnew(noonMs)).toEqual(before)
    expect((await entered('abandonment.day_closed')).map(({ days, counts }) => ({ days, counts }))).toEqual([
      { days: { from: '2026-10-26', until: '2026-10-26' }, counts: { answered: 41, abandoned: 1 } },
      { days: { from: '2026-11-23', until: '2026-11-23' }, counts: { answered: 55, abandoned: 5 } },
    ])
    // what was corrected afterwards moves no closed day
    await rows(
      `update tenant.attempts set disposition = '23' where tenant_id = $1 and disposition = '11'
      and intended_at < $2`,
      new Date(todayMs),
    )
    expect((await readAnew(noonMs)).window).toEqual(before.window)
    // a day later the oldest is out of it
    const later = await readAnew(noonMs + dayMs)
    expect(later.window).toEqual({ answered: 155, abandoned: 7 })
    expect(later.today).toEqual({ answered: 0, abandoned: 0 })
  })

  it('counts a talk as an answer until its result says that it was a machine, also behind what is settled', async () => {
    const kept = await asDialler(test, async (_tx, campaignId) => createAnswerAccount(campaignId))
    const read = (nowMs: number) => asDialler(test, (tx) => kept.read(tx, nowMs))
    await addAnswers(test, at('2026-11-24T11:00:00'), { '11': 2 })
    const [talk] = await rows<{ attempt_id: string }>(
      `update tenant.attempts set state = 'connected', operator_id = $2, disposition = null, ended_at = null
        where tenant_id = $1 and attempt_id = (select attempt_id from tenant.attempts where tenant_id = $1 order by intended_at desc limit 1)
        returning attempt_id`,
      (await test.spine.person(test.tenant, 'operator')).personId,
    )
    expect((await read(noonMs)).today.answered).toBe(102)
    await rows(
      `update tenant.attempts set state = 'ended', disposition = '23', ended_at = now() where tenant_id = $1
      and attempt_id = $2`,
      talk?.attempt_id,
    )
    expect((await read(noonMs + 1_000)).today.answered).toBe(101)
    expect(await read(noonMs + 2_000)).toEqual(await readAnew(noonMs + 2_000))
  })

  it('does not close a day while one of its calls goes on', async () => {
    await addAnswers(test, at('2026-11-24T13:00:00'), { '11': 1 })
    const tomorrowMs = noonMs + dayMs
    await rows(
      `update tenant.attempts set state = 'connected', operator_id = $3, disposition = null, ended_at = null
      where tenant_id = $1 and intended_at > $2`,
      new Date(noonMs),
      (await test.spine.person(test.tenant, 'operator')).personId,
    )
    const open = await readAnew(tomorrowMs)
    expect(await closeNext(tomorrowMs)).toBe(false)
    await rows(`update tenant.attempts set state = 'ended', disposition = '11', ended_at = now()
      where tenant_id = $1 and state <> 'ended'`)
    expect(await closeNext(tomorrowMs)).toBe(true)
    expect(await closeNext(tomorrowMs)).toBe(false)
    expect(await readAnew(tomorrowMs)).toEqual(open)
  })
})

describe('an alarm of abandoned calls', () => {
  const account = (abandoned: number, half: number): AbandonmentAccount => ({
    today: { answered: 100, abandoned: half },
    worstToday: { atMs: todayMs, answered: 100, abandoned: half },
    window: { answered: 1_000, abandoned },
    worstOfWindow: null,
  })
  const names = ['near_cap', 'at_cap', 'half_hour_above'] as const
  const counted = async () => {
    const counts: Record<string, number> = {}
    for (const name of names) counts[name] = (await entered(`abandonment.${name}`)).length
    return counts
  }

  it('is entered once when it begins, whichever process sees it, and anew on a day after one without it (C-03)', async () => {
    const { tenantId, campaignId } = test.tenant
    const alarms = () =>
      createAbandonmentAlarms({ database: test.database, writer: test.spine.writer }, tenantId, campaignId)
    const first = alarms()
    const follow = (to: ReturnType<typeof alarms>, seen: AbandonmentAccount, days: number) =>
      to.follow({ account: seen, cap: 0.03, kind: 'test' }, todayMs + days * dayMs)
    await follow(first, account(19, 3), 0)
    expect(await counted()).toEqual({ near_cap: 0, at_cap: 0, half_hour_above: 0 })
    await follow(first, account(20, 3), 0)
    await follow(first, account(19, 4), 0)
    // comes and goes with each call
    await follow(first, account(21, 4), 0)
    await follow(alarms(), account(22, 4), 0)
    expect(await counted()).toEqual({ near_cap: 1, at_cap: 0, half_hour_above: 1 })
    expect(await entered('abandonment.half_hour_above')).toMatchObject([
      {
        actor_kind: 'dialler',
        counts: { answered: 100, abandoned: 4, cap_percent: 3 },
        refs: { campaign: campaignId },
      },
    ])
    // goes on over night; a day on which a half hour is not above its cap lies between
    await follow(first, account(22, 0), 1)
    await follow(first, account(30, 0), 1)
    await follow(first, account(22, 5), 2)
    expect(await counted()).toEqual({ near_cap: 1, at_cap: 1, half_hour_above: 2 })
  })
})
