import type { CampaignId, SamePersonKey } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'

const indexesAtOnce = 20_000

/** The blind index by which people who are there are compared. Number and name are not kept for contacts of older lists. */
const columns = {
  customer_number: 'customer_index',
  phone: 'number_name_index',
  name_and_birth: 'person_index',
  none: null,
} as const satisfies Record<SamePersonKey, string | null>

/** Blind indexes of the people who are on a campaign already, for the same-person check of an import. */
export async function* knownIndexes(tx: Tx, campaignId: CampaignId, by: SamePersonKey): AsyncGenerator<Buffer> {
  const column = columns[by]
  if (column === null) return
  await tx.client.query(
    `declare known_people no scroll cursor for
      select c.${column} as known from tenant.contacts c
      where c.${column} is not null
        and c.list_id in (select l.list_id from tenant.lists l where l.campaign_id = '${campaignId}' and l.state = 'ready')`,
  )
  for (;;) {
    const { rows } = await tx.client.query<{ known: Buffer }>(`fetch ${indexesAtOnce} from known_people`)
    if (rows.length === 0) break
    yield Buffer.concat(rows.map((row) => row.known))
  }
  await tx.client.query('close known_people')
}
