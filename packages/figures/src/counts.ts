import { type CountKey, countKeys } from '@sekisho/contract'
import { type Both, both } from './words.ts'

/** Every count of one line of a report. Times are milliseconds. */
export type Counts = Readonly<Record<CountKey, number>>

export const NO_COUNTS: Counts = Object.freeze(
  Object.fromEntries(countKeys.map((key) => [key, 0])) as Record<CountKey, number>,
)

export function addCounts(left: Counts, right: Counts): Counts {
  return Object.fromEntries(countKeys.map((key) => [key, left[key] + right[key]])) as Record<CountKey, number>
}

/**
 * Which lines a count can be given for. Somebody who is tried at ten and at three is one person on the day and would be
 * one in each band: such counts are given for whole days and periods only. The list is as it stands at the moment.
 */
export type Reach = 'everywhere' | 'days' | 'total'

export interface CountWords {
  readonly name: Both
  readonly definition: Both
  /** Which day it belongs to; said once, also where two counts are divided. */
  readonly belongs: Both | null
  readonly reach: Reach
}

const ofDay = both(
  '架電は発信した時刻(日本時間)の日に数えます。日や月をまたいだ通話も、発信した日の1件です。入電は含みません。',
  'An attempt belongs to the day (Japan time) on which it was dialled, also when the call or its result came after midnight or month-end. Call-ins are not counted.',
)
const ofClock = both(
  '時間は時計どおりに日ごと・30分ごとに分けます。午前0時をまたぐ状態は2日に分かれます。入電に応対した時間も含みます。',
  'Time is split by the clock: a state that goes on past midnight counts on both days, each with its part. Time with call-ins is in it.',
)

function attempts(ja: string, en: string, jaText: string, enText: string): CountWords {
  return { name: both(ja, en), definition: both(jaText, enText), belongs: ofDay, reach: 'everywhere' }
}
function time(ja: string, en: string, jaText: string, enText: string): CountWords {
  return {
    name: both(ja, en),
    definition: both(jaText, enText),
    belongs: ofClock,
    reach: 'everywhere',
  }
}

export const COUNTS: Readonly<Record<CountKey, CountWords>> = {
  dialled: attempts('発信数', 'Dialled', '終了した架電の数。', 'Attempts that ended.'),
  answered: attempts(
    '応答数',
    'Answered',
    '相手側が応答した架電の数(留守番電話を含む)。',
    'Attempts that were answered, machines included.',
  ),
  answered_by_person: attempts(
    '人の応答数',
    'Answered by a person',
    '応答のうち、留守番電話・ガイダンスの結果を除いた数。',
    'Answered attempts without those whose result is a machine.',
  ),
  abandoned: attempts(
    '放棄呼数',
    'Abandoned',
    '人が応答したのに、オペレーターにつながらなかった架電の数。',
    'A person answered and no operator was connected.',
  ),
  talks: attempts(
    '対応コール数',
    'Calls handled',
    'オペレーターにつながった架電の数。',
    'Attempts that were connected to an operator.',
  ),
  conversations: attempts(
    'コンタクト数',
    'Conversations',
    '会話になった結果の数。',
    'Results that count as a conversation.',
  ),
  persons: attempts(
    '本人コンタクト数',
    'Persons',
    '本人と話せた結果の数。',
    'Results by which the person was spoken to.',
  ),
  successes: attempts('成約数', 'Successes', '成約として数える結果の数。', 'Results that count as a success.'),
  talk_ms: attempts(
    '通話時間',
    'Talk time',
    'つながってから切れるまで(保留を含む)。',
    'From connected to hung up, hold included.',
  ),
  wrap_up_ms: attempts(
    '後処理時間',
    'Wrap-up time',
    '切れてから結果の確定まで。',
    'From hung up to the confirmed result.',
  ),
  handling_ms: attempts(
    '処理時間',
    'Handling time',
    '通話時間と後処理時間の合計。',
    'Talk time and wrap-up time together.',
  ),
  occupied_ms: time(
    '応対時間',
    'Occupied time',
    'オペレーターがプレビュー・通話・保留・後処理の状態だった時間。',
    'Time of operators in preview, talk, hold and wrap-up.',
  ),
  waiting_ms: time(
    '待機時間',
    'Waiting time',
    '受付可で次の通話を待っていた時間。兼務の人の待機は、その待機を終わらせた通話のキャンペーンに、通話で終わらなかった待機は直前に応対したキャンペーンに数えます。',
    'Time in which operators were ready and waited for a call. Of whoever works several campaigns it counts for the one whose call ended the wait; a wait that no call ended, for the one served last.',
  ),
  productive_ms: time(
    '稼働時間',
    'Productive time',
    '応対時間と待機時間の合計。',
    'Occupied and waiting time together.',
  ),
  working_ms: time(
    '勤務時間',
    'Working time',
    '稼働時間に離席時間(休憩とみなす理由を除く)を加えた時間。',
    'Productive time and time away, without reasons that are no working time.',
  ),
  contacts_tried: {
    name: both('架電対象者数', 'Contacts tried'),
    definition: both(
      '期間中に1回以上発信した対象者の数。同じ対象者は1人と数えます(キャンペーンごと)。',
      'Contacts dialled at least once in the period, each counted once in each campaign.',
    ),
    belongs: null,
    reach: 'days',
  },
  contacts_reached: {
    name: both('本人に到達した対象者数', 'Contacts reached'),
    definition: both(
      '期間中に本人と1回以上話せた対象者の数。同じ対象者は1人と数えます(キャンペーンごと)。',
      'Contacts whose person was spoken to at least once in the period, each counted once in each campaign.',
    ),
    belongs: null,
    reach: 'days',
  },
  list_valid: {
    name: both('有効リスト件数', 'Valid list'),
    definition: both(
      '取込が完了したリストの対象者数(作成時点)。架電拒否の方と、対照群として発信しない方は含みません。',
      'Contacts on imported lists, at the moment of making; without those on the do-not-call list and those held out to be compared with.',
    ),
    belongs: null,
    reach: 'total',
  },
  list_started: {
    name: both('着手件数', 'Started'),
    definition: both(
      '有効リストのうち、1回以上発信した対象者の数(作成時点)。',
      'Contacts of the valid list that were dialled at least once, at the moment of making.',
    ),
    belongs: null,
    reach: 'total',
  },
  list_finished: {
    name: both('消化件数', 'Finished'),
    definition: both(
      '最終結果が出たか、架電回数の上限に達した対象者の数(作成時点)。',
      'Contacts with a final result or whose attempts are used up, at the moment of making.',
    ),
    belongs: null,
    reach: 'total',
  },
}

/** Definitions of some counts in words, and once what they have in common. */
export function definitionText(keys: readonly CountKey[], hasNames: boolean): Both {
  const inLanguage = (language: keyof Both, colon: string, gap: string): string => {
    const texts = keys.map((key) => {
      const { name, definition } = COUNTS[key]
      return hasNames ? `${name[language]}${colon}${definition[language]}` : definition[language]
    })
    const notes = new Set(keys.flatMap((key) => COUNTS[key].belongs?.[language] ?? []))
    return [...texts, ...notes].join(gap)
  }
  return both(inLanguage('ja', ': ', ''), inLanguage('en', ': ', ' '))
}
