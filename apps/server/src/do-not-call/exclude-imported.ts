import type { ListId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { clientOf, stopsNumber, stopsPerson } from './stops-sql.ts'

const ofLead = { client: clientOf('$1'), job: 'k.job_id' }

/**
 * From the client's list to the new contacts, because it is mostly the shorter one: hashed once, and then only those who
 * are on it are looked at closely.
 */
const excludeSql = `
with said as materialized (
  select s.key_index from house.do_not_call s, tenant.lists i join tenant.campaigns k using (tenant_id, campaign_id)
  where s.client_id = ${clientOf('$1')} and i.tenant_id = $1 and i.list_id = $2
    and (s.job_id is null or s.job_id = k.job_id)
), found as (
  select c.contact_id from tenant.contacts c
  where c.tenant_id = $1 and c.list_id = $2
    and (c.customer_index in (select key_index from said) or c.person_index in (select key_index from said))
  union
  select n.contact_id from tenant.contacts c
    join tenant.contact_numbers n on n.tenant_id = c.tenant_id and n.contact_id = c.contact_id
  where c.tenant_id = $1 and c.list_id = $2 and n.phone_index in (select key_index from said)
)
update tenant.leads l set state = 'finished', finished_reason = 'do_not_call', revision = l.revision + 1
from found
  join tenant.contacts c on c.tenant_id = $1 and c.contact_id = found.contact_id,
  tenant.campaigns k
where l.tenant_id = $1 and l.list_id = $2 and l.contact_id = found.contact_id and l.state = 'ready'
  and k.tenant_id = $1 and k.campaign_id = l.campaign_id
  and (${stopsPerson(ofLead, 'c')} or (select true from tenant.contact_numbers m
    where m.tenant_id = $1 and m.contact_id = l.contact_id and m.state = 'usable'
      and not ${stopsNumber(ofLead, 'c', 'm.phone_index')} limit 1) is null)`

/**
 * Ends the leads of a list that was just imported whose people are on the client's do-not-call list: they are counted, and
 * never called. Whoever has a number left that may be called stays.
 *
 * @returns how many
 */
export async function excludeImported(tx: Tx, listId: ListId): Promise<number> {
  const { rowCount } = await tx.client.query({
    name: 'exclude refused of a list',
    text: excludeSql,
    values: [tenantOf(tx), listId],
  })
  return rowCount ?? 0
}
