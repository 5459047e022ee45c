import type { PreviewSkip } from '@sekisho/contract'
import { HOLD_REASONS, type RetryRule } from '@sekisho/dialer'

/** Why a lead waits whose operator looked and did not call. */
export const skipReasons = {
  not_now: HOLD_REASONS.supervisor_review,
  wrong_person_data: {
    ja: '架電前の確認で、データの誤りが見つかった',
    en: 'Before the call the data was found to be wrong',
  },
  needs_supervisor: {
    ja: '架電前の確認で、SVの確認が必要とされた',
    en: 'Before the call a supervisor was asked to look',
  },
} as const satisfies Record<PreviewSkip, { readonly ja: string; readonly en: string }>

/** Where a rule leads when it ends in a hold: at once, after its repeats, or for want of a time. */
function holdIn(rule: RetryRule): keyof typeof HOLD_REASONS | null {
  switch (rule.kind) {
    case 'hold':
      return rule.reason
    case 'asked':
      return holdIn(rule.otherwise)
    case 'wait':
      return rule.repeat === undefined ? null : holdIn(rule.repeat.afterwards)
    case 'final':
    case 'next_number':
      return null
  }
}

/** Why a lead waits whose last result has this rule; a rule that holds nobody means that the hours allow no call. */
export function holdReason(rule: RetryRule | null): { readonly ja: string; readonly en: string } {
  if (rule === null) return HOLD_REASONS.supervisor_review
  return HOLD_REASONS[holdIn(rule) ?? 'never_callable']
}
