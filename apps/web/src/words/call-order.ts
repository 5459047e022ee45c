import { phrase } from './phrase.ts'

/** Whom a campaign calls first among those who are due, and what that gains. */
export const callOrder = {
  title: phrase('かける順', 'Order of calling'),
  orders: {
    due: phrase('期限の早い順', 'As they come due'),
    reach: phrase('今つながりやすい順', 'Likeliest to be reached now'),
  },
  hints: {
    due: phrase('次回発信の時刻が早い対象者からかけます。', 'Whoever has been due longest is called first.'),
    reach: phrase(
      '発信できる対象者のうち、今の曜日・時間帯に本人につながりやすい区分からかけます。再コールの約束、リストの優先度、再架電の間隔と時間帯の決まりは変わりません。効果を比べるため、無作為に選ばれた1割の対象者には常に期限順でかけます。',
      'Of those who may be called, the classes come first that are likeliest to be reached on such a day at this hour. Promised call-backs, places of lists and the rules for calling again stay as they are. A tenth of the people, drawn at random, is always called as they come due, to compare with.',
    ),
  },
  classes: phrase('電話番号の区分とこれまでの発信', 'Number and tries so far'),
  kinds: {
    mobile: phrase('携帯', 'Mobile'),
    home: phrase('固定・自宅', 'Landline, home'),
    work: phrase('勤務先', 'Work'),
    other: phrase('その他', 'Other'),
  },
  histories: {
    fresh: phrase('初回', 'first try'),
    unanswered: phrase('1回つながらず', 'not reached once'),
    unanswered_again: phrase('2回以上つながらず', 'not reached twice or more'),
    busy: phrase('前回は話中', 'busy last time'),
    answered: phrase('前回は応答あり', 'answered last time'),
  },
  className: phrase(
    (kind: string, history: string) => `${kind}・${history}`,
    (kind, history) => `${kind}, ${history}`,
  ),
  now: phrase('今の順(見込みの高い区分)', 'The order now, best classes'),
  chance: phrase(
    (name: string, chance: string) => `${name} (見込み${chance}%)`,
    (name, chance) => `${name} (chance ${chance} %)`,
  ),
  gain: phrase('効果', 'Gain'),
  group: phrase('組', 'Group'),
  inTurn: phrase('期限順の1割(比較用)', 'The tenth called as they come due'),
  others: phrase('つながりやすい順', 'Likeliest first'),
  people: phrase('対象者', 'People'),
  dials: phrase('発信', 'Calls'),
  reached: phrase('本人につながった', 'Person reached'),
  rate: phrase('発信あたり', 'Per call'),
  perHour: phrase('回線1時間あたり', 'Per hour on the line'),
  better: phrase(
    (points: string, low: string, high: string) =>
      `つながりやすい順のほうが、本人につながる割合が${points}ポイント高いです(95%信頼区間 ${low} 〜 ${high})。`,
    (points, low, high) =>
      `Likeliest first reaches the person ${points} points of a call more often (95 % confidence: ${low} to ${high}).`,
  ),
  worse: phrase(
    (points: string, low: string, high: string) =>
      `つながりやすい順のほうが、本人につながる割合が${points}ポイント低いです(95%信頼区間 ${low} 〜 ${high})。期限順に戻すことを検討してください。`,
    (points, low, high) =>
      `Likeliest first reaches the person ${points} points of a call less often (95 % confidence: ${low} to ${high}). Consider going back to the other order.`,
  ),
  open: phrase(
    (points: string, low: string, high: string) =>
      `差は${points}ポイントです(95%信頼区間 ${low} 〜 ${high})。差があるとは、まだ言えません。`,
    (points, low, high) =>
      `They differ by ${points} points (95 % confidence: ${low} to ${high}): not enough to say that the order makes a difference.`,
  ),
  notYet: phrase(
    '比べるには発信がまだ足りません(どちらの組も100件以上で比べます)。',
    'Not enough calls to compare yet: both groups need 100.',
  ),
  gainNote: phrase(
    (days: string) =>
      `直近${days}日の、この順で選んだ発信だけを数えます。再コールの約束は含みません。誰が比較用の1割になるかは誰にも選べません。リストをかけ始めたころの差には、つながりやすい方を先にかけた分も入り、ひととおりかけ終えると小さくなります。`,
    (days) =>
      `Calls of the last ${days} days that this order chose, without promised call-backs. Nobody can choose who is compared with. Early on a list the difference also holds that the easy ones came first; it shrinks once everybody was called.`,
  ),
  learned: phrase('時間帯ごとの本人につながった割合', 'Share of calls that reached the person'),
  weekdays: phrase('平日', 'Weekdays'),
  daysOff: phrase('土日祝', 'Weekends and holidays'),
  stretch: phrase(
    (from: string, until: string) => `${from}〜${until}時`,
    (from, until) => `${from}–${until}`,
  ),
  small: phrase('少数', 'few'),
  learnedNote: phrase(
    (days: string) =>
      `直近${days}日の発信を数えたものです。10件に満たない欄は「少数」とします。順を決めるときは新しい日を重く見て、件数が少ない欄は全体に寄せます。`,
    (days) =>
      `Calls of the last ${days} days. Cells of fewer than ten are not told. For the order, newer days weigh more, and small cells lean on the whole.`,
  ),
  noCalls: phrase('まだ数えられる発信がありません。', 'No calls to count yet.'),
} as const
