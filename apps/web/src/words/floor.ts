import { phrase } from './phrase.ts'

export const floor = {
  title: phrase('フロア', 'Floor'),
  wall: phrase('テレビ表示(名前なし)', 'Television (no names)'),
  leaveWall: phrase('通常の表示へ', 'Leave television'),
  connecting: phrase('フロアにつないでいます…', 'Connecting to the floor…'),
  lost: phrase(
    (age: string) => `サーバーとの接続が切れました。つなぎ直しています。表示は${age}前のものです。`,
    (age) => `The connection was lost; reconnecting. What you see is ${age} old.`,
  ),
  denied: phrase(
    'フロアを見る権限がなくなりました。業務で必要な場合は、アカウント管理者に権限指定を依頼してください。',
    'You may no longer watch this floor. If your job needs it, ask your account manager for a designation.',
  ),
  ledgerDown: phrase(
    '記録台帳が止まっています。発信は自動で止まりました。台帳の状態を確認してください。',
    'The ledger stopped and dialling stopped with it. Look at the ledger’s health.',
  ),
  attempts: phrase('架電', 'Attempts'),
  answered: phrase('応答', 'Answered'),
  talks: phrase('会話', 'Talks'),
  successes: phrase('成果', 'Successes'),
  answerRate: phrase('接続率', 'Answer rate'),
  abandonRate: phrase('放棄呼率', 'Abandoned'),
  answerRateHint: phrase('応答 ÷ 架電', 'answered ÷ attempts'),
  abandonRateHint: phrase(
    '放棄呼 ÷ 応答。上限はキャンペーンごとに決め、その3分の2で注意。複数あるときは最も低い上限',
    'abandoned ÷ answered; each campaign sets its cap, warned of at two thirds; of several the lowest',
  ),
  cap: phrase(
    (percent: string) => `上限${percent}%`,
    (percent) => `cap ${percent}%`,
  ),
  today: phrase('本日', 'Today'),
  operators: phrase('オペレーター', 'Operators'),
  people: phrase(
    (count: string) => `${count}人`,
    (count) => count,
  ),
  nobody: phrase('受付中のオペレーターはいません', 'Nobody is at work'),
  nobodyBody: phrase(
    'オペレーターがサインインしてキャンペーンを選ぶと、ここに並びます。',
    'Operators stand here once they sign in and choose a campaign.',
  ),
  noCampaigns: phrase('動いているキャンペーンはありません', 'No campaign is running'),
  lines: phrase('回線', 'Lines'),
  dialling: phrase('発信', 'Dialling'),
  ringing: phrase('呼出', 'Ringing'),
  connected: phrase('通話', 'Connected'),
  progress: phrase('消化', 'Progress'),
  leadsLeft: phrase(
    (left: string) => `発信可 ${left}`,
    (left) => `${left} callable`,
  ),
  held: phrase(
    (held: string) => `保留 ${held}`,
    (held) => `${held} held`,
  ),
  outcomes: phrase('本日の結果', 'Results today'),
  noOutcomes: phrase('まだありません', 'None yet'),
  callsOf: phrase(
    (calls: string, successes: string) => `通話${calls} 成果${successes}`,
    (calls, successes) => `${calls} calls, ${successes} won`,
  ),
  tooLong: phrase('長い後処理', 'Long wrap-up'),
  atWork: phrase('受付中', 'At work'),
  updated: phrase('日本時間', 'Japan time'),
} as const
