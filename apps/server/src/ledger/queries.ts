import type { CampaignId, ContactId, EntryId, ListId, TenantId } from '@sekisho/contract'
import type { RowScope, Tx } from '../platform/database/index.ts'

/** One row of the index: material to judge, because whoever administers the database can write to it. */
export interface EntryRow {
  readonly position: number
  readonly entryId: EntryId
  readonly type: string
  readonly outcome: string
  readonly reason: string | null
  readonly atMs: number
  readonly sequencedAtMs: number
  readonly actor: string
  readonly campaignId: CampaignId | null
  readonly campaignName: string | null
  readonly body: Buffer
}

export interface EntryFilter {
  /** A pseudonym. */
  readonly actor?: string | undefined
  readonly type?: string | undefined
  /** Any of these. */
  readonly types?: readonly string[] | undefined
  readonly outcome?: string | undefined
  /** Of the event, milliseconds since 1970; `until` is not included. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly beforePosition?: number | undefined
  readonly entryIds?: readonly EntryId[] | undefined
}

/** Entries by position, newest first; with a narrower scope only those of campaigns inside it. */
export async function readEntries(tx: Tx, filter: EntryFilter, rows: RowScope, limit: number): Promise<EntryRow[]> {
  let query = tx.db
    .selectFrom('tenant.entry_index as e')
    .leftJoin('tenant.campaigns as k', (join) =>
      join.onRef('k.tenant_id', '=', 'e.tenant_id').onRef('k.campaign_id', '=', 'e.campaign_id'),
    )
    .select([
      ...(['e.position', 'e.entry_id', 'e.type', 'e.outcome', 'e.reason', 'e.at', 'e.sequenced_at'] as const),
      ...(['e.actor', 'e.campaign_id', 'e.body', 'k.name as campaign_name'] as const),
    ])
  if (rows.jobs !== '*') query = query.where('k.campaign_id', 'is not', null)
  if (filter.actor !== undefined) query = query.where('e.actor', '=', filter.actor)
  if (filter.type !== undefined) query = query.where('e.type', '=', filter.type)
  if (filter.types !== undefined) query = query.where('e.type', 'in', filter.types)
  if (filter.outcome !== undefined) query = query.where('e.outcome', '=', filter.outcome)
  if (filter.from !== undefined) query = query.where('e.at', '>=', new Date(filter.from))
  if (filter.until !== undefined) query = query.where('e.at', '<', new Date(filter.until))
  if (filter.beforePosition !== undefined) query = query.where('e.position', '<', String(filter.beforePosition))
  if (filter.entryIds !== undefined) query = query.where('e.entry_id', 'in', filter.entryIds)
  const found = await query.orderBy('e.position', 'desc').limit(limit).execute()
  return found.map((row) => ({
    position: Number(row.position),
    entryId: row.entry_id,
    type: row.type,
    outcome: row.outcome,
    reason: row.reason,
    atMs: row.at.getTime(),
    sequencedAtMs: row.sequenced_at.getTime(),
    actor: row.actor,
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    body: row.body,
  }))
}

/** Entries of the index, from the first position to the last. */
export async function indexedSize(tx: Tx): Promise<number> {
  const row = await tx.db
    .selectFrom('tenant.entry_index')
    .select((of) => of.fn.max('position').as('last'))
    .executeTakeFirst()
  return row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1
}

/** Which entries were filed under these contacts; whoever administers the database could have filed them elsewhere. */
export async function readSubjects(
  tx: Tx,
  contacts: readonly ContactId[],
  limit: number,
): Promise<{ entryId: EntryId; contactId: ContactId; listId: ListId }[]> {
  if (contacts.length === 0) return []
  const rows = await tx.db
    .selectFrom('tenant.entry_subjects')
    .select(['entry_id', 'contact_id', 'list_id'])
    .where('contact_id', 'in', contacts)
    // ids are made in the order of time
    .orderBy('entry_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ entryId: row.entry_id, contactId: row.contact_id, listId: row.list_id }))
}

/** Those of the pseudonyms that have entries in the scope: one look at the index for each. */
export async function actorsWithEntries(tx: Tx, actors: readonly string[], rows: RowScope): Promise<Set<string>> {
  const inScope =
    rows.jobs === '*' ? '' : 'and exists (select from tenant.campaigns k where k.campaign_id = e.campaign_id)'
  const found = await tx.client.query<{ actor: string }>(
    `select p.actor from unnest($1::text[]) as p (actor)
      where exists (select from tenant.entry_index e where e.actor = p.actor ${inScope})`,
    [actors],
  )
  return new Set(found.rows.map((row) => row.actor))
}

/** The log of the tenant that the transaction is stamped with. */
export async function logOf(tx: Tx, tenantId: TenantId): Promise<string | undefined> {
  const row = await tx.db.selectFrom('house.logs').select('log_id').where('tenant_id', '=', tenantId).executeTakeFirst()
  return row?.log_id
}

/** Refusals of the key service that named this log, from the head-office log: stamp the transaction with that. */
export async function countRefusals(tx: Tx, log: string): Promise<number> {
  const found = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from tenant.entry_index
      where type = 'keyservice.refused' and position($1::bytea in body) > 0`,
    [nameOfLog(log)],
  )
  return found.rows[0]?.count ?? 0
}

/** How an entry's references name a log, at their end in canonical JSON. Looked for as bytes: a row that somebody spoilt is no JSON and must stop nothing. */
function nameOfLog(log: string): Buffer {
  return Buffer.from(`"log":"${log}"},"route"`)
}
