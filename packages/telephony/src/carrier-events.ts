import type { AttemptId } from '@sekisho/contract'
import type { AnnouncementId, CallId, LineId } from './carrier.ts'

/** Why a call ended. Before an answer, the first six; after one, the last four. `failed` stands for both. */
export const END_CAUSES = [
  'busy',
  'no_answer',
  'rejected',
  'unallocated',
  'unreachable',
  'congestion',
  'failed',
  'hung_up_by_customer',
  'hung_up_by_us',
] as const
export type EndCause = (typeof END_CAUSES)[number]

interface OfCall {
  readonly attemptId: AttemptId
  readonly callId: CallId
  /** The carrier's clock, ms since 1970. It is not ours: it may be ahead, behind or jump. */
  readonly atMs: number
}

/** Why we hang up; the carrier may show it to the network. */
export type HangUpCause = 'finished' | 'abandoned' | 'stopped' | 'shutdown'

/**
 * What a carrier reports. Per call the order is ringing, answered, (detected), (played), ended; ringing may be
 * missing. `ended` comes once for each call, unless the connection was down at that moment.
 */
export type CarrierEvent =
  | (OfCall & { readonly type: 'ringing' })
  | (OfCall & { readonly type: 'answered' })
  /** Only with `detectMachine`: what the detection took the answering side for, and how long it listened. */
  | (OfCall & { readonly type: 'detected'; readonly verdict: 'person' | 'machine' | 'unsure'; readonly tookMs: number })
  /** An announcement was heard to its end. */
  | (OfCall & { readonly type: 'played'; readonly announcement: AnnouncementId })
  /** @property q850 cause value of ITU-T Q.850, where the network gave one */
  | (OfCall & { readonly type: 'ended'; readonly cause: EndCause; readonly q850: number | null })
  /** Somebody calls one of our numbers and hears it ring. It may be told again; `from` is never kept. */
  | {
      readonly type: 'call_in_arrived'
      readonly callId: CallId
      /** E.164; null when the caller withholds it. Whoever calls controls it, and so does the network. */
      readonly from: string | null
      /** Our own number that was called, as the line contract writes it. */
      readonly to: string
      readonly atMs: number
    }
  /** A call to one of our numbers is over, whether anybody answered it or not. */
  | { readonly type: 'call_in_ended'; readonly callId: CallId; readonly cause: EndCause; readonly atMs: number }
  /** An operator's held-open line fell; a customer on it is still connected to us and hears silence. */
  | { readonly type: 'line_lost'; readonly lineId: LineId; readonly callId: CallId | null; readonly atMs: number }
  /** The connection to the carrier is gone. Calls go on; what they do meanwhile is not reported later. */
  | { readonly type: 'disconnected'; readonly atMs: number }
  /** The connection is back: reconcile with `listCalls` and `listLines` before dialling on. */
  | { readonly type: 'reconnected'; readonly atMs: number }

export type CarrierEventType = CarrierEvent['type']
