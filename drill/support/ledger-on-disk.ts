import { join } from 'node:path'
import { type Entry, type EntryTypeName, entrySchema, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { parseLeaf } from '@sekisho/ledger'
import { type KeyServiceClient, keyServiceClient } from '@sekisho/vault'
import { checkPublishedLog, type LogKeys } from '../../apps/server/src/ledger/test-published-log.ts'
import { type Trial, until } from './trial.ts'

/** A log as it is published, checked from nothing but its files and two verifier keys. */
export interface LogOnDisk {
  readonly tenantId: TenantId
  readonly log: string
  readonly entries: readonly Entry[]
  readonly cosigners: number
}

/** The key service's socket for servers: whoever holds the server or the machine can call it. */
export function keysOf(trial: Trial): KeyServiceClient {
  return keyServiceClient({ connect: join(trial.dataDir, 'run-keyservice', 'socket'), timeoutMs: 10_000 })
}

async function logsOf(
  trial: Trial,
  keys: KeyServiceClient,
): Promise<(LogKeys & { tenantId: TenantId; log: string })[]> {
  const { rows } = await trial.sql<{ log: string; tenantId: TenantId; origin: string; verifierKey: string }>(
    `select log_id as log, tenant_id as "tenantId", origin, verifier_key as "verifierKey" from house.logs order by created_at`,
  )
  return Promise.all(
    rows.map(async (row) => {
      const { witnessKey } = await keys.ensureLog({ logId: row.log, tenantId: row.tenantId, origin: row.origin })
      return { ...row, witnessKey }
    }),
  )
}

/** Entries of the head office's log by type, as the files have them. */
export function houseEntries(logs: readonly LogOnDisk[], type: EntryTypeName): Entry[] {
  return logs.find(({ tenantId }) => tenantId === HEAD_OFFICE)?.entries.filter((entry) => entry.type === type) ?? []
}

/** Waits until everything that was queued has its place and is published. */
export async function untilPublished(trial: Trial): Promise<void> {
  const keys = keysOf(trial)
  try {
    await until(
      async () => {
        const { rows } = await trial.sql<{ unplaced: number }>(
          'select count(*)::int as unplaced from tenant.entry_queue',
        )
        if (rows[0]?.unplaced !== 0) return false
        const sizes = await trial.sql<{ tenant_id: TenantId; size: number }>(
          'select tenant_id, (max(position) + 1)::int as size from tenant.entry_index group by tenant_id',
        )
        const published = await readLogs(trial, keys).catch(whileWriting)
        return sizes.rows.every(
          ({ tenant_id, size }) => published.find(({ tenantId }) => tenantId === tenant_id)?.entries.length === size,
        )
      },
      60_000,
      'the publication of all entries',
    )
  } finally {
    keys.close()
  }
}

/** Between two checkpoints files are half there; what is wrong with them at the end shows when they are read for good. */
function whileWriting(error: unknown): LogOnDisk[] {
  if (error instanceof Error) return []
  throw error
}

/** The same of a ledger that goes on writing: for a moment its files are half there, and what is wrong stays wrong. */
export async function readLogsInUse(trial: Trial, keys: KeyServiceClient): Promise<LogOnDisk[]> {
  let logs: LogOnDisk[] = []
  const isWhole = async (): Promise<boolean> => {
    logs = await readLogs(trial, keys).catch(whileWriting)
    return logs.length > 0
  }
  await until(isWhole, 60_000, 'logs that lead to what was signed')
  return logs
}

/** @throws when a file is missing, or does not lead to the root that log and key service signed */
export async function readLogs(trial: Trial, keys: KeyServiceClient): Promise<LogOnDisk[]> {
  const logs = await logsOf(trial, keys)
  return logs.map((known) => {
    const { tenantId, log } = known
    const { leaves, cosigners } = checkPublishedLog(join(trial.dataDir, 'ledger', 'logs', log), known)
    return { tenantId, log, cosigners, entries: leaves.map((leaf) => entrySchema.parse(parseLeaf(leaf).entry)) }
  })
}
