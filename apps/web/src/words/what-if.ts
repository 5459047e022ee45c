import { phrase } from './phrase.ts'

/** A campaign's day, played with other operators, rates and times. */
export const whatIf = {
  title: phrase('条件を変えた試算', 'What if'),
  lead: phrase(
    '最近の通話の実績から、条件を変えたときの一日をこの画面の中で試算します。実際の発信や設定は変わりません。',
    'Plays the day under other conditions, from what recent calls were like. Nothing is dialled, no setting changes.',
  ),
  basis: phrase(
    (calls: string, since: string) => `${since}以降の発信${calls}件の実績`,
    (calls, since) => `From ${calls} calls since ${since}`,
  ),
  tooFew: phrase('試算に足りる実績がまだありません', 'Too few calls yet'),
  tooFewBody: phrase(
    (calls: string, talks: string) => `発信${calls}件、会話${talks}件がたまると試算できます。`,
    (calls, talks) => `It takes ${calls} calls and ${talks} talks.`,
  ),
  preview: phrase(
    'プレビュー発信のキャンペーンです。「今のまま」はプログレッシブ発信として試算し、対象者を確認する時間は含みません。',
    'This campaign shows leads before it dials. “As it is” is played as progressive, without the time for looking.',
  ),
  operators: phrase('オペレーターの人数', 'Operators'),
  operatorsHint: phrase(
    (count: string) => `直近の稼働1時間に会話した人数: ${count}人`,
    (count) => `Talked in the last hour of calling: ${count}`,
  ),
  pacing: phrase('発信の方式', 'Pacing'),
  pacings: {
    progressive: phrase('プログレッシブ', 'Progressive'),
    predictive: phrase('予測', 'Predictive'),
    ratio: phrase('倍率', 'Ratio'),
  },
  cap: phrase(
    (percent: string) =>
      `予測発信と倍率発信の放棄呼率の上限はキャンペーンの設定どおり${percent}%です。0%のときはプログレッシブと同じです。`,
    (percent) =>
      `Predictive and ratio keep the campaign’s cap of ${percent} % abandoned; with 0 % they are progressive.`,
  ),
  answer: phrase('応答率(今の実績を100)', 'Answer rate (measured = 100)'),
  talk: phrase('通話の長さ(同)', 'Length of talks (same)'),
  wrapUp: phrase('後処理の長さ(同)', 'Length of wrap-up (same)'),
  play: phrase('試算する', 'Play'),
  cancel: phrase('やめる', 'Stop'),
  playing: phrase(
    (done: string, all: string) => `${done} / ${all}日分を計算しています`,
    (done, all) => `Day ${done} of ${all}`,
  ),
  failed: phrase(
    'このブラウザーでは計算できませんでした。もう一度お試しください。',
    'This browser could not play the days. Please try again.',
  ),
  asItIs: phrase('今のまま', 'As it is'),
  changed: phrase('変更後', 'Changed'),
  figure: phrase('指標', 'Figure'),
  occupancy: phrase('稼働率(通話+後処理)', 'Occupancy (talk and wrap-up)'),
  talks: phrase('1時間あたりの会話', 'Talks an hour'),
  dials: phrase('1時間あたりの発信', 'Calls an hour'),
  abandoned: phrase('放棄呼率', 'Abandoned'),
  idle: phrase('次の通話までの待ち(中央値)', 'Wait for the next call (median)'),
  finish: phrase('残りの発信にかかる時間', 'Calling hours for the calls that are left'),
  dialsLeft: phrase(
    (dials: string) => `約${dials}回`,
    (dials) => `about ${dials} calls`,
  ),
  seconds: phrase(
    (seconds: string) => `${seconds}秒`,
    (seconds) => `${seconds} s`,
  ),
  hours: phrase(
    (hours: string) => `${hours}時間`,
    (hours) => `${hours} h`,
  ),
  never: phrase('終わりません', 'never'),
  nothingLeft: phrase('残りはありません', 'nothing left'),
  spread: phrase(
    (low: string, high: string) => `${low} – ${high}`,
    (low, high) => `${low} to ${high}`,
  ),
  note: phrase(
    (days: string) =>
      `同じ${days}日分を両方の条件で計算し、中央の値と、10日のうち8日が入る幅を示します。再架電までの待ち時間、兼務、休憩、外線の不足は含みません。残りの発信回数は、応答か回数の上限までの見込みです。`,
    (days) =>
      `The same ${days} days are played under both conditions: the middle one, and between what eight of ten lie. Not in it: waiting times before another try, work for other campaigns, breaks, missing lines. Calls that are left are counted until somebody answers or no try is left.`,
  ),
  chart: phrase('会話の積み上がり', 'Talks as they add up'),
  chartText: phrase(
    (hours: string, before: string, after: string) => `${hours}時間後の会話: 今のまま ${before}件、変更後 ${after}件`,
    (hours, before, after) => `Talks after ${hours} hours: ${before} as it is, ${after} changed`,
  ),
}
