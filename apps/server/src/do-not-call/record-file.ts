import type { CampaignId, CampaignKind, CompanyId, DoNotCallScope, JobId, ListId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { insertRefusals, type RefusalDependencies } from './record-refusal.ts'
import { digestOf } from './refusal-rows.ts'
import { clientOf, stands } from './stops-sql.ts'

/** Some rows of a client's own file: blind indexes, as the key service read them. */
export interface FileRefusals {
  readonly listId: ListId
  readonly campaignId: CampaignId
  readonly campaignKind: CampaignKind
  /** The job that scope `job` binds. */
  readonly jobId: JobId
  readonly scope: DoNotCallScope
  /** What the indexes are of. */
  readonly keyKind: 'customer' | 'number'
  /** Its code on the list, of `fileRefusalCodes`. */
  readonly code: string
  /** 16 bytes each; one may stand there twice. */
  readonly indexes: readonly Buffer[]
  readonly atMs: number
}

/**
 * Puts on the client's list whom a file says not to call, with one entry for all of them, and tells every dialler. Who is
 * on it already, as widely, is left as it is.
 *
 * @returns the indexes, in hex, that were not on it
 * @throws  ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back
 */
export async function recordFile(
  { writer, events }: RefusalDependencies,
  tx: Tx,
  refusals: FileRefusals,
): Promise<ReadonlySet<string>> {
  const { listId, campaignId, campaignKind, scope, keyKind, code, atMs } = refusals
  const jobId = scope === 'job' ? refusals.jobId : null
  const { clientId, fresh } = await notListed(tx, refusals.indexes, jobId)
  if (fresh.length === 0) return new Set()
  const rows = fresh.map((keyIndex) => ({ keyIndex, keyKind, scope, jobId, onlyFor: null }))
  const entryId = await writer.enter(tx, {
    type: 'do_not_call.recorded',
    purpose: 'list_intake',
    campaignKind,
    counts: { rows: rows.length },
    refs: { campaign: campaignId, list: listId, disposition: code, ...(jobId === null ? {} : { job: jobId }) },
    digest: digestOf(clientId, code, rows),
  })
  await insertRefusals(tx, { clientId, entryId, disposition: code, atMs }, rows)
  await events.announce(tx, { clientId, tenantId: tenantOf(tx), entryId, isWithdrawn: false })
  return new Set(fresh.map((index) => index.toString('hex')))
}

/** Those that no refusal binds as widely; a number that is refused for one contact alone is not bound for all. */
async function notListed(
  tx: Tx,
  indexes: readonly Buffer[],
  jobId: JobId | null,
): Promise<{ clientId: CompanyId; fresh: readonly Buffer[] }> {
  const { rows } = await tx.client.query<{ client_id: CompanyId; fresh: Buffer[] | null }>({
    name: 'not on the list yet',
    text: `select ${clientOf('$1')} as client_id, (select array_agg(distinct i.key_index) from unnest($2::bytea[]) as i (key_index)
        where (select true from house.do_not_call s where s.client_id = ${clientOf('$1')} and s.key_index = i.key_index
          and (s.job_id is null or s.job_id = $3) and s.only_for is null and ${stands('s')} limit 1) is null) as fresh`,
    values: [tenantOf(tx), indexes, jobId],
  })
  const [row] = rows
  if (row === undefined) throw new Error('no such tenant')
  return { clientId: row.client_id, fresh: row.fresh ?? [] }
}
