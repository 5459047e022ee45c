/** Why a lead waits for a person to decide. */
export const HOLD_REASONS = {
  supervisor_review: { ja: 'SVの確認待ち', en: 'Waits for a supervisor' },
  supervisor_queue: { ja: '要配慮のためSV対応', en: 'In the supervisors’ queue: special care' },
  family_refused: { ja: '家族による拒否の確認待ち', en: 'A family member refused: waits for a supervisor' },
  complaint: { ja: '苦情対応中', en: 'A complaint is being handled' },
  harassment: { ja: 'カスハラ対応中', en: 'Ended because of harassment' },
  number_research: { ja: '番号調査中', en: 'The number is being looked for' },
  handed_over: { ja: '引継ぎ票の対応待ち', en: 'Handed over, waits for the ticket' },
  line_fault: { ja: '回線障害が続いたため停止', en: 'Stopped after repeated line faults' },
  result_missing: { ja: '対応結果が未入力のためSV確認待ち', en: 'The operator gave no result: waits for a supervisor' },
  no_time_given: { ja: '約束の日時が未入力', en: 'The promised time is missing' },
  never_callable: { ja: '架電できる時間帯がない', en: 'The calling hours allow no call' },
} as const
export type HoldReason = keyof typeof HOLD_REASONS

/** How often a wait may be repeated for the same result, and what applies from then on. */
export interface RepeatRule {
  readonly atMost: number
  /** Whether another result in between starts the count again. */
  readonly counts: 'in_a_row' | 'in_all'
  /**
   * The repeats belong to the attempt that they repeat (the line was busy, nobody heard it ring): neither the hours
   * between two attempts nor the limits a day and in all apply to them.
   */
  readonly isSameAttempt?: true
  readonly afterwards: RetryRule
}

export interface WaitRule {
  readonly kind: 'wait'
  /** Counted from the end of the attempt; days and business days from the beginning of a later day in Japan. */
  readonly wait: { readonly minutes: number } | { readonly days: number } | { readonly businessDays: number }
  /** Not in the band of the last attempt. */
  readonly inOtherBand?: true
  /** Only with an operator reserved before it is dialled. */
  readonly isOneToOne?: true
  /** The telephone did not ring at the person's: the hours between two attempts need not pass. */
  readonly isGapExempt?: true
  readonly repeat?: RepeatRule
}

/** What follows a result, as data. */
export type RetryRule =
  | { readonly kind: 'final' }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly dueInBusinessDays?: number }
  /** The contact's next number at once; after its last one final. */
  | { readonly kind: 'next_number' }
  | WaitRule
  /** At the time the person asked for, one to one; without one, `otherwise`. */
  | { readonly kind: 'asked'; readonly isOneToOne?: true; readonly otherwise: RetryRule }
