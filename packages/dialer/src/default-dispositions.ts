import type { RetryRule, WaitRule } from './retry-rule.ts'

/** What a result does to do-not-call; `doNotCallRule` says whom that stops. */
export type DoNotCallEffect =
  | 'none'
  | 'supervisor_decides'
  | 'product_at_client'
  | 'person_and_numbers_at_client'
  | 'number_by_policy'
  | 'number_for_contact'
  | 'all_numbers_of_contact'
  | 'provisional'

/** What becomes of the number that was dialled. */
export type NumberEffect = 'none' | 'dead' | 'refused'

export interface Disposition {
  readonly code: string
  readonly label: { readonly ja: string; readonly en: string }
  /** `system`: set by the network; `fast`: one key, no wrap-up; `operator`: chosen by the operator. */
  readonly class: 'system' | 'fast' | 'operator'
  readonly next: RetryRule
  /** False for what was our fault: it does not count as an attempt at the person. */
  readonly isCounted: boolean
  /** False when no telephone rang because of us: no try in any figure. */
  readonly isDialled: boolean
  /** How far it got: nothing, somebody answered, a conversation. */
  readonly reached: 'nobody' | 'connected' | 'contact'
  /** Whether the person of the contact was spoken to; `by_answerer`: when 応対者区分 says so. */
  readonly person: 'yes' | 'no' | 'by_answerer'
  readonly success: 'yes' | 'no' | 'per_campaign'
  readonly doNotCall: DoNotCallEffect
  readonly number: NumberEffect
}

const FINAL: RetryRule = { kind: 'final' }
const OTHER_BAND: WaitRule = { kind: 'wait', wait: { minutes: 240 }, inOtherBand: true }
const NEXT_DAY_OTHER_BAND: WaitRule = { kind: 'wait', wait: { days: 1 }, inOtherBand: true }
const LINE_FAULT: RetryRule = { kind: 'hold', reason: 'line_fault' }

type Rest = Partial<Omit<Disposition, 'code' | 'label' | 'class' | 'next'>>

function system(code: string, ja: string, en: string, next: RetryRule, rest: Rest = {}): Disposition {
  return { ...NOTHING, code, label: { ja, en }, class: 'system', next, ...rest }
}

function spoken(code: string, ja: string, en: string, next: RetryRule, rest: Rest = {}): Disposition {
  return { ...NOTHING, reached: 'contact', code, label: { ja, en }, class: 'operator', next, ...rest }
}

function fast(code: string, ja: string, en: string, next: RetryRule, rest: Rest = {}): Disposition {
  return { ...NOTHING, code, label: { ja, en }, class: 'fast', next, ...rest }
}

const NOTHING = {
  isCounted: true,
  isDialled: true,
  reached: 'nobody',
  person: 'no',
  success: 'no',
  doNotCall: 'none',
  number: 'none',
} as const satisfies Rest

/**
 * The results every campaign starts with. A campaign may rename, drop and add; codes keep their meaning.
 *
 * Where the table of the trade leaves a loop open (line faults and bad connections are not counted), a run of them
 * ends in a hold, so that no number is dialled every few minutes for ever.
 *
 * S09 to S11 are ours: what we did not do (key service or ledger away), what we took back, and a talk whose operator
 * never gave its result.
 */
export const DEFAULT_DISPOSITIONS: readonly Disposition[] = [
  system('S01', '話中', 'Busy', {
    kind: 'wait',
    wait: { minutes: 15 },
    repeat: { atMost: 3, counts: 'in_a_row', isSameAttempt: true, afterwards: OTHER_BAND },
  }),
  system('S02', '不応答', 'No answer', OTHER_BAND),
  system('S03', '留守電(判定)', 'Answering machine (detected)', NEXT_DAY_OTHER_BAND),
  system('S04', '圏外・電源OFF', 'Out of reach or switched off', {
    kind: 'wait',
    wait: { minutes: 120 },
    isGapExempt: true,
  }),
  system('S05', '欠番', 'Number not in use', { kind: 'next_number' }, { number: 'dead' }),
  system('S06', '着信拒否', 'Calls rejected', { kind: 'hold', reason: 'supervisor_review' }, { number: 'refused' }),
  system(
    'S07',
    '回線障害',
    'Line fault',
    {
      kind: 'wait',
      wait: { minutes: 5 },
      isGapExempt: true,
      repeat: { atMost: 12, counts: 'in_a_row', afterwards: LINE_FAULT },
    },
    { isCounted: false },
  ),
  system('S08', '放棄呼', 'Abandoned', { kind: 'wait', wait: { days: 1 }, isOneToOne: true }, { reached: 'connected' }),
  system(
    'S09',
    '発信中止(呼出前)',
    'Withdrawn before it rang',
    {
      kind: 'wait',
      wait: { minutes: 1 },
      isGapExempt: true,
      repeat: { atMost: 60, counts: 'in_a_row', afterwards: { kind: 'hold', reason: 'supervisor_review' } },
    },
    { isCounted: false, isDialled: false },
  ),
  // the telephone rang and stopped: to the person a try like any other
  system('S10', '発信中止(呼出中)', 'Withdrawn while it rang', OTHER_BAND),
  system(
    'S11',
    '結果未入力(SV確認)',
    'Result missing: supervisor',
    { kind: 'hold', reason: 'result_missing' },
    { reached: 'connected' },
  ),
  spoken('11', '成約・承諾(予約)', 'Agreed', FINAL, { person: 'yes', success: 'yes' }),
  spoken('12', '対応済み', 'Dealt with', FINAL, { person: 'yes', success: 'per_campaign' }),
  spoken(
    '13',
    '見込み(検討中)',
    'Considering',
    { kind: 'asked', otherwise: { kind: 'wait', wait: { businessDays: 3 } } },
    { person: 'yes' },
  ),
  spoken(
    '14',
    '再コール約束',
    'Call-back promised',
    { kind: 'asked', isOneToOne: true, otherwise: { kind: 'hold', reason: 'no_time_given' } },
    { person: 'by_answerer' },
  ),
  spoken('21', '本人不在(家族等)', 'Person absent (family)', { kind: 'asked', otherwise: NEXT_DAY_OTHER_BAND }),
  spoken('22', '取次不可・受付', 'Not put through', { kind: 'wait', wait: { businessDays: 5 } }),
  fast('23', '留守電(オペレーター)', 'Answering machine (heard)', NEXT_DAY_OTHER_BAND),
  fast(
    '24',
    '切電・無言',
    'Hung up or silent',
    {
      kind: 'wait',
      wait: { days: 1 },
      repeat: { atMost: 1, counts: 'in_all', afterwards: { kind: 'hold', reason: 'supervisor_review' } },
    },
    { reached: 'contact', doNotCall: 'supervisor_decides' },
  ),
  spoken('31', 'お断り(この案件)', 'Refused (this product)', FINAL, { person: 'yes', doNotCall: 'product_at_client' }),
  spoken('32', '今後架電不可', 'Never call again', FINAL, { doNotCall: 'person_and_numbers_at_client' }),
  spoken(
    '33',
    '家族による拒否',
    'Refused by family',
    { kind: 'hold', reason: 'family_refused' },
    { doNotCall: 'number_by_policy' },
  ),
  fast(
    '41',
    '番号違い',
    'Wrong number',
    { kind: 'next_number' },
    { reached: 'connected', doNotCall: 'number_for_contact', number: 'dead' },
  ),
  spoken('42', '転居・不明', 'Moved or unknown', { kind: 'hold', reason: 'number_research' }),
  spoken('43', '死亡', 'Deceased', FINAL, { doNotCall: 'all_numbers_of_contact' }),
  spoken('44', '対象外・解約済', 'Not concerned or cancelled', FINAL),
  spoken('45', '要配慮(外国語・聴覚・高齢)', 'Special care (language, hearing, age)', {
    kind: 'hold',
    reason: 'supervisor_queue',
  }),
  spoken('51', '引継ぎ(SV・委託元)', 'Handed over (supervisor or client)', {
    kind: 'hold',
    reason: 'handed_over',
    dueInBusinessDays: 2,
  }),
  spoken('52', '苦情', 'Complaint', { kind: 'hold', reason: 'complaint' }, { doNotCall: 'provisional' }),
  spoken(
    '53',
    'カスハラ終話',
    'Ended because of harassment',
    { kind: 'hold', reason: 'harassment' },
    { doNotCall: 'provisional' },
  ),
  spoken(
    '91',
    '通話不良',
    'Bad connection',
    {
      kind: 'wait',
      wait: { minutes: 10 },
      isGapExempt: true,
      isOneToOne: true,
      repeat: { atMost: 3, counts: 'in_a_row', afterwards: LINE_FAULT },
    },
    { isCounted: false, reached: 'nobody' },
  ),
]

/** The default result of a code, or undefined. */
export function defaultDisposition(code: string): Disposition | undefined {
  return byCode.get(code)
}

const byCode = new Map(DEFAULT_DISPOSITIONS.map((disposition) => [disposition.code, disposition]))
