import type { EntryId, TenantId } from '@sekisho/contract'
import type { Spine } from '../test-spine.ts'
import type { SystemEntryDraft } from './system-entry.ts'
import { untilIndexed } from './test-entries.ts'

export async function logOf({ test }: Spine, tenantId: TenantId): Promise<string> {
  const { rows } = await test.superuser.query<{ log_id: string }>(
    'select log_id from house.logs where tenant_id = $1',
    [tenantId],
  )
  return rows[0]?.log_id ?? ''
}

/** A finding as the audit enters it, of the ledger's own process; waits until it stands in the index. */
export async function enterFinding(spine: Spine, log: string, draft: Partial<SystemEntryDraft> = {}): Promise<EntryId> {
  const { type = 'finding.index_changed', refs = {}, ...rest } = draft
  const findingId = await spine.sequencer().audited.enter({ type, refs: { ...refs, log }, ...rest })
  await untilIndexed(spine, findingId)
  return findingId
}
