import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type EntryId, HEAD_OFFICE, type PersonId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { assignmentCheck } from './assignment-check.ts'
import { type Asking, type Assignments, createAssignments } from './assignments.ts'

let spine: Spine
let tenant: TestTenant
let assignments: Assignments
let asking: Asking
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys: keys, dataDir } = spine
  tenant = await spine.tenant()
  assignments = createAssignments({
    ...{ database: test.database, writer, clock: systemClock },
    onChange: () => Promise.resolve(),
  })
  const actor = await spine.person(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [assignmentCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const set = (personId: PersonId, version: number, assigned: Parameters<Assignments['set']>[1]['assigned']) =>
  assignments.set(asking, { personId, campaignId: tenant.campaignId, version, assigned })

/** Somebody whose assignment has two versions. */
async function assigned(): Promise<PersonId> {
  const { personId } = await spine.person(tenant, 'operator')
  await set(personId, 0, { skill: 1, priority: 1 })
  await set(personId, 1, { skill: 2, priority: 3 })
  return personId
}
async function withdrawn(): Promise<PersonId> {
  const personId = await assigned()
  await set(personId, 2, null)
  return personId
}

const found = async (): Promise<string[]> =>
  (await entriesOf(spine, HEAD_OFFICE, 'finding.assignment_changed')).map(
    ({ refs }) => (refs as { entry: string }).entry,
  )

async function entriesFor(personId: PersonId): Promise<string[]> {
  const { rows } = await spine.test.superuser.query<{ entry_id: string }>(
    'select entry_id from tenant.assignments where person_id = $1',
    [personId],
  )
  return rows.map((row) => row.entry_id)
}

/** Past the product: what the tables themselves refuse is switched off, as their administrator can. */
async function asAdministrator(text: string, personId: PersonId): Promise<void> {
  await spine.test.superuser.query(
    `begin; set local session_replication_role = replica; ${text.replaceAll('$1', `'${personId}'`)}; commit`,
  )
}

const patience = { timeout: 40_000 }

describe('an assignment', () => {
  it('fits the ledger where only the product wrote it', async () => {
    const own = [...(await entriesFor(await assigned())), ...(await entriesFor(await withdrawn()))]
    expect(own).toHaveLength(5)
    // what is found after it was looked at after it
    const changed = await assigned()
    await asAdministrator('update tenant.assignments set skill = 3 where person_id = $1 and is_current', changed)
    const changedEntries = await entriesFor(changed)
    await expect.poll(async () => (await found()).some((entry) => changedEntries.includes(entry)), patience).toBe(true)
    expect((await found()).filter((entry) => own.includes(entry))).toEqual([])
  })

  it.each([
    ['raises a skill', assigned, 'update tenant.assignments set skill = 3 where person_id = $1 and is_current'],
    [
      'puts a campaign first',
      assigned,
      'update tenant.assignments set priority = 1 where person_id = $1 and is_current',
    ],
    [
      'gives it to somebody else',
      assigned,
      'update tenant.assignments set person_id = gen_random_uuid() where person_id = $1 and is_current',
    ],
    [
      'moves it to a campaign',
      assigned,
      'update tenant.assignments set campaign_id = gen_random_uuid() where person_id = $1',
    ],
    [
      'lets an older version count',
      assigned,
      `update tenant.assignments set is_current = false where person_id = $1;
        update tenant.assignments set is_current = true where person_id = $1 and version = 1`,
    ],
    ['deletes the last version', assigned, 'delete from tenant.assignments where person_id = $1 and is_current'],
    [
      'lets a withdrawn one count again',
      withdrawn,
      'update tenant.assignments set skill = 2, priority = 1 where person_id = $1 and is_current',
    ],
    ['hides a withdrawal', withdrawn, 'delete from tenant.assignments where person_id = $1 and version = 3'],
  ])('is found when somebody %s past the product (database administrator)', async (_what, make, change) => {
    const personId = await make()
    const own = await entriesFor(personId)
    await asAdministrator(change, personId)
    await expect.poll(async () => (await found()).some((entry) => own.includes(entry)), patience).toBe(true)
  })

  it('is found when somebody adds one without an entry (database administrator)', async () => {
    const { personId } = await spine.person(tenant, 'operator')
    const entryId = newId<EntryId>()
    await spine.test.superuser.query(
      `insert into tenant.assignments (tenant_id, person_id, campaign_id, version, skill, priority, entry_id, nonce, set_by, set_at)
        values ($1, $2, $3, 1, 3, 1, $4, $5, $2, now())`,
      [tenant.tenantId, personId, tenant.campaignId, entryId, randomBytes(16)],
    )
    await expect.poll(found, patience).toContain(entryId)
  })
})
