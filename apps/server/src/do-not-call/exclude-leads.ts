import type { TenantId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { RefusalEvent } from './refusal-events.ts'
import { clientOf, stopsNumber, stopsPerson } from './stops-sql.ts'

/** The contacts of tenant `$1` that the refusal of entry `$3`, in tenant `$2`, is about: `found`. */
export const foundByRefusal = `said as materialized (
  select s.key_index, s.key_kind from house.do_not_call s where s.tenant_id = $2 and s.entry_id = $3
), found as (
  select c.contact_id from said join tenant.contacts c on c.tenant_id = $1 and c.customer_index = said.key_index
  where said.key_kind = 'customer'
  union
  select n.contact_id from said join tenant.contact_numbers n on n.tenant_id = $1 and n.phone_index = said.key_index
  where said.key_kind = 'number'
)`

const ofLead = { client: clientOf('$1'), job: 'k.job_id' }

/**
 * Ends the waiting leads of whom one refusal stops, so that pages count them as what they are. Nobody's safety hangs on
 * it: whoever is missed here is found by the dialler when the lead is due. A lead that a supervisor holds stays his.
 *
 * People are found by the indexes of customer numbers and telephone numbers; one who is known by kana name and birth date
 * alone waits for the dialler.
 */
const excludeSql = `
with ${foundByRefusal}
update tenant.leads l set state = 'finished', finished_reason = 'do_not_call', promised_to = null, revision = l.revision + 1
from found
  join tenant.contacts c on c.tenant_id = $1 and c.contact_id = found.contact_id,
  tenant.campaigns k
where l.tenant_id = $1 and l.contact_id = found.contact_id and l.state in ('ready', 'waiting', 'promised')
  and k.tenant_id = $1 and k.campaign_id = l.campaign_id
  and (${stopsPerson(ofLead, 'c')} or (select true from tenant.contact_numbers m
    where m.tenant_id = $1 and m.contact_id = l.contact_id and m.state = 'usable' and m.ordinal >= l.next_ordinal
      and not ${stopsNumber(ofLead, 'c', 'm.phone_index')} limit 1) is null)`

/** @returns how many leads of the transaction's tenant ended */
export async function excludeLeads(tx: Tx, { tenantId: saidIn, entryId }: RefusalEvent): Promise<number> {
  const { rowCount } = await tx.client.query({
    name: 'exclude refused leads',
    text: excludeSql,
    values: [tenantOf(tx), saidIn, entryId],
  })
  return rowCount ?? 0
}

/** Every tenant of a client, or of all clients. The transaction is stamped with the house. */
export async function tenantsOf(tx: Tx, clientId: RefusalEvent['clientId'] | null): Promise<TenantId[]> {
  const all = tx.db.selectFrom('house.tenants').select('tenant_id').orderBy('tenant_id')
  const rows = await (clientId === null ? all : all.where('client_id', '=', clientId)).execute()
  return rows.map((row) => row.tenant_id)
}
