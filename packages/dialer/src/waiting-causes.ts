import type { WaitingCause } from '@sekisho/contract'
import type { LaunchCode } from './pacing.ts'
import type { PredictiveCode } from './predictive/index.ts'

/** Operators who wait, by what they wait for. */
export type Waits = Partial<Record<WaitingCause, number>>

/** A campaign as a look left it: what was begun in it counts as begun. All counts are whole and not negative. */
export interface WaitingLook {
  /** Operators ready at the desks that the campaign may call for. */
  readonly waiting: number
  /** Of these, whom it may give a line now, or has given one. */
  readonly ready: number
  /** Of these, who lack the skill that it asks for. */
  readonly unskilled: number
  /** Who calls us and waits for one of them. */
  readonly callersWaiting: number
  /** Calls on their way to them: intended, ringing, answered and not connected yet. */
  readonly onTheWay: number
  /** What spoke against one line more. */
  readonly against: LaunchCode | PredictiveCode
  /** Nobody was due a moment ago, and nobody was looked for again. */
  readonly isNothingDue: boolean
  /** Fewer leads were found than lines were wanted. */
  readonly ranDry: boolean
  /** Call-backs are due that wait for operators of their own, and hold all other lines back. */
  readonly waitsForOneToOne: boolean
  /** What bounds the lines that may be begun at this moment. */
  readonly lineLimit: LineLimit
  /** Most of the last lines were dropped by the carrier. */
  readonly isFailing: boolean
}

/** Lines in use, calls begun within the second, numbers that are being opened. */
export type LineLimit = 'lines' | 'calls_a_second' | 'opening'

const stopCauses = {
  campaign_stopped: 'not_running',
  outside_hours: 'hours',
  house_switched_off: 'switched_off',
  tenant_switched_off: 'switched_off',
  job_switched_off: 'switched_off',
  campaign_switched_off: 'switched_off',
  carrier_disconnected: 'carrier_away',
  ledger_unavailable: 'ledger',
} as const satisfies Partial<Record<LaunchCode, WaitingCause>>

/** Why predictive pacing dials no further ahead. */
const heldBack = {
  few_answers_today: 'few_answers',
  budget: 'budget',
  window_at_cap: 'budget',
  risk: 'risk',
  after_a_stop: 'risk',
} as const satisfies Partial<Record<PredictiveCode, WaitingCause>>

const limitCauses = {
  lines: 'lines',
  calls_a_second: 'calls_a_second',
  opening: 'ledger',
} as const satisfies Record<LineLimit, WaitingCause>

/**
 * Gives every waiting operator exactly one cause, by this order:
 *
 * 1. Whom the campaign may not call for now: `skill`, the others `elsewhere`.
 * 2. For as many as people call us: `call_in`.
 * 3. For as many as calls are on their way: `answer`. But `carrier_fails` while most lines are dropped; and where pacing
 *    that may dial ahead does not, with no more lines than operators, what holds it back.
 * 4. The rest, for whom nothing rings: what spoke against one line more; `answer` where nothing did and the next look,
 *    a moment later, will begin it.
 *
 * Pure. The causes add up to `waiting`.
 */
export function waitingCauses(look: WaitingLook): Waits {
  const waits: Waits = {}
  let left = count(look.waiting)
  const give = (cause: WaitingCause, most: number): void => {
    const given = Math.min(left, count(most))
    if (given > 0) waits[cause] = (waits[cause] ?? 0) + given
    left -= given
  }
  const notReady = left - Math.min(left, count(look.ready))
  const unskilled = Math.min(notReady, count(look.unskilled))
  give('skill', unskilled)
  give('elsewhere', notReady - unskilled)
  give('call_in', look.callersWaiting)
  give(causeOfLines(look, left), look.onTheWay)
  give(causeOfNoLine(look), left)
  return waits
}

function causeOfLines(look: WaitingLook, operators: number): WaitingCause {
  if (look.isFailing) return 'carrier_fails'
  if (count(look.onTheWay) > operators) return 'answer'
  return causeOfHolding(look) ?? 'answer'
}

function causeOfNoLine(look: WaitingLook): WaitingCause {
  const { against, isNothingDue, ranDry, lineLimit } = look
  // whom it shares with others it leaves to them now
  if (against === 'others_first') return 'elsewhere'
  const stop = lookUp(stopCauses, against)
  if (stop !== undefined) return stop
  if (isNothingDue || ranDry || against === 'no_due_leads') return 'list'
  if (against === 'no_free_line') return limitCauses[lineLimit]
  return causeOfHolding(look) ?? 'answer'
}

/** Call-backs are held for operators by the same code as risk. */
function causeOfHolding({ against, waitsForOneToOne }: WaitingLook): WaitingCause | undefined {
  return against === 'risk' && waitsForOneToOne ? 'one_to_one' : lookUp(heldBack, against)
}

function lookUp(causes: Readonly<Partial<Record<string, WaitingCause>>>, code: string): WaitingCause | undefined {
  return causes[code]
}

/** A count that is none must not make time. */
function count(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.floor(value) : 0
}
