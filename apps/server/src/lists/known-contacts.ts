import type { CampaignId, ContactId, ListId } from '@sekisho/contract'
import { indexLength, type KnownContact, type RowsAsked } from '@sekisho/vault'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Lists of a campaign whose people a difference is compared with. */
export async function readyLists(tx: Tx, campaignId: CampaignId): Promise<ListId[]> {
  const lists = await tx.db
    .selectFrom('tenant.lists')
    .select('list_id')
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'ready')
    // exclusions, and differences that brought nobody, hold no one
    .where('rows_accepted', '>', 0)
    .orderBy('list_id')
    .execute()
  return lists.map(({ list_id }) => list_id)
}

interface Row {
  row_number: number
  contact_id: ContactId
  list_id: ListId
  row_version: number
  sealed: Buffer
  ordinals: number[]
  indexes: Buffer
}

/**
 * The contacts of some lists that rows of a file stand for, by the blind indexes of their customer numbers, sealed as they
 * are: only the key service opens and compares them.
 */
export async function knownContacts(
  tx: Tx,
  lists: readonly ListId[],
  { rowNumbers, indexes }: Pick<RowsAsked, 'rowNumbers' | 'indexes'>,
): Promise<KnownContact[]> {
  if (rowNumbers.length === 0 || lists.length === 0) return []
  const { rows } = await tx.client.query<Row>({
    name: 'known contacts',
    // the indexes travel as one value and are cut here, as in known-people.ts
    text: `select w.row_number, c.contact_id, c.list_id, c.row_version, c.sealed, n.ordinals, n.indexes
      from (select r.row_number, substring($4::bytea from (r.at::int - 1) * ${indexLength} + 1 for ${indexLength}) as key
        from unnest($3::int[]) with ordinality as r (row_number, at)) as w
      join tenant.contacts c on c.tenant_id = $1 and c.customer_index = w.key and c.list_id = any ($2)
      cross join lateral (
        select coalesce(array_agg(m.ordinal::int order by m.ordinal), '{}') as ordinals,
          coalesce(string_agg(m.phone_index, ''::bytea order by m.ordinal), '') as indexes
        from tenant.contact_numbers m where m.tenant_id = $1 and m.contact_id = c.contact_id) n
      order by c.contact_id`,
    values: [tenantOf(tx), lists, rowNumbers, Buffer.from(indexes)],
  })
  return rows.map((row) => ({
    row: row.row_number,
    contactId: row.contact_id,
    listId: row.list_id,
    rowVersion: row.row_version,
    sealed: row.sealed,
    numbers: row.ordinals.map((ordinal, at) => ({
      ordinal,
      index: row.indexes.subarray(at * indexLength, (at + 1) * indexLength),
    })),
  }))
}
