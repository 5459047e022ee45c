import {
  type FigureRules,
  figureRules,
  type PersonId,
  ProblemError,
  type ReportLayout,
  reportLayout,
} from '@sekisho/contract'
import { DEFAULT_FIGURE_RULES, DEFAULT_LAYOUT } from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A document of a client in its newest version; version 0 is what everybody has until something was chosen. */
export interface Versioned<Value> {
  readonly version: number
  readonly value: Value
  readonly changedAt: number | null
  readonly changedBy: PersonId | null
}

export const readLayout = (tx: Tx): Promise<Versioned<ReportLayout>> =>
  readNewest(tx, 'tenant.report_layouts', (value) => reportLayout.parse(value), DEFAULT_LAYOUT)

export const readRules = (tx: Tx): Promise<Versioned<FigureRules>> =>
  readNewest(tx, 'tenant.figure_rules', (value) => figureRules.parse(value), DEFAULT_FIGURE_RULES)

type DocumentTable = 'tenant.report_layouts' | 'tenant.figure_rules'

async function readNewest<Value>(
  tx: Tx,
  table: DocumentTable,
  parse: (value: unknown) => Value,
  otherwise: Value,
): Promise<Versioned<Value>> {
  const row = await tx.db
    .selectFrom(table)
    .select(['version', 'value', 'changed_at', 'changed_by'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return { version: 0, value: otherwise, changedAt: null, changedBy: null }
  const { version, value, changed_at: changedAt, changed_by: changedBy } = row
  return { version, value: parse(value), changedAt: changedAt.getTime(), changedBy: changedBy as PersonId }
}

/**
 * Adds the next version. Older ones stay: a report of then can be explained.
 *
 * @param known  the version that the change was made on
 * @throws ProblemError `conflict` when somebody changed it first
 */
export async function addVersion(
  tx: Tx,
  table: DocumentTable,
  change: { readonly known: number; readonly value: unknown; readonly by: PersonId; readonly atMs: number },
): Promise<number> {
  const version = change.known + 1
  const { rowCount } = await tx.client.query(
    `insert into ${table} (tenant_id, version, value, changed_by, changed_at)
      select $1, $2, $3, $4, $5 where $2 = 1 + coalesce((select max(version) from ${table} where tenant_id = $1), 0)
      on conflict do nothing`,
    [tenantOf(tx), version, JSON.stringify(change.value), change.by, new Date(change.atMs)],
  )
  if (rowCount !== 1) throw new ProblemError('conflict')
  return version
}
