import {
  type AnsweredBy,
  type AttemptId,
  type CampaignId,
  type ContactId,
  type DeskFromClient,
  type ListId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { checkPromise, defaultDisposition } from '@sekisho/dialer'
import { type CampaignFacts, finishAttempts, refusePromiseAfterEnd, refuseWithoutNumber } from '../dialling/index.ts'
import { asProblem } from '../gate/index.ts'
import { owesReading } from '../notices/index.ts'
import { KeyServiceError } from '@sekisho/vault'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { makeTicket } from '../tickets/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { requireSeat } from './seat.ts'

export type Result = Extract<DeskFromClient, { readonly type: 'record' }>

/** What a recorded result adds to the operator's figures of the day. */
export interface Recorded {
  readonly isTalk: boolean
  readonly isSuccess: boolean
}

interface OwnAttempt {
  readonly state: string
  readonly campaign_id: CampaignId
  readonly revision: number
  readonly contact_id: ContactId
  readonly list_id: ListId
  readonly answered_by: AnsweredBy | null
  /** A number belongs to it: a caller may withhold theirs. */
  readonly has_number: boolean
}

/**
 * The attempt, if it is this operator's. Attempt ids come from the page and may be anybody's.
 *
 * @throws NotOwnAttemptError
 */
export async function ownAttempt(tx: Tx, sitter: Sitter, attemptId: AttemptId): Promise<OwnAttempt> {
  const { rows } = await tx.client.query<OwnAttempt & { is_own: boolean }>({
    name: 'own attempt',
    text: `select a.state, a.campaign_id, a.contact_id, a.answered_by, l.list_id, c.revision, a.operator_id is not distinct from $3 as is_own,
        exists (select from tenant.contact_numbers n where n.tenant_id = a.tenant_id and n.contact_id = a.contact_id
          and n.ordinal = a.ordinal) as has_number
      from tenant.attempts a
        join tenant.leads l on l.tenant_id = a.tenant_id and l.lead_id = a.lead_id
        join tenant.campaigns c on c.tenant_id = a.tenant_id and c.campaign_id = a.campaign_id
      where a.tenant_id = $1 and a.attempt_id = $2 for update of a`,
    values: [tenantOf(tx), attemptId, sitter.actor.personId],
  })
  const row = rows[0]
  if (row === undefined) throw new NotOwnAttemptError(null)
  if (!row.is_own) throw new NotOwnAttemptError(attemptId)
  return row
}

/** Somebody reached for a call that is not his. @property attemptId  null when there is no such attempt in the tenant */
export class NotOwnAttemptError extends Error {
  readonly attemptId: AttemptId | null
  constructor(attemptId: AttemptId | null) {
    super('not the operator’s own attempt')
    this.name = 'NotOwnAttemptError'
    this.attemptId = attemptId
  }
}

/**
 * Records the one result of a call: during the talk, which ends with it, or after it.
 *
 * @throws ProblemError `call_over` it has its result; `invalid_input` not a result of the campaign, or a time at which
 *         nobody may be called; `number_withheld`; `no_live_call` not connected yet; `seat_taken`; `ledger_unavailable`: nothing is recorded
 * @throws NotOwnAttemptError
 */
export async function recordResult(dependencies: DeskDependencies, sitter: Sitter, result: Result): Promise<Recorded> {
  const { database, keys, campaigns, writer, doNotCall, clock, events } = dependencies
  const { actor, tenantId, policyHash, rowScope } = sitter
  const { attemptId, disposition, callbackAt = null } = result
  return database.transaction(
    actor,
    tenantId,
    async (tx) => {
      await requireSeat(tx, sitter)
      const attempt = await ownAttempt(tx, sitter, attemptId)
      if (attempt.state === 'ended') throw new ProblemError('call_over')
      if (attempt.state !== 'connected' && attempt.state !== 'wrap_up') throw new ProblemError('no_live_call')
      const facts = await campaigns.read(tx, attempt.campaign_id, attempt.revision)
      const memoSealed = result.memo === '' ? null : await sealMemo(keys, tenantId, attemptId, attempt, result.memo)
      const chosen = checkResult(facts, disposition, callbackAt, clock.now())
      if (!attempt.has_number) refuseWithoutNumber(disposition, callbackAt)
      if (callbackAt !== null) await refusePromiseAfterEnd(tx, attempt.list_id, callbackAt)
      const nowMs = clock.now()
      const [ended] = await finishAttempts({ writer, campaigns }, tx, nowMs, [
        {
          attemptId,
          disposition,
          cause: attempt.state === 'connected' ? 'hung_up_by_us' : 'recorded',
          callbackAtMs: callbackAt,
          memoSealed,
          isRecorded: true,
        },
      ])
      if (ended === undefined) throw new ProblemError('call_over')
      const { campaignId, contactId, listId, kind } = ended
      const recordedEntryId = await writer.enter(tx, {
        type: 'attempt.recorded',
        purpose: 'call',
        campaignKind: kind,
        policyHash,
        refs: {
          ...{ campaign: campaignId, list: listId, attempt: attemptId, session: actor.sessionId, disposition },
          ...(attempt.answered_by === null ? {} : { answered_by: attempt.answered_by }),
        },
        subject: { contactId, listId },
      })
      const refusalEntryId = await doNotCall.record(tx, {
        ...{ campaignId, campaignKind: kind, attemptId, contactId, listId, disposition, policyHash, atMs: nowMs },
        refusalScope: facts.settings.refusalScope,
      })
      const reason = result.ticketReason
      const ticket = { facts, attemptId, contactId, listId, disposition, reason }
      await makeTicket({ writer, clock }, tx, { actor, policyHash, purpose: 'call' }, ticket)
      const owes = result.then === 'available' && (await owesReading(tx, actor.personId, nowMs))
      const isReady = result.then === 'available' && !owes
      await tx.client.query({
        name: 'desk after result',
        text: `with explained as (
            update tenant.attempts set recorded_entry_id = $7, refusal_entry_id = $8 where tenant_id = $1 and attempt_id = $6)
          update tenant.desks set state = $3, away_reason = $4, since = $5, last_attempt_id = $6
          where tenant_id = $1 and operator_id = $2`,
        values: [
          tenantId,
          actor.personId,
          isReady ? 'available' : 'away',
          result.then === 'available' ? null : result.then,
          new Date(nowMs),
          ...[attemptId, recordedEntryId, refusalEntryId],
        ],
      })
      const ofCall = { tenantId, campaignId, operatorId: actor.personId }
      await events.announce(tx, { kind: 'recorded', attemptId, ...ofCall })
      await events.announce(tx, { kind: 'desk_changed', ...ofCall })
      return { isTalk: defaultDisposition(disposition)?.reached === 'contact', isSuccess: chosen.isSuccess }
    },
    rowScope,
  )
}

function checkResult(
  { settings, calling }: CampaignFacts,
  code: string,
  callbackAtMs: number | null,
  nowMs: number,
): { readonly isSuccess: boolean } {
  const chosen = settings.dispositions.find((disposition) => disposition.code === code)
  if (chosen === undefined) throw new ProblemError('invalid_input', 'disposition')
  if (callbackAtMs === null) {
    if (chosen.next === 'callback') throw new ProblemError('invalid_input', 'callbackAt', 'no_time')
    return chosen
  }
  const promise = checkPromise(calling, callbackAtMs, nowMs)
  if (!promise.ok) throw new ProblemError('invalid_input', 'callbackAt', promise.reason)
  return chosen
}

/** Free text about a person rests sealed like the rest of it. */
async function sealMemo(
  keys: DeskDependencies['keys'],
  tenantId: TenantId,
  attemptId: AttemptId,
  { contact_id: contactId, list_id: listId }: OwnAttempt,
  text: string,
): Promise<Uint8Array> {
  try {
    return await keys.sealMemo({ tenantId, listId, contactId, attemptId, text })
  } catch (error) {
    throw error instanceof KeyServiceError ? asProblem(error) : error
  }
}
