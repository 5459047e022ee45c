import type { AttemptId } from '@sekisho/contract'
import type { CarrierEvent, HangUpCause } from './carrier-events.ts'

declare const brand: unique symbol
/** One call as the carrier names it. */
export type CallId = string & { readonly [brand]: 'call' }
/** One operator's held-open line; chosen by us, so that it can be found again after a disconnect. */
export type LineId = string & { readonly [brand]: 'line' }
/** A recorded announcement the carrier knows, such as the one for abandoned calls. */
export type AnnouncementId = string & { readonly [brand]: 'announcement' }

export interface OriginateRequest {
  /** Names the call for ever: a second request with it never places a second call. */
  readonly attemptId: AttemptId
  /** Clear digits, E.164 (`+8190…`) or domestic (`090…`). Used to place the call and forgotten then. */
  readonly number: string
  /** Our own number to be shown to the customer, who may call it back; null leaves it to the line contract. */
  readonly callerId: string | null
  /** Ring at most this long; then the call ends with `no_answer`. */
  readonly ringTimeoutMs: number
  /** Listen for an answering machine. Costs 0.8 to 5 s of the customer's patience: off by default. */
  readonly detectMachine?: boolean
}

export type CarrierCallState = 'dialling' | 'ringing' | 'answered' | 'bridged'

/** A live call, for reconciling after a disconnect. */
export interface CarrierCall {
  readonly attemptId: AttemptId
  readonly callId: CallId
  readonly state: CarrierCallState
  /** When it entered that state, by the carrier's clock. */
  readonly sinceMs: number
  /** The operator's line it is connected to; null unless `bridged`. */
  readonly lineId: LineId | null
}

/** A live call to one of our numbers, for reconciling after a disconnect. */
export interface CallIn {
  readonly callId: CallId
  /** E.164; null when the caller withholds it. */
  readonly from: string | null
  /** Our own number that was called. */
  readonly to: string
  readonly state: Exclude<CarrierCallState, 'dialling'>
  readonly sinceMs: number
  /** The operator's line it is connected to; null unless `bridged`. */
  readonly lineId: LineId | null
}

export interface CarrierLine {
  readonly lineId: LineId
  readonly sinceMs: number
  /** The call connected to it, or null. */
  readonly callId: CallId | null
}

export interface Announcement {
  readonly id: AnnouncementId
  readonly durationMs: number
}

/**
 * The telephone network as the dialling loop sees it.
 *
 * A carrier keeps no telephone number once the call is placed, decides nothing and repeats nothing by itself.
 * Commands reject with a {@link CarrierError} of a closed set of codes; events come through `subscribe` and never
 * before the command that caused them has been taken. Every command is refused with `network_down` while the
 * connection is down. For Asterisk: an attempt's id becomes the channel id, an operator's line a mixing bridge
 * that stays, `bridge` adds the customer's channel to it, `listCalls` reads channels and bridges back.
 */
export interface Carrier {
  /**
   * Places a call; resolves when the carrier has taken it over.
   *
   * Idempotent by `attemptId`: while the call lives, its id is returned again.
   *
   * @throws CarrierError `no_line`, `rate_limited`, `invalid_number`, `network_down`: no call was placed
   * @throws CarrierError `attempt_ended`    it was placed before and is over
   * @throws CarrierError `outcome_unknown`  perhaps placed: reconcile before deciding anything
   */
  originate(request: OriginateRequest): Promise<CallId>
  /**
   * Connects an answered customer to an operator's open line; resolves when both hear each other.
   *
   * @throws CarrierError `unknown_call`, `not_answered`, `call_bridged`, `unknown_line`, `line_busy`
   */
  bridge(callId: CallId, lineId: LineId): Promise<void>
  /**
   * Starts an announcement to an answered customer who is not connected to an operator; `played` reports its end.
   *
   * @throws CarrierError `unknown_call`, `not_answered`, `call_bridged`
   */
  play(callId: CallId, announcement: Announcement): Promise<void>
  /**
   * Takes a call to one of our numbers: from now on the caller hears us. `bridge`, `play` and `hangUp` hold for it, too;
   * `play` ends with the call and is not reported. Taking it again is no error.
   *
   * @throws CarrierError `unknown_call`, `network_down`
   */
  answer(callId: CallId): Promise<void>
  /** Ends a call; the operator's line stays open. Ending a call that is over already is no error. */
  hangUp(callId: CallId, cause: HangUpCause): Promise<void>
  /** Opens an operator's line and holds it. Opening an open one is no error. */
  openLine(lineId: LineId): Promise<void>
  /** Closes an operator's line; a customer on it stays connected to us. Closing a closed one is no error. */
  closeLine(lineId: LineId): Promise<void>
  /** All live calls to our numbers. */
  listCallIns(): Promise<readonly CallIn[]>
  /** All live calls that we placed. A call that is in no list and whose `ended` was not seen is over for an unknown reason. */
  listCalls(): Promise<readonly CarrierCall[]>
  /** All open operator lines. */
  listLines(): Promise<readonly CarrierLine[]>
  /** Registers a listener for all events from now on and gives the function that removes it. */
  subscribe(listener: (event: CarrierEvent) => void): () => void
  /** Ends all calls and lines and releases timers and connections. No event follows. */
  close(): Promise<void>
}
