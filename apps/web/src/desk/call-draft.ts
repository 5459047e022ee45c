import type { CallInHand, CampaignSettings, DeskFromClient } from '@sekisho/contract'
import type { Phrase } from '../words/phrase.ts'
import { desk } from '../words/desk.ts'
import { isWithinHours } from '../shared/callback-time.ts'

export type Disposition = CampaignSettings['dispositions'][number]
export type NextState = Extract<DeskFromClient, { type: 'record' }>['then']

/** What an operator has chosen and typed for the call in hand. Memory only: a memo may hold personal data. */
export interface CallDraft {
  readonly attemptId: CallInHand['attemptId']
  readonly disposition: string | null
  readonly memo: string
  readonly callbackAt: number | null
  readonly then: NextState
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
): Phrase<string> | null {
  const chosen = settings.dispositions.find(({ code }) => code === draft.disposition)
  if (chosen === undefined) return desk.needsResult
  if (!call.hasHungUp && call.state === 'connected') return desk.needsHangUp
  if (chosen.next === 'callback' && draft.callbackAt === null) return desk.needsCallback
  if (draft.callbackAt !== null && draft.callbackAt <= now) return desk.callbackPassed
  if (draft.callbackAt !== null && !isWithinHours(draft.callbackAt, settings.hours)) return desk.callbackOutside
  return null
}

/** The message that records the draft; a call-back time is sent only with results that lead to another call. */
export function recordMessage(
  draft: CallDraft,
  disposition: Disposition,
): Omit<Extract<DeskFromClient, { type: 'record' }>, 'seq'> {
  const mayCallBack = disposition.next === 'callback' || disposition.next === 'retry'
  return {
    type: 'record',
    attemptId: draft.attemptId,
    disposition: disposition.code,
    memo: draft.memo.trim(),
    ...(draft.callbackAt !== null && mayCallBack ? { callbackAt: draft.callbackAt } : {}),
    then: draft.then,
  }
}
