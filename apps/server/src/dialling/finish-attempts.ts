import type { AttemptId, CampaignId, ContactId, Entry, LeadId, ListId, PersonId } from '@sekisho/contract'
import {
  ATTEMPT_MACHINE,
  type AttemptRecord,
  callDurations,
  defaultDisposition,
  LEAD_MACHINE,
  type LeadHappening,
  type LeadState,
  moved,
  type NextDue,
  nextDue,
  statesBefore,
} from '@sekisho/dialer'
import type { EntryDraft, EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { historiesOf } from './attempt-histories.ts'
import type { CampaignBook, CampaignFacts } from './campaign-book.ts'
import { byPromiseAlone, isCallersList } from './unlisted-callers.ts'

/** The end of one attempt. Times are milliseconds since 1970; what was not noticed before is filled in. */
export interface Finish {
  readonly attemptId: AttemptId
  /** Code of the result. */
  readonly disposition: string
  /** What ended it: the carrier's word, or a code of ours. */
  readonly cause: string
  /** Why it failed, where we did not do what was to be done. */
  readonly reason?: Entry['reason']
  readonly ringingAtMs?: number | null
  readonly answeredAtMs?: number | null
  readonly hungUpAtMs?: number | null
  readonly callbackAtMs?: number | null
  readonly memoSealed?: Uint8Array | null
  /** By an operator, who talked; otherwise by the network. */
  readonly isRecorded?: boolean
}

export interface FinishedAttempt {
  readonly attemptId: AttemptId
  readonly campaignId: CampaignId
  readonly leadId: LeadId
  readonly contactId: ContactId
  readonly listId: ListId
  /** Whom the contact is promised to, or who talked or was to talk. */
  readonly operatorId: PersonId | null
  readonly wasConnected: boolean
  readonly kind: CampaignFacts['kind']
  readonly next: NextDue
}

interface OpenRow {
  attempt_id: AttemptId
  state: 'intent' | 'dialling' | 'ringing' | 'answered' | 'connected' | 'wrap_up'
  campaign_id: CampaignId
  lead_id: LeadId
  contact_id: ContactId
  ordinal: number
  due_at: Date
  operator_id: PersonId | null
  intended_at: Date
  ringing_at: Date | null
  answered_at: Date | null
  connected_at: Date | null
  hung_up_at: Date | null
  list_id: ListId
  lead_state: LeadState
  promised_to: PersonId | null
  revision: number
  has_next: boolean
  is_excluded: boolean
  is_call_in: boolean
  is_on_no_list: boolean
}

const dialler = systemActor('dialler')
const outcomeOf = { due: 'outcome_wait', hold: 'outcome_hold', final: 'outcome_finish' } as const

/**
 * Ends attempts: one result each, what it means for the lead, and one `attempt.ended` by the dialler each, in the
 * caller's transaction. Attempts that ended before are left out, so that nothing has two results.
 *
 * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`: roll back and come again
 */
export async function finishAttempts(
  { writer, campaigns }: { writer: EntryWriter; campaigns: CampaignBook },
  tx: Tx,
  nowMs: number,
  finishes: readonly Finish[],
): Promise<FinishedAttempt[]> {
  const byId = new Map(finishes.map((finish) => [finish.attemptId, finish]))
  const rows = await lockOpen(tx, [...byId.keys()])
  if (rows.length === 0) return []
  const histories = await historiesOf(
    tx,
    rows.map((row) => row.lead_id),
  )
  const ended: Ended[] = []
  for (const row of rows) {
    const finish = byId.get(row.attempt_id)
    if (finish === undefined) continue
    const facts = await campaigns.read(tx, row.campaign_id, row.revision)
    moved(ATTEMPT_MACHINE, row.state, row.connected_at === null ? 'end' : 'record')
    const last: AttemptRecord = {
      atMs: row.intended_at.getTime(),
      disposition: finish.disposition,
      askedAtMs: finish.callbackAtMs ?? null,
      isCallIn: row.is_call_in,
    }
    const due: NextDue = row.is_excluded
      ? { kind: 'final', reason: 'excluded' }
      : nextDue({
          history: [...(histories.get(row.lead_id) ?? []), last],
          ruleOf: facts.ruleOf,
          calling: facts.calling,
          limits: facts.limits,
          hasNextNumber: row.has_next,
          nowMs,
        })
    const next = row.is_on_no_list ? byPromiseAlone(due) : due
    ended.push({ row, finish, facts, next, times: timesOf(row, finish, nowMs) })
  }
  await writeAttempts(tx, nowMs, ended)
  await writeLeads(tx, ended)
  await writeNumbers(tx, ended)
  await writer.enterAll({ ...tx, actor: dialler }, ended.map(endedEntry))
  return ended.map(({ row, facts, next }) => ({
    attemptId: row.attempt_id,
    campaignId: row.campaign_id,
    leadId: row.lead_id,
    contactId: row.contact_id,
    listId: row.list_id,
    operatorId: row.operator_id,
    wasConnected: row.connected_at !== null,
    kind: facts.kind,
    next,
  }))
}

function endedEntry({ row, finish, facts, times }: Ended): EntryDraft {
  const durations = callDurations(times)
  return {
    type: 'attempt.ended',
    outcome: finish.reason === undefined ? 'done' : 'failed',
    ...(finish.reason === undefined ? {} : { reason: finish.reason }),
    purpose: 'dialling',
    campaignKind: facts.kind,
    // on the line: from the answer to the end
    counts: { duration_ms: durations.waitedMs + durations.talkMs },
    refs: { campaign: row.campaign_id, attempt: row.attempt_id, list: row.list_id, disposition: finish.disposition },
    subject: { contactId: row.contact_id, listId: row.list_id },
  }
}

type Times = Parameters<typeof callDurations>[0]
type Ended = { row: OpenRow; finish: Finish; facts: CampaignFacts; next: NextDue; times: Times }

async function lockOpen(tx: Tx, attemptIds: readonly AttemptId[]): Promise<OpenRow[]> {
  const { rows } = await tx.client.query<OpenRow>({
    name: 'open attempts to finish',
    text: `select a.attempt_id, a.state, a.campaign_id, a.lead_id, a.contact_id, a.ordinal, a.due_at, a.operator_id,
        a.intended_at, a.ringing_at, a.answered_at, a.connected_at, a.hung_up_at,
        l.list_id, l.state as lead_state, l.promised_to, l.excluded_by is not null as is_excluded, c.revision,
        a.direction = 'in' as is_call_in, ${isCallersList('l.list_id')} is true as is_on_no_list,
        exists (select from tenant.contact_numbers n where n.tenant_id = a.tenant_id and n.contact_id = a.contact_id
          and n.ordinal > a.ordinal and n.state = 'usable') as has_next
      from tenant.attempts a
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
        join tenant.campaigns c on c.tenant_id = a.tenant_id and c.campaign_id = a.campaign_id
      where a.tenant_id = $1 and a.attempt_id = any ($2) and a.state <> 'ended'
      order by a.attempt_id
      for update of a, l`,
    values: [tenantOf(tx), attemptIds],
  })
  return rows
}

function timesOf(row: OpenRow, finish: Finish, nowMs: number): Times {
  const answeredAtMs = row.answered_at?.getTime() ?? finish.answeredAtMs ?? null
  return {
    intendedAtMs: row.intended_at.getTime(),
    ringingAtMs: row.ringing_at?.getTime() ?? finish.ringingAtMs ?? null,
    answeredAtMs,
    connectedAtMs: row.connected_at?.getTime() ?? null,
    hungUpAtMs: row.hung_up_at?.getTime() ?? finish.hungUpAtMs ?? (answeredAtMs === null ? null : nowMs),
    endedAtMs: nowMs,
  }
}

const instant = (atMs: number | null): Date | null => (atMs === null ? null : new Date(atMs))

async function writeAttempts(tx: Tx, nowMs: number, ended: readonly Ended[]): Promise<void> {
  await tx.client.query({
    name: 'finish attempts',
    text: `update tenant.attempts a set state = 'ended', ended_at = $2, disposition = e.disposition, cause = e.cause,
        ringing_at = e.ringing_at, answered_at = e.answered_at, hung_up_at = e.hung_up_at,
        callback_at = e.callback_at, memo_sealed = e.memo, recorded_at = case when e.is_recorded then $2::timestamptz end,
        operator_id = case when a.connected_at is not null then a.operator_id end
      from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
        $9::timestamptz[], $10::bytea[], $11::boolean[])
        as e (attempt_id, disposition, cause, ringing_at, answered_at, hung_up_at, callback_at, memo, is_recorded)
      where a.tenant_id = $1 and a.attempt_id = e.attempt_id`,
    values: [
      tenantOf(tx),
      new Date(nowMs),
      ended.map(({ row }) => row.attempt_id),
      ended.map(({ finish }) => finish.disposition),
      ended.map(({ finish }) => finish.cause),
      ended.map(({ times }) => instant(times.ringingAtMs)),
      ended.map(({ times }) => instant(times.answeredAtMs)),
      ended.map(({ times }) => instant(times.hungUpAtMs)),
      ended.map(({ finish }) => instant(finish.callbackAtMs ?? null)),
      ended.map(({ finish }) => (finish.memoSealed == null ? null : Buffer.from(finish.memoSealed))),
      ended.map(({ finish }) => finish.isRecorded === true),
    ],
  })
}

async function writeLeads(tx: Tx, ended: readonly Ended[]): Promise<void> {
  const changes = ended.map(({ row, finish, facts, next }) => {
    const isPromise = next.kind === 'due' && next.reason === 'promised'
    const happening: LeadHappening = isPromise ? 'outcome_promise' : outcomeOf[next.kind]
    const dueAtMs = next.kind === 'final' ? null : next.dueAtMs
    return {
      state: moved(LEAD_MACHINE, row.lead_state, happening),
      // never the same due time twice, not even after a clock that was set back
      dueAt: new Date(Math.max(dueAtMs ?? 0, row.due_at.getTime() + 1)),
      isCounted: facts.ruleOf(finish.disposition).isCounted && !row.is_call_in ? 1 : 0,
      nextOrdinal: next.kind === 'due' && next.usesNextNumber ? row.ordinal + 1 : row.ordinal,
      finishedReason: next.kind === 'final' ? next.reason : null,
      // who is held or finished now may be released later, and was abandoned all the same
      isOneToOne: next.kind === 'due' ? next.isOneToOne : null,
      // a promise that is still to be kept stays with whoever gave it, whatever seat it rang for
      promisedTo: isPromise ? (finish.isRecorded === true ? row.operator_id : row.promised_to) : null,
    }
  })
  await tx.client.query({
    name: 'leads after attempts',
    text: `update tenant.leads l set state = e.state, due_at = e.due_at, attempts = l.attempts + e.counted,
        next_ordinal = e.next_ordinal, last_disposition = e.disposition, finished_reason = e.finished_reason,
        promised_to = e.promised_to, is_one_to_one = coalesce(e.is_one_to_one, l.is_one_to_one), revision = l.revision + 1
      from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::smallint[], $6::smallint[], $7::text[], $8::text[], $9::uuid[],
        $10::boolean[])
        as e (lead_id, state, due_at, counted, next_ordinal, disposition, finished_reason, promised_to, is_one_to_one)
      where l.tenant_id = $1 and l.lead_id = e.lead_id and l.state = any ($11)`,
    values: [
      tenantOf(tx),
      ended.map(({ row }) => row.lead_id),
      changes.map(({ state }) => state),
      changes.map(({ dueAt }) => dueAt),
      changes.map(({ isCounted }) => isCounted),
      changes.map(({ nextOrdinal }) => nextOrdinal),
      ended.map(({ finish }) => finish.disposition),
      changes.map(({ finishedReason }) => finishedReason),
      changes.map(({ promisedTo }) => promisedTo),
      changes.map(({ isOneToOne }) => isOneToOne),
      statesBefore(LEAD_MACHINE, 'outcome_wait'),
    ],
  })
}

/** A number that does not exist or refuses us is not dialled again, whoever's lead holds it. */
async function writeNumbers(tx: Tx, ended: readonly Ended[]): Promise<void> {
  for (const { row, finish } of ended) {
    const effect = defaultDisposition(finish.disposition)?.number ?? 'none'
    if (effect === 'none') continue
    await tx.client.query(
      `update tenant.contact_numbers set state = $4
        where tenant_id = $1 and contact_id = $2 and ordinal = $3 and state <> 'gone'`,
      [tenantOf(tx), row.contact_id, row.ordinal, effect],
    )
  }
}
