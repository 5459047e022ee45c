import type { CampaignId, ContactId, ListId } from '@sekisho/contract'
import type { Tx } from '../../platform/database/index.ts'
import { tenantOf } from '../../platform/database/index.ts'

/** What a draw is for; another one would be another word. */
const drawOf = 'sekisho holdout 1'

/**
 * SQL for whether a person is drawn: SHA-256 over the word, the campaign and the person's blind index, its first 32 bits below
 * the share. Blind indexes are keyed by the key service, so nobody chooses who it is; they stay the same whatever is imported
 * again, so a file that is taken back and brought once more has the same people drawn, and a larger share has them among its
 * own. Whoever may read the tables recomputes it.
 *
 * @param campaign  SQL for the id
 * @param person    SQL for the blind index
 * @param percent   SQL for the share
 */
function isDrawn(campaign: string, person: string, percent: string): string {
  const first32 = `('x' || left(encode(sha256(convert_to('${drawOf} ' || ${campaign}::text || ' ', 'utf8') || ${person}), 'hex'), 8))::bit(32)::bigint`
  return `${first32} < ${percent}::int * 4294967296 / 100`
}

/** Who it is: by customer number, else by number and name, else by the first number, as a same person is known. */
const personIn = (contact: string, number: string) =>
  `coalesce(${contact}.customer_index, ${contact}.number_name_index, ${number}.phone_index, uuid_send(${contact}.contact_id))`

export interface Draw {
  readonly listId: ListId
  readonly campaignId: CampaignId
  readonly percent: number
}

/**
 * Leaves out whom the draw takes, of contacts that this transaction wrote: their leads end before anybody sees them.
 *
 * @param contacts  SQL for a table of contacts with `contact_id`, `customer_index` and `number_name_index`
 */
const holdOutSql = (contacts: string, later: boolean) => `
with drawn as materialized (
  select c.contact_id from ${contacts} c
    left join tenant.contact_numbers n on n.tenant_id = $1 and n.contact_id = c.contact_id and n.ordinal = 1
  where ${isDrawn('$3::uuid', personIn('c', 'n'), '$4')}
), kept as (
  insert into tenant.held_out_contacts (tenant_id, list_id, contact_id, campaign_id, is_later)
  select $1, $2, contact_id, $3, ${later} from drawn
)
update tenant.leads l set state = 'finished', finished_reason = 'held_out', revision = l.revision + 1
from drawn where l.tenant_id = $1 and l.list_id = $2 and l.contact_id = drawn.contact_id and l.state = 'ready'`

/** Of the contacts that were just staged and written (`staging.ts`). @param staged  their temporary table */
export async function holdOutStaged(tx: Tx, { listId, campaignId, percent }: Draw, staged: string): Promise<void> {
  if (percent === 0) return
  await tx.client.query({
    name: 'hold out staged',
    text: holdOutSql(staged, false),
    values: [tenantOf(tx), listId, campaignId, percent],
  })
}

/** Of one contact that came by a corrected row. @returns whether it is left out */
export async function holdOutLater(
  tx: Tx,
  { listId, campaignId, percent }: Draw,
  contactId: ContactId,
): Promise<boolean> {
  if (percent === 0) return false
  const one = `(select contact_id, customer_index, number_name_index from tenant.contacts
    where tenant_id = $1 and contact_id = $5)`
  const { rowCount } = await tx.client.query({
    name: 'hold out corrected row',
    text: holdOutSql(one, true),
    values: [tenantOf(tx), listId, campaignId, percent, contactId],
  })
  return (rowCount ?? 0) > 0
}

/** SQL for the digest of whom the import of a list left out: SHA-256 over their ids in order, a space between. */
export function digestOfDrawn(tenant: string, list: string): string {
  return `(select sha256(convert_to(coalesce(string_agg(h.contact_id::text, ' ' order by h.contact_id), ''), 'utf8'))
    from tenant.held_out_contacts h where h.tenant_id = ${tenant} and h.list_id = ${list} and not h.is_later)`
}
