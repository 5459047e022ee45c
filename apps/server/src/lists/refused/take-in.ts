import type { CampaignId, ContactId, LeadId, ListId } from '@sekisho/contract'
import type { JudgedRow } from '@sekisho/vault'
import { excludeChanged } from '../../do-not-call/index.ts'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import { newId } from '../../platform/new-id.ts'
import { holdOutLater } from '../terms/draw.ts'
import type { OpenRow, RowPlace } from './row-in-list.ts'

/**
 * Writes an accepted row as the import would have: contact, numbers, lead, and the lead's end where the person is on the
 * client's do-not-call list; and counts it in its list.
 *
 * @returns whether the person is never called
 */
export async function takeIn(
  tx: Tx,
  { listId, rowNumber }: RowPlace,
  { campaignId, reasons, heldOutPercent }: Pick<OpenRow, 'campaignId' | 'reasons' | 'heldOutPercent'>,
  row: Extract<JudgedRow, { kind: 'accepted' }>,
  dueAtMs: number,
): Promise<boolean> {
  const contactId = row.contactId as ContactId
  await tx.client.query({
    name: 'contact of a corrected row',
    text: `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed,
        customer_index, person_index, number_name_index)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      ...[tenantOf(tx), contactId, listId, rowNumber, Buffer.from(row.sealed)],
      ...[row.customerIndex, row.personIndex, row.numberNameIndex].map((index) =>
        index === null ? null : Buffer.from(index),
      ),
    ],
  })
  await tx.client.query({
    name: 'numbers of a corrected row',
    text: `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
      select $1, $2, * from unnest($3::smallint[], $4::text[], $5::bytea[], $6::bytea[])`,
    values: [
      tenantOf(tx),
      contactId,
      row.numbers.map(({ ordinal }) => ordinal),
      row.numbers.map(({ kind }) => kind),
      row.numbers.map(({ sealed }) => Buffer.from(sealed)),
      row.numbers.map(({ index }) => Buffer.from(index)),
    ],
  })
  const { prefecture, municipalityIndex, areas } = row
  await addLead(tx, { listId, campaignId, contactId, dueAtMs, prefecture, municipalityIndex, areas })
  const isOnDoNotCall = (await excludeChanged(tx, [contactId])) > 0
  const isHeldOut = await holdOutLater(tx, { listId, campaignId, percent: heldOutPercent }, contactId)
  await countTaken(tx, listId, reasons, { isOnDoNotCall, isHeldOut })
  return isOnDoNotCall
}

interface NewLead extends Pick<Extract<JudgedRow, { kind: 'accepted' }>, 'prefecture' | 'municipalityIndex' | 'areas'> {
  readonly listId: ListId
  readonly campaignId: CampaignId
  readonly contactId: ContactId
  readonly dueAtMs: number
}

async function addLead(tx: Tx, lead: NewLead): Promise<void> {
  const { listId, campaignId, contactId, dueAtMs, prefecture, municipalityIndex, areas } = lead
  await tx.client.query({
    name: 'lead of a corrected row',
    text: `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at, prefecture,
        municipality_index, areas)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      ...[tenantOf(tx), newId<LeadId>(), campaignId, listId, contactId, new Date(dueAtMs)],
      ...[prefecture, municipalityIndex === null ? null : Buffer.from(municipalityIndex), areas],
    ],
  })
}

/** One more row is accepted, one less refused, also in the counts by reason; the caller holds the list. */
async function countTaken(
  tx: Tx,
  listId: ListId,
  reasons: readonly string[],
  { isOnDoNotCall, isHeldOut }: { readonly isOnDoNotCall: boolean; readonly isHeldOut: boolean },
): Promise<void> {
  const { rows } = await tx.client.query<{ summary: { reasons: Record<string, number> } | null }>(
    'select summary from tenant.lists where tenant_id = $1 and list_id = $2',
    [tenantOf(tx), listId],
  )
  const counted = { ...rows[0]?.summary?.reasons }
  for (const reason of reasons) {
    const left = (counted[reason] ?? 0) - 1
    if (left > 0) counted[reason] = left
    else delete counted[reason]
  }
  await tx.client.query({
    name: 'count corrected row',
    text: `update tenant.lists set rows_accepted = rows_accepted + 1, rows_refused = rows_refused - 1,
        rows_do_not_call = rows_do_not_call + $3, rows_held_out = rows_held_out + $5, summary = $4
      where tenant_id = $1 and list_id = $2`,
    values: [tenantOf(tx), listId, isOnDoNotCall ? 1 : 0, JSON.stringify({ reasons: counted }), isHeldOut ? 1 : 0],
  })
}
