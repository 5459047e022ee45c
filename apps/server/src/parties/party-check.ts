import { type CompanyId, type Entry, type EntryId, HEAD_OFFICE, type Sector } from '@sekisho/contract'
import type { AuditCheck } from '../ledger/index.ts'

const defaultEveryMs = 30_000
/** Entries judged in one step: receipts wait meanwhile. */
const entriesAStep = 64

/** What a company is, or whose a tenant is, as its entry said it: no page changes either afterwards. */
type Said = Pick<NonNullable<Entry['refs']>, 'company' | 'sector' | 'log'> & { readonly entry: EntryId }

interface Row {
  readonly company_id: CompanyId
  readonly sector: Sector | null
  readonly log_id: string | null
}

/**
 * Holds companies and tenants against the head office's log (K-07): whoever makes a company of a municipality, which may
 * abandon nobody, or moves a tenant to another client, past the product, is found. Entries from before they said so are
 * not judged.
 *
 * @param everyMs  from the end of one look to the next
 */
export function partyCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return ({ database, held, findings, clock }) => {
    let position: number | undefined
    let restUntilMs = 0

    async function judge({ entry, company, sector, log }: Said): Promise<void> {
      const rows =
        log === undefined
          ? await database.select<Row>(companyText, [company])
          : await database.select<Row>(tenantText, [log])
      const [row] = rows
      const fits = log === undefined ? row?.sector === sector : row?.company_id === company
      if (!fits) await findings.enter({ type: 'finding.party_changed', log, refs: { entry, company } })
    }

    return {
      async step() {
        if (position === undefined) {
          if (clock.monotonicMs() < restUntilMs) return false
          position = 0
        }
        const page = await held.page(['party.created', 'tenant.created'], position, entriesAStep, HEAD_OFFICE)
        for (const { id: entry, type, outcome, refs } of page.entries) {
          if (outcome !== 'done' || refs?.company === undefined) continue
          if (type === 'tenant.created' ? refs.log !== undefined : refs.sector !== undefined)
            await judge({ entry, company: refs.company, sector: refs.sector, log: refs.log })
        }
        position = page.isLast ? undefined : page.nextPosition
        if (page.isLast) restUntilMs = clock.monotonicMs() + everyMs
        return position !== undefined
      },
    }
  }
}

const companyText = 'select company_id, sector, null as log_id from house.companies where company_id = $1'
const tenantText = `
  select t.client_id as company_id, null as sector, l.log_id
  from house.logs l join house.tenants t on t.tenant_id = l.tenant_id where l.log_id = $1`
