import { type CampaignId, campaignSettings, type JobId } from '@sekisho/contract'
import { checkPromise, holidaysOfYear, mayCallAt, nextCallableAt } from '@sekisho/dialer'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCampaigns } from '../campaigns/index.ts'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { type Spine, startSpine, type TestTenant, testSettings } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { type Calendar, createCalendar } from './calendar.ts'
import { createCallingCalendar } from './calling-calendar.ts'
import type { NewSpecialDay } from './special-days.ts'

const at = (text: string): number => Date.parse(`${text}+09:00`)
const hours = (from: number, until: number) => ({ fromMinute: from * 60, untilMinute: until * 60 })
const standard = { weekday: hours(9, 20), saturday: hours(9, 18), sundayAndHoliday: hours(10, 17) }

let spine: Spine
let tenant: TestTenant
let manager: Asking
let nowMs = 0
const clock = { now: () => nowMs, setTimer: () => () => undefined }
const calling = createCallingCalendar()
let calendar: Calendar

beforeAll(async () => {
  spine = await startSpine()
  calendar = createCalendar({ database: spine.test.database, writer: spine.writer, clock, calling })
})
beforeEach(async () => {
  nowMs = at('2026-11-24T10:00:00')
  tenant = await spine.tenant({ hours: standard })
  manager = await asking('centre_manager')
})
afterAll(() => spine.stop())

async function asking(seat: string, jobs: '*' | readonly JobId[] = '*'): Promise<Asking> {
  const actor = await spine.person(tenant, seat)
  return { actor, tenantId: tenant.tenantId, rowScope: { jobs }, policyHash: 'a'.repeat(64) }
}

const rulesOf = (campaignId: CampaignId = tenant.campaignId, who: Asking = manager) =>
  spine.test.database.transaction(
    who.actor,
    who.tenantId,
    (tx) => calling.callingRules(tx, campaignId, standard),
    who.rowScope,
  )
const closed = (date: string, changes: Partial<NewSpecialDay> = {}): NewSpecialDay => ({
  ...{ campaignId: null, from: date, until: date, open: null, ground: 'client_closed' },
  ...changes,
})
const set = (day: NewSpecialDay, who: Asking = manager) => calendar.specialDays.set(who, day)
const coming = (who: Asking) => calendar.specialDays.coming(who, { manage: who.rowScope })

describe('a special day', () => {
  it('closes every campaign of the tenant from the next look on, until it is taken back', async () => {
    const noon = at('2026-11-25T12:00:00')
    expect(mayCallAt(await rulesOf(), noon)).toBe(true)
    const dayId = await set(closed('2026-11-25'))
    expect(mayCallAt(await rulesOf(), noon)).toBe(false)
    await calendar.specialDays.withdraw(manager, dayId)
    expect(mayCallAt(await rulesOf(), noon)).toBe(true)
    expect(await coming(manager)).toEqual([])
    await expect(calendar.specialDays.withdraw(manager, dayId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('stands with who set it and why, and in the ledger with days and minutes alone', async () => {
    const dayId = await set(closed('2026-11-30', { until: '2026-12-02', open: hours(10, 15), ground: 'staffing' }))
    const { displayName } = await nameOf(manager)
    expect(await coming(manager)).toMatchObject([
      { dayId, from: '2026-11-30', until: '2026-12-02', open: hours(10, 15), ground: 'staffing', setBy: displayName },
    ])
    const [entry] = await entriesOf(spine, tenant.tenantId, 'calendar.day_set')
    expect(entry).toMatchObject({
      ...{ id: dayId, refs: { day_ground: 'staffing' } },
      days: { from: '2026-11-30', until: '2026-12-02', opens: 600, closes: 900 },
    })
    await calendar.specialDays.withdraw(manager, dayId)
    const [withdrawn] = await entriesOf(spine, tenant.tenantId, 'calendar.withdrawn')
    expect(withdrawn).toMatchObject({ refs: { entry: dayId } })
  })

  it('of a campaign leaves the others as they are; another reader than before sees the same', async () => {
    const beside = await jobBeside(spine, tenant)
    await set(closed('2026-11-25', { campaignId: tenant.campaignId }))
    const noon = at('2026-11-25T12:00:00')
    const narrow = await asking('supervisor', [tenant.jobId])
    for (const who of [narrow, manager]) expect(mayCallAt(await rulesOf(tenant.campaignId, who), noon)).toBe(false)
    expect(mayCallAt(await rulesOf(beside.campaignId), noon)).toBe(true)
    expect(await coming(await asking('supervisor', [beside.jobId]))).toEqual([])
  })

  it('begins and ends at midnight in Japan, over a month end', async () => {
    await set(closed('2026-11-30', { until: '2026-12-01' }))
    const rules = await rulesOf()
    expect(mayCallAt(rules, at('2026-11-29T16:59:59.999'))).toBe(true)
    for (const text of ['2026-11-30T00:00:00', '2026-11-30T12:00:00', '2026-12-01T23:59:59.999'])
      expect(nextCallableAt(rules, at(text)), text).toBe(at('2026-12-02T09:00:00'))
    const { today, days } = await calendar.ofCampaign.month(manager, tenant.campaignId, '2026-11')
    expect(today).toBe('2026-11-24')
    expect(days).toHaveLength(30)
    expect(days.at(-1)).toMatchObject({
      date: '2026-11-30',
      open: null,
      because: 'tenant_day',
      ground: 'client_closed',
    })
    expect(days[22]).toMatchObject({ holiday: '勤労感謝の日', open: hours(10, 17), because: 'holiday' })
    const { days: december } = await calendar.ofCampaign.month(manager, tenant.campaignId, '2026-12')
    expect(december[0]).toMatchObject({ date: '2026-12-01', open: null })
    expect(december[28]).toMatchObject({ date: '2026-12-29', open: null, because: 'year_end' })
  })

  it('tells the campaign page until when, why not, and when calling opens again', async () => {
    const today = () => calendar.ofCampaign.today(manager, tenant.campaignId)
    expect(await today()).toMatchObject({ isOpen: true, opensAt: nowMs, day: { open: hours(9, 20) } })
    await set(closed('2026-11-24', { open: hours(13, 15), ground: 'local_event' }))
    expect(await today()).toMatchObject({
      ...{ isOpen: false, opensAt: at('2026-11-24T13:00:00') },
      day: { open: hours(13, 15), because: 'tenant_day', ground: 'local_event' },
    })
    nowMs = at('2026-11-24T23:59:59')
    expect(await today()).toMatchObject({ isOpen: false, opensAt: at('2026-11-25T09:00:00') })
    nowMs = at('2026-11-25T00:00:00')
    expect((await today()).day).toMatchObject({ date: '2026-11-25', open: hours(9, 20), because: 'usual_hours' })
  })

  it('refuses a promise on it as whoever records one does, with the next time that does', async () => {
    await set(closed('2026-11-30', { until: '2026-12-01' }))
    expect(checkPromise(await rulesOf(), at('2026-11-30T15:00:00'), nowMs)).toEqual({
      ...{ ok: false, reason: 'outside_hours', nextMs: at('2026-12-02T09:00:00') },
    })
    const { days } = await calendar.ofCampaign.hours(manager, tenant.campaignId)
    expect(days.slice(6, 9)).toEqual([
      { date: '2026-11-30', open: null },
      { date: '2026-12-01', open: null },
      { date: '2026-12-02', open: hours(9, 20) },
    ])
    // as far as a promise may lie ahead
    expect(days.at(-1)?.date).toBe('2027-05-26')
  })

  it('says how many call-backs were promised for a day that is closed now', async () => {
    const { leadId } = await spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
    await spine.test.superuser.query(`update tenant.leads set state = 'promised', due_at = $2 where lead_id = $1`, [
      leadId,
      new Date(at('2026-11-30T00:00:00')),
    ])
    await set(closed('2026-11-29'))
    await set(closed('2026-11-30'))
    expect((await coming(manager)).map(({ promises }) => promises)).toEqual([0, 1])
  })

  it.each([
    ['ends before it begins', closed('2026-12-02', { until: '2026-12-01' }), 'until'],
    ['is over', closed('2026-11-23'), 'until'],
    ['lasts a quarter of a year', closed('2026-12-01', { until: '2027-03-01' }), 'until'],
    ['is years away', closed('2036-12-01'), 'until'],
    ['opens before eight', closed('2026-12-01', { open: hours(7, 12) }), 'open'],
    ['opens after it closes', closed('2026-12-01', { open: hours(12, 12) }), 'open'],
  ])('that %s is refused', async (_what, day, place) => {
    await expect(set(day)).rejects.toMatchObject({ code: 'invalid_input', detail: [place, expect.any(String)] })
  })

  it('is set once: a second one on any of its days is refused, also by two at the same moment', async () => {
    const run = closed('2026-12-01', { until: '2026-12-03' })
    const both = await Promise.allSettled([set(run), set(closed('2026-12-03'))])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await set(closed('2026-12-03', { campaignId: tenant.campaignId, open: hours(10, 12) }))
    expect(await coming(manager)).toHaveLength(2)
  })

  it('of the whole tenant is not for who is designated for one job, nor for another tenant’s campaign (A-05)', async () => {
    const narrow = await asking('supervisor', [tenant.jobId])
    await expect(set(closed('2026-12-01'), narrow)).rejects.toMatchObject({ code: 'forbidden' })
    const dayId = await set(closed('2026-12-01'))
    await expect(calendar.specialDays.withdraw(narrow, dayId)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await coming(narrow)).toMatchObject([{ dayId, mayWithdraw: false }])
    const other = await spine.tenant()
    const theirs = closed('2026-12-02', { campaignId: other.campaignId })
    await expect(set(theirs)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('cannot be changed nor taken away past the entries by the application itself (database rights)', async () => {
    await set(closed('2026-12-01'))
    for (const change of ['update house.special_days set ground = ground', 'delete from house.special_days'])
      await expect(
        spine.test.database.transaction(manager.actor, tenant.tenantId, (tx) => tx.client.query(change)),
      ).rejects.toThrow(/permission denied/)
  })

  it('decides with the readiness of a campaign, whether it may be started at all', async () => {
    const campaigns = createCampaigns({ database: spine.test.database, writer: spine.writer, clock })
    const settings = { ...testSettings, hours: { weekday: hours(9, 20), saturday: null, sundayAndHoliday: null } }
    const campaignId = await campaigns.create(manager, { jobId: tenant.jobId, name: '冬', kind: 'test', settings })
    await set(closed('2026-11-24', { until: '2026-11-27' }))
    const { nextCallableAt: next } = await campaigns.readiness(manager, campaignId)
    expect(next).toBe(at('2026-11-30T09:00:00'))
    expect(campaignSettings.parse(settings)).toEqual(settings)
  })
})

describe('a file of holidays', () => {
  const heading = '国民の祝日・休日月日,国民の祝日・休日名称'
  const fileOf = (dates: readonly string[]) =>
    Buffer.from([heading, ...dates.map((date) => `${date.replaceAll('-', '/')},休日`)].join('\n'))
  const datesOf = (year: number) => holidaysOfYear(year).map(({ date }) => date)
  const take = (bytes: Uint8Array) =>
    calendar.holidayFiles.import(manager, bytes, calendar.holidayFiles.check(bytes).digest ?? 'a'.repeat(64))
  /** 22 February 2027, a Monday, in the place of 23 February. */
  const moved = fileOf([...datesOf(2026), ...datesOf(2027).map((date) => date.replace('-02-23', '-02-22'))])
  const isOpenAtNine = async (date: string) => mayCallAt(await rulesOf(), at(`${date}T09:30:00`))

  it('stands above the law for its years, and the law again when it is taken back', async () => {
    expect([await isOpenAtNine('2027-02-22'), await isOpenAtNine('2027-02-23')]).toEqual([true, false])
    const fileId = await take(moved)
    expect([await isOpenAtNine('2027-02-22'), await isOpenAtNine('2027-02-23')]).toEqual([false, true])
    expect(await isOpenAtNine('2028-02-23')).toBe(false)
    await calendar.holidayFiles.withdraw(manager, fileId)
    expect([await isOpenAtNine('2027-02-22'), await isOpenAtNine('2027-02-23')]).toEqual([true, false])
    await expect(calendar.holidayFiles.withdraw(manager, fileId)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is listed with its years, entered with its digest, and taken once', async () => {
    const fileId = await take(moved)
    expect(await calendar.holidayFiles.list(manager)).toMatchObject([{ fileId, years: [2026, 2027], days: 35 }])
    const [entry] = await entriesOf(spine, tenant.tenantId, 'calendar.holidays_imported')
    const { digest } = calendar.holidayFiles.check(moved)
    expect(entry).toMatchObject({ id: fileId, digest, counts: { rows: 35 }, days: { from: '2026-01-01' } })
    await expect(take(moved)).rejects.toMatchObject({ code: 'already_known' })
  })

  it('that is refused leaves what stood, and another than was checked is refused', async () => {
    await take(moved)
    const broken = Buffer.concat([moved, Buffer.from('\n2027/2/30,休日')])
    await expect(take(broken)).rejects.toMatchObject({ code: 'invalid_input', detail: ['content', 'bad_date'] })
    const { digest } = calendar.holidayFiles.check(moved)
    const other = fileOf([...datesOf(2026), ...datesOf(2027)])
    await expect(calendar.holidayFiles.import(manager, other, digest ?? '')).rejects.toMatchObject({
      detail: ['digest'],
    })
    expect(await isOpenAtNine('2027-02-22')).toBe(false)
    expect(await calendar.holidayFiles.list(manager)).toHaveLength(1)
  })

  it('carries on how far holidays are known', async () => {
    expect((await calendar.everyYear(manager)).holidaysKnownUntil).toBe('2028-12-31')
    await take(fileOf([2026, 2027, 2028, 2029].flatMap(datesOf)))
    expect((await calendar.everyYear(manager)).holidaysKnownUntil).toBe('2029-12-31')
    // a Tuesday: no more the shorter hours of a day of which nothing is known
    expect(await isOpenAtNine('2029-05-01')).toBe(true)
  })

  it('is not taken from who is designated for one job', async () => {
    const narrow = await asking('centre_manager', [tenant.jobId])
    await expect(calendar.holidayFiles.import(narrow, moved, 'a'.repeat(64))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

async function nameOf({ actor }: Asking): Promise<{ displayName: string }> {
  const { rows } = await spine.test.superuser.query<{ display_name: string }>(
    'select display_name from house.persons where person_id = $1',
    [actor.personId],
  )
  return { displayName: rows[0]?.display_name ?? '' }
}
