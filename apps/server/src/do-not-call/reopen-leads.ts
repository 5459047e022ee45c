import { LEAD_MACHINE, moved } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { foundByRefusal } from './exclude-leads.ts'
import type { RefusalEvent } from './refusal-events.ts'
import { clientOf, stopsNumber, stopsPerson } from './stops-sql.ts'

const ofLead = { client: clientOf('$1'), job: 'k.job_id' }

/**
 * Lets leads go on that a refusal had ended and that nothing else stops: another refusal, a file of exclusions and a
 * supervisor's decision keep theirs. They are due when they were, which is a time at which nobody was called; those that had
 * been called wait again, so that a correction of their last result still moves them.
 *
 * People are found by the same indexes as when they were stopped.
 */
const reopenSql = `
with ${foundByRefusal}
update tenant.leads l set state = case when l.last_disposition is null then $4 else $5 end, finished_reason = null, revision = l.revision + 1
from found
  join tenant.contacts c on c.tenant_id = $1 and c.contact_id = found.contact_id,
  tenant.campaigns k
where l.tenant_id = $1 and l.contact_id = found.contact_id and l.state = 'finished' and l.finished_reason = 'do_not_call'
  and l.excluded_by is null and k.tenant_id = $1 and k.campaign_id = l.campaign_id
  and not ${stopsPerson(ofLead, 'c')} and (select true from tenant.contact_numbers m
    where m.tenant_id = $1 and m.contact_id = l.contact_id and m.state = 'usable' and m.ordinal >= l.next_ordinal
      and not ${stopsNumber(ofLead, 'c', 'm.phone_index')} limit 1) is not null`

/** @returns how many leads of the transaction's tenant go on */
export async function reopenLeads(tx: Tx, { tenantId: saidIn, entryId }: RefusalEvent): Promise<number> {
  const { rowCount } = await tx.client.query({
    name: 'reopen leads of a withdrawn refusal',
    text: reopenSql,
    values: [
      ...[tenantOf(tx), saidIn, entryId],
      ...[moved(LEAD_MACHINE, 'finished', 'reopen'), moved(LEAD_MACHINE, 'finished', 'outcome_wait')],
    ],
  })
  return rowCount ?? 0
}
