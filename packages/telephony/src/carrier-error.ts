/**
 * Why a carrier refused a command.
 *
 * For `originate` all but `outcome_unknown` mean that no call was placed.
 */
export type CarrierErrorCode =
  /** All outgoing lines are in use. */
  | 'no_line'
  /** More calls per second than the line contract allows. */
  | 'rate_limited'
  /** Not a number this carrier can dial. */
  | 'invalid_number'
  /** The carrier cannot be reached or cannot reach the telephone network. */
  | 'network_down'
  /** The command was sent and its answer was lost: the call may exist. Reconcile with `listCalls`. */
  | 'outcome_unknown'
  /** This attempt's call was placed before and has ended; an attempt never dials twice. */
  | 'attempt_ended'
  /** No live call of that id. */
  | 'unknown_call'
  /** The call has not been answered yet. */
  | 'not_answered'
  /** The call is connected to an operator already. */
  | 'call_bridged'
  /** No open operator line of that id. */
  | 'unknown_line'
  /** The operator's line holds another call. */
  | 'line_busy'

/** A refused command. The message is for logs and never contains a telephone number. */
export class CarrierError extends Error {
  readonly code: CarrierErrorCode

  constructor(code: CarrierErrorCode, message: string = code) {
    super(message)
    this.name = 'CarrierError'
    this.code = code
  }
}
