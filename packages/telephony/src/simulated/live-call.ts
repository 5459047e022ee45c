import type { AttemptId } from '@sekisho/contract'
import type { CallId, CarrierCallState, LineId } from '../carrier.ts'
import type { EndCause } from '../carrier-events.ts'
import type { CancelTimer } from '../clock.ts'
import type { AnswerPlan } from './call-plan.ts'

/** One call in the simulated network. It holds no number. */
export interface LiveCall {
  readonly attemptId: AttemptId
  readonly callId: CallId
  state: CarrierCallState
  sinceMs: number
  /** The line it is connected to, or being connected to while still `answered`. */
  lineId: LineId | null
  /** Set when it is answered. */
  answer: AnswerPlan | null
  /** What happens next by itself; one at a time. */
  next: CancelTimer
  /** Runs beside `next`, only with detection. */
  detection: CancelTimer
  /** Told to hang up: nothing else happens to it any more. */
  isEnding: boolean
}

/** Cause values of ITU-T Q.850 (05/2018), table 1. */
export const Q850_OF: Readonly<Record<EndCause, number>> = {
  unallocated: 1,
  hung_up_by_customer: 16,
  hung_up_by_us: 16,
  busy: 17,
  no_answer: 19,
  unreachable: 20,
  rejected: 21,
  congestion: 34,
  failed: 38,
}
