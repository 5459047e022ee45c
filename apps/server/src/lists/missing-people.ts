import type { CampaignId, LeadId } from '@sekisho/contract'
import { createKeySet, keyBytes } from '@sekisho/intake'
import { type Tx, tenantOf } from '../platform/database/index.ts'

const leadsAtOnce = 5_000

/** The people of a file, as far as a difference needs to remember them: blind indexes, 30 bytes of memory each. */
export interface NamedPeople {
  add(indexes: Uint8Array): void
  has(index: Uint8Array): boolean
}

export function namedPeople(rowsExpected: number): NamedPeople {
  const named = createKeySet(rowsExpected)
  return {
    add(indexes) {
      for (let at = 0; at + keyBytes <= indexes.length; at += keyBytes)
        named.preload(indexes.subarray(at, at + keyBytes))
    },
    has: (index) => named.has(index),
  }
}

/** Runs each look in a transaction of its own, so that nothing is held over a long walk. */
type Within = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * Leads in calling whose people a file does not name, in batches. People without a customer number cannot be missed: nothing
 * could name them. Leads of lists that are not ready are nobody's yet.
 */
export async function* missingLeads(
  within: Within,
  campaignId: CampaignId,
  named: NamedPeople,
): AsyncGenerator<LeadId[], void, void> {
  let after: LeadId | null = null
  for (;;) {
    const rows: LeadRow[] = await within((tx) => leadsAfter(tx, campaignId, after))
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.lead_id
    const missing = rows.filter((row) => !named.has(row.customer_index)).map((row) => row.lead_id)
    if (missing.length > 0) yield missing
  }
}

interface LeadRow {
  lead_id: LeadId
  customer_index: Buffer
}

async function leadsAfter(tx: Tx, campaignId: CampaignId, after: LeadId | null): Promise<LeadRow[]> {
  const { rows } = await tx.client.query<LeadRow>({
    name: 'leads in calling with customer numbers',
    text: `select l.lead_id, c.customer_index from tenant.leads l
        join tenant.contacts c on c.tenant_id = l.tenant_id and c.contact_id = l.contact_id
        join tenant.lists s on s.tenant_id = l.tenant_id and s.list_id = l.list_id and s.state = 'ready'
      where l.tenant_id = $1 and l.campaign_id = $2 and ($3::uuid is null or l.lead_id > $3)
        and (l.state <> 'finished' or l.finished_reason = 'held_out') and l.excluded_by is null
        and c.customer_index is not null
      order by l.lead_id limit ${leadsAtOnce}`,
    values: [tenantOf(tx), campaignId, after],
  })
  return rows
}
