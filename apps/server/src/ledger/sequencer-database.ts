import type { Entry, EntryId, TenantId } from '@sekisho/contract'
import { LedgerError, leafBytes } from '@sekisho/ledger'
import { Client, type ClientBase } from 'pg'
import type { DatabaseAddress } from '../platform/database/index.ts'

/** An entry that is committed and has no place yet. */
export interface QueuedEntry {
  readonly tenantId: TenantId
  readonly entryId: EntryId
  readonly body: Buffer
  /** The index has an entry of this id already: `same`, or with `other` bytes. */
  readonly placed: 'no' | 'same' | 'other'
}

/** An entry in its place. */
export interface PlacedEntry {
  readonly tenantId: TenantId
  readonly entryId: EntryId
  readonly position: number
  readonly leaf: Buffer
}

/** What the index says of one entry, parsed once. */
export interface IndexedEntry extends Pick<PlacedEntry, 'tenantId' | 'entryId' | 'position'> {
  readonly entry: Entry
  readonly body: Buffer
  readonly sequencedAtMs: number
}

/** The sequencer's own view of the database: it alone takes from the queue and fills the index. */
export interface SequencerDatabase {
  logs(): Promise<{ log: string; tenantId: TenantId; origin: string }[]>
  /**
   * The next entries in the order of arrival. `whole` looks at all of the queue; otherwise it begins where the whole
   * look before the last one had ended, which spares it the rows that are gone and that PostgreSQL still keeps for
   * somebody's long transaction (a backup's, for instance). An entry whose transaction took longer than that to commit
   * is found by the next whole look.
   */
  nextBatch(limit: number, look: 'whole' | 'recent'): Promise<QueuedEntry[]>
  /** Moves placed entries from the queue to the index; repeating it changes nothing. */
  index(entries: readonly IndexedEntry[]): Promise<void>
  /** Takes rows from the queue whose entries have their places: somebody queued them again. */
  dropQueued(rows: readonly Pick<QueuedEntry, 'tenantId' | 'entryId'>[]): Promise<void>
  /** How many of a log's first `size` entries the index holds; `whole` are those before the first hole, or 0 with one. */
  indexed(tenantId: TenantId, size: number): Promise<{ whole: number; rows: number }>
  /** Leaves as the index has them, from a position on: material to judge, not the truth. */
  indexedLeaves(tenantId: TenantId, from: number, limit: number): Promise<PlacedEntry[]>
  /** An entry that has its place already. */
  placed(tenantId: TenantId, entryId: EntryId): Promise<PlacedEntry | undefined>
  close(): Promise<void>
}

/** Another process leads. Nothing was read and nothing may be written. */
export class NotLeaderError extends Error {
  constructor() {
    super('another sequencer leads this ledger')
    this.name = 'NotLeaderError'
  }
}

const options = [
  // the index is derived: what a crash of PostgreSQL takes from it is filled in again when this connection is made anew
  'synchronous_commit=off',
  // The queue is empty or full of rows that are gone, and its statistics are always of another moment: by its index, and
  // by scans that mark dead entries as they pass (a bitmap scan does not), it costs the same however large it has been.
  ...['enable_seqscan=off', 'enable_bitmapscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off'],
]

/** Somebody holds rows or tables of the queue for longer: said, not waited for. */
const lockTimeoutMs = 1_000
const statementTimeoutMs = 30_000

/**
 * Connects as the sequencer's role and takes the leader's lock, which lives as long as its connection: when it or the one
 * that fills the index is lost, so is the right to lead, and `onLost` is called.
 *
 * The lock keeps honest processes apart. What keeps a dishonest one from forking a log is the key service, which
 * cosigns only what extends its last head.
 *
 * @throws NotLeaderError
 */
export async function leadDatabase(
  address: DatabaseAddress & { user: string; password: string },
  onLost: () => void,
): Promise<SequencerDatabase> {
  let isClosing = false
  async function connect(): Promise<Client> {
    const opened = new Client({
      ...address,
      keepAlive: true,
      application_name: 'sekisho sequencer',
      connectionTimeoutMillis: 5_000,
      lock_timeout: lockTimeoutMs,
      statement_timeout: statementTimeoutMs,
      options: options.map((option) => `-c ${option}`).join(' '),
    })
    opened.on('error', () => undefined)
    opened.on('end', () => {
      if (!isClosing) onLost()
    })
    await opened.connect()
    return opened
  }
  const client = await connect()
  const { rows } = await client.query<{ leads: boolean }>(
    `select pg_try_advisory_lock(hashtext('sekisho.sequencer')) as leads`,
  )
  if (rows[0]?.leads !== true) {
    isClosing = true
    await client.end()
    throw new NotLeaderError()
  }
  // of its own, so that the look for the next entries does not stand behind the last ones
  const indexClient = await connect().catch(async (error: unknown) => {
    isClosing = true
    await client.end()
    throw error
  })
  // places in the queue, as PostgreSQL writes its bigints
  let recentFrom = '0'
  let lastSeen = '0'
  return {
    async logs() {
      const found = await client.query<{ log: string; tenantId: TenantId; origin: string }>(
        `select log_id as log, tenant_id as "tenantId", origin from house.logs order by created_at`,
      )
      return found.rows
    },
    async nextBatch(limit, look) {
      const found = await client.query<{
        tenant_id: TenantId
        entry_id: EntryId
        body: Buffer
        placed: QueuedEntry['placed']
        seq: string
      }>({
        name: 'next batch',
        text: nextBatchSql,
        values: [limit, look === 'whole' ? 0 : recentFrom],
      })
      const last = found.rows.at(-1)?.seq
      if (look === 'whole') [recentFrom, lastSeen] = [lastSeen, last ?? lastSeen]
      else if (last !== undefined) lastSeen = last
      return found.rows.map((row) => ({
        tenantId: row.tenant_id,
        entryId: row.entry_id,
        body: row.body,
        placed: row.placed,
      }))
    },
    index: (entries) => indexEntries(indexClient, entries),
    async dropQueued(rowsToDrop) {
      await client.query(
        `delete from tenant.entry_queue q using unnest($1::uuid[], $2::uuid[]) as d (tenant_id, entry_id)
          where q.tenant_id = d.tenant_id and q.entry_id = d.entry_id`,
        [rowsToDrop.map((row) => row.tenantId), rowsToDrop.map((row) => row.entryId)],
      )
    },
    async indexed(tenantId, size) {
      const found = await client.query<{ size: string; rows: string }>(
        `select coalesce(max(position) + 1, 0) as size, count(*) as rows from tenant.entry_index
          where tenant_id = $1 and position >= 0 and position < $2`,
        [tenantId, size],
      )
      const rows = Number(found.rows[0]?.rows ?? 0)
      return { rows, whole: rows === Number(found.rows[0]?.size ?? 0) ? rows : 0 }
    },
    async indexedLeaves(tenantId, from, limit) {
      const found = await client.query<IndexRow>(
        `${indexRowSql} where tenant_id = $1 and position >= $2 order by position limit $3`,
        [tenantId, from, limit],
      )
      return found.rows.flatMap((row) => placedOf(tenantId, row) ?? [])
    },
    async placed(tenantId, entryId) {
      const found = await client.query<IndexRow>({
        name: 'placed',
        text: `${indexRowSql} where tenant_id = $1 and entry_id = $2`,
        values: [tenantId, entryId],
      })
      return found.rows[0] === undefined ? undefined : placedOf(tenantId, found.rows[0])
    },
    async close() {
      isClosing = true
      await Promise.all([client.end(), indexClient.end()])
    },
  }
}

/** In the order of arrival; an entry that was queued again is told apart by one look at the index's unique key. */
const nextBatchSql = `
select q.tenant_id, q.entry_id, q.body, q.seq,
  case when i.body is null then 'no' when i.body = q.body then 'same' else 'other' end as placed
from tenant.entry_queue q
  -- written so that only the unique index by id can serve: on tables that were never analysed the planner takes any index
  -- that begins with the tenant, and reads all of the tenant's entries for each row of the queue
  left join tenant.entry_index i on i.entry_id = q.entry_id and i.tenant_id is not distinct from q.tenant_id
where q.seq >= $2
order by q.seq
limit $1`

/** The parameters of `indexColumns` as a table. */
export const placedColumns = `
  unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[],
    $9::text[], $10::text[], $11::uuid[], $12::bytea[])
  as p (tenant_id, position, entry_id, type, outcome, reason, at, sequenced_at, actor, actor_kind, campaign_id, body)`

/** One statement, so that an entry is in the queue or in the index, and never in both or neither. */
const indexBatchSql = `
with placed as (
  select * from ${placedColumns}
), taken as (
  delete from tenant.entry_queue q using placed p where q.tenant_id = p.tenant_id and q.entry_id = p.entry_id
)
insert into tenant.entry_index (tenant_id, position, entry_id, type, outcome, reason, at, sequenced_at, actor, actor_kind, campaign_id, body)
select tenant_id, position, entry_id, type, outcome, reason, to_timestamp(at / 1000.0), to_timestamp(sequenced_at / 1000.0),
  actor, actor_kind, campaign_id, body
from placed
on conflict do nothing`

/** Moves placed entries from the queue to the index; repeating it changes nothing. */
export async function indexEntries(client: ClientBase, entries: readonly IndexedEntry[]): Promise<void> {
  if (entries.length === 0) return
  await client.query({ name: 'index batch', text: indexBatchSql, values: indexColumns(entries) })
}

export function indexColumns(rows: readonly IndexedEntry[]): unknown[] {
  const column = <T>(pick: (row: IndexedEntry) => T): T[] => rows.map((row) => pick(row))
  return [
    column((row) => row.tenantId),
    column((row) => row.position),
    column((row) => row.entryId),
    column((row) => row.entry.type),
    column((row) => row.entry.outcome),
    column((row) => row.entry.reason ?? null),
    column((row) => row.entry.at),
    column((row) => row.sequencedAtMs),
    column((row) => row.entry.actor),
    column((row) => row.entry.actor_kind),
    column((row) => row.entry.refs?.campaign ?? null),
    column((row) => row.body),
  ]
}

interface IndexRow {
  entry_id: EntryId
  position: string
  body: Buffer
  ms: string
}

const indexRowSql = `select entry_id, position, body, round(extract(epoch from sequenced_at) * 1000)::bigint as ms from tenant.entry_index`

/** Undefined for a row that no entry could have left there: the index is writable for whoever administers the database. */
function placedOf(tenantId: TenantId, row: IndexRow): PlacedEntry | undefined {
  try {
    const leaf = leafBytes(row.body, Number(row.ms))
    return { tenantId, entryId: row.entry_id, position: Number(row.position), leaf }
  } catch (error) {
    if (error instanceof LedgerError) return undefined
    throw error
  }
}
