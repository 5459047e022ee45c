import { phrase } from './phrase.ts'

/** On which days the people of a list may be called, and whom a draw leaves out to be compared with. */
export const listTerms = {
  title: phrase('有効期間・優先度・対照群', 'Period, place and people held out'),
  from: phrase('有効期間の開始日', 'Valid from'),
  until: phrase('有効期間の終了日', 'Valid until'),
  periodHint: phrase(
    '日本時間の日付で、両日を含みます。期間外は、再コールの約束も含めて発信しません。深夜0時に鳴っている電話はそのまま終わります。空欄は期限なしです。',
    'Days in Japan, both included. Outside of them nobody is called, not even for a promised call-back; what rings at midnight ends as it does. Empty for no limit.',
  ),
  endsBeforeItBegins: phrase('有効期間の終了日が開始日より前です。', 'The period ends before it begins.'),
  share: phrase('対照群(発信しない割合)', 'Held out (share that is not called)'),
  shareHint: phrase(
    '成果を比べるために、割合を決めて無作為に発信しない方を選びます。誰になるかは鍵付きの計算で決まり、選び直せません。取込み直しても同じ方になります。',
    'A share of the people is drawn at random and not called, to compare results with. A keyed calculation decides who it is: nobody can draw again, and importing the file once more gives the same people.',
  ),
  nobody: phrase('なし(0%)', 'Nobody (0 %)'),
  percent: phrase(
    (share: string) => `${share}%`,
    (share) => `${share} %`,
  ),
  period: phrase('有効期間', 'Period'),
  noLimit: phrase('期限なし', 'no limit'),
  range: phrase(
    (from: string, until: string) => `${from} 〜 ${until}`,
    (from, until) => `${from} to ${until}`,
  ),
  states: {
    coming: phrase('開始前', 'Not begun'),
    running: phrase('期間内', 'Running'),
    over: phrase('期間終了', 'Over'),
  },
  outside: phrase(
    (count: string) => `有効期間外のため、${count}件には発信しません。`,
    (count) => `${count} people are not called, because today lies outside of the period.`,
  ),
  promisesAfter: phrase(
    (count: string) =>
      `再コールの約束が、終了日より後に${count}件あります。このままでは発信しません。終了日を延ばすか、約束の画面で確認してください。`,
    (count) =>
      `${count} promised call-backs lie after the end and will not be made. Move the end, or look at the promises.`,
  ),
  place: phrase('架電の優先度', 'Place in the order of calling'),
  heldOut: phrase('対照群', 'Held out'),
  heldOutNow: phrase(
    (percent: string, drawn: string, now: string) => `${percent}%・抽出${drawn}件・うち現在発信しない方${now}件`,
    (percent, drawn, now) => `${percent} %, ${drawn} drawn, ${now} of them not called now`,
  ),
  heldOutEnded: phrase(
    (drawn: string) => `解除済み(抽出は${drawn}件)`,
    (drawn) => `ended (${drawn} had been drawn)`,
  ),
  heldOutNote: phrase(
    '件数だけを表示します。有効リストの件数には含みません。自分から電話をかけてきた方は、通常の応対になり対照群から外れます。',
    'Counts only. They are not part of the valid list. Whoever calls us is talked to as anybody, and is no longer one of them.',
  ),
  compared: phrase('消込との比較', 'Compared with exclusions'),
  named: phrase(
    (named: string, people: string, share: string) => `${people}人中${named}人 (${share}%)`,
    (named, people, share) => `${named} of ${people} (${share} %)`,
  ),
  othersNamed: phrase('発信対象', 'People called'),
  comparedHigher: phrase(
    (points: string, low: string, high: string) =>
      `消込・除外ファイルに載った割合は、発信対象のほうが${points}ポイント高いです(95%信頼区間 ${low} 〜 ${high})。`,
    (points, low, high) =>
      `The share that exclusion files name is ${points} points higher among the people called (95 % confidence: ${low} to ${high}).`,
  ),
  comparedLower: phrase(
    (points: string, low: string, high: string) =>
      `消込・除外ファイルに載った割合は、発信対象のほうが${points}ポイント低いです(95%信頼区間 ${low} 〜 ${high})。`,
    (points, low, high) =>
      `The share that exclusion files name is ${points} points lower among the people called (95 % confidence: ${low} to ${high}).`,
  ),
  comparedOpen: phrase(
    (points: string, low: string, high: string) =>
      `差は${points}ポイントです(95%信頼区間 ${low} 〜 ${high})。差があるとは、まだ言えません。`,
    (points, low, high) =>
      `They differ by ${points} points (95 % confidence: ${low} to ${high}): not enough to say that calling makes a difference.`,
  ),
  comparedNote: phrase(
    '抽出したときの組のまま数えるため、途中で発信した方・しなかった方の影響を受けません。載る意味(入金・解約など)は委託元の決めごとです。',
    'Everybody counts with the group of the draw, whoever was called later. What it means to be named (paid, cancelled) is for the client to say.',
  ),
  underWay: phrase('対象者の並べ替え・戻し入れを続けています。', 'People are still being moved.'),
  change: phrase('変更する', 'Change'),
  save: phrase('変更を記録する', 'Save the change'),
  cancel: phrase('やめる', 'Cancel'),
  endHoldout: phrase(
    '対照群を解除し、通常の対象者に戻す(元に戻せません)',
    'End it and call these people like the others (for good)',
  ),
  conflict: phrase(
    'ほかの人が先に変更しました。最新の内容を表示しています。',
    'Somebody else changed it first. What you see is up to date.',
  ),
  periodRefused: phrase(
    '終了日は、開始日以降で今日以降の日にしてください。',
    'The end must not lie before the beginning, nor before today.',
  ),
  history: phrase('変更の記録', 'Changes'),
  changedBy: phrase(
    (by: string, at: string) => `${at} ${by}`,
    (by, at) => `${at} ${by}`,
  ),
  entry: phrase(
    (position: string) => `記録番号 ${position}`,
    (position) => `entry ${position}`,
  ),
  said: phrase(
    (period: string, place: string, percent: string) => `期間 ${period}・優先度 ${place}・対照群 ${percent}%`,
    (period, place, percent) => `period ${period}, place ${place}, ${percent} % held out`,
  ),
} as const
