import type { AttemptId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { areaIsStopped } from './area-sql.ts'
import { listIsStopped, stoppedBy } from './stopped-sql.ts'

const place = { tenant: '$1', job: 'k.job_id', campaign: 'a.campaign_id' }

/** Which of these attempts, begun and not answered yet, a stop forbids. */
export async function stoppedAttempts(tx: Tx, attemptIds: readonly AttemptId[]): Promise<AttemptId[]> {
  const { rows } = await tx.client.query<{ attempt_id: AttemptId }>({
    name: 'stopped attempts',
    text: `select a.attempt_id
      from tenant.attempts a join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
      where a.tenant_id = $1 and a.attempt_id = any ($2) and a.state in ('intent', 'dialling', 'ringing')
        and (${stoppedBy(place)} is not null or ${listIsStopped({ tenant: '$1', list: 'l.list_id' })}
          or ${areaIsStopped({ tenant: '$1', lead: 'l' })})`,
    values: [tenantOf(tx), attemptIds],
  })
  return rows.map((row) => row.attempt_id)
}
