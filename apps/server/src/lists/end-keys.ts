import { type EntryId, type ListId, ProblemError, type TenantId } from '@sekisho/contract'
import { withReceipt } from '../gate/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { isHeld } from './legal-hold.ts'
import { importer } from './import-under-way.ts'

/**
 * Ends the keys of a list that was undone or whose import failed, once no row of it is left: then no copy of the database
 * opens it either. Ordered by the entry of the undo or the failure; asked for again until the key service has said that
 * it is done.
 *
 * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`, `storage_full`
 */
export async function endKeys(dependencies: ListsDependencies, tenantId: TenantId, listId: ListId): Promise<void> {
  const { database, receipts, keys, clock, log } = dependencies
  const entryId = await orderOf(dependencies, tenantId, listId)
  if (entryId === null) return
  try {
    await withReceipt(receipts, tenantId, entryId, (receipt) => keys.destroyList({ receipt, tenantId, listId }))
  } catch (error) {
    // something of it was opened: then it was somebody's work, and ends as a list ends that was worked with
    if (!(error instanceof ProblemError) || error.code !== 'key_service_refused') throw error
    log.warn({ err: error }, 'the key service keeps the keys of a list that was taken back')
    return
  }
  await database.transaction(importer, tenantId, (tx) =>
    tx.db
      .updateTable('tenant.lists')
      .set({ keys_ended_at: new Date(clock.now()) })
      .where('list_id', '=', listId)
      .execute(),
  )
}

/** The entry that orders the end; null while rows are left or held, and when the keys are gone already. */
async function orderOf({ database }: ListsDependencies, tenantId: TenantId, listId: ListId): Promise<EntryId | null> {
  return database.transaction(importer, tenantId, async (tx) => {
    const list = await tx.db
      .selectFrom('tenant.lists as l')
      .select(['l.campaign_id', 'l.ended_by'])
      .where('l.list_id', '=', listId)
      .where('l.state', 'in', ['undone', 'failed'])
      .where('l.keys_ended_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('tenant.contacts as c')
              .select('c.contact_id')
              .whereRef('c.tenant_id', '=', 'l.tenant_id')
              .whereRef('c.list_id', '=', 'l.list_id'),
          ),
        ),
      )
      .executeTakeFirst()
    if (list === undefined || list.ended_by === null) return null
    const holds = [{ kind: 'list', id: listId } as const, { kind: 'campaign', id: list.campaign_id } as const]
    return (await isHeld(tx, holds)) ? null : (list.ended_by as EntryId)
  })
}
