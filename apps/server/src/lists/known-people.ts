import type { CampaignId, LeadId } from '@sekisho/contract'
import { indexLength, type MatchKey, type RowKeys } from '@sekisho/vault'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A row of a file that stands for somebody of the campaign. */
export interface KnownRow {
  readonly row_number: number
  readonly lead_id: LeadId
  readonly may_be_called: boolean
}

const found: Readonly<Record<Exclude<MatchKey, 'nothing'>, string>> = {
  customer_number: `join tenant.contacts c on c.tenant_id = $1 and c.customer_index = w.key
    join tenant.leads l on l.tenant_id = $1 and l.contact_id = c.contact_id and l.campaign_id = $2`,
  phone: `join tenant.contact_numbers n on n.tenant_id = $1 and n.phone_index = w.key
    join tenant.leads l on l.tenant_id = $1 and l.contact_id = n.contact_id and l.campaign_id = $2`,
}

/**
 * The leads of a campaign that rows of a file stand for, by their blind indexes: nothing is compared in clear. One line
 * for each row and lead; leads of lists that are not ready are nobody's yet.
 */
export async function knownPeople(
  tx: Tx,
  campaignId: CampaignId,
  by: MatchKey,
  { rowNumbers, indexes }: Pick<RowKeys, 'rowNumbers' | 'indexes'>,
): Promise<KnownRow[]> {
  if (by === 'nothing' || rowNumbers.length === 0) return []
  const { rows } = await tx.client.query<KnownRow>({
    name: `known people by ${by}`,
    // the indexes travel as one value and are cut here: an array of 4,000 would be text, twice as long
    text: `select distinct w.row_number, l.lead_id, (l.state <> 'finished' or l.finished_reason = 'held_out') and l.excluded_by is null as may_be_called
      from (select r.row_number, substring($4::bytea from (r.at::int - 1) * ${indexLength} + 1 for ${indexLength}) as key
        from unnest($3::int[]) with ordinality as r (row_number, at)) as w
      ${found[by]}
      join tenant.lists s on s.tenant_id = $1 and s.list_id = l.list_id and s.state = 'ready'`,
    values: [tenantOf(tx), campaignId, rowNumbers, Buffer.from(indexes)],
  })
  return rows
}
