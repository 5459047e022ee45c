import { join } from 'node:path'
import { HEAD_OFFICE, type EntryId, type TenantId } from '@sekisho/contract'
import { leafBytes } from '@sekisho/ledger'
import { expect } from 'vitest'
import type { Client } from 'pg'
import type { Spine } from '../test-spine.ts'
import { checkPublishedLog, type LogKeys, type PublishedLog } from './test-published-log.ts'

/** What the checks below need of a spine. */
export interface LedgerUnderTest {
  readonly test: { readonly superuser: Client }
  readonly keys: Pick<Spine['keys'], 'ensureLog'>
}

export async function keysOfLog(spine: LedgerUnderTest, tenantId: TenantId): Promise<LogKeys & { log: string }> {
  const { rows } = await spine.test.superuser.query<{ log_id: string; origin: string; verifier_key: string }>(
    'select log_id, origin, verifier_key from house.logs where tenant_id = $1',
    [tenantId],
  )
  const [row] = rows
  if (row === undefined) throw new Error('no log')
  const { witnessKey } = await spine.keys.ensureLog({ logId: row.log_id, tenantId, origin: row.origin })
  return { log: row.log_id, origin: row.origin, verifierKey: row.verifier_key, witnessKey }
}

/**
 * Waits until everything queued has its place and is published. Heads become entries of the head office's log up to half
 * a second after their publication, so it has to stay so for longer than that.
 */
export async function untilQuiet(spine: LedgerUnderTest, folder: string): Promise<void> {
  for (let quietSince = 0; quietSince === 0 || performance.now() - quietSince < 600; ) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (!(await isPublished(spine, folder))) quietSince = 0
    else if (quietSince === 0) quietSince = performance.now()
  }
}

async function isPublished(spine: LedgerUnderTest, folder: string): Promise<boolean> {
  const { superuser } = spine.test
  if ((await superuser.query('select from tenant.entry_queue limit 1')).rowCount !== 0) return false
  const { rows } = await superuser.query<{ tenant_id: TenantId; size: string }>(
    'select tenant_id, max(position) + 1 as size from tenant.entry_index group by tenant_id',
  )
  for (const row of rows) {
    const keys = await keysOfLog(spine, row.tenant_id)
    try {
      if (checkPublishedLog(join(folder, 'logs', keys.log), keys).size !== Number(row.size)) return false
    } catch {
      return false
    }
  }
  return true
}

/**
 * The whole promise at once, for one tenant: every committed entry has exactly one place, no other one has, the files
 * verify with the keys alone, and the index says what the files say.
 */
export async function expectWholeLog(
  spine: LedgerUnderTest,
  folder: string,
  tenantId: TenantId,
  committed: readonly EntryId[],
): Promise<PublishedLog> {
  const keys = await keysOfLog(spine, tenantId)
  const published = checkPublishedLog(join(folder, 'logs', keys.log), keys)
  expect(published.cosigners).toBe(1)
  const { rows } = await spine.test.superuser.query<{ position: string; entry_id: EntryId; body: Buffer; ms: string }>(
    `select position, entry_id, body, round(extract(epoch from sequenced_at) * 1000)::bigint as ms
      from tenant.entry_index where tenant_id = $1 and ($1 <> $2 or position < $3) order by position`,
    // the head office's log goes on growing: each published head is an entry of it
    [tenantId, HEAD_OFFICE, published.leaves.length],
  )
  expect(rows.map((row) => Number(row.position))).toEqual(rows.map((_row, index) => index))
  expect(rows.map((row) => leafBytes(row.body, Number(row.ms)).toString())).toEqual(
    published.leaves.map((leaf) => leaf.toString()),
  )
  if (tenantId !== HEAD_OFFICE) expect(rows.map((row) => row.entry_id).sort()).toEqual([...committed].sort())
  return published
}
