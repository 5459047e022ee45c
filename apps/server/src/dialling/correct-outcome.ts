import type { EntryId } from '@sekisho/contract'
import { defaultDisposition, LEAD_MACHINE, type LeadHappening, moved, type NextDue, nextDue } from '@sekisho/dialer'
import { placeOf, stopsNumber, stopsPerson } from '../do-not-call/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { historiesOf } from './attempt-histories.ts'
import type { CampaignFacts } from './campaign-book.ts'
import type { RecordedAttempt } from './recorded-attempts.ts'
import { byPromiseAlone } from './unlisted-callers.ts'

/** The result that an attempt has from now on. */
export interface CorrectedResult {
  readonly disposition: string
  readonly callbackAtMs: number | null
  /** The refusal that it makes, if it makes one. */
  readonly refusalEntryId: EntryId | null
}

/** What a lead may have become by a result alone; anything else was decided by somebody or something since. */
const endsByResult: readonly (string | null)[] = ['result', 'limit_reached', 'no_number_left', 'do_not_call']
const outcomeOf = { due: 'outcome_wait', hold: 'outcome_hold', final: 'outcome_finish' } as const

/**
 * Gives an ended attempt another result, and its lead what follows from that: as if it had been recorded now, within the
 * calling hours and limits of today. The do-not-call list has followed before, and is asked here.
 *
 * A lead that was called again, that the dialler holds, or that a supervisor or a file has ended since stays as it is: what
 * happened later knows more than a result of before. Its tries are counted right in any case.
 *
 * @param attempt  under its lock
 * @returns        whether the lead followed
 */
export async function correctOutcome(
  tx: Tx,
  nowMs: number,
  { facts, attempt, to }: { facts: CampaignFacts; attempt: RecordedAttempt; to: CorrectedResult },
): Promise<boolean> {
  await tx.client.query({
    name: 'correct attempt',
    text: `update tenant.attempts set disposition = $3, callback_at = $4, refusal_entry_id = $5
      where tenant_id = $1 and attempt_id = $2`,
    values: [tenantOf(tx), attempt.attemptId, to.disposition, instant(to.callbackAtMs), to.refusalEntryId],
  })
  await correctNumber(tx, attempt, to.disposition)
  const counted = (code: string): number => (facts.ruleOf(code).isCounted && !attempt.isCallIn ? 1 : 0)
  const triesMore = counted(to.disposition) - counted(attempt.disposition)
  const around = await readAround(tx, attempt)
  if (around.is_called_again || !followsResult(attempt)) {
    await countTries(tx, attempt, triesMore)
    return false
  }
  const history = (await historiesOf(tx, [attempt.leadId])).get(attempt.leadId) ?? []
  const due = nextDue({
    ...{ history, ruleOf: facts.ruleOf, calling: facts.calling, limits: facts.limits },
    hasNextNumber: around.has_next,
    nowMs,
  })
  const next = attempt.isOnNoList ? byPromiseAlone(due) : due
  const nextOrdinal = next.kind === 'due' && next.usesNextNumber ? attempt.ordinal + 1 : attempt.ordinal
  const mayBeCalled = next.kind !== 'due' || (await isCallable(tx, attempt, nextOrdinal))
  await moveLead(tx, attempt, { to, next, nextOrdinal, mayBeCalled, triesMore })
  return true
}

const instant = (atMs: number | null): Date | null => (atMs === null ? null : new Date(atMs))

function followsResult({ leadState, finishedReason, isExcluded }: RecordedAttempt): boolean {
  if (isExcluded) return false
  if (leadState === 'finished') return endsByResult.includes(finishedReason)
  return leadState === 'waiting' || leadState === 'promised' || leadState === 'held'
}

async function readAround(tx: Tx, { attemptId }: RecordedAttempt) {
  const { rows } = await tx.client.query<{ is_called_again: boolean; has_next: boolean }>({
    name: 'around a corrected attempt',
    text: `select exists (select from tenant.attempts n
          where n.tenant_id = a.tenant_id and n.lead_id = a.lead_id and n.due_at > a.due_at) as is_called_again,
        exists (select from tenant.contact_numbers n where n.tenant_id = a.tenant_id and n.contact_id = a.contact_id
          and n.ordinal > a.ordinal and n.state = 'usable') as has_next
      from tenant.attempts a where a.tenant_id = $1 and a.attempt_id = $2`,
    values: [tenantOf(tx), attemptId],
  })
  return rows[0] ?? { is_called_again: true, has_next: false }
}

/** Whether the dialler would find a number to call, from this one on: the question that it asks itself. */
async function isCallable(tx: Tx, { leadId }: RecordedAttempt, fromOrdinal: number): Promise<boolean> {
  const here = placeOf('$1', 'l.campaign_id')
  const { rows } = await tx.client.query<{ is_callable: boolean }>({
    name: 'callable after correction',
    text: `select not ${stopsPerson(here, 'c')} and exists (select from tenant.contact_numbers n
        where n.tenant_id = l.tenant_id and n.contact_id = l.contact_id and n.state = 'usable' and n.ordinal >= $3
          and not ${stopsNumber(here, 'c', 'n.phone_index')}) as is_callable
      from tenant.leads l join tenant.contacts c on c.tenant_id = l.tenant_id and c.contact_id = l.contact_id
      where l.tenant_id = $1 and l.lead_id = $2`,
    values: [tenantOf(tx), leadId, fromOrdinal],
  })
  return rows[0]?.is_callable === true
}

interface LeadMove {
  readonly to: CorrectedResult
  readonly next: NextDue
  readonly nextOrdinal: number
  readonly mayBeCalled: boolean
  readonly triesMore: number
}

async function moveLead(tx: Tx, attempt: RecordedAttempt, move: LeadMove): Promise<void> {
  const { to, next, nextOrdinal, mayBeCalled, triesMore } = move
  const isPromise = mayBeCalled && next.kind === 'due' && next.reason === 'promised'
  const happening: LeadHappening = !mayBeCalled
    ? 'outcome_finish'
    : isPromise
      ? 'outcome_promise'
      : outcomeOf[next.kind]
  const dueAtMs = next.kind === 'final' ? null : next.dueAtMs
  await tx.client.query({
    name: 'lead after correction',
    text: `update tenant.leads set state = $3, finished_reason = $4, due_at = $5, promised_to = $6, next_ordinal = $7,
        last_disposition = $8, is_one_to_one = coalesce($10, is_one_to_one), attempts = greatest(0, attempts + $9), revision = revision + 1
      where tenant_id = $1 and lead_id = $2`,
    values: [
      tenantOf(tx),
      attempt.leadId,
      moved(LEAD_MACHINE, attempt.leadState, happening),
      !mayBeCalled ? 'do_not_call' : next.kind === 'final' ? next.reason : null,
      // never the due time again that this attempt was made for
      new Date(Math.max(dueAtMs ?? 0, attempt.dueAtMs + 1)),
      isPromise ? attempt.operatorId : null,
      nextOrdinal,
      to.disposition,
      triesMore,
      next.kind === 'due' ? next.isOneToOne : null,
    ],
  })
}

async function countTries(tx: Tx, { leadId }: RecordedAttempt, triesMore: number): Promise<void> {
  if (triesMore === 0) return
  await tx.client.query(
    `update tenant.leads set attempts = greatest(0, attempts + $3) where tenant_id = $1 and lead_id = $2`,
    [tenantOf(tx), leadId, triesMore],
  )
}

const effectOf = (code: string) => defaultDisposition(code)?.number ?? 'none'

/** A number that the wrong result had declared dead is usable again, unless another call says the same of it. */
async function correctNumber(tx: Tx, attempt: RecordedAttempt, disposition: string): Promise<void> {
  const [before, after] = [effectOf(attempt.disposition), effectOf(disposition)]
  if (before === after) return
  const place = [tenantOf(tx), attempt.contactId, attempt.ordinal]
  if (after !== 'none') {
    await tx.client.query(
      `update tenant.contact_numbers set state = $4
        where tenant_id = $1 and contact_id = $2 and ordinal = $3 and state <> 'gone'`,
      [...place, after],
    )
    return
  }
  const { rows: others } = await tx.client.query<{ disposition: string }>(
    `select distinct p.disposition from tenant.leads o
        join tenant.attempts p on p.tenant_id = o.tenant_id and p.lead_id = o.lead_id
      where o.tenant_id = $1 and o.contact_id = $2 and p.ordinal = $3 and p.attempt_id <> $4
        and p.state = 'ended' and p.disposition is not null`,
    [...place, attempt.attemptId],
  )
  if (others.some((other) => effectOf(other.disposition) !== 'none')) return
  await tx.client.query(
    `update tenant.contact_numbers set state = 'usable'
      where tenant_id = $1 and contact_id = $2 and ordinal = $3 and state = $4`,
    [...place, before],
  )
}
