import type { PreviewEnd, PreviewLimit } from '@sekisho/contract'
import type { StopCode } from '@sekisho/dialer'

/** What is known of one open preview at one moment. */
export interface PreviewFacts {
  readonly limitAtMs: number
  readonly atLimit: PreviewLimit
  /** Its operator has been shown the contact. */
  readonly isSeen: boolean
  /** The operator asked to dial. */
  readonly isWanted: boolean
  /** The operator's seat is in this preview, and somebody sits there. */
  readonly isSeated: boolean
  readonly isConnected: boolean
  /** The lead is still leased for it, and nobody took it out of calling. */
  readonly isCallable: boolean
  /** On the client's do-not-call list by now: the person, or this number. */
  readonly isRefused: boolean
  readonly isNumberUsable: boolean
  /** The number is on a line, for whoever shares it. */
  readonly isNumberBusy: boolean
  /** The person calls us at this moment. */
  readonly callsUs: boolean
  /** A stop of its list or of where the person lives holds, while the campaign calls on. */
  readonly isStopped: boolean
  /** Its list is outside of its period by now. */
  readonly isOutsidePeriod: boolean
}

export type PreviewStep =
  | { readonly kind: 'stays' }
  | { readonly kind: 'dials'; readonly end: 'dialled' | 'dialled_at_limit' }
  | { readonly kind: 'ends'; readonly end: Exclude<PreviewEnd, 'dialled' | 'dialled_at_limit'> }

const stays: PreviewStep = { kind: 'stays' }

/**
 * What is to be done with a preview: everything that a lead is asked before a call is asked again, at each look and so at the
 * dialling, too. Pure.
 *
 * @param stop  why nothing may be dialled; what only we lack (ledger, carrier) leaves the preview as it is
 */
export function previewStep(
  preview: PreviewFacts,
  { nowMs, stop, hasLine }: { readonly nowMs: number; readonly stop: StopCode | null; readonly hasLine: boolean },
): PreviewStep {
  const end = whyNot(preview, stop)
  if (end !== null) return { kind: 'ends', end }
  const isAtLimit = nowMs >= preview.limitAtMs
  const mayDial = preview.isSeen && preview.isConnected
  const dialsItself = isAtLimit && preview.atLimit === 'dials'
  if (mayDial && (preview.isWanted || dialsItself)) {
    if (preview.isNumberBusy) return { kind: 'ends', end: 'number_busy' }
    if (!hasLine || stop !== null) return stays
    return { kind: 'dials', end: preview.isWanted ? 'dialled' : 'dialled_at_limit' }
  }
  return isAtLimit ? { kind: 'ends', end: 'went_back' } : stays
}

type Withdrawal = Extract<PreviewStep, { kind: 'ends' }>['end']

function whyNot(preview: PreviewFacts, stop: StopCode | null): Withdrawal | null {
  if (!preview.isSeated) return 'left'
  if (!preview.isCallable) return 'excluded'
  if (preview.isRefused) return 'do_not_call'
  if (preview.callsUs) return 'calls_us'
  if (!preview.isNumberUsable) return 'number_gone'
  if (preview.isStopped) return 'calling_stopped'
  if (preview.isOutsidePeriod) return 'outside_period'
  if (stop === null || stop === 'ledger_unavailable' || stop === 'carrier_disconnected') return null
  return stop === 'outside_hours' ? 'outside_hours' : 'calling_stopped'
}
