import { mostSpokenNumbers, type SpokenReach } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const reaches: Readonly<Record<SpokenReach, Phrase<string>>> = {
  number: phrase('委託元のすべての業務', 'Every job of the client'),
  job: phrase('この業務だけ', 'This job only'),
}

/** A number that somebody says on the telephone and does not want to be called at. */
export const spokenNumber = {
  title: phrase('聞き取った番号の拒否', 'Refuse a spoken number'),
  hint: phrase(
    `「この番号にはもうかけないで」と言われた番号を復唱してから登録します。名簿にあるかどうかは表示しません。番号は画面にも記録にも残りません。1つの通話で${mostSpokenNumbers}件までです。`,
    `For a number that is not to be called any more: say it back, then register it. Whether anybody has it is not shown, and it stays on no page and in no record. ${mostSpokenNumbers} in one call at most.`,
  ),
  number: phrase('電話番号', 'Number'),
  reach: phrase('かけない範囲', 'Who stops calling'),
  reaches,
  submit: phrase('架電拒否に登録', 'Register'),
  close: phrase('閉じる', 'Close'),
  done: phrase(
    (count: string) => `架電拒否に登録しました(この画面で${count}件)。`,
    (count) => `Registered (${count} on this page).`,
  ),
  notSent: phrase(
    '聞き取った番号が未登録です。登録するか、消してから確定してください。',
    'The spoken number is not registered yet: register it or clear the field first.',
  ),
  problems: {
    phone_length: phrase(
      '桁数が合いません。市外局番から入力してください。',
      'Wrong number of digits: type it with its area code.',
    ),
    phone_unreadable: phrase(
      '電話番号として読み取れません。番号を1つだけ入力してください。',
      'This is no telephone number. Type one number only.',
    ),
    phone_foreign: phrase('海外の番号は登録できません。', 'Numbers outside Japan cannot be registered.'),
    phone_premium: phrase(
      '情報料の掛かる番号(0990)は発信先にないため、登録できません。',
      'Premium-rate numbers (0990) are never called.',
    ),
    phone_navi_dial: phrase(
      'ナビダイヤル(0570)は発信先にないため、登録できません。',
      'Navi Dial numbers (0570) are never called.',
    ),
    phone_pager: phrase('020 で始まる番号は通話できないため、登録できません。', 'Numbers with 020 take no calls.'),
    number_not_assignable: phrase(
      '使われていない番号帯です。もう一度伺ってください。',
      'A range that nobody can own: ask again.',
    ),
  },
  // for supervisors
  today: phrase(
    (count: string) => `聞き取り拒否 ${count}件`,
    (count) => `${count} spoken refusals`,
  ),
  week: phrase('オペレーターが登録した番号(7日間)', 'Numbers that operators registered (7 days)'),
  weekHint: phrase(
    '通話で聞き取って登録した番号の件数です。番号は誰にも表示しません。目立って多い人がいれば、通話の内容を確かめてください。',
    'How many numbers each took down in calls. Nobody sees the numbers. Where somebody stands out, look at those calls.',
  ),
  operator: phrase('オペレーター', 'Operator'),
  ofToday: phrase('今日', 'Today'),
  ofWeek: phrase('7日間', '7 days'),
  calls: phrase('通話数', 'Calls'),
  newest: phrase('最新', 'Newest'),
  list: phrase('登録された番号(7日間、最新100件)', 'Numbers that were registered (7 days, the newest hundred)'),
  at: phrase('日時', 'When'),
  campaign: phrase('キャンペーン', 'Campaign'),
  state: phrase('状態', 'State'),
  states: {
    stands: phrase('発信しない', 'Not called'),
    withdrawn: phrase('取消済み', 'Withdrawn'),
  },
  reason: phrase('取り消す理由', 'Why'),
  withdraw: phrase(
    '取り消す(ほかの登録がなければ、また発信します)',
    'Withdraw: called again, unless something else stops it',
  ),
  nobody: phrase('まだありません', 'None yet'),
} as const
