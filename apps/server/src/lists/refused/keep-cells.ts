import type { CampaignId, ListId } from '@sekisho/contract'
import type { RefusedImportRow } from '@sekisho/vault'
import { type Tx, tenantOf } from '../../platform/database/index.ts'

/** Keeps what refused rows read, as the key service sealed it; `tenant.refused_rows` has them already. */
export async function keepCells(
  tx: Tx,
  { listId, campaignId }: { readonly listId: ListId; readonly campaignId: CampaignId },
  rows: readonly RefusedImportRow[],
): Promise<void> {
  const kept = rows.flatMap(({ rowNumber, sealed }) => (sealed === undefined ? [] : [{ rowNumber, sealed }]))
  if (kept.length === 0) return
  await tx.client.query({
    name: 'keep refused cells',
    text: `insert into tenant.refused_cells (tenant_id, list_id, campaign_id, row_number, sealed)
      select $1, $2, $3, k.row_number, k.sealed from unnest($4::int[], $5::bytea[]) as k (row_number, sealed)`,
    values: [
      tenantOf(tx),
      listId,
      campaignId,
      kept.map(({ rowNumber }) => rowNumber),
      kept.map(({ sealed }) => Buffer.from(sealed)),
    ],
  })
}

/** Deletes all that is kept of a list's refused rows. The caller has asked the legal hold. */
export async function deleteCells(tx: Tx, listId: ListId): Promise<void> {
  await tx.client.query('delete from tenant.refused_cells where tenant_id = $1 and list_id = $2', [
    tenantOf(tx),
    listId,
  ])
}

/**
 * Deletes what rows of a list read that were corrected or set aside, those that a legal hold had kept until now included.
 * The caller has asked the hold.
 */
export async function forgetSettled(tx: Tx, listId: ListId): Promise<void> {
  await tx.client.query({
    name: 'forget settled cells',
    // by the index refused_cells_held
    text: `update tenant.refused_cells set sealed = null
      where tenant_id = $1 and list_id = $2 and state <> 'open' and sealed is not null`,
    values: [tenantOf(tx), listId],
  })
}
