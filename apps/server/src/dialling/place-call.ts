import { type Entry, ProblemError } from '@sekisho/contract'
import { type Carrier, CarrierError } from '@sekisho/telephony'
import type { Gate } from '../gate/index.ts'
import type { Receipts } from '../ledger/index.ts'
import type { IntendedAttempt } from './intend-attempts.ts'
import type { LiveCall } from './live-calls.ts'
import type { OutcomeQueue } from './outcome-queue.ts'
import type { AtStep } from './steps.ts'

export interface PlaceDependencies {
  readonly gate: Pick<Gate, 'unsealNumber'>
  readonly carrier: Carrier
  readonly receipts: Pick<Receipts, 'state'>
  readonly outcomes: OutcomeQueue
  readonly atStep: AtStep
  /** Whether this process may still dial for the campaign: another one may hold its lease by now. */
  readonly mayDial: (call: LiveCall) => boolean
  readonly drop: (call: LiveCall) => void
  /** Hangs up what nobody has answered yet. */
  readonly withdraw: (call: LiveCall) => void
  /** The carrier took the command and its answer was lost: look whether there is a call. */
  readonly onUnknownOutcome: (call: LiveCall) => void
  readonly onError: (error: unknown) => void
}

/** Why no call came to be: the result for the lead, and the closed reason of the entry. */
interface Failure {
  readonly cause: string
  readonly disposition: 'S05' | 'S07' | 'S09'
  readonly reason: NonNullable<Entry['reason']>
}

/**
 * Opens the number of one committed intent and dials it, once. The number is in this function for as long as the carrier
 * needs to take it, and nowhere else. Whatever fails ends the attempt, uncounted for the person.
 */
export async function placeCall(
  dependencies: PlaceDependencies,
  call: LiveCall,
  intent: IntendedAttempt,
): Promise<void> {
  const { gate, carrier, receipts, outcomes, atStep, mayDial, drop, withdraw, onUnknownOutcome, onError } = dependencies
  const { attemptId, tenantId } = call
  try {
    const { e164: number } = await gate.unsealNumber(intent.ticket)
    atStep('unsealed')
    if (call.phase !== 'placing') return
    if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
    if (!mayDial(call)) throw new NotOursError()
    if (call.unwantedFor !== null) throw new UnwantedError(call.unwantedFor)
    const callId = await carrier.originate({
      attemptId,
      number,
      callerId: intent.callerId,
      ringTimeoutMs: intent.ringSeconds * 1_000,
    })
    atStep('originated')
    call.callId ??= callId
    if (call.phase !== 'placing') return
    call.phase = 'dialling'
    outcomes.move(tenantId, { attemptId, ringingAtMs: call.ringingAtMs })
    // refused or stopped while the carrier took the number
    if (call.unwantedFor !== null) withdraw(call)
  } catch (error) {
    if (error instanceof CarrierError && error.code === 'outcome_unknown') return onUnknownOutcome(call)
    const failure = failureOf(error)
    if (failure === null) onError(error)
    if (call.phase !== 'placing') return
    drop(call)
    outcomes.finish(tenantId, {
      attemptId,
      ...(failure ?? { cause: 'internal', disposition: 'S09', reason: 'interrupted' }),
    })
  }
}

/** Another dialler looks after the campaign and has ended, or will end, this attempt. */
class NotOursError extends Error {}

/** Somebody refused, or stopped calling, since the attempt was begun. */
class UnwantedError extends Error {
  readonly reason: NonNullable<LiveCall['unwantedFor']>
  constructor(reason: NonNullable<LiveCall['unwantedFor']>) {
    super(`not to be placed: ${reason}`)
    this.reason = reason
  }
}

/** What was away on our side, as the entry names it. */
const ourReasons = [
  'ledger_unavailable',
  'key_service_unavailable',
  'key_service_refused',
  'storage_full',
] as const satisfies readonly Entry['reason'][]

/** Null for an error that nobody foresaw. No telephone rings after any of these, and the line is blamed for its own only. */
function failureOf(error: unknown): Failure | null {
  if (error instanceof NotOursError) return { cause: 'lease_lost', disposition: 'S09', reason: 'interrupted' }
  if (error instanceof UnwantedError) {
    const reason = error.reason === 'excluded' ? 'cancelled' : error.reason
    return { cause: error.reason, disposition: 'S09', reason }
  }
  if (error instanceof CarrierError) {
    // a number that no network knows will not be known in five minutes either
    const disposition = error.code === 'invalid_number' ? 'S05' : 'S07'
    return { cause: error.code, disposition, reason: 'carrier_failed' }
  }
  if (!(error instanceof ProblemError)) return null
  const { code } = error
  return { cause: code, disposition: 'S09', reason: ourReasons.find((known) => known === code) ?? 'interrupted' }
}
