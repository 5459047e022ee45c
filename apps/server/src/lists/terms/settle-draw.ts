import type { EntryWriter } from '../../ledger/index.ts'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import type { PlannedImport } from '../start-import.ts'
import { digestOfDrawn } from './draw.ts'

/** Enters whom the draw of a finished import left out, by a digest of their ids; the list's row counts them. */
export async function settleDraw(
  writer: EntryWriter,
  tx: Tx,
  { listId, campaignId, campaignKind, heldOutPercent }: PlannedImport,
  accepted: number,
): Promise<void> {
  if (heldOutPercent === 0) return
  const { rows } = await tx.client.query<{ contacts: number; digest: Buffer }>(
    `select (select count(*)::int from tenant.held_out_contacts h where h.tenant_id = $1 and h.list_id = $2) as contacts,
      ${digestOfDrawn('$1', '$2')} as digest`,
    [tenantOf(tx), listId],
  )
  const drawn = rows[0]
  if (drawn === undefined) return
  const entryId = await writer.enter(tx, {
    type: 'list.holdout_drawn',
    purpose: 'list_intake',
    campaignKind,
    counts: { held_out_percent: heldOutPercent, accepted, contacts: drawn.contacts },
    digest: drawn.digest.toString('hex'),
    refs: { list: listId, campaign: campaignId },
  })
  await tx.client.query(
    `insert into tenant.list_holdouts (tenant_id, list_id, campaign_id, entry_id, held_out_percent, contacts, digest)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenantOf(tx), listId, campaignId, entryId, heldOutPercent, drawn.contacts, drawn.digest],
  )
  await tx.client.query('update tenant.lists set rows_held_out = $3 where tenant_id = $1 and list_id = $2', [
    ...[tenantOf(tx), listId, drawn.contacts],
  ])
}
