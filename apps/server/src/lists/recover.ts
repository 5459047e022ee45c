import { type ListId, ProblemError, type TenantId, type UploadId } from '@sekisho/contract'
import { tenantOf, type Tx } from '../platform/database/index.ts'
import { cleanUp } from './clean-up.ts'
import type { ListsDependencies } from './dependencies.ts'
import { failImportIn } from './fail-import.ts'
import { isHeld } from './legal-hold.ts'
import { importer, importLock } from './import-under-way.ts'
import { forgetSettled } from './refused/keep-cells.ts'
import { listsBehind } from './terms/bring-in-line.ts'

/** An upload that somebody else's process is still receiving is younger than this. */
const abandonedMs = 3_600_000

/**
 * Puts in order what a kill left behind; run once before the first request. Imports and uploads that nobody works on
 * any more are failed with their entries, lists that were undone or failed are cleaned up to the end, and sealed objects that belong to
 * nothing are removed.
 *
 * The store of sealed objects belongs to this process alone, so an upload that was being received into it before this
 * start is abandoned.
 *
 * @returns  lists whose leads are still to be brought in line with their terms
 */
export async function recover(
  dependencies: ListsDependencies,
): Promise<readonly { readonly tenantId: TenantId; readonly listId: ListId }[]> {
  const behind: { tenantId: TenantId; listId: ListId }[] = []
  const { database, sealed, clock } = dependencies
  const startedAtMs = clock.now()
  const objects = await sealed.list()
  const tenants = await database.transaction(importer, 'house', (tx) =>
    tx.db.selectFrom('house.tenants').select('tenant_id').execute(),
  )
  for (const { tenant_id: tenantId } of tenants) {
    const here = new Set(objects.filter((object) => object.tenantId === tenantId).map(({ objectId }) => objectId))
    const left = await database.transaction(importer, tenantId, async (tx) => {
      await failImports(dependencies, tx)
      await failUploads(dependencies, tx, here, startedAtMs)
      await forgetHeldNoMore(tx)
      for (const listId of await listsBehind(tx)) behind.push({ tenantId, listId })
      return listsToCleanUp(tx)
    })
    for (const listId of left) await cleanUp(dependencies, tenantId, listId)
    await removeStray(dependencies, tenantId, here)
  }
  const known = new Set<string>(tenants.map(({ tenant_id }) => tenant_id))
  for (const object of objects) if (!known.has(object.tenantId)) await sealed.remove(object)
  return behind
}

async function failImports(dependencies: ListsDependencies, tx: Tx): Promise<void> {
  const lists = await tx.db.selectFrom('tenant.lists').select('list_id').where('state', '=', 'importing').execute()
  for (const { list_id: listId } of lists) {
    // whoever lives and works on it holds this lock
    const { rows } = await tx.client.query<{ isFree: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "isFree"',
      [importLock(listId)],
    )
    if (rows[0]?.isFree === true)
      await failImportIn(dependencies, tx, listId, new ProblemError('internal', 'interrupted'))
  }
}

async function failUploads(
  { writer }: ListsDependencies,
  tx: Tx,
  here: ReadonlySet<string>,
  startedAtMs: number,
): Promise<void> {
  const receiving = await tx.db
    .selectFrom('tenant.uploads')
    .select('upload_id')
    .select((upload) => upload.ref('created_at').$castTo<Date>().as('created_at'))
    .where('state', '=', 'receiving')
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  for (const { upload_id, created_at } of receiving) {
    const ageMs = startedAtMs - created_at.getTime()
    if (ageMs < (here.has(upload_id) ? 0 : abandonedMs)) continue
    await tx.db.updateTable('tenant.uploads').set({ state: 'failed' }).where('upload_id', '=', upload_id).execute()
    await writer.enter(tx, {
      type: 'upload.received',
      outcome: 'failed',
      reason: 'interrupted',
      purpose: 'list_intake',
      refs: { upload: upload_id },
    })
  }
}

/** What corrected rows read goes with the correction, unless a legal hold kept it then: now it may be over. */
async function forgetHeldNoMore(tx: Tx): Promise<void> {
  const { rows } = await tx.client.query<{ list_id: ListId; campaign_id: string }>(
    `select distinct list_id, campaign_id from tenant.refused_cells
      where tenant_id = $1 and state <> 'open' and sealed is not null`,
    [tenantOf(tx)],
  )
  for (const { list_id: listId, campaign_id: campaignId } of rows) {
    const holds = [{ kind: 'list', id: listId } as const, { kind: 'campaign', id: campaignId } as const]
    if (!(await isHeld(tx, holds))) await forgetSettled(tx, listId)
  }
}

async function listsToCleanUp(tx: Tx): Promise<ListId[]> {
  const { rows } = await tx.client.query<{ list_id: ListId }>(
    `select l.list_id from tenant.lists l where l.state in ('undone', 'failed') and (
      (l.ended_by is not null and l.keys_ended_at is null)
      or exists (select from tenant.contacts c where c.tenant_id = l.tenant_id and c.list_id = l.list_id)
      or exists (select from tenant.refused_rows r where r.tenant_id = l.tenant_id and r.list_id = l.list_id))`,
  )
  return rows.map((row) => row.list_id)
}

/** A sealed object stays only while its upload waits to be imported, or is held. */
async function removeStray(
  { database, sealed }: ListsDependencies,
  tenantId: TenantId,
  here: ReadonlySet<string>,
): Promise<void> {
  const stray = await database.transaction(importer, tenantId, async (tx) => {
    const found: string[] = []
    for (const objectId of here) if (await isStray(tx, objectId as UploadId)) found.push(objectId)
    return found
  })
  for (const objectId of stray) await sealed.remove({ tenantId, objectId })
}

async function isStray(tx: Tx, uploadId: UploadId): Promise<boolean> {
  const upload = await tx.db
    .selectFrom('tenant.uploads')
    .select('state')
    .where('tenant_id', '=', tenantOf(tx))
    .where('upload_id', '=', uploadId)
    .executeTakeFirst()
  if (upload?.state === 'receiving' || upload?.state === 'received') return false
  return !(await isHeld(tx, [{ kind: 'upload', id: uploadId }]))
}
