import type { AttemptId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { clientOf, stopsNumber, stopsPerson } from './stops-sql.ts'

const ofAttempt = { client: clientOf('$1'), job: 'k.job_id' }

/** Which of these attempts, begun and not answered yet, would ring at somebody who is not to be called any more. */
export async function refusedAttempts(tx: Tx, attemptIds: readonly AttemptId[]): Promise<AttemptId[]> {
  const { rows } = await tx.client.query<{ attempt_id: AttemptId }>({
    name: 'refused attempts',
    text: `select a.attempt_id
      from tenant.attempts a
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join tenant.contacts c on c.tenant_id = a.tenant_id and c.contact_id = a.contact_id
        join tenant.contact_numbers n on n.tenant_id = a.tenant_id and n.contact_id = a.contact_id and n.ordinal = a.ordinal
      where a.tenant_id = $1 and a.attempt_id = any ($2) and a.state in ('intent', 'dialling', 'ringing')
        and (${stopsPerson(ofAttempt, 'c')} or ${stopsNumber(ofAttempt, 'c', 'n.phone_index')})`,
    values: [tenantOf(tx), attemptIds],
  })
  return rows.map((row) => row.attempt_id)
}
