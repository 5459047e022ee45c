import { phrase } from './phrase.ts'

export const memos = {
  title: phrase('対応メモ', 'Memos'),
  lead: phrase(
    'メモのある通話の一覧です。メモは1件ずつ、目的を選んで開きます。開いた人と目的は記録台帳に残り、委託元にも見えます。',
    'Calls with a memo. Each is opened by itself, for a purpose. Who opened it and why stays in the ledger, where the client sees it.',
  ),
  recordedAt: phrase('記録日時', 'Recorded'),
  operator: phrase('オペレーター', 'Operator'),
  result: phrase('対応結果', 'Result'),
  purpose: phrase('見る目的', 'What for'),
  open: phrase('メモを開く', 'Open the memo'),
  hide: phrase('隠す', 'Hide'),
  hidesIn: phrase(
    (left: string) => `${left} 後に自動で隠れます`,
    (left) => `Hides itself in ${left}`,
  ),
  older: phrase('前の通話', 'Older calls'),
  newer: phrase('新しい通話', 'Newer calls'),
  empty: phrase('メモのある通話はまだありません', 'No call has a memo yet'),
  emptyBody: phrase(
    'オペレーターが対応メモを入力して結果を確定すると、ここに並びます。',
    'Calls stand here once operators have recorded a result with a memo.',
  ),
} as const
