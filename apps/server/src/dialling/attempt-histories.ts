import type { LeadId } from '@sekisho/contract'
import type { AttemptRecord } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Ended attempts of each lead, oldest first, by the results that count today. */
export async function historiesOf(tx: Tx, leadIds: readonly LeadId[]): Promise<Map<LeadId, AttemptRecord[]>> {
  const { rows } = await tx.client.query<{
    lead_id: LeadId
    intended_at: Date
    disposition: string
    callback_at: Date | null
    is_call_in: boolean
  }>({
    name: 'ended attempts of leads',
    text: `select lead_id, intended_at, disposition, callback_at, direction = 'in' as is_call_in from tenant.attempts
      where tenant_id = $1 and lead_id = any ($2) and state = 'ended' and disposition is not null
      order by intended_at, attempt_id`,
    values: [tenantOf(tx), leadIds],
  })
  const histories = new Map<LeadId, AttemptRecord[]>()
  for (const row of rows) {
    const history = histories.get(row.lead_id) ?? []
    history.push({
      atMs: row.intended_at.getTime(),
      disposition: row.disposition,
      askedAtMs: row.callback_at?.getTime() ?? null,
      isCallIn: row.is_call_in,
    })
    histories.set(row.lead_id, history)
  }
  return histories
}
