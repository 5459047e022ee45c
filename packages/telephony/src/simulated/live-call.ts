import type { AttemptId } from '@sekisho/contract'
import type { CallId, CallIn, CarrierCall, CarrierCallState, LineId } from '../carrier.ts'
import type { EndCause } from '../carrier-events.ts'
import type { CancelTimer } from '../clock.ts'
import type { AnswerPlan } from './call-plan.ts'

/** One call in the simulated network. It holds no number; who calls us is known to `call-ins.ts`, as to a real network. */
export interface LiveCall {
  /** Null for a call to one of our numbers. */
  readonly attemptId: AttemptId | null
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
  /** Told when it ends without having been connected to anybody: whoever was called may call back. */
  readonly missed: ((hasRung: boolean) => void) | null
  /** Told to hang up: nothing else happens to it any more. */
  isEnding: boolean
}

const lineOf = ({ state, lineId }: LiveCall): LineId | null => (state === 'bridged' ? lineId : null)

/** A call that we placed, as the carrier lists it; none of any other. */
export function placedCall(call: LiveCall): CarrierCall[] {
  const { attemptId, callId, state, sinceMs } = call
  return attemptId === null ? [] : [{ attemptId, callId, state, sinceMs, lineId: lineOf(call) }]
}

/** A call to us, as the carrier lists it. @param caller  undefined for a call that we placed */
export function arrivedCall(call: LiveCall, caller: Pick<CallIn, 'from' | 'to'> | undefined): CallIn[] {
  const { callId, state, sinceMs } = call
  return caller === undefined || state === 'dialling'
    ? []
    : [{ callId, ...caller, state, sinceMs, lineId: lineOf(call) }]
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
