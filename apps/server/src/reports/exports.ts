import { type EntryId, type PersonId, type ReportView, type TenantId } from '@sekisho/contract'
import { dateOfDay, dayOfDate } from '@sekisho/figures'
import { proveEntry, type Receipts } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'

interface NewExport {
  readonly entryId: EntryId
  /** SHA-256, hex. */
  readonly digest: string
  readonly format: 'xlsx' | 'print'
  readonly report: ReportView
  readonly by: PersonId
}

/** Keeps where the entry of a file is to be found. */
export async function keepExport(tx: Tx, { entryId, digest, format, report, by }: NewExport): Promise<void> {
  await tx.db
    .insertInto('tenant.report_exports')
    .values({
      ...{ tenant_id: tenantOf(tx), entry_id: entryId, digest: Buffer.from(digest, 'hex'), format, kind: report.kind },
      ...{ from_day: dayOfDate(report.from), until_day: dayOfDate(report.until) + 1 },
      ...{ made_by: by, made_at: new Date(report.madeAt) },
    })
    .execute()
}

export interface CheckDependencies {
  readonly database: Database
  readonly receipts: Pick<Receipts, 'facts'>
}

/**
 * Exports of a file with this digest. The table only says where to look; whether the file is one of ours is what the
 * ledger says: it holds the entry, and the entry holds this digest.
 */
export async function checkExports(
  dependencies: CheckDependencies,
  { tenantId, actor }: { readonly tenantId: TenantId; readonly actor: PersonActor },
  digest: string,
) {
  const rows = await dependencies.database.transaction(actor, tenantId, (tx) =>
    tx.db
      .selectFrom('tenant.report_exports as e')
      .innerJoin('house.persons as p', 'p.person_id', 'e.made_by')
      .select(['e.entry_id', 'e.format', 'e.kind', 'e.from_day', 'e.until_day', 'e.made_at', 'p.display_name'])
      .where('e.digest', '=', Buffer.from(digest, 'hex'))
      .orderBy('e.made_at')
      .limit(20)
      .execute(),
  )
  return Promise.all(
    rows.map(async (row) => {
      const proven = await proveEntry(dependencies, tenantId, row.entry_id)
      return {
        ...{ entryId: row.entry_id, position: proven?.position ?? null },
        format: row.format === 'print' ? ('print' as const) : ('xlsx' as const),
        kind: row.kind === 'monthly' ? ('monthly' as const) : ('daily' as const),
        ...{ from: dateOfDay(row.from_day), until: dateOfDay(row.until_day - 1) },
        ...{ madeAt: row.made_at.getTime(), madeBy: row.display_name },
        isProven: holds(proven, digest),
      }
    }),
  )
}

function holds(proven: Awaited<ReturnType<typeof proveEntry>>, digest: string): boolean | null {
  if (proven === null || proven.isProven === null) return null
  return proven.isProven && proven.entry?.type === 'report.exported' && proven.entry.digest === digest
}
