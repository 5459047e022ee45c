import {
  type CallInHand,
  type CampaignSettings,
  type DeskFromClient,
  type OpenHours,
  type TicketReason,
  ticketRule,
} from '@sekisho/contract'
import type { Phrase } from '../words/phrase.ts'
import { desk } from '../words/desk.ts'
import { isWithinHours } from '../shared/callback-time.ts'
import { whyNotOpen } from '../shared/open-hours.ts'

export type Disposition = CampaignSettings['dispositions'][number]
export type NextState = Extract<DeskFromClient, { type: 'record' }>['then']

/** What an operator has chosen and typed for the call in hand. Memory only: a memo may hold personal data. */
export interface CallDraft {
  readonly attemptId: CallInHand['attemptId']
  readonly disposition: string | null
  readonly memo: string
  readonly callbackAt: number | null
  readonly then: NextState
  /** Why it is handed over, once that was chosen. */
  readonly ticketReason?: TicketReason
}

/** @param booked  the break that was booked before the call came, which follows it unless chosen otherwise */
export function firstDraft(attemptId: CallInHand['attemptId'], booked: NextState | null = null): CallDraft {
  return { attemptId, disposition: null, memo: '', callbackAt: null, then: booked ?? 'available' }
}

/** Why the result cannot be confirmed yet, in words; null when it can. */
export function whyNotConfirmed(
  draft: CallDraft,
  call: CallInHand,
  settings: CampaignSettings,
  now: number,
  hours: OpenHours | null = null,
): Phrase<string> | null {
  const chosen = settings.dispositions.find(({ code }) => code === draft.disposition)
  if (chosen === undefined) return desk.needsResult
  if (!call.hasHungUp && call.state === 'connected') return desk.needsHangUp
  return whyNoCallback(chosen, draft.callbackAt, settings, now, hours)
}

/**
 * Why the time to call back does not do for a result; null when it does, or none is needed.
 *
 * @param hours  by the calendar; while they are on their way the hours of the week stand in, and the server decides
 */
export function whyNoCallback(
  { next }: Disposition,
  callbackAt: number | null,
  settings: CampaignSettings,
  now: number,
  hours: OpenHours | null = null,
): Phrase<string> | null {
  if (callbackAt === null) return next === 'callback' ? desk.needsCallback : null
  if (callbackAt <= now) return desk.callbackPassed
  if (hours !== null) return whyNotOpen(callbackAt, hours)
  return isWithinHours(callbackAt, settings.hours) ? null : desk.callbackOutside
}

/** Whether a result leads to another call, for which the person may have asked for a time. */
export function mayCallBack({ next }: Disposition): boolean {
  return next === 'callback' || next === 'retry'
}

/** The message that records the draft; a call-back time is sent only with results that lead to another call. */
export function recordMessage(
  draft: CallDraft,
  disposition: Disposition,
): Omit<Extract<DeskFromClient, { type: 'record' }>, 'seq'> {
  return {
    type: 'record',
    attemptId: draft.attemptId,
    disposition: disposition.code,
    memo: draft.memo.trim(),
    ...(draft.callbackAt !== null && mayCallBack(disposition) ? { callbackAt: draft.callbackAt } : {}),
    ...(draft.ticketReason !== undefined && ticketRule(disposition) !== null
      ? { ticketReason: draft.ticketReason }
      : {}),
    then: draft.then,
  }
}
