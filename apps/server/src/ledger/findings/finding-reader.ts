import type { FindingView, Permission, TenantId } from '@sekisho/contract'
import { type PersonActor, systemActor } from '../../platform/actor.ts'
import type { Database, RowScope } from '../../platform/database/index.ts'
import { typeOf } from '../entry-view.ts'
import type { KnownFinding, KnownFindings } from './known-findings.ts'

/** A place that somebody may watch: a tenant, or the head office. */
export type Place = TenantId | null

export interface FindingReaderDependencies {
  readonly database: Database
  readonly findings: KnownFindings
  /** Tenants that a person is designated for, and null for the house. */
  readonly placesOf: (actor: PersonActor) => Promise<readonly Place[]>
  readonly may: (actor: PersonActor, permission: Permission, place: Place) => Promise<boolean>
}

const mostShown = 1_000

/** Findings as pages show them. */
export function createFindingReader({ database, findings, placesOf, may }: FindingReaderDependencies) {
  /** Tenants by their logs; a log that is missing belongs to the house, or to nobody. */
  async function tenantsByLog(): Promise<Map<string, { tenantId: TenantId; name: string }>> {
    const { rows } = await database.transaction(systemActor('scheduler'), 'house', (tx) =>
      tx.client.query<{ log_id: string; tenant_id: TenantId; name: string }>(
        'select l.log_id, t.tenant_id, t.name from house.logs l join house.tenants t using (tenant_id)',
      ),
    )
    return new Map(rows.map((row) => [row.log_id, { tenantId: row.tenant_id, name: row.name }]))
  }

  /** Names of the campaigns and companies that findings are about, by their ids. */
  async function namesOf(
    shown: readonly KnownFinding[],
    place: Place,
    rowScope: RowScope,
  ): Promise<ReadonlyMap<string, string>> {
    const campaigns = shown.flatMap(({ refs }) => refs?.campaign ?? [])
    const companies = shown.flatMap(({ refs }) => refs?.company ?? [])
    if (campaigns.length + companies.length === 0) return new Map()
    const { rows } = await database.transaction(
      systemActor('scheduler'),
      place ?? 'house',
      (tx) =>
        tx.client.query<{ id: string; name: string }>(
          `select campaign_id as id, name from tenant.campaigns where tenant_id = $1 and campaign_id = any ($2)
           union all select company_id, name from house.companies where company_id = any ($3)`,
          [place, campaigns, companies],
        ),
      rowScope,
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  /** The house's findings concern everybody who watches anywhere: its ledger holds what is said about theirs. */
  async function watchesAnywhere(actor: PersonActor): Promise<boolean> {
    for (const place of new Set(await placesOf(actor))) if (await may(actor, 'ledger.health', place)) return true
    return false
  }

  return {
    /** Findings about a tenant, or about none of them. @param rowScope  whose campaigns are named */
    async of(place: Place, rowScope: RowScope): Promise<FindingView[]> {
      const tenants = await tenantsByLog()
      const own = (await findings.all()).filter(({ log }) => (tenants.get(log ?? '')?.tenantId ?? null) === place)
      const shown = own.slice(0, mostShown)
      const names = await namesOf(shown, place, rowScope)
      return shown.map((finding) => viewOf(finding, names))
    },

    /** Open findings, counted by place, of the places that a person may watch. */
    async openFor(actor: PersonActor): Promise<{ tenantId: Place; tenantName: string | null; count: number }[]> {
      const open = (await findings.all()).filter(({ closing }) => closing === null)
      if (open.length === 0) return []
      const tenants = await tenantsByLog()
      const counted = new Map<Place, { tenantId: Place; tenantName: string | null; count: number }>()
      for (const { log } of open) {
        const { tenantId = null, name = null } = tenants.get(log ?? '') ?? {}
        counted.set(tenantId, { tenantId, tenantName: name, count: (counted.get(tenantId)?.count ?? 0) + 1 })
      }
      const isSeen = await Promise.all(
        [...counted.keys()].map((place) =>
          place === null ? watchesAnywhere(actor) : may(actor, 'ledger.health', place),
        ),
      )
      return [...counted.values()].filter((_place, index) => isSeen[index] === true)
    },
  }
}

export type FindingReader = ReturnType<typeof createFindingReader>

function viewOf(
  { findingId, type, atMs, refs, counts, closing }: KnownFinding,
  names: ReadonlyMap<string, string>,
): FindingView {
  return {
    ...{ findingId, type, at: atMs },
    about: names.get(refs?.campaign ?? refs?.company ?? '') ?? null,
    ...{ typeJa: typeOf(type)?.ja ?? type, typeEn: typeOf(type)?.en ?? type },
    position: counts?.from_position ?? null,
    rows: counts?.rows ?? null,
    closing:
      closing === null
        ? null
        : {
            ...{ at: closing.atMs, closedBy: closing.closedBy, reason: closing.reason },
            ...{ note: closing.note, entryId: closing.entryId },
          },
  }
}
