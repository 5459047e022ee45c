import {
  type AnyCorrectionReason,
  type AttemptId,
  type CorrectionEffect,
  type EntryId,
  ProblemError,
} from '@sekisho/contract'
import { checkPromise } from '@sekisho/dialer'
import {
  type CallEvents,
  type CampaignBook,
  type CampaignFacts,
  correctOutcome,
  lockRecorded,
  refusePromiseAfterEnd,
  refuseWithoutNumber,
  type RecordedAttempt,
} from '../dialling/index.ts'
import type { DoNotCall } from '../do-not-call/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { followCorrection } from '../tickets/index.ts'
import { countCorrections, keepCorrection } from './queries.ts'

export interface CorrectionDependencies {
  readonly writer: EntryWriter
  readonly campaigns: CampaignBook
  readonly doNotCall: Pick<DoNotCall, 'record' | 'withdraw'>
  readonly events: CallEvents
  readonly clock: Clock
}

export interface Correction {
  readonly attemptId: AttemptId
  readonly disposition: string
  readonly callbackAt: number | null
  readonly reason: AnyCorrectionReason
  /** How many corrections whoever corrects has seen. */
  readonly version: number
}

/** By whom, decided already: for the desk that it is the last result of whoever sits there. */
export interface Corrector {
  readonly actor: PersonActor
  readonly policyHash: string
}

/**
 * Gives an attempt another result in the caller's transaction, with everything that follows from a result: the do-not-call
 * list, the number, the lead with its next call or promise, the hand-over ticket, the figures. What it was before is kept
 * beside it.
 *
 * @throws ProblemError `not_found`; `not_correctable` it runs, or no operator recorded a result; `conflict` somebody
 *         corrected it since it was seen; `invalid_input` the same result again, one that the campaign does not have, or a
 *         time at which nobody may be called; `number_withheld`; `ledger_unavailable`, `key_service_unavailable`: roll back, nothing changed
 */
export async function correctResult(
  dependencies: CorrectionDependencies,
  tx: Tx,
  corrector: Corrector,
  correction: Correction,
): Promise<CorrectionEffect> {
  const { writer, campaigns, events, clock } = dependencies
  const { attemptId, disposition, callbackAt, reason, version } = correction
  const attempt = await lockRecorded(tx, attemptId)
  if (attempt === 'unknown') throw new ProblemError('not_found')
  if (attempt === 'not recorded') throw new ProblemError('not_correctable')
  // read after the lock, so that it sees what another one committed while this one waited
  if ((await countCorrections(tx, attemptId)) !== version) throw new ProblemError('conflict')
  const facts = await campaigns.read(tx, attempt.campaignId, attempt.campaignRevision)
  const nowMs = clock.now()
  checkChange(facts, attempt, correction, nowMs)
  if (!attempt.hasNumber) refuseWithoutNumber(disposition, callbackAt)
  if (correction.callbackAt !== null) await refusePromiseAfterEnd(tx, attempt.listId, correction.callbackAt)
  const refusals = await followRefusal(dependencies, tx, { corrector, attempt, correction, facts, nowMs })
  const to = { disposition, callbackAtMs: callbackAt, refusalEntryId: refusals.added }
  const movedLead = await correctOutcome(tx, nowMs, { facts, attempt, to })
  const { campaignId, contactId, listId, recordedEntryId } = attempt
  const by = { ...corrector, purpose: 'correction' } as const
  const making = { facts, attemptId, contactId, listId, disposition, before: attempt.disposition }
  await followCorrection({ writer, clock }, tx, by, making)
  const entryId = await writer.enter(tx, {
    type: 'attempt.corrected',
    purpose: 'correction',
    campaignKind: facts.kind,
    policyHash: corrector.policyHash,
    counts: { leads: movedLead ? 1 : 0 },
    refs: {
      ...{ campaign: campaignId, list: listId, attempt: attemptId, session: corrector.actor.sessionId },
      ...(recordedEntryId === null ? {} : { entry: recordedEntryId }),
      ...{ disposition, disposition_before: attempt.disposition, correction: reason },
    },
    subject: { contactId, listId },
  })
  await keepCorrection(tx, { attempt, correction, by: corrector.actor.personId, entryId, movedLead, atMs: nowMs })
  const ofCall = { tenantId: tenantOf(tx), campaignId, operatorId: attempt.operatorId }
  // figures of floors change, the lead may be due, and the operator's page may show the result of before
  await events.announce(tx, { kind: 'recorded', attemptId, ...ofCall })
  return { movedLead, addedRefusal: refusals.added !== null, withdrewRefusal: refusals.withdrawn !== null }
}

function checkChange(
  { settings, calling }: CampaignFacts,
  attempt: RecordedAttempt,
  { disposition, callbackAt }: Correction,
  nowMs: number,
): void {
  const chosen = settings.dispositions.find(({ code }) => code === disposition)
  if (chosen === undefined) throw new ProblemError('invalid_input', 'disposition')
  if (disposition === attempt.disposition && callbackAt === attempt.callbackAtMs)
    throw new ProblemError('invalid_input', 'disposition', 'unchanged')
  if (callbackAt === null) {
    if (chosen.next === 'callback') throw new ProblemError('invalid_input', 'callbackAt', 'no_time')
    return
  }
  const promise = checkPromise(calling, callbackAt, nowMs)
  if (!promise.ok) throw new ProblemError('invalid_input', 'callbackAt', promise.reason)
}

interface Following {
  readonly corrector: Corrector
  readonly attempt: RecordedAttempt
  readonly correction: Correction
  readonly facts: CampaignFacts
  readonly nowMs: number
}

/**
 * The do-not-call list after a correction: the refusal of the result that was wrong goes, that of the right one comes.
 * Refusals that other calls or a supervisor's decision made are nobody's to take back here.
 */
async function followRefusal(
  { doNotCall }: CorrectionDependencies,
  tx: Tx,
  { corrector, attempt, correction, facts, nowMs }: Following,
): Promise<{ readonly added: EntryId | null; readonly withdrawn: EntryId | null }> {
  const { refusalEntryId } = attempt
  // only the time of a promise changed
  if (correction.disposition === attempt.disposition) return { added: refusalEntryId, withdrawn: null }
  const { attemptId, campaignId, contactId, listId } = attempt
  const common = {
    ...{ campaignId, campaignKind: facts.kind, attemptId, contactId, listId, atMs: nowMs },
    policyHash: corrector.policyHash,
  }
  const withdrawn =
    refusalEntryId === null
      ? null
      : await doNotCall.withdraw(tx, { ...common, refusalEntryId, correction: correction.reason })
  const added = await doNotCall.record(tx, {
    ...common,
    disposition: correction.disposition,
    refusalScope: facts.settings.refusalScope,
  })
  return { added, withdrawn }
}
