import type { CampaignSettings } from '@sekisho/contract'
import { type CallingRules, nextCallableAt } from '@sekisho/dialer'

/** Why a campaign cannot be started: closed codes, shown beside the button. */
export type NotReadyCode =
  | 'closed'
  | 'no_leads'
  | 'no_visible_fields'
  | 'no_dispositions'
  | 'no_caller_name'
  | 'no_calling_hours'

/** What is missing in the settings themselves. 特定商取引法 16条: the caller's name comes first, so there must be one. */
export function missingSettings(settings: CampaignSettings, nowMs: number, rules: CallingRules): NotReadyCode[] {
  const missing: NotReadyCode[] = []
  if (settings.visibleFields.length === 0) missing.push('no_visible_fields')
  if (settings.dispositions.length === 0) missing.push('no_dispositions')
  if (settings.callerName.trim() === '') missing.push('no_caller_name')
  if (nextCallableAt(rules, nowMs) === null) missing.push('no_calling_hours')
  return missing
}

/** Places of settings that contradict themselves, for `invalid_input`; the schema has checked each by itself. */
export function contradictions(settings: CampaignSettings): string[] {
  const places: string[] = []
  if (hasRepeats(settings.dispositions.map(({ code }) => code))) places.push('body.settings.dispositions')
  if (hasRepeats(settings.visibleFields.map(({ field }) => field))) places.push('body.settings.visibleFields')
  for (const [day, window] of Object.entries(settings.hours)) {
    if (window !== null && window.fromMinute >= window.untilMinute) places.push(`body.settings.hours.${day}`)
  }
  if (settings.maxAttemptsPerDay > settings.maxAttempts) places.push('body.settings.maxAttemptsPerDay')
  return places
}

function hasRepeats(items: readonly string[]): boolean {
  return new Set(items).size < items.length
}
