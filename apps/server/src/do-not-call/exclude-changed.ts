import { type Tx, tenantOf } from '../platform/database/index.ts'
import { clientOf, stopsNumber, stopsPerson } from './stops-sql.ts'

const ofLead = { client: clientOf('$1'), job: 'k.job_id' }

/**
 * Leads that somebody holds are passed over: the dialler asks the list again before it calls anybody, and waiting here
 * while other leads are locked could end in a deadlock with the ends of calls.
 */
const excludeSql = `
with held as (
  select l.lead_id from tenant.leads l
  where l.tenant_id = $1 and l.contact_id = any ($2) and l.state in ('ready', 'waiting', 'promised')
  for no key update skip locked
)
update tenant.leads l set state = 'finished', finished_reason = 'do_not_call', promised_to = null, revision = l.revision + 1
from held, tenant.contacts c, tenant.campaigns k
where l.tenant_id = $1 and l.lead_id = held.lead_id
  and c.tenant_id = $1 and c.contact_id = l.contact_id and k.tenant_id = $1 and k.campaign_id = l.campaign_id
  and (${stopsPerson(ofLead, 'c')} or (
    (select true from tenant.contact_numbers m where m.tenant_id = $1 and m.contact_id = l.contact_id
      and m.state = 'usable' and m.ordinal >= l.next_ordinal limit 1) is not null
    and (select true from tenant.contact_numbers m where m.tenant_id = $1 and m.contact_id = l.contact_id
      and m.state = 'usable' and m.ordinal >= l.next_ordinal
      and not ${stopsNumber(ofLead, 'c', 'm.phone_index')} limit 1) is null))`

/**
 * Ends the waiting leads of contacts that a file has just changed, where they or all numbers they have now are on the
 * client's do-not-call list.
 *
 * @returns how many
 */
export async function excludeChanged(tx: Tx, contactIds: readonly string[]): Promise<number> {
  const { rowCount } = await tx.client.query({
    name: 'exclude refused of changed contacts',
    text: excludeSql,
    values: [tenantOf(tx), contactIds],
  })
  return rowCount ?? 0
}
