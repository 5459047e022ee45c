import type { AttemptId, CampaignId, PersonId, TenantId } from '@sekisho/contract'
import type { CallId, LineId } from '@sekisho/telephony'

/**
 * How far a call of this process is.
 *
 * `placing` until the carrier has answered, `waiting` while somebody is on the line and no operator is free,
 * `joining` from the choice of an operator until both hear each other, `over` when nothing may happen to it any more.
 */
export type LivePhase = 'placing' | 'dialling' | 'waiting' | 'joining' | 'talking' | 'over'

/** One call that this process looks after. It holds no number. */
export interface LiveCall {
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  readonly attemptId: AttemptId
  phase: LivePhase
  callId: CallId | null
  /** Reserved before dialling, or chosen at the answer. */
  operatorId: PersonId | null
  /** When its number was handed to the carrier; null for a call that another process began, or that called us. */
  readonly placedAtMs: number | null
  /** The share of such calls that people answered on days before; undefined where nothing is known of it. */
  readonly expectedRate: number | undefined
  ringingAtMs: number | null
  answeredAtMs: number | null
  connectedAtMs: number | null
  /** Why it should not ring, learnt after it was begun: it is not placed, or hung up before it is answered. */
  unwantedFor: 'do_not_call' | 'excluded' | 'calling_stopped' | null
  /** What is being done for it, one thing after another. */
  doing: Promise<void>
}

export interface LiveCalls {
  get(attemptId: AttemptId): LiveCall | undefined
  add(call: Omit<LiveCall, 'doing' | 'unwantedFor' | 'connectedAtMs'>): LiveCall
  remove(attemptId: AttemptId): void
  all(): Iterable<LiveCall>
  size(): number
}

export function createLiveCalls(): LiveCalls {
  const calls = new Map<AttemptId, LiveCall>()
  return {
    get: (attemptId) => calls.get(attemptId),
    add(call) {
      const added: LiveCall = { ...call, unwantedFor: null, connectedAtMs: null, doing: Promise.resolve() }
      calls.set(call.attemptId, added)
      return added
    },
    remove: (attemptId) => void calls.delete(attemptId),
    all: () => calls.values(),
    size: () => calls.size,
  }
}

/** An operator's line at the carrier: one for each operator and tenant, so that it is found again after a restart. */
export function lineOf(tenantId: TenantId, operatorId: PersonId): LineId {
  return `${tenantId}/${operatorId}` as LineId
}
