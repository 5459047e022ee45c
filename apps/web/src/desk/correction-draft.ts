import type { CampaignSettings, DeskFromClient, LastResult, OpenHours } from '@sekisho/contract'
import { desk } from '../words/desk.ts'
import type { Phrase } from '../words/phrase.ts'
import { type Disposition, mayCallBack, whyNoCallback } from './call-draft.ts'

/** What the last result is to become. */
export interface CorrectionDraft {
  readonly disposition: string | null
  readonly callbackAt: number | null
}

/** The time that goes with the chosen result: none with one that leads to no other call. */
function callbackOf(draft: CorrectionDraft, chosen: Disposition): number | null {
  return mayCallBack(chosen) ? draft.callbackAt : null
}

/** Why the last result cannot be corrected like this yet, in words; null when it can. */
export function whyNotCorrected(
  draft: CorrectionDraft,
  last: LastResult,
  settings: CampaignSettings,
  now: number,
  hours: OpenHours | null = null,
): Phrase<string> | null {
  const chosen = settings.dispositions.find(({ code }) => code === draft.disposition)
  if (chosen === undefined) return desk.needsResult
  const callbackAt = callbackOf(draft, chosen)
  if (chosen.code === last.disposition && callbackAt === last.callbackAt) return desk.correctSame
  return whyNoCallback(chosen, callbackAt, settings, now, hours)
}

/** The message that corrects; the version tells the server what this page has seen. */
export function correctMessage(
  draft: CorrectionDraft,
  last: LastResult,
  chosen: Disposition,
): Omit<Extract<DeskFromClient, { type: 'correct' }>, 'seq'> {
  const callbackAt = callbackOf(draft, chosen)
  const { attemptId, version } = last
  return {
    ...{ type: 'correct', attemptId, version, disposition: chosen.code },
    ...(callbackAt === null ? {} : { callbackAt }),
  }
}
