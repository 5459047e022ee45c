import type { NoticeLevel } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const levels: Readonly<Record<NoticeLevel, Phrase<string>>> = {
  told: phrase('お知らせ', 'To be told'),
  confirmed: phrase('要確認', 'To be confirmed'),
  required: phrase('必読', 'Must be read'),
}

const levelHints: Readonly<Record<NoticeLevel, Phrase<string>>> = {
  told: phrase('架電画面に表示するだけです。', 'Shown at the desk, nothing more.'),
  confirmed: phrase('読んだことを Alt+N で確認してもらいます。', 'Operators confirm it with Alt+N.'),
  required: phrase(
    '確認するまで受付可にできません。待機中の人は離席になり、通話中の人は通話のあとに読みます。',
    'Nobody takes calls before confirming: who waits is taken off the line, who talks reads it afterwards.',
  ),
}

/** Notices to operators. */
export const notices = {
  title: phrase('周知', 'Notices'),
  lead: phrase(
    'オペレーターの架電画面に、通話の合間だけ表示します。お客様の個人情報は書かないでください。',
    'Shown at the operators’ desks, between calls only. Write nobody’s personal data here.',
  ),
  levels,
  levelHints,
  level: phrase('区分', 'Kind'),
  job: phrase('業務', 'Job'),
  campaign: phrase('キャンペーン', 'Campaign'),
  wholeJob: phrase('業務のすべてのキャンペーン', 'Every campaign of the job'),
  place: phrase('対象', 'For'),
  choose: phrase('選んでください', 'Choose'),
  name: phrase('題', 'Title'),
  text: phrase('本文', 'Text'),
  textHint: phrase('1,000字まで。', 'Up to 1,000 characters.'),
  looksLikeNumber: phrase(
    '電話番号またはカード番号のような数字があります。周知には書けません。',
    'This holds what looks like a telephone or card number. A notice cannot.',
  ),
  validUntil: phrase('掲示の最終日', 'Shown until'),
  isOver: phrase('掲示終了', 'Over'),
  confirmed: phrase('確認', 'Confirmed'),
  confirmedOf: phrase(
    (confirmed: string, operators: string) => `${confirmed} / ${operators}人`,
    (confirmed, operators) => `${confirmed} of ${operators}`,
  ),
  noConfirmation: phrase('確認不要', 'not asked'),
  version: phrase('版', 'Version'),
  by: phrase('書いた人', 'Written by'),
  at: phrase('日時', 'When'),
  add: phrase('周知を書く', 'Write a notice'),
  publish: phrase('掲示する', 'Publish'),
  published: phrase(
    '掲示しました。席にいるオペレーターの画面にすぐ出ます。',
    'Published. Operators at a desk see it at once.',
  ),
  save: phrase('新しい版を掲示', 'Publish a new version'),
  saved: phrase(
    '新しい版を掲示しました。確認は取り直しになります。',
    'A new version is published, and is to be confirmed anew.',
  ),
  saveHint: phrase(
    '新しい版は、確認済みの人にももう一度確認してもらいます。',
    'Whoever confirmed confirms the new version again.',
  ),
  withdraw: phrase('取り下げる', 'Withdraw'),
  withdrawQuestion: phrase('架電画面から消します。記録は残ります。', 'It leaves the desks; what was entered stays.'),
  withdrawn: phrase('取り下げました。', 'Withdrawn.'),
  readers: phrase('確認の状況', 'Who has confirmed'),
  notYet: phrase('未確認', 'Not yet'),
  readersHint: phrase('催促は自動では送りません。', 'Nobody is reminded by itself.'),
  noReaders: phrase('この業務のオペレーターはいません。', 'No operator works there.'),
  found: phrase(
    (count: string) => `${count}件`,
    (count) => `${count} found`,
  ),
  empty: phrase('周知はありません', 'No notices'),
  emptyBody: phrase('オペレーターに伝えることを書いてください。', 'Write what operators should know.'),
  atDesk: phrase('周知', 'Notice'),
  confirm: phrase('読みました', 'I have read it'),
  blocks: phrase('この周知を確認するまで、受付可にできません。', 'You take no calls before confirming this.'),
  more: phrase(
    (count: string) => `ほかに未確認が${count}件あります。`,
    (count) => `${count} more to confirm.`,
  ),
  others: phrase(
    (count: string) => `掲示中の周知(${count}件)`,
    (count) => `Notices (${count})`,
  ),
  untilDay: phrase(
    (day: string) => `${day}まで`,
    (day) => `until ${day}`,
  ),
} as const
