import type { LeadId, ListId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../../platform/database/index.ts'

/**
 * Keeps whom an exclusion file names, of lists that hold people out; of other lists nothing is kept. Whether they are still
 * called does not matter: whoever was called and has said yes is as much named as whoever was left out.
 *
 * @param file  the exclusion file
 */
export async function nameLeads(tx: Tx, file: ListId, leadIds: readonly LeadId[], nowMs: number): Promise<void> {
  if (leadIds.length === 0) return
  await tx.client.query({
    name: 'name leads',
    text: `insert into tenant.named_leads (tenant_id, list_id, lead_id, named_in, named_at)
      select l.tenant_id, l.list_id, l.lead_id, $2, $4 from tenant.leads l
      where l.tenant_id = $1 and l.lead_id = any ($3)
        and l.list_id in (select h.list_id from tenant.list_holdouts h where h.tenant_id = $1)
      on conflict do nothing`,
    values: [tenantOf(tx), file, leadIds, new Date(nowMs)],
  })
}

/** SQL that forgets whom files named, of the leads that a condition on `tenant.leads l` takes; before they are deleted. */
export const unnameLeads = (condition: string): string =>
  `delete from tenant.named_leads n using tenant.leads l
    where n.tenant_id = l.tenant_id and n.lead_id = l.lead_id and ${condition}`
