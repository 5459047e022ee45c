import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { entryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localEvents } from '../dialling/test-dialling.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { createDoNotCall, type DoNotCall } from './do-not-call.ts'
import { doNotCallCheck } from './list-check.ts'
import type { RefusalEvent } from './refusal-events.ts'
import { takeDown } from './take-down.ts'
import { contactOf, entriesOf, indexOf, refuse } from './test-refusals.ts'

let spine: Spine
let tenant: TestTenant
let doNotCall: DoNotCall
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, writer, sequencer, sequencerKeys: keys, dataDir } = spine
  const onError = (error: unknown): void => void errors.push(error)
  tenant = await spine.tenant()
  doNotCall = createDoNotCall({
    ...{ database: test.database, writer, events: localEvents<RefusalEvent>(), onError },
  })
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock, onError },
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [doNotCallCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await doNotCall.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)
let people = 0

/** A refusal as the product records it, and its entry. */
async function recorded() {
  people += 1
  const keys = { customer: `C-${people}`, numbers: [`090-${people}`] }
  const contact = await contactOf(spine, tenant, keys)
  const attemptId = await refuse(spine, doNotCall, tenant, contact, '32')
  const entries = await entriesOf(spine, tenant.tenantId, 'do_not_call.recorded')
  const entry = entries.find(({ refs }) => (refs as { attempt: string }).attempt === attemptId)
  return { contact, attemptId, refusalEntryId: entryId.parse(entry?.['id']) }
}

const refusal = async (): Promise<string> => (await recorded()).refusalEntryId

/** Withdraws a refusal as a correction does. @returns the entry that says so */
async function withdrawn({ contact, attemptId, refusalEntryId }: Awaited<ReturnType<typeof recorded>>) {
  const supervisor = await spine.person(tenant, 'supervisor')
  const { contactId, listId } = contact
  const made = await spine.test.database.transaction(supervisor, tenant.tenantId, (tx) =>
    doNotCall.withdraw(tx, {
      ...{ refusalEntryId, attemptId, contactId, listId, campaignId: tenant.campaignId, campaignKind: 'test' },
      ...{ correction: 'operator_told', policyHash: '0'.repeat(64), atMs: Date.now() },
    }),
  )
  return String(made)
}

async function found(): Promise<string[]> {
  const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.do_not_call_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}

/** Several walks take less than this. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 1_500))

describe('the do-not-call list of a client (K-07)', () => {
  it('fits the ledger as long as only the product writes to it', async () => {
    for (let times = 0; times < 5; times += 1) await refusal()
    await soon()
    expect(await found()).toEqual([])
  })

  it.each([
    ['deletes a refusal', 'delete from house.do_not_call where entry_id = $1'],
    ['deletes one number of it', `delete from house.do_not_call where entry_id = $1 and key_kind = 'number'`],
    [
      'narrows it to another job',
      `update house.do_not_call set scope = 'job', job_id = gen_random_uuid() where entry_id = $1`,
    ],
    [
      'moves it to another number',
      `update house.do_not_call set key_index = substring(sha256('x') for 16) where entry_id = $1 and key_kind = 'number'`,
    ],
    [
      'gives it to one person only',
      `update house.do_not_call set only_for = key_index where entry_id = $1 and key_kind = 'number'`,
    ],
  ])('is found, once, when somebody %s past the product (database administrator)', async (_what, change) => {
    const refused = await refusal()
    await sql(change, [refused])
    await expect.poll(found, { timeout: 40_000 }).toContain(refused)
    await soon()
    expect((await found()).filter((id) => id === refused)).toHaveLength(1)
  })

  it('is found when somebody puts a number there that nobody refused for', async () => {
    const unknown = newId()
    await sql(
      `insert into house.do_not_call (client_id, key_index, entry_id, key_kind, scope, disposition, tenant_id, recorded_at)
        values ($1, $2, $3, 'number', 'client', '32', $4, now())`,
      [tenant.clientId, indexOf('080'), unknown, tenant.tenantId],
    )
    await expect.poll(found, { timeout: 40_000 }).toContain(unknown)
  })
})

describe('what was withdrawn from it', () => {
  it('fits the ledger as long as the product withdrew it, once', async () => {
    const before = await found()
    const one = await recorded()
    await withdrawn(one)
    expect(await withdrawn(one)).toBe('null')
    await soon()
    expect(await found()).toEqual(before)
  })

  it.each([
    ['lets a withdrawn refusal stand again', 'delete from house.do_not_call_withdrawals where entry_id = $1'],
    [
      'points it at another refusal',
      'update house.do_not_call_withdrawals set refusal_entry_id = gen_random_uuid() where entry_id = $1',
    ],
  ])('is found when somebody %s past the product (database administrator)', async (_what, change) => {
    const withdrawal = await withdrawn(await recorded())
    await sql(change, [withdrawal])
    await expect.poll(found, { timeout: 40_000 }).toContain(withdrawal)
  })

  it('is found when somebody withdraws a refusal that no correction withdrew', async () => {
    const [refused, unknown] = [await refusal(), newId()]
    await sql(
      `insert into house.do_not_call_withdrawals (client_id, refusal_entry_id, entry_id, tenant_id, recorded_at)
        values ($1, $2, $3, $4, now())`,
      [tenant.clientId, refused, unknown, tenant.tenantId],
    )
    await expect.poll(found, { timeout: 40_000 }).toContain(unknown)
  })

  it('is found when the refusal of another call was withdrawn, by whoever moved it to this attempt', async () => {
    const [own, foreign] = [await recorded(), await recorded()]
    const withdrawal = await withdrawn({ ...own, refusalEntryId: foreign.refusalEntryId })
    await expect.poll(found, { timeout: 40_000 }).toContain(withdrawal)
  })
})

describe('a number that was said in a call', () => {
  /** As an operator takes it down. @returns the entry by which it stands on the list */
  async function takenDown(): Promise<string> {
    const operator = await spine.person(tenant, 'operator')
    const contact = await contactOf(spine, tenant, { numbers: [randomUUID()] })
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    const { test, writer, receipts, keys } = spine
    const asking = {
      ...{ actor: operator, tenantId: tenant.tenantId, rowScope: wholeTenant },
      policyHash: '0'.repeat(64),
    }
    const spoken = {
      attemptId,
      commandId: randomBytes(16).toString('hex'),
      number: '09000000011',
      reach: 'number',
    } as const
    const events = localEvents<RefusalEvent>()
    await takeDown({ database: test.database, writer, receipts, keys, events, clock: systemClock }, asking, spoken)
    const { rows } = await spine.test.superuser.query<{ entry_id: string }>(
      'select entry_id from tenant.spoken_numbers where attempt_id = $1',
      [attemptId],
    )
    return String(rows[0]?.entry_id)
  }

  it('fits the ledger as long as only the product takes it down', async () => {
    const before = await found()
    for (let times = 0; times < 3; times += 1) await takenDown()
    await soon()
    expect(await found()).toEqual(before)
  })

  it.each([
    ['takes it off the list', 'delete from house.do_not_call where entry_id = $1'],
    ['says that a result brought it there', `update house.do_not_call set disposition = '32' where entry_id = $1`],
    ['hides who took it down', 'delete from tenant.spoken_numbers where entry_id = $1'],
    [
      'blames somebody else’s call',
      `update tenant.spoken_numbers n set ordinal = 3, attempt_id = (select a.attempt_id from tenant.attempts a
        where a.tenant_id = n.tenant_id and a.attempt_id <> n.attempt_id limit 1) where n.entry_id = $1`,
    ],
    ['moves it to another day', `update tenant.spoken_numbers set recorded_at = '2001-01-01' where entry_id = $1`],
  ])('is found when somebody %s past the product (database administrator)', async (_what, change) => {
    const entry = await takenDown()
    await sql(change, [entry])
    await expect.poll(found, { timeout: 40_000 }).toContain(entry)
  })

  it('is found when nobody said it: a row of an entry that there is not, or of another refusal', async () => {
    const [unknown, { refusalEntryId, attemptId }] = [newId<string>(), await recorded()]
    for (const [ordinal, entry] of [unknown, refusalEntryId].entries())
      await sql(
        `insert into tenant.spoken_numbers (tenant_id, attempt_id, ordinal, command_id, entry_id, recorded_at)
          values ($1, $2, $3, gen_random_uuid(), $4, now())`,
        [tenant.tenantId, attemptId, ordinal + 1, entry],
      )
    await expect.poll(found, { timeout: 40_000 }).toEqual(expect.arrayContaining([unknown, refusalEntryId]))
  })
})
