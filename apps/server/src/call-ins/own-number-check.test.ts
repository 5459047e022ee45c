import { join } from 'node:path'
import { type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { ownNumberCheck } from './own-number-check.ts'
import { type Asking, createOwnNumbers, type OwnNumbers } from './own-numbers.ts'

let spine: Spine
let tenant: TestTenant
let ownNumbers: OwnNumbers
let supervisor: Asking
let audit: { stop(): Promise<void> }
let last = 0
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys: keys, dataDir } = spine
  tenant = await spine.tenant()
  const actor = await spine.person(tenant, 'supervisor')
  supervisor = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  ownNumbers = createOwnNumbers({ database: test.database, writer, clock: systemClock })
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [ownNumberCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)

async function assigned(): Promise<EntryId> {
  last += 1
  return ownNumbers.assign(supervisor, tenant.campaignId, `0300005${String(100 + last)}`)
}

async function found(): Promise<string[]> {
  const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.own_number_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}

async function untilFound(entryId: string): Promise<void> {
  while (!(await found()).includes(entryId)) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe('own numbers that somebody changed past the product (K-07)', () => {
  it('are found, once, when one is pointed at another campaign, exchanged, deleted or added', async () => {
    const quiet = await assigned()
    const withdrawn = await assigned()
    await ownNumbers.withdraw(supervisor, tenant.campaignId, withdrawn)
    const [moved, exchanged, deleted] = [await assigned(), await assigned(), await assigned()]
    const other = await jobBeside(spine, tenant)
    await sql('update house.own_numbers set campaign_id = $2, job_id = $3 where entry_id = $1', [
      ...[moved, other.campaignId, other.jobId],
    ])
    await sql(`update house.own_numbers set number = '0300005999' where entry_id = $1`, [exchanged])
    await sql('delete from house.own_numbers where entry_id = $1', [deleted])
    const added = newId<EntryId>()
    await sql(
      `insert into house.own_numbers select $1, tenant_id, job_id, campaign_id, '0300005998', assigned_by, now()
        from house.own_numbers where entry_id = $2`,
      [added, quiet],
    )
    for (const changed of [moved, exchanged, deleted, added]) await untilFound(changed)
    // two more walks say nothing new, and nothing of what stands as it was entered
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect([...(await found())].sort()).toEqual([moved, exchanged, deleted, added].sort())
  })

  it('are found when a withdrawal is taken back', async () => {
    const assignmentId = await assigned()
    await ownNumbers.withdraw(supervisor, tenant.campaignId, assignmentId)
    const { rows } = await sql('delete from house.own_number_withdrawals where assignment_id = $1 returning entry_id', [
      assignmentId,
    ])
    await untilFound(rows[0].entry_id)
  })
})
