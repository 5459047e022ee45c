import { finished } from 'node:stream/promises'
import type { TenantId } from '@sekisho/contract'
import { copyColumns, type ImportRows, type RefusedImportRow } from '@sekisho/vault'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { type Draw, holdOutStaged } from './terms/draw.ts'

const kinds = ['contacts', 'numbers', 'leads'] as const
type Kind = (typeof kinds)[number]

const stagedIn = (kind: Kind) => `pg_temp.import_${kind}`
const columnsOf = (kind: Kind) => copyColumns[kind].columns.join(', ')

/** Sealed rows as the key service gives them, in COPY's binary form. */
export type SealedRows = Pick<ImportRows, Kind>

/**
 * Writes sealed rows into the tenant's tables.
 *
 * PostgreSQL refuses COPY FROM on tables with row-level security, so they are copied unchanged into temporary tables of
 * this session, which are not logged, and inserted from there, row by row under the policies. Measured on this schema
 * the copying is a fifteenth of the inserting; keys and indexes are what costs.
 *
 * @param draw  who of them is left out of calling; nobody without it
 */
export async function writeRows(tx: Tx, batches: readonly SealedRows[], draw?: Draw): Promise<void> {
  const { client } = tx
  // the checks of foreign keys keep their plans for a whole session: one that was made while the tables were empty
  // reads all of them for each new row, which took 230 s instead of 80 s for a million rows
  await client.query(
    `set local enable_seqscan = off; ${kinds
      .map(
        (kind) =>
          `create temporary table if not exists import_${kind} on commit delete rows as select ${columnsOf(kind)} from ${copyColumns[kind].table} limit 0`,
      )
      .join('; ')}`,
  )
  for (const kind of kinds) {
    for (const rows of batches) {
      await copyInto(client, `copy ${stagedIn(kind)} (${columnsOf(kind)}) from stdin (format binary)`, rows[kind])
    }
  }
  // contacts first: numbers and leads refer to them
  for (const kind of kinds) await client.query(insertOf(kind))
  if (draw !== undefined) await holdOutStaged(tx, draw, stagedIn('contacts'))
}

/** Leads come with the kind of their first number, which a trigger would otherwise look up for each of them. */
function insertOf(kind: Kind): string {
  const columns = columnsOf(kind)
  const insert = `insert into ${copyColumns[kind].table}`
  if (kind !== 'leads') return `${insert} (${columns}) select ${columns} from ${stagedIn(kind)}`
  return `with first as materialized (select distinct on (contact_id) contact_id, kind from ${stagedIn('numbers')} order by contact_id, ordinal)
    ${insert} (${columns}, number_kind)
      select ${copyColumns.leads.columns.map((column) => `l.${column}`).join(', ')}, f.kind
      from ${stagedIn('leads')} l left join first f on f.contact_id = l.contact_id`
}

/** A row that brought nobody, or stopped nobody. */
export type UntakenRow = Omit<RefusedImportRow, 'outcome'> & {
  readonly outcome: RefusedImportRow['outcome'] | 'unknown'
}

export async function writeRefused(tx: Tx, listId: string, rows: readonly UntakenRow[]): Promise<void> {
  if (rows.length === 0) return
  const tenantId: TenantId = tenantOf(tx)
  await tx.client.query({
    name: 'refuse rows',
    text: `insert into tenant.refused_rows (tenant_id, list_id, row_number, outcome, reasons, same_as_row)
      select $1, $2, r.row_number, r.outcome, string_to_array(r.reasons, ' '), r.same_as_row
      from unnest($3::int[], $4::text[], $5::text[], $6::int[]) as r (row_number, outcome, reasons, same_as_row)`,
    values: [
      tenantId,
      listId,
      rows.map(({ rowNumber }) => rowNumber),
      rows.map(({ outcome }) => outcome),
      // codes hold no space
      rows.map(({ reasons }) => reasons.join(' ')),
      rows.map(({ sameAsRow }) => sameAsRow ?? null),
    ],
  })
}

async function copyInto(client: ClientBase, sql: string, bytes: Uint8Array): Promise<void> {
  const stream = client.query(copyFrom(sql))
  stream.end(bytes)
  await finished(stream)
}
