import { phrase } from './phrase.ts'

/** Questions that are often asked. */
export const faq = {
  title: phrase('よくある質問', 'Frequent questions'),
  lead: phrase(
    '架電画面で Alt+Q を押すと、このキャンペーンの質問と答えを探せます。お客様の個人情報は書かないでください。',
    'At the desk Alt+Q searches these. Write nobody’s personal data here.',
  ),
  search: phrase('言葉で探す(空白で区切ると両方を含むもの)', 'Search by words'),
  searchHint: phrase('↑↓ で選び、Esc で閉じます', '↑↓ choose, Esc closes'),
  nothingFound: phrase('見つかりません。言葉を減らしてください。', 'Nothing found. Try fewer words.'),
  none: phrase('このキャンペーンの質問はまだありません。', 'There are none for this campaign yet.'),
  found: phrase(
    (count: string) => `${count}件`,
    (count) => `${count} found`,
  ),
  close: phrase('閉じる', 'Close'),
  key: phrase('よくある質問', 'FAQ'),
  question: phrase('質問', 'Question'),
  answer: phrase('答え', 'Answer'),
  version: phrase('版', 'Version'),
  by: phrase('書いた人', 'Written by'),
  at: phrase('日時', 'When'),
  add: phrase('質問を加える', 'Add a question'),
  save: phrase('新しい版を保存', 'Save a new version'),
  saveNew: phrase('加える', 'Add'),
  withdraw: phrase('取り下げる', 'Withdraw'),
  withdrawHint: phrase('架電画面から消えます。これまでの版は残ります。', 'Leaves the desks; its versions stay.'),
  saved: phrase('保存しました。架電画面には次に開いたときから出ます。', 'Saved. Desks show it when they open it next.'),
  withdrawn: phrase('取り下げました。', 'Withdrawn.'),
  versions: phrase('これまでの版', 'Versions'),
  empty: phrase('よくある質問はまだありません', 'No questions yet'),
  emptyBody: phrase(
    'オペレーターがよく聞かれることと、その答えを加えてください。',
    'Add what operators are asked often, with its answer.',
  ),
} as const
