import { phrase } from './phrase.ts'

export const heldLeads = {
  title: phrase('保留の確認', 'Held leads'),
  lead: phrase(
    '誰かが確認するまで発信しない対象です。氏名や電話番号は表示しません。判断と理由は記録台帳に残ります。',
    'Not called until somebody has looked. No name or number is shown; what is decided and why is entered in the ledger.',
  ),
  mark: phrase('対象', 'Lead'),
  heldAt: phrase('保留から', 'Since'),
  because: phrase('理由', 'Why'),
  result: phrase('最後の結果', 'Last result'),
  attempts: phrase('架電', 'Attempts'),
  operator: phrase('オペレーター', 'Operator'),
  memo: phrase('メモ', 'Memo'),
  hasMemo: phrase('あり', 'yes'),
  shown: phrase(
    (count: string) => `${count}件を表示(古い順)`,
    (count) => `${count} shown, oldest first`,
  ),
  more: phrase(
    '古い順に100件までを表示しています。判断すると続きが出ます。',
    'The oldest hundred are shown; the next follow as these are decided.',
  ),
  empty: phrase('保留している対象はありません', 'No lead is held'),
  emptyBody: phrase(
    '苦情や要配慮などの結果、結果の入力がなかった通話は、ここで確認を待ちます。',
    'Complaints, special care and calls without a result wait here.',
  ),
  decision: phrase('どうしますか', 'What becomes of it'),
  decisions: {
    call_again: phrase('もう一度かける', 'Call again'),
    final: phrase('この案件では終了する', 'End it for this campaign'),
    offer: phrase('お断りとして終了する(31)', 'End it as a declined offer (31)'),
    all: phrase('今後は一切かけない(32)', 'Never call again (32)'),
  },
  decisionHints: {
    call_again: phrase(
      '選んだ日時に、受付可のオペレーターへつなぎます。',
      'At the chosen time, to whoever is available.',
    ),
    final: phrase('架電拒否には登録しません。', 'Nothing is put on the do-not-call list.'),
    offer: phrase(
      'キャンペーンの設定の範囲で架電拒否に登録します。取り消せません。',
      'Goes on the do-not-call list as far as the campaign says; cannot be taken back.',
    ),
    all: phrase(
      '本人と番号を、この委託元のすべての業務で架電拒否に登録します。取り消せません。',
      'Person and numbers go on the client’s do-not-call list for every job; cannot be taken back.',
    ),
  },
  notCallable: phrase(
    '架電拒否に登録済みか、使える番号がないため、もう一度かけることはできません。',
    'On the do-not-call list, or without a usable number: cannot be called again.',
  ),
  neverCalled: phrase(
    'まだ一度もかけていないため、お断りにはできません。',
    'Was never called, so nobody can have declined.',
  ),
  at: phrase('日時', 'When'),
  atHint: phrase('例: 18:30、明日10時、12/3 15時', 'E.g. 18:30, 12/3 15:00'),
  atRead: phrase(
    (at: string) => `${at} にかけます`,
    (at) => `Called at ${at}`,
  ),
  atUnread: phrase('日時を読み取れません', 'Cannot be read'),
  ground: phrase('理由', 'Because'),
  grounds: {
    operator_told: phrase('オペレーターに確認した', 'The operator told'),
    memo_read: phrase('対応メモを確認した', 'The memo was read'),
    person_asked: phrase('本人・家族から申し出があった', 'The person or family asked for it'),
    client_asked: phrase('委託元の指示', 'The client asked for it'),
    complaint_settled: phrase('苦情の対応が終わった', 'The complaint is settled'),
    number_checked: phrase('番号を確認した', 'The number was checked'),
  },
  decide: phrase('決定する', 'Decide'),
  decided: phrase(
    (mark: string) => `対象 ${mark} の判断を記録しました。`,
    (mark) => `What becomes of ${mark} was entered.`,
  ),
  conflict: phrase(
    'ほかの人が先に判断したか、保留ではなくなりました。一覧を更新しました。',
    'Somebody else was first, or it is held no longer. The list is up to date now.',
  ),
  problems: {
    in_the_past: phrase('過ぎた日時です。', 'That time has passed.'),
    too_far: phrase('半年より先の日時です。', 'That is more than half a year ahead.'),
    outside_hours: phrase('発信できない時間帯です。', 'Nobody may be called at that time.'),
    no_time: phrase('日時を入れてください。', 'Say when.'),
    not_callable: phrase(
      '架電拒否に登録されたか、使える番号がなくなりました。',
      'It went on the do-not-call list meanwhile, or has no usable number.',
    ),
    never_called: phrase('まだ一度もかけていません。', 'It was never called.'),
  },
} as const
