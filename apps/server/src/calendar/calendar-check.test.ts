import { join } from 'node:path'
import { type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { holidaysOfYear } from '@sekisho/dialer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { calendarCheck } from './calendar-check.ts'
import { type Calendar, createCalendar } from './calendar.ts'
import { createCallingCalendar } from './calling-calendar.ts'

const clock = { now: () => Date.parse('2026-11-24T10:00:00+09:00'), setTimer: () => () => undefined }
let spine: Spine
let calendar: Calendar
let manager: Asking
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys: keys, dataDir } = spine
  const tenant = await spine.tenant()
  const actor = await spine.person(tenant, 'centre_manager')
  manager = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  calendar = createCalendar({ database: test.database, writer, clock, calling: createCallingCalendar() })
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [calendarCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)
let days = 0

async function closedDay(): Promise<EntryId> {
  days += 1
  const date = `2026-12-${String(days).padStart(2, '0')}`
  return calendar.specialDays.set(manager, {
    campaignId: null,
    from: date,
    until: date,
    open: null,
    ground: 'disaster',
  })
}
async function holidays(): Promise<EntryId> {
  days += 1
  const lines = holidaysOfYear(2026).map(({ date }) => `${date},休日${days}`)
  const bytes = Buffer.from(['国民の祝日・休日月日,国民の祝日・休日名称', ...lines].join('\n'))
  return calendar.holidayFiles.import(manager, bytes, calendar.holidayFiles.check(bytes).digest ?? '')
}
async function withdrawal(): Promise<EntryId> {
  const dayId = await closedDay()
  await calendar.specialDays.withdraw(manager, dayId)
  const { rows } = await sql('select entry_id from house.calendar_withdrawals where special_day_id = $1', [dayId])
  return (rows[0] as { entry_id: EntryId }).entry_id
}

async function found(): Promise<string[]> {
  const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.calendar_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}

describe('the calendar of a tenant', () => {
  it.each([
    ['deletes a closed day', closedDay, 'delete from house.special_days where entry_id = $1'],
    [
      'opens one',
      closedDay,
      'update house.special_days set opens_minute = 0, closes_minute = 1440 where entry_id = $1',
    ],
    ['moves one', closedDay, `update house.special_days set until_date = until_date + 1 where entry_id = $1`],
    ['empties a file of holidays', holidays, `update house.holiday_files set days = '[]' where entry_id = $1`],
    ['deletes a withdrawal', withdrawal, 'delete from house.calendar_withdrawals where entry_id = $1'],
  ])('is found when somebody %s past the product (database administrator)', async (_what, make, change) => {
    const entryId = await make()
    await sql(change, [entryId])
    await expect.poll(found, { timeout: 10_000 }).toContain(entryId)
  })

  it.each([
    [
      'withdraws a closed day',
      `insert into house.calendar_withdrawals (entry_id, tenant_id, special_day_id, withdrawn_by, withdrawn_at)
        select $2, tenant_id, entry_id, set_by, now() from house.special_days where entry_id = $1`,
    ],
    [
      'adds a day that nobody set',
      `insert into house.special_days (entry_id, tenant_id, from_date, until_date, ground, set_by, set_at)
        select $2, tenant_id, '2027-01-10', '2027-01-10', 'disaster', set_by, now() from house.special_days where entry_id = $1`,
    ],
  ])('is found when somebody %s without an entry (database administrator)', async (_what, insert) => {
    const entryId = newId()
    await sql(insert, [await closedDay(), entryId])
    await expect.poll(found, { timeout: 10_000 }).toContain(entryId)
  })

  it('fits the ledger where only the product wrote to it', async () => {
    const mine = [await closedDay(), await holidays(), await withdrawal()]
    // one more that is found says that the walk has passed these
    const last = await closedDay()
    await sql('delete from house.special_days where entry_id = $1', [last])
    await expect.poll(found, { timeout: 10_000 }).toContain(last)
    for (const entryId of mine) expect(await found()).not.toContain(entryId)
  })
})
