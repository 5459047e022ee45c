import { join } from 'node:path'
import { type DesignationId, type Entry, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type SignedInBrowser, startProduct, type TestProduct } from '../test-product.ts'
import type { TestTenant } from '../test-spine.ts'
import { rightsCheck } from './rights-check.ts'

let product: TestProduct
let tenant: TestTenant
let manager: SignedInBrowser
let check: { stop(): Promise<void> }
const errors: unknown[] = []

function start(): { stop(): Promise<void> } {
  const { test, sequencer, sequencerKeys, dataDir } = product.spine
  return startLedgerAudit({
    ...{
      ledger: sequencer().audited,
      database: auditDatabase(test.sequencer),
      keys: sequencerKeys,
      clock: systemClock,
    },
    folder: join(dataDir, 'ledger'),
    onError: (error) => void errors.push(error),
    pace: { roundMs: 20, rescanEveryMs: 200 },
    checks: [rightsCheck({ everyMs: 50 })],
  })
}

beforeAll(async () => {
  product = await startProduct()
  tenant = await product.spine.tenant()
  manager = await product.signedIn({ seat: 'account_manager', scopeKind: 'house' })
  check = start()
})
afterAll(async () => {
  await check.stop()
  await product.stop()
  expect(errors).toEqual([])
})

const sql = (text: string, values: unknown[] = []) => product.spine.test.superuser.query(text, values)

async function findings(): Promise<string[]> {
  const { rows } = await sql(
    `select convert_from(body, 'utf8')::jsonb as entry from tenant.entry_index where tenant_id = $1 and type = $2 order by position`,
    [HEAD_OFFICE, 'finding.right_without_entry'],
  )
  return rows.map((row) => String((row as { entry: Entry }).entry.refs?.designation))
}

async function untilFound(designationId: string): Promise<void> {
  while (!(await findings()).includes(designationId)) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Two looks and the entry's way take less than this. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 1_000))

/** A right as the account manager writes it. */
async function granted(): Promise<DesignationId> {
  const { actor: operator } = await product.signedIn()
  const answer = await manager.call('designations.grant', {
    body: {
      ...{ personId: operator.personId, seat: 'operator', scopeKind: 'tenant', tenantId: tenant.tenantId },
      ...{ purpose: 'call', basis: '試験', validFrom: Date.now(), validUntil: Date.now() + 3_600_000 },
    },
  })
  expect(answer.status).toBe(200)
  return (answer.body as { designationId: DesignationId }).designationId
}

describe('rights that stand in the table (F-08, K-07)', () => {
  it('are explained by the entry with which the product wrote them', async () => {
    const designationId = await granted()
    await soon()
    expect(await findings()).not.toContain(designationId)
  })

  it('are found when somebody wrote them past the product, each once, over a restart of the check', async () => {
    const operator = await product.spine.person(tenant, 'supervisor')
    const { rows } = await sql('select designation_id from house.designations where person_id = $1', [
      operator.personId,
    ])
    const designationId = String(rows[0].designation_id)
    await untilFound(designationId)
    await check.stop()
    check = start()
    await soon()
    expect((await findings()).filter((id) => id === designationId)).toHaveLength(1)
  })

  it.each([
    [
      'given to somebody else',
      `person_id = (select person_id from house.persons where person_id not in (d.person_id, d.designated_by) limit 1)`,
    ],
    ['lengthened', `valid_until = valid_until + interval '1 second'`],
    ['moved to another seat', `seat = 'supervisor'`],
  ])('are found when they were %s afterwards', async (_what, change) => {
    const designationId = await granted()
    await soon()
    await sql(`update house.designations d set ${change} where designation_id = $1`, [designationId])
    await untilFound(designationId)
  })

  it('are found when they were withdrawn and stand again', async () => {
    const designationId = await granted()
    expect((await manager.call('designations.withdraw', { params: { designationId } })).status).toBe(200)
    await soon()
    expect(await findings()).not.toContain(designationId)
    await sql('update house.designations set withdrawn_at = null where designation_id = $1', [designationId])
    await untilFound(designationId)
  })

  it('are not explained by a row that somebody wrote into the index of entries', async () => {
    const genuine = await granted()
    await soon()
    const operator = await product.spine.person(tenant, 'operator')
    const { rows } = await sql('select designation_id from house.designations where person_id = $1', [
      operator.personId,
    ])
    const designationId = String(rows[0].designation_id)
    await sql(
      `insert into tenant.entry_index select tenant_id, 1000000, $2, type, outcome, reason, at, sequenced_at, actor, actor_kind,
         campaign_id, convert_to(replace(convert_from(body, 'utf8'), $3, $4), 'utf8') from tenant.entry_index
       where tenant_id = $1 and type = 'designation.granted' and position(convert_to($3, 'utf8') in body) > 0`,
      [HEAD_OFFICE, newId(), genuine, designationId],
    )
    await untilFound(designationId)
    await sql('delete from tenant.entry_index where position = 1000000')
  })
})
