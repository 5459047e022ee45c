import { phrase } from './phrase.ts'

/** What the audit found, and how it ends. */
export const findings = {
  title: phrase('点検結果', 'Findings'),
  lead: phrase(
    '台帳・鍵サービス・データベースを自動で突き合わせて見つかったことです。記録は消えません。内部監査担当者が原因を確かめて処理します。',
    'What the product found by holding ledger, key service and database against each other. Nothing vanishes; an auditor finds out why and closes each.',
  ),
  houseTitle: phrase('本部の点検結果', 'Findings of the head office'),
  houseLead: phrase(
    '特定のテナントに属さない点検結果です。本部の台帳、本部が知らない台帳、本部の権限について見つかったことを示します。',
    'What is about no single tenant: the head office’s own log, logs that nobody knows, rights in the house.',
  ),
  banner: phrase(
    (count: string) => `未処理の点検結果が ${count}件あります`,
    (count) => `${count} open finding(s)`,
  ),
  bannerSee: phrase('内容を見る', 'See them'),
  open: phrase('未処理', 'Open'),
  openNone: phrase('未処理の点検結果はありません', 'No open finding'),
  openNoneBody: phrase(
    '見つかるとここに表示され、関係者の全画面に件数が出ます。',
    'One that is found stands here, and its count on every page of those whom it concerns.',
  ),
  closed: phrase('処理済み', 'Closed'),
  closedNone: phrase('処理済みの点検結果はまだありません。', 'None has been closed yet.'),
  kind: phrase('見つかったこと', 'What was found'),
  at: phrase('見つかった日時', 'Found'),
  about: phrase(
    (name: string) => `対象: ${name}`,
    (name) => `about ${name}`,
  ),
  place: phrase(
    (position: string) => `記録番号 ${position} から`,
    (position) => `from entry ${position}`,
  ),
  rows: phrase(
    (rows: string) => `${rows}件`,
    (rows) => `${rows} row(s)`,
  ),
  closedAt: phrase('処理した日時', 'Closed'),
  closedBy: phrase('処理した人', 'By'),
  unknownPerson: phrase('名簿にない人', 'Not in the register'),
  reason: phrase('処理の区分', 'How it ended'),
  choose: phrase('選んでください', 'Choose'),
  note: phrase('経緯', 'What happened'),
  noteHint: phrase(
    '400字まで。台帳には区分だけが記録され、この文は残りません。個人情報は書かないでください。',
    'Up to 400 characters. The ledger keeps the code alone, not this text. No personal data, please.',
  ),
  close: phrase('処理する', 'Close'),
  closeAs: phrase(
    (kind: string) => `「${kind}」を処理する`,
    (kind) => `Close “${kind}”`,
  ),
  closeLead: phrase(
    'あなたの名前と区分が台帳に記録され、取り消せません。同じことが再び見つかると、新しい点検結果になります。',
    'Your name and the code are entered and cannot be taken back. If the same is seen again, it opens anew.',
  ),
  whoCloses: phrase(
    '処理できるのは内部監査の席の人です。心当たりがあれば内部監査担当者に知らせてください。',
    'Auditors close findings. If you know what happened, tell one of them.',
  ),
  entry: phrase('処理の記録ID', 'Entry of the closing'),
  reasons: {
    put_right: phrase('是正した', 'Put right'),
    planned_work: phrase('予定した作業による(復旧など)', 'Planned work, such as a restore'),
    exercise: phrase('試験・訓練による', 'A test or a drill'),
    handled_as_incident: phrase('事故・不正として対応した', 'Handled as an incident'),
    cannot_be_put_right: phrase('元に戻せない(把握済み)', 'Known, and cannot be put right'),
    false_alarm: phrase('確認の結果、問題なし', 'Looked into: nothing was wrong'),
  },
} as const
