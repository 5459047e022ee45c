import { join } from 'node:path'
import { type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import type { CallEvent } from '../dialling/index.ts'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { noticeCheck } from './notice-check.ts'
import { createNotices, type Notices, type NoticeWords } from './notices.ts'

let spine: Spine
let tenant: TestTenant
let notices: Notices
let supervisor: Asking
let operator: Asking
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys: keys, dataDir } = spine
  tenant = await spine.tenant()
  notices = createNotices({ database: test.database, writer, clock: systemClock, events: localEvents<CallEvent>() })
  supervisor = await asking('supervisor')
  operator = await asking('operator')
  const { actor } = operator
  await sql(
    `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
      values ($1, $2, $3, $4, $5, 'away', now())`,
    [tenant.tenantId, actor.personId, tenant.campaignId, newId(), actor.sessionId],
  )
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [noticeCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

async function asking(seat: string): Promise<Asking> {
  const actor = await spine.person(tenant, seat)
  return { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
}

const sql = async (text: string, values: unknown[] = []) =>
  (await spine.test.superuser.query<{ entry_id: EntryId }>(text, values)).rows
const words: NoticeWords = { title: '受付時間', text: '17時までです。', level: 'confirmed', validUntil: '2099-11-30' }

/** A notice of two versions; its last one was confirmed by an operator. */
async function confirmed(): Promise<string> {
  const place = { jobId: tenant.jobId, campaignId: null }
  const noticeId = await notices.publish(supervisor, place, { ...words, title: '下書き' })
  await notices.change(supervisor, noticeId, 1, words)
  await notices.confirm(operator, noticeId, 2)
  return noticeId
}
async function withdrawn(): Promise<string> {
  const noticeId = await confirmed()
  await notices.withdraw(supervisor, noticeId, 2)
  return noticeId
}

async function found(): Promise<string[]> {
  const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.notice_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}

/** Entries of a notice: of its versions, confirmations and withdrawal. */
async function entriesOfNotice(noticeId: string): Promise<string[]> {
  const rows = await sql(
    `select entry_id from tenant.notice_versions where notice_id = $1
      union select entry_id from tenant.notice_confirmations where notice_id = $1
      union select withdrawal_entry_id from tenant.notices where notice_id = $1 and withdrawal_entry_id is not null`,
    [noticeId],
  )
  return rows.map((row) => row.entry_id)
}

/** Past the product: what the tables themselves refuse is switched off, as their administrator can. */
async function asAdministrator(text: string, noticeId: string): Promise<void> {
  await spine.test.superuser.query(
    `begin; set local session_replication_role = replica; ${text.replaceAll('$1', `'${noticeId}'`)}; commit`,
  )
}

describe('a notice', () => {
  it('fits the ledger where only the product wrote to it', async () => {
    const own = [...(await entriesOfNotice(await confirmed())), ...(await entriesOfNotice(await withdrawn()))]
    expect(own).toHaveLength(7)
    // what is found after it was looked at after it
    const changed = await confirmed()
    const before = (await found()).length
    await asAdministrator(`update tenant.notice_versions set body = '18時' where notice_id = $1`, changed)
    await expect.poll(async () => (await found()).length, { timeout: 30_000 }).toBeGreaterThan(before)
    expect((await found()).filter((entry) => own.includes(entry))).toEqual([])
  })

  it.each([
    ['changes its words', confirmed, `update tenant.notice_versions set body = '18時までです。' where notice_id = $1`],
    ['asks less of operators', confirmed, `update tenant.notice_versions set level = 'told' where notice_id = $1`],
    [
      'lets it hold longer',
      confirmed,
      `update tenant.notice_versions set valid_until = '2100-01-01' where notice_id = $1`,
    ],
    ['deletes a confirmation', confirmed, 'delete from tenant.notice_confirmations where notice_id = $1'],
    ['moves a confirmation', confirmed, 'update tenant.notice_confirmations set version = 1 where notice_id = $1'],
    ['lets an older version count', confirmed, 'update tenant.notices set version = 1 where notice_id = $1'],
    [
      'moves it to a campaign',
      confirmed,
      `update tenant.notices set campaign_id = gen_random_uuid() where notice_id = $1`,
    ],
    ['withdraws it', confirmed, 'update tenant.notices set withdrawn_at = now() where notice_id = $1'],
    ['lets it hold again', withdrawn, 'update tenant.notices set withdrawn_at = null where notice_id = $1'],
    [
      'hides its withdrawal',
      withdrawn,
      'update tenant.notices set withdrawn_at = null, withdrawal_entry_id = null where notice_id = $1',
    ],
    ['deletes its last version', confirmed, 'delete from tenant.notice_versions where version = 2 and notice_id = $1'],
  ])('is found when somebody %s past the product (database administrator)', async (_what, make, change) => {
    const noticeId = await make()
    const own = await entriesOfNotice(noticeId)
    await asAdministrator(change, noticeId)
    await expect.poll(async () => (await found()).some((entry) => own.includes(entry)), { timeout: 30_000 }).toBe(true)
  })

  it('is found when somebody confirms it for an operator without an entry (database administrator)', async () => {
    const noticeId = await confirmed()
    const { actor } = await asking('operator')
    const entryId = newId<EntryId>()
    await sql(
      `insert into tenant.notice_confirmations (tenant_id, notice_id, version, person_id, job_id, entry_id, confirmed_at)
        values ($1, $2, 2, $3, $4, $5, now())`,
      [tenant.tenantId, noticeId, actor.personId, tenant.jobId, entryId],
    )
    await expect.poll(found, { timeout: 30_000 }).toContain(entryId)
  })
})
