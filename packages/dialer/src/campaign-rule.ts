import type { ResultRule, RuleOf } from './attempt-history.ts'
import { defaultDisposition } from './default-dispositions.ts'
import type { RetryRule } from './retry-rule.ts'

/** A result as a campaign's settings have it. */
export interface CampaignDisposition {
  readonly code: string
  readonly next: 'final' | 'retry' | 'callback' | 'hold'
  readonly retryMinutes?: number | undefined
}

const OTHER_BAND: RetryRule = { kind: 'wait', wait: { minutes: 240 }, inOtherBand: true }

/**
 * The rules of a campaign: for each of its results the default one of that code, unless the campaign says otherwise;
 * for codes it does not list (the network's own) the default one.
 *
 * A code that nobody knows, as after one was dropped from a campaign, waits for a supervisor.
 */
export function campaignRules(dispositions: readonly CampaignDisposition[]): RuleOf {
  const rules = new Map(dispositions.map((disposition) => [disposition.code, campaignRule(disposition)]))
  return (code) =>
    rules.get(code) ??
    defaultDisposition(code) ?? { next: { kind: 'hold', reason: 'supervisor_review' }, isCounted: true }
}

function campaignRule({ code, next, retryMinutes }: CampaignDisposition): ResultRule {
  const preset = defaultDisposition(code)
  // what the network says is no campaign's to rule: whoever was abandoned would be called again within the hour
  if (preset?.class === 'system') return preset
  const isCounted = preset?.isCounted ?? true
  if (preset !== undefined && retryMinutes === undefined && answers(preset.next, next)) return preset
  switch (next) {
    case 'final':
      return { next: { kind: 'final' }, isCounted }
    case 'hold':
      return { next: { kind: 'hold', reason: 'supervisor_review' }, isCounted }
    case 'callback':
      return {
        next: { kind: 'asked', isOneToOne: true, otherwise: { kind: 'hold', reason: 'no_time_given' } },
        isCounted,
      }
    case 'retry':
      return {
        next: retryMinutes === undefined ? OTHER_BAND : { kind: 'wait', wait: { minutes: retryMinutes } },
        isCounted,
      }
  }
}

/** Whether a default rule is what the campaign's coarser word means. */
function answers(rule: RetryRule, next: CampaignDisposition['next']): boolean {
  switch (next) {
    case 'final':
      return rule.kind === 'final' || rule.kind === 'next_number'
    case 'hold':
      return rule.kind === 'hold'
    case 'callback':
      return rule.kind === 'asked' && rule.isOneToOne === true
    case 'retry':
      return rule.kind === 'wait' || rule.kind === 'next_number' || rule.kind === 'asked'
  }
}
