import type { CampaignId, CompanyId } from '@sekisho/contract'
import type { LedgerFindings } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Findings that the audit entered, closed ones as well. */
export type Findings = Pick<LedgerFindings['known'], 'all'>
export const noFindings: Findings = { all: () => Promise.resolve([]) }
type Finding = Awaited<ReturnType<Findings['all']>>[number]

/** Whose campaigns these are. */
export interface Client {
  readonly companyId: CompanyId | null
  readonly isMunicipal: boolean
  readonly log: string | null
}

/** The client of the tenant at hand; one that cannot be read is taken for a municipality. */
export async function readTenantClient(tx: Tx): Promise<Client> {
  const { rows } = await tx.client.query<{ company_id: CompanyId; is_municipal: boolean; log_id: string | null }>({
    name: 'client of tenant',
    text: `select c.company_id, c.sector = 'municipality' as is_municipal,
        (select l.log_id from house.logs l where l.tenant_id = t.tenant_id) as log_id
      from house.tenants t join house.companies c on c.company_id = t.client_id where t.tenant_id = $1`,
    values: [tenantOf(tx)],
  })
  const [row] = rows
  return {
    companyId: row?.company_id ?? null,
    isMunicipal: row?.is_municipal !== false,
    log: row?.log_id ?? null,
  }
}

/**
 * Whether somebody changed past the product what decides how many people a campaign may abandon: its settings, what its
 * client is, whose tenant it is, or the account itself. Until an auditor has closed the finding it dials one line for each
 * operator. A product that is refused a look at its findings dials nothing.
 */
export function isDoubted(findings: readonly Finding[], campaignId: CampaignId, { companyId, log }: Client): boolean {
  return findings.some(({ type, closing, refs, log: about }) => {
    if (closing !== null) return false
    const isOwn = about !== undefined && about === log
    if (type === 'finding.campaign_changed') return refs?.campaign === campaignId
    if (type === 'finding.party_changed') return isOwn || (refs?.company !== undefined && refs.company === companyId)
    return type === 'finding.abandonment_changed' && isOwn
  })
}
