import { phrase } from './phrase.ts'

export const corrections = {
  title: phrase('対応結果の訂正', 'Corrections of results'),
  lead: phrase(
    'オペレーターが記録した通話の結果です。氏名や電話番号は表示しません。訂正しても元の結果は残り、誰がなぜ訂正したかは記録台帳に残って、委託元にも見えます。',
    'Results that operators recorded. No name or number is shown. The first result stays, and who corrected it and why is in the ledger, where the client sees it.',
  ),
  calledAt: phrase('発信日時', 'Called'),
  operator: phrase('オペレーター', 'Operator'),
  result: phrase('対応結果', 'Result'),
  promised: phrase(
    (at: string) => `再コール ${at}`,
    (at) => `call back ${at}`,
  ),
  corrected: phrase('訂正', 'Corrected'),
  times: phrase(
    (count: string) => `${count}回`,
    (count) => `${count} times`,
  ),
  never: phrase('–', '–'),
  memo: phrase('メモ', 'Memo'),
  hasMemo: phrase('あり', 'yes'),
  older: phrase('前の通話', 'Older calls'),
  newer: phrase('新しい通話', 'Newer calls'),
  empty: phrase('訂正できる通話はまだありません', 'No call has a result yet'),
  emptyBody: phrase(
    'オペレーターが結果を確定した通話が、新しい順に並びます。',
    'Calls stand here, newest first, once operators have recorded a result.',
  ),
  history: phrase('これまでの訂正', 'Corrections so far'),
  change: phrase(
    (before: string, after: string) => `${before} → ${after}`,
    (before, after) => `${before} → ${after}`,
  ),
  leadStayed: phrase('架電予定は変えていません', 'the lead was not moved'),
  newResult: phrase('正しい結果', 'The right result'),
  choose: phrase('選んでください', 'Choose'),
  at: phrase('再コールの日時', 'When to call back'),
  atHint: phrase('例: 18:30、明日10時、12/3 15時', 'E.g. 18:30, 12/3 15:00'),
  atRead: phrase(
    (at: string) => `${at} にかけます`,
    (at) => `Called at ${at}`,
  ),
  atUnread: phrase('日時を読み取れません', 'Cannot be read'),
  reason: phrase('訂正の理由', 'Because'),
  reasons: {
    own_last: phrase('本人が直後に訂正', 'The operator, right afterwards'),
    wrong_key: phrase('押し間違い', 'A wrong key'),
    operator_told: phrase('オペレーターに確認した', 'The operator told'),
    memo_read: phrase('対応メモを確認した', 'The memo was read'),
    person_told: phrase('本人・家族から申し出があった', 'The person or family told'),
    client_told: phrase('委託元の指示', 'The client told'),
    quality_check: phrase('品質の確認', 'A check of quality'),
  },
  follows: phrase(
    '再コール・次の架電・架電拒否・集計が、訂正後の結果に合わせて変わります。すでにかけ直した対象や、SV・消込で終了した対象の架電予定は変わりません。',
    'Call-backs, the next call, do-not-call and figures follow. A lead that was called again, or ended by a supervisor or a file, is not moved.',
  ),
  submit: phrase('訂正して記録する', 'Correct and record'),
  done: {
    moved: phrase('訂正しました。架電予定も変わりました。', 'Corrected. What follows for the lead changed, too.'),
    stayed: phrase(
      '訂正しました。この対象はすでにかけ直したか、終了しているため、架電予定は変えていません。',
      'Corrected. The lead was called again or has ended since, so it was not moved.',
    ),
    added: phrase('架電拒否に登録しました。', 'A refusal was put on the do-not-call list.'),
    withdrawn: phrase(
      'この通話による架電拒否の登録を取り消しました。',
      'The refusal that this call had made was withdrawn.',
    ),
  },
  conflict: phrase(
    'ほかの人が先に訂正しました。一覧を更新しました。',
    'Somebody else corrected it first. The list is up to date now.',
  ),
  problems: {
    unchanged: phrase('いまの結果と同じです。', 'That is the result it has.'),
    in_the_past: phrase('過ぎた日時です。', 'That time has passed.'),
    too_far: phrase('半年より先の日時です。', 'That is more than half a year ahead.'),
    outside_hours: phrase('発信できない時間帯です。', 'Nobody may be called at that time.'),
    no_time: phrase('日時を入れてください。', 'Say when.'),
  },
} as const
