import { finished } from 'node:stream/promises'
import type { ListId, TenantId } from '@sekisho/contract'
import { copyColumns, type ImportRows, type RefusedImportRow } from '@sekisho/vault'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../platform/database/index.ts'

const kinds = ['contacts', 'numbers', 'leads'] as const
type Kind = (typeof kinds)[number]

const stagedIn = (kind: Kind) => `pg_temp.import_${kind}`
const columnsOf = (kind: Kind) => copyColumns[kind].columns.join(', ')

/** Contacts that are staged before they are inserted; bounds the memory of the foreign keys' checks. */
const rowsAtOnce = 8_000

/**
 * Writes batches of sealed rows into the tenant's tables.
 *
 * PostgreSQL refuses COPY FROM on tables with row-level security, so a batch is copied unchanged into temporary tables
 * of this session, which are not logged, and inserted from there, row by row under the policies. Measured on this
 * schema the copying is a fifteenth of the inserting; keys and indexes are what costs.
 */
export interface Staging {
  add(rows: Pick<ImportRows, Kind | 'accepted'>): Promise<void>
  /** Writes what is still staged; call it at the end. */
  flush(): Promise<void>
  refuse(rows: readonly RefusedImportRow[]): Promise<void>
}

export async function openStaging(tx: Tx, tenantId: TenantId, listId: ListId): Promise<Staging> {
  const { client } = tx
  let staged = 0
  let flushes = 0
  // the checks of foreign keys keep their plans for a whole session: one that was made while the tables were empty
  // reads all of them for each new row, which took 230 s instead of 80 s for a million rows
  await client.query('set local enable_seqscan = off')
  for (const kind of kinds) {
    await client.query(
      `create temporary table import_${kind} on commit drop as select ${columnsOf(kind)} from ${copyColumns[kind].table} limit 0`,
    )
  }

  async function flush(): Promise<void> {
    if (staged === 0) return
    flushes += 1
    // planned anew whenever the tables have doubled
    if (Number.isInteger(Math.log2(flushes))) await client.query('discard plans')
    // contacts first: numbers and leads refer to them
    for (const kind of kinds) {
      const columns = columnsOf(kind)
      await client.query(`insert into ${copyColumns[kind].table} (${columns}) select ${columns} from ${stagedIn(kind)}`)
    }
    await client.query(`truncate ${kinds.map(stagedIn).join(', ')}`)
    staged = 0
  }

  return {
    async add(rows) {
      for (const kind of kinds) {
        await copyInto(client, `copy ${stagedIn(kind)} (${columnsOf(kind)}) from stdin (format binary)`, rows[kind])
      }
      staged += rows.accepted
      if (staged >= rowsAtOnce) await flush()
    },
    flush,
    async refuse(rows) {
      if (rows.length === 0) return
      await client.query({
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
    },
  }
}

async function copyInto(client: ClientBase, sql: string, bytes: Uint8Array): Promise<void> {
  const stream = client.query(copyFrom(sql))
  stream.end(bytes)
  await finished(stream)
}
