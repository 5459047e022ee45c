import type { AbandonmentAlarm } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

/** The account of abandoned calls beyond the day. */
export const abandonment = {
  title: phrase('放棄呼率(直近30日)', 'Abandonment (30 days)'),
  today: phrase('本日', 'Today'),
  window: phrase('直近30日', 'Last 30 days'),
  worstToday: phrase('最も高い30分(本日)', 'Worst half hour today'),
  worstOfWindow: phrase('最も高い30分(直近30日)', 'Worst half hour in 30 days'),
  share: phrase(
    (share: string, abandoned: string, answered: string) => `${share} (${abandoned}/${answered}件)`,
    (share, abandoned, answered) => `${share} (${abandoned} of ${answered})`,
  ),
  from: phrase(
    (begin: string, share: string) => `${begin}から ${share}`,
    (begin, share) => `from ${begin}: ${share}`,
  ),
  noHalfHour: phrase('人の応答が34件以上の30分はまだありません', 'No half hour with 34 answers yet'),
  hint: phrase(
    (definition: string) =>
      `${definition}直近30日は本日を含みます。始めて30日に満たないキャンペーンは、開始からです。委託元ごとの指標の定義にはよりません。30分は発信時刻で区切り、人の応答が34件以上の30分だけを比べます。`,
    (definition) =>
      `${definition} The last 30 days have today in them; a younger campaign is counted from its beginning. A client’s own definitions of figures do not matter here. Half hours go by when calls were dialled; only those with 34 answers are compared.`,
  ),
  alarms: {
    near_cap: phrase(
      '直近30日の放棄呼率が、上限の3分の2に達しています。',
      'Two thirds of the cap are used up in the last 30 days.',
    ),
    at_cap: phrase(
      '直近30日の放棄呼率が上限に達しています。下回るまで、空きオペレーター1名に1件だけ発信します。',
      'The cap of the last 30 days is used up: one line for each free operator until it is less.',
    ),
    half_hour_above: phrase(
      '本日、放棄呼率が上限を超えた30分があります。',
      'Abandonment was above the cap in a half hour of today.',
    ),
  } satisfies Record<AbandonmentAlarm, Phrase<string>>,
  since: phrase(
    (moment: string) => `${moment}に記録しました。`,
    (moment) => `Entered at ${moment}.`,
  ),
  doubted: phrase(
    '設定または放棄呼の記録が台帳と合いません。内部監査担当者が点検結果を処理するまで、空きオペレーター1名に1件だけ発信します。',
    'Settings or abandoned calls do not stand as the ledger says: one line for each free operator until an auditor has closed the finding.',
  ),
  banner: phrase(
    (count: string) => `放棄呼率の警報が出ているキャンペーンが ${count}件あります`,
    (count) => `${count} campaign(s) with an alarm about abandoned calls`,
  ),
  bannerSee: phrase('フロアを見る', 'See the floor'),
} as const
