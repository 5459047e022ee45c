import type {
  AttemptId,
  CampaignId,
  CampaignKind,
  CompanyId,
  ContactId,
  EntryId,
  JobId,
  ListId,
  RefusalScope,
} from '@sekisho/contract'
import { defaultDisposition, doNotCallRule } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { RefusalEvents } from './refusal-events.ts'
import { digestOf, type RefusalRow, type RefusingContact, rowsOf } from './refusal-rows.ts'

export interface RefusalDependencies {
  readonly writer: EntryWriter
  readonly events: Pick<RefusalEvents, 'announce'>
}

/** A result that was just recorded for an attempt. */
export interface RecordedResult {
  readonly campaignId: CampaignId
  readonly campaignKind: CampaignKind
  readonly attemptId: AttemptId
  readonly contactId: ContactId
  readonly listId: ListId
  /** Its code; the default results say what it does to do-not-call. */
  readonly disposition: string
  /** How far the campaign lets a declined offer reach. */
  readonly refusalScope: RefusalScope
  readonly policyHash: string
  readonly atMs: number
}

/**
 * Puts on the client's do-not-call list whom a result says not to call, in the transaction of the result, with an entry.
 *
 * @returns the entry that explains it, or null when the result stops nobody
 * @throws  ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back, the result included
 */
export async function recordRefusal(
  { writer, events }: RefusalDependencies,
  tx: Tx,
  result: RecordedResult,
): Promise<EntryId | null> {
  const { campaignId, campaignKind, attemptId, contactId, listId, disposition, policyHash } = result
  const rule = doNotCallRule(defaultDisposition(disposition)?.doNotCall ?? 'none', result.refusalScope)
  if (rule === null) return null
  const found = await refusingContact(tx, attemptId)
  // a caller who withholds the number: there is nobody to keep
  if (found === null) return null
  const { clientId, ...contact } = found
  const rows = rowsOf(rule, contact)
  if (rows.length === 0) return null
  const entryId = await writer.enter(tx, {
    type: 'do_not_call.recorded',
    purpose: 'call',
    campaignKind,
    policyHash,
    counts: { rows: rows.length },
    refs: {
      ...{ campaign: campaignId, list: listId, attempt: attemptId, disposition },
      ...(tx.actor.kind === 'person' ? { session: tx.actor.sessionId } : {}),
      ...(rule.scope === 'job' ? { job: contact.jobId } : {}),
    },
    subject: { contactId, listId },
    digest: digestOf(clientId, disposition, rows),
  })
  await insertRefusals(tx, { clientId, entryId, disposition, atMs: result.atMs }, rows)
  await events.announce(tx, { clientId, tenantId: tenantOf(tx), entryId, isWithdrawn: false })
  return entryId
}

/** Null for whoever has no number. */
async function refusingContact(
  tx: Tx,
  attemptId: AttemptId,
): Promise<(RefusingContact & { clientId: CompanyId }) | null> {
  const { rows } = await tx.client.query<{
    client_id: CompanyId
    job_id: JobId
    customer_index: Buffer | null
    person_index: Buffer | null
    dialled: Buffer
    numbers: Buffer[]
  }>({
    name: 'who refuses',
    text: `select t.client_id, k.job_id, c.customer_index, c.person_index, d.phone_index as dialled,
        (select array_agg(n.phone_index order by n.ordinal) from tenant.contact_numbers n
          where n.tenant_id = a.tenant_id and n.contact_id = a.contact_id) as numbers
      from tenant.attempts a
        join house.tenants t on t.tenant_id = a.tenant_id
        join tenant.campaigns k on k.tenant_id = a.tenant_id and k.campaign_id = a.campaign_id
        join tenant.contacts c on c.tenant_id = a.tenant_id and c.contact_id = a.contact_id
        join tenant.contact_numbers d on d.tenant_id = a.tenant_id and d.contact_id = a.contact_id and d.ordinal = a.ordinal
      where a.tenant_id = $1 and a.attempt_id = $2`,
    values: [tenantOf(tx), attemptId],
  })
  const [row] = rows
  if (row === undefined) return null
  return {
    clientId: row.client_id,
    jobId: row.job_id,
    customer: row.customer_index,
    person: row.person_index,
    dialled: row.dialled,
    numbers: row.numbers,
  }
}

interface Explanation {
  readonly clientId: CompanyId
  readonly entryId: EntryId
  readonly disposition: string
  readonly atMs: number
}

/** Puts rows on a client's list under their entry. */
export async function insertRefusals(tx: Tx, explanation: Explanation, rows: readonly RefusalRow[]): Promise<void> {
  await tx.client.query({
    name: 'do not call',
    text: `insert into house.do_not_call (client_id, key_index, entry_id, key_kind, scope, job_id, only_for, disposition,
        tenant_id, recorded_at)
      select $2, r.key_index, $3, r.key_kind, r.scope, r.job_id, r.only_for, $4, $1, $5
      from unnest($6::bytea[], $7::text[], $8::text[], $9::uuid[], $10::bytea[])
        as r (key_index, key_kind, scope, job_id, only_for)`,
    values: [
      tenantOf(tx),
      explanation.clientId,
      explanation.entryId,
      explanation.disposition,
      new Date(explanation.atMs),
      rows.map(({ keyIndex }) => keyIndex),
      rows.map(({ keyKind }) => keyKind),
      rows.map(({ scope }) => scope),
      rows.map(({ jobId }) => jobId),
      rows.map(({ onlyFor }) => onlyFor),
    ],
  })
}
