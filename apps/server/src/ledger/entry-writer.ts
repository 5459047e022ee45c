import {
  type CommitmentName,
  type ContactId,
  ENTRY_VERSION,
  type Entry,
  type EntryId,
  type EntryTypeName,
  type FieldCode,
  type ListId,
  type OrderId,
  ProblemError,
  type Purpose,
  type TenantId,
} from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import { type KeyServiceCalls, KeyServiceError } from '@sekisho/vault'
import type { Actor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Receipts } from './receipts.ts'
import { systemPolicyHash } from './system-entry.ts'

/** What a slice says of something that happened; the writer adds who, when, where and the commitments. */
export interface EntryDraft {
  readonly type: EntryTypeName
  readonly outcome?: Entry['outcome']
  readonly reason?: Entry['reason']
  readonly purpose: Purpose
  /** When it happened, if that was before now: milliseconds since 1970. */
  readonly at?: number
  readonly campaignKind?: Entry['campaign_kind']
  /** Of the decision that allowed or denied it; system actors leave it out. */
  readonly policyHash?: string
  readonly order?: OrderId
  readonly fields?: readonly FieldCode[]
  readonly counts?: Entry['counts']
  readonly refs?: Entry['refs']
  readonly closing?: Entry['closing']
  readonly report?: Entry['report']
  readonly days?: Entry['days']
  /** SHA-256, hex, of something that holds no personal data. */
  readonly digest?: string
  /** The contact it is about: committed to under the list's salt key, kept beside the entry for the auditor's filter. */
  readonly subject?: { readonly contactId: ContactId; readonly listId: ListId; readonly ordinal?: number }
  /** Texts to commit to under the tenant's salt key. */
  readonly commit?: Partial<Record<Exclude<CommitmentName, 'subject' | 'number'>, string>>
}

export interface EntryWriter {
  /**
   * Writes an entry in the transaction of the change it records (rule 2): both become durable or neither. In a
   * transaction stamped with the house it goes to the head-office log.
   *
   * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back, nothing may happen unrecorded
   */
  enter(tx: Tx, draft: EntryDraft): Promise<EntryId>
  /** As `enter`, for several entries of one transaction at once, placed in this order; gives their ids in this order. */
  enterAll(tx: Tx, drafts: readonly EntryDraft[]): Promise<EntryId[]>
}

export interface EntryWriterDependencies {
  readonly keys: Pick<KeyServiceCalls, 'pseudonyms' | 'commit'>
  readonly receipts: Pick<Receipts, 'expect' | 'state'>
  readonly clock: Clock
}

export function entryWriter({ keys, receipts, clock }: EntryWriterDependencies): EntryWriter {
  const logs = new Map<TenantId, string>()
  const pseudonyms = new Map<string, string>()

  async function logOf(tx: Tx): Promise<string> {
    const tenantId = tenantOf(tx)
    const known = logs.get(tenantId)
    if (known !== undefined) return known
    const row = await tx.db
      .selectFrom('house.logs')
      .select('log_id')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('ledger_unavailable', 'no_log')
    logs.set(tenantId, row.log_id)
    return row.log_id
  }

  /** Pseudonyms never change for a tenant, so they are asked for once. Bounded: people times tenants of one server. */
  async function pseudonymOf(tenantId: TenantId, kind: 'actor' | 'device' | 'system', id: string): Promise<string> {
    const key = `${tenantId} ${kind} ${id}`
    const known = pseudonyms.get(key)
    if (known !== undefined) return known
    const [made] = await keys.pseudonyms({ tenantId, of: [{ kind, id }] })
    if (made === undefined) throw new ProblemError('key_service_unavailable')
    if (pseudonyms.size > 100_000) pseudonyms.clear()
    pseudonyms.set(key, made)
    return made
  }

  async function commitments(tenantId: TenantId, entryId: EntryId, draft: EntryDraft): Promise<Entry['commitments']> {
    const values: Parameters<KeyServiceCalls['commit']>[0]['values'][number][] = []
    if (draft.subject !== undefined) {
      const { contactId, listId, ordinal } = draft.subject
      values.push({ name: 'subject', value: contactId, listId })
      if (ordinal !== undefined) values.push({ name: 'number', value: `${contactId}/${ordinal}`, listId })
    }
    for (const [name, value] of Object.entries(draft.commit ?? {})) values.push({ name: name as CommitmentName, value })
    return values.length === 0 ? undefined : await keys.commit({ tenantId, entryId, values })
  }

  async function bodyOf(tx: Tx, log: string, entryId: EntryId, draft: EntryDraft): Promise<Buffer> {
    const tenantId = tenantOf(tx)
    const made = await commitments(tenantId, entryId, draft)
    return canonicalBytes({
      v: ENTRY_VERSION,
      id: entryId,
      log,
      type: draft.type,
      outcome: draft.outcome ?? 'done',
      ...(draft.reason === undefined ? {} : { reason: draft.reason }),
      at: draft.at ?? clock.now(),
      ...(await actorMembers(tx.actor, (kind, id) => pseudonymOf(tenantId, kind, id))),
      purpose: draft.purpose,
      campaign_kind: draft.campaignKind ?? 'none',
      ...(draft.order === undefined ? {} : { on_behalf_of_order: draft.order }),
      policy: draft.policyHash ?? systemPolicyHash,
      ...(draft.fields === undefined ? {} : { fields: [...new Set(draft.fields)].sort() }),
      ...(draft.counts === undefined ? {} : { counts: draft.counts }),
      ...(draft.refs === undefined ? {} : { refs: draft.refs }),
      ...(made === undefined ? {} : { commitments: made }),
      ...(draft.closing === undefined ? {} : { closing: draft.closing }),
      ...(draft.report === undefined ? {} : { report: draft.report }),
      ...(draft.days === undefined ? {} : { days: draft.days }),
      ...(draft.digest === undefined ? {} : { digest: draft.digest }),
    })
  }

  async function enterAll(tx: Tx, drafts: readonly EntryDraft[]): Promise<EntryId[]> {
    if (drafts.length === 0) return []
    if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
    const tenantId = tenantOf(tx)
    // once for all: a connection answers one question at a time
    const log = await logOf(tx)
    const entries = await Promise.all(
      drafts.map(async (draft) => {
        const entryId = newId<EntryId>()
        return { entryId, draft, body: await bodyOf(tx, log, entryId, draft) }
      }),
    ).catch((error: unknown) => {
      throw error instanceof KeyServiceError ? new ProblemError('key_service_unavailable') : error
    })
    const about = entries.flatMap(({ entryId, draft }) =>
      draft.subject === undefined ? [] : [{ entryId, ...draft.subject }],
    )
    await tx.client.query({
      name: 'queue entries',
      text: queueSql,
      values: [
        tenantId,
        entries.map(({ entryId }) => entryId),
        entries.map(({ body }) => body),
        about.map(({ entryId }) => entryId),
        about.map(({ contactId }) => contactId),
        about.map(({ listId }) => listId),
      ],
    })
    tx.afterCommit(() => {
      for (const { entryId, body } of entries) receipts.expect({ tenantId, entryId, body })
    })
    return entries.map(({ entryId }) => entryId)
  }

  return {
    enterAll,
    async enter(tx, draft) {
      const [entryId] = await enterAll(tx, [draft])
      if (entryId === undefined) throw new Error('an entry without an id')
      return entryId
    },
  }
}

/** Queue and auditor's filter in one message: the transactions that write entries are the ones that calls wait for. */
const queueSql = `
with queued as (
  insert into tenant.entry_queue (tenant_id, entry_id, body)
  select $1, e.entry_id, e.body from unnest($2::uuid[], $3::bytea[]) with ordinality as e (entry_id, body, place)
  order by e.place
)
insert into tenant.entry_subjects (tenant_id, entry_id, contact_id, list_id)
select $1, s.entry_id, s.contact_id, s.list_id from unnest($4::uuid[], $5::uuid[], $6::uuid[]) as s (entry_id, contact_id, list_id)`

async function actorMembers(
  actor: Actor,
  pseudonym: (kind: 'actor' | 'device' | 'system', id: string) => Promise<string>,
): Promise<Pick<Entry, 'actor' | 'actor_kind' | 'device' | 'route'>> {
  if (actor.kind === 'system') {
    return { actor: await pseudonym('system', actor.name), actor_kind: actor.name, route: 'internal' }
  }
  return {
    actor: await pseudonym('actor', actor.personId),
    actor_kind: 'person',
    ...(actor.deviceId === null ? {} : { device: await pseudonym('device', actor.deviceId) }),
    route: actor.route,
  }
}

/** Runs a change with its entry in one transaction, and waits for the entry's receipt where the caller needs it. */
export async function enterAlone(
  database: Database,
  writer: EntryWriter,
  actor: Actor,
  scope: TenantId | 'house',
  draft: EntryDraft,
): Promise<EntryId> {
  return database.transaction(actor, scope, (tx) => writer.enter(tx, draft))
}
