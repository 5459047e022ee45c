import {
  type ContactId,
  type Entry,
  type EntryId,
  type EntryTypeName,
  HEAD_OFFICE,
  type ListId,
  type TenantId,
} from '@sekisho/contract'
import { entrySchema, findingTypeNames } from '@sekisho/contract'
import { LedgerError, parseCanonicalJson } from '@sekisho/ledger'
import { Client } from 'pg'
import type { DatabaseAddress } from '../../platform/database/index.ts'
import { type IndexedEntry, indexColumns, indexEntries, placedColumns } from '../sequencer-database.ts'

/** The contact that an entry was filed under. */
export interface FiledSubject {
  readonly contactId: ContactId
  readonly listId: ListId
}

/** What the audit reads and repairs, over a connection of its own: a lock that stops it must not stop the sequencer. */
export interface AuditDatabase {
  /** Ids of the logs that the house knows. */
  logs(): Promise<string[]>
  /** Positions at which the index does not hold exactly these entries. */
  differences(entries: readonly IndexedEntry[]): Promise<number[]>
  /** Removes what stands at wrong places and writes what the ledger holds, in one transaction. */
  repair(entries: readonly IndexedEntry[]): Promise<void>
  /** Positions of rows that no entry of a log of this size can have left. */
  strays(tenantId: TenantId, sizeNow: () => number): Promise<number[]>
  remove(tenantId: TenantId, positions: readonly number[]): Promise<void>
  subjects(tenantId: TenantId, entryIds: readonly EntryId[]): Promise<ReadonlyMap<EntryId, FiledSubject>>
  /** Findings that the head-office log holds, as the index has them. */
  findings(): Promise<Entry[]>
  /** Closings of findings, as the index has them. */
  closings(): Promise<Entry[]>
  /** Positions of entries of a log, by their types, as the index has them; in order. */
  positions(types: readonly EntryTypeName[], fromPosition: number, limit: number, tenantId: TenantId): Promise<number[]>
  /** A question of another slice's check, to the tables that this role may read. */
  select<Row extends object>(text: string, values: unknown[]): Promise<Row[]>
  /** Marks of closed findings, with the log of the tenant that each is said to be about. */
  closingMarks(): Promise<{ findingId: EntryId; entryId: EntryId; log: string | undefined }[]>
  close(): Promise<void>
}

const lockTimeoutMs = 1_000
const statementTimeoutMs = 30_000

/** Connects with the first question, and again after a loss. Rejects with errors of the database. */
export function auditDatabase(address: DatabaseAddress & { user: string; password: string }): AuditDatabase {
  let connected: Promise<Client> | undefined

  async function connect(): Promise<Client> {
    const client = new Client({
      ...address,
      lock_timeout: lockTimeoutMs,
      statement_timeout: statementTimeoutMs,
      application_name: 'sekisho-ledger-audit',
    })
    const lose = (): void => {
      connected = undefined
    }
    client.on('error', lose)
    client.on('end', lose)
    await client.connect()
    return client
  }

  async function client(): Promise<Client> {
    connected ??= connect()
    try {
      return await connected
    } catch (error) {
      connected = undefined
      throw error
    }
  }

  /** Entries of the head-office log by their types. */
  async function indexed(types: readonly EntryTypeName[]): Promise<Entry[]> {
    const { rows } = await (await client()).query<{ body: Buffer }>(
      'select body from tenant.entry_index where tenant_id = $1 and type = any ($2)',
      [HEAD_OFFICE, types],
    )
    return rows.flatMap(({ body }) => readEntry(body) ?? [])
  }

  return {
    async logs() {
      const { rows } = await (await client()).query<{ log_id: string }>('select log_id from house.logs')
      return rows.map((row) => row.log_id)
    },
    async differences(entries) {
      const { rows } = await (await client()).query<{ position: string }>({
        name: 'differences',
        text: differencesSql,
        values: indexColumns(entries),
      })
      return rows.map((row) => Number(row.position))
    },
    async repair(entries) {
      const open = await client()
      await open.query('begin')
      try {
        for (const { tenantId, position, entryId } of entries)
          await open.query('delete from tenant.entry_index where tenant_id = $1 and (position = $2 or entry_id = $3)', [
            tenantId,
            position,
            entryId,
          ])
        await indexEntries(open, entries)
        await open.query('commit')
      } catch (error) {
        await open.query('rollback').catch(() => undefined)
        throw error
      }
    },
    async strays(tenantId, sizeNow) {
      const open = await client()
      const { rows } = await open.query<{ last: string | null }>(
        'select max(position) as last from tenant.entry_index where tenant_id = $1',
        [tenantId],
      )
      // an entry has its place before it stands in the index, so the log is never shorter than what was just read
      const size = sizeNow()
      if (Number(rows[0]?.last ?? -1) < size) {
        const below = await open.query<{ position: string }>(
          'select position from tenant.entry_index where tenant_id = $1 and position < 0 limit 1000',
          [tenantId],
        )
        return below.rows.map((row) => Number(row.position))
      }
      const beyond = await open.query<{ position: string }>(
        `select position from tenant.entry_index where tenant_id = $1 and (position < 0 or position between $2 and $3)
          limit 1000`,
        [tenantId, size, rows[0]?.last],
      )
      return beyond.rows.map((row) => Number(row.position))
    },
    async remove(tenantId, positions) {
      await (await client()).query('delete from tenant.entry_index where tenant_id = $1 and position = any ($2)', [
        tenantId,
        positions,
      ])
    },
    async subjects(tenantId, entryIds) {
      if (entryIds.length === 0) return new Map()
      const { rows } = await (await client()).query<{ entry_id: EntryId; contact_id: ContactId; list_id: ListId }>({
        name: 'subjects',
        text: `select entry_id, contact_id, list_id from tenant.entry_subjects where tenant_id = $1 and entry_id = any ($2)`,
        values: [tenantId, entryIds],
      })
      return new Map(rows.map((row) => [row.entry_id, { contactId: row.contact_id, listId: row.list_id }]))
    },
    findings: () => indexed(findingTypeNames),
    closings: () => indexed(['finding.closed']),
    async positions(types, fromPosition, limit, tenantId) {
      const { rows } = await (await client()).query<{ position: string }>(
        `select position from tenant.entry_index
          where tenant_id = $1 and type = any ($2) and position >= $3
          order by position limit $4`,
        [tenantId, types, fromPosition, limit],
      )
      return rows.map(({ position }) => Number(position))
    },
    async select<Row extends object>(text: string, values: unknown[]) {
      return (await (await client()).query<Row>(text, values)).rows
    },
    async closingMarks() {
      const { rows } = await (await client()).query<{ finding_id: EntryId; entry_id: EntryId; log_id: string | null }>(
        'select finding_id, entry_id, log_id from house.finding_closings left join house.logs using (tenant_id)',
      )
      return rows.map((row) => ({
        ...{ findingId: row.finding_id, entryId: row.entry_id, log: row.log_id ?? undefined },
      }))
    },
    async close() {
      const open = await connected?.catch(() => undefined)
      connected = undefined
      await open?.end().catch(() => undefined)
    },
  }
}

/** A position whose row differs in any column, or is missing. */
const differencesSql = `
select p.position
from ${placedColumns}
  left join tenant.entry_index i on i.tenant_id = p.tenant_id and i.position = p.position
where i.position is null
  or (i.entry_id, i.type, i.outcome, i.reason, i.at, i.sequenced_at, i.actor, i.actor_kind, i.campaign_id, i.body)
    is distinct from (p.entry_id, p.type, p.outcome, p.reason, to_timestamp(p.at / 1000.0),
      to_timestamp(p.sequenced_at / 1000.0), p.actor, p.actor_kind, p.campaign_id, p.body)`

/** Whoever administers the database controls these bytes. */
function readEntry(body: Buffer): Entry | undefined {
  try {
    return entrySchema.safeParse(parseCanonicalJson(body)).data
  } catch (error) {
    if (error instanceof LedgerError) return undefined
    throw error
  }
}
