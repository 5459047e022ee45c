import type { LeadWait, StaffTime, WaitingCause } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

interface CauseWords {
  readonly name: Phrase<string>
  /** Ends the sentence 「待機のうち61%は、…」. */
  readonly because: Phrase<string>
  /** What can be done, in the words of a link; where nothing in the product can, a sentence. */
  readonly act: Phrase<string>
}

const causes: Record<WaitingCause, CauseWords> = {
  answer: {
    name: phrase('応答待ち(発信中・接続中)', 'Waiting for an answer'),
    because: phrase(
      '発信した相手の応答を待っていた時間です。発信していれば必ず生じる待機です',
      'was spent waiting for somebody to answer: the ordinary wait while it rings',
    ),
    act: phrase('人数や応答率、発信方式を変えた一日を試算する', 'Play the day with other operators, rates or pacing'),
  },
  call_in: {
    name: phrase('入電の接続待ち', 'Callers being put through'),
    because: phrase('折り返しの入電をつなぐためです', 'was spent while callers were put through'),
    act: phrase('入電の状況を見る', 'See the call-ins'),
  },
  list: {
    name: phrase('かけられる対象者がいない', 'Nobody is due'),
    because: phrase('今かけられる対象者がいなかったためです', 'is because nobody was due to be called'),
    act: phrase('架電リストを取り込む', 'Import a call list'),
  },
  hours: {
    name: phrase('架電できない時間帯・日', 'Outside calling hours'),
    because: phrase(
      '架電できる時間帯や日ではなかったためです',
      'is because calls were not allowed at that hour or day',
    ),
    act: phrase('カレンダーと架電時間を見る', 'See the calendar and the calling hours'),
  },
  not_running: {
    name: phrase('キャンペーンが停止中', 'Campaign not running'),
    because: phrase('キャンペーンが開始されていなかったためです', 'is because the campaign was not running'),
    act: phrase('開始前の確認を見る', 'See whether it is ready to start'),
  },
  switched_off: {
    name: phrase('発信停止スイッチ', 'Stop switch'),
    because: phrase('発信停止スイッチで止められていたためです', 'is because calling was stopped by a switch'),
    act: phrase('フロアで停止の理由と解除できる人を見る', 'See on the floor who stopped it and who may lift it'),
  },
  one_to_one: {
    name: phrase('再コール約束などの一対一の発信を優先', 'Call-backs come first'),
    because: phrase(
      '約束した再コールなど、一人ずつ確実につなぐ発信を先に行うためです',
      'is because call-backs come first, each for an operator of its own',
    ),
    act: phrase('再コール約束を見る', 'See the promises'),
  },
  few_answers: {
    name: phrase('予測・倍率発信: 本日の応答がまだ少ない', 'Predictive or ratio: too few answers yet'),
    because: phrase(
      '本日の応答がまだ34件に届かず、空き1名に1件だけ発信していたためです',
      'is because there were fewer than 34 answers yet: one line for each free operator',
    ),
    act: phrase('発信方式を変えた一日を試算する', 'Play the day with other pacing'),
  },
  budget: {
    name: phrase(
      '予測・倍率発信: 放棄呼の枠を使い切った',
      'Predictive or ratio: the account of abandoned calls is used up',
    ),
    because: phrase(
      '放棄呼が1日または直近30日の上限に達するおそれがあり、先回りの発信を止めていたためです',
      'is because more abandoned calls could have passed the cap of the day or of thirty days',
    ),
    act: phrase('キャンペーンの放棄呼率の上限を見る', 'See the campaign’s cap'),
  },
  risk: {
    name: phrase('予測・倍率発信: 放棄を避けて控えた', 'Predictive or ratio: held back by risk'),
    because: phrase(
      '次の1件が放棄になる確率が高く、先回りの発信を控えていたためです',
      'is because the next call would have been abandoned too likely',
    ),
    act: phrase('人数や応答率を変えた一日を試算する', 'Play the day with other operators or rates'),
  },
  skill: {
    name: phrase('スキルの条件に合わない', 'Not skilled enough'),
    because: phrase('キャンペーンが求めるスキルに合わなかったためです', 'is because the campaign asks for more skill'),
    act: phrase('担当の割り当てを見る', 'See the assignments'),
  },
  elsewhere: {
    name: phrase('兼務先のキャンペーンを優先', 'Kept for another campaign'),
    because: phrase(
      '兼務している別のキャンペーンの発信を待っていたためです',
      'is because they were kept for another campaign of theirs',
    ),
    act: phrase('担当の割り当てを見る', 'See the assignments'),
  },
  lines: {
    name: phrase('外線がすべて使用中', 'All lines in use'),
    because: phrase('空いている外線がなかったためです', 'is because all outgoing lines were in use'),
    act: phrase('回線数の契約は、システム管理者にご相談ください。', 'Ask your administrator about the line contract.'),
  },
  calls_a_second: {
    name: phrase('毎秒の発信数の上限', 'Calls-a-second limit'),
    because: phrase(
      '回線の毎秒発信数の上限に達していたためです',
      'is because the carrier takes no more calls a second',
    ),
    act: phrase('回線の契約は、システム管理者にご相談ください。', 'Ask your administrator about the line contract.'),
  },
  carrier_fails: {
    name: phrase('回線障害(発信が次々に失敗)', 'Calls dropped by the carrier'),
    because: phrase('発信が電話網で次々に失敗していたためです', 'is because the carrier dropped most calls'),
    act: phrase('電話会社の障害情報をご確認ください。', 'Check the carrier for an outage.'),
  },
  carrier_away: {
    name: phrase('電話網との接続が切れていた', 'Carrier disconnected'),
    because: phrase('電話網との接続が切れていたためです', 'is because the carrier was disconnected'),
    act: phrase('電話会社とネットワークをご確認ください。', 'Check the carrier and the network.'),
  },
  ledger: {
    name: phrase('記録台帳・番号開封の停止や遅れ', 'Ledger away or slow'),
    because: phrase(
      '記録台帳に書き込めない、または番号の開封が遅れていたためです',
      'is because the ledger took no entries, or numbers were opened too slowly',
    ),
    act: phrase('記録台帳の状態を見る', 'See the ledger’s health'),
  },
  unseen: {
    name: phrase('理由の記録なし', 'No record'),
    because: phrase(
      'その間に発信の仕組みが動いておらず、理由の記録がありません',
      'has no recorded cause: nothing that dials was running',
    ),
    act: phrase(
      'サーバーの停止や再起動がなかったか、システム管理者にご確認ください。',
      'Ask your administrator whether the server was down.',
    ),
  },
}

export const causeGroups = ['ordinary', 'list', 'hours', 'pacing', 'seats', 'carrier', 'unseen'] as const
export type CauseGroup = (typeof causeGroups)[number]

const groups: Record<CauseGroup, Phrase<string>> = {
  ordinary: phrase('応答待ち', 'Waiting for answers'),
  list: phrase('リスト切れ', 'List run dry'),
  hours: phrase('時間帯・停止', 'Hours and stops'),
  pacing: phrase('発信の控え', 'Pacing held back'),
  seats: phrase('スキル・兼務', 'Skills and shared seats'),
  carrier: phrase('回線・システム', 'Lines and systems'),
  unseen: phrase('記録なし', 'No record'),
}

const leads: Record<LeadWait, Phrase<string>> = {
  due: phrase('今かけられる', 'Due now'),
  line_failure: phrase('回線障害のため、このあと今日かけ直す', 'Again today, after the line failed'),
  retry_today: phrase('再架電の間隔をおき、このあと今日', 'Again today, by a retry time'),
  day_limit: phrase('1日の架電回数の上限', 'As often today as a day allows'),
  another_day: phrase('明日以降', 'On another day'),
  promised: phrase('再コールの約束の時刻待ち', 'Promised a call-back'),
  stopped: phrase('リスト・地域の発信停止中', 'List or area stopped'),
  outside_period: phrase('リストの有効期間外', 'List outside of its period'),
  held: phrase('SV確認待ち(保留)', 'Held for a supervisor'),
  in_hand: phrase('発信中・通話中・後処理中', 'In hand'),
  excluded: phrase('除外・架電拒否・対照群', 'Excluded, refused or held out'),
}

const staff: Record<keyof StaffTime, Phrase<string>> = {
  waitingMs: phrase('待機', 'Waiting'),
  talkMs: phrase('通話', 'Talking'),
  wrapUpMs: phrase('後処理', 'Wrap-up'),
  previewMs: phrase('プレビュー', 'Preview'),
  awayMs: phrase('離席(休憩など)', 'Away (breaks and the like)'),
}

/** Why ready operators waited. */
export const waiting = {
  title: phrase('なぜ待機が多いか', 'Why operators wait'),
  lead: phrase(
    '受付可で次の通話を待っていた時間を、発信の仕組みがその場で見た理由に分けます。人数と時間だけを数え、名前は出しません。',
    'Divides the time in which operators were ready by what those who dial saw at that moment. Nobody is named.',
  ),
  ...{ causes, groups, leads, staff },
  date: phrase('日付', 'Day'),
  from: phrase('開始', 'From'),
  until: phrase('終了', 'Until'),
  campaign: phrase('キャンペーン', 'Campaign'),
  all: phrase('すべてのキャンペーン', 'All campaigns'),
  testCampaign: phrase(
    (name: string) => `${name}(テスト)`,
    (name) => `${name} (test)`,
  ),
  loading: phrase('待機の理由を集計しています', 'Counting the causes'),
  today: phrase('今日', 'Today'),
  sentence: phrase(
    (day: string, from: string, until: string, waited: string, share: string, because: string) =>
      `${day}${from}〜${until}の待機${waited}のうち、${share}は、${because}。`,
    (day, from, until, waited, share, because) =>
      `${day}, ${from} to ${until}: ${share} of ${waited} of waiting ${because}.`,
  ),
  nothing: phrase('この時間に待機はありません', 'Nobody waited in this time'),
  nothingBody: phrase(
    '待機は1分ごとに記録されます。始まったばかりの場合は、少し待つと表示されます。',
    'Waiting is kept by the minute: of what has just begun there will be something in a moment.',
  ),
  table: phrase('理由ごとの待機', 'Waiting by cause'),
  cause: phrase('理由', 'Cause'),
  time: phrase('時間', 'Time'),
  share: phrase('割合', 'Share'),
  act: phrase('できること', 'What can be done'),
  total: phrase('合計', 'Total'),
  chart: phrase('時間帯ごとの待機', 'Waiting over the day'),
  chartText: phrase(
    (count: string, clock: string, most: string) =>
      `30分ごとの待機の積み上げ、${count}区間。最も長いのは${clock}からの${most}`,
    (count, clock, most) => `Waiting in ${count} half hours; the longest, from ${clock}, has ${most}`,
  ),
  slots: phrase('30分ごとの表', 'Half hours as a table'),
  slot: phrase('時間帯', 'Half hour'),
  most: phrase('最も長い理由', 'Longest cause'),
  minutes: phrase(
    (minutes: string) => `${minutes}分`,
    (minutes) => `${minutes} min`,
  ),
  leadsTitle: phrase('いま、かけられる相手はどこにいるか', 'Where those who could be called are now'),
  leadCount: phrase('対象者', 'Leads'),
  waitsFor: phrase('待っているもの', 'What they wait for'),
  nextDue: phrase(
    (moment: string) => `次にかけられるようになるのは${moment}です。`,
    (moment) => `The next of them is due at ${moment}.`,
  ),
  noneDue: phrase('これからかけられるようになる対象者はいません。', 'Nobody will become due.'),
  staffTitle: phrase('席の時間の使われ方', 'How the time at desks was spent'),
  staffNote: phrase(
    (days: string) =>
      `同じ時間帯の、前の7日間(稼働${days}日)と比べます。離席や後処理が増えると、通話に使える席が減ります。待機の理由には含まれません。`,
    (days) =>
      `Beside the same hours of the seven days before (${days} worked). More time away or in wrap-up leaves fewer seats to serve; neither is a cause of waiting.`,
  ),
  state: phrase('状態', 'State'),
  thisDay: phrase('この日', 'This day'),
  daysBefore: phrase('前の7日間', 'Seven days before'),
  answerRate: phrase('応答率(応答÷発信)', 'Answer rate'),
  whatIf: phrase('条件を変えて試算する', 'What if'),
  figures: phrase('待機時間は日報と同じ数え方です', 'Waiting is counted as in the reports'),
  link: phrase('なぜ待機が多いか', 'Why do they wait?'),
} as const
