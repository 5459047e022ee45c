import type { CommitmentName, Entry } from '@sekisho/contract'
import type { Phrase } from './phrase.ts'
import { phrase } from './phrase.ts'

/** Members of an entry beside those that stand in the table. A reference that is added to the schema does not compile without words. */
export const entryFields = {
  version: phrase('記録形式の版', 'Schema version'),
  log: phrase('台帳ID', 'Log'),
  device: phrase('端末の仮名', 'Device (pseudonym)'),
  order: phrase('作業申請', 'Work order'),
  policy: phrase('判断規則のハッシュ', 'Policy hash'),
  head: phrase('要約した台帳', 'Head of another log'),
  headText: phrase(
    (size: string) => `${size}件`,
    (size) => `${size} entries`,
  ),
  commitments: phrase('約束値', 'Commitments'),
  commitmentsHint: phrase(
    '値そのものは記録されません。鍵サービスだけが照合できます。',
    'The values are not kept; only the key service can check one.',
  ),
  report: phrase('報告書', 'Report'),
  reportText: phrase(
    (kind: string, from: string, until: string) => (from === until ? `${kind} ${from}` : `${kind} ${from}〜${until}`),
    (kind, from, until) => (from === until ? `${kind} ${from}` : `${kind} ${from} to ${until}`),
  ),
  reportKinds: {
    daily: phrase('日報', 'Daily'),
    monthly: phrase('月報', 'Monthly'),
  },
  days: phrase('対象の日', 'Days'),
  daysText: phrase(
    (from: string, until: string, hours: string | null) =>
      `${from === until ? from : `${from}〜${until}`} ${hours ?? '休み'}`,
    (from, until, hours) => `${from === until ? from : `${from} to ${until}`} ${hours ?? 'closed'}`,
  ),
  digest: phrase('ファイル・設定のSHA-256', 'SHA-256 of file or settings'),
  closing: phrase('点検結果の処理', 'How the finding ended'),
} as const

/** Ids of things that are not people. */
export const entryRefs: Readonly<Record<keyof NonNullable<Entry['refs']>, Phrase<string>>> = {
  campaign: phrase('キャンペーンID', 'Campaign'),
  list: phrase('架電リストID', 'Call list'),
  upload: phrase('アップロードID', 'Upload'),
  attempt: phrase('架電ID', 'Attempt'),
  session: phrase('セッションID', 'Session'),
  designation: phrase('権限指定ID', 'Designation'),
  job: phrase('業務ID', 'Job'),
  site: phrase('拠点ID', 'Site'),
  entry: phrase('関連する記録ID', 'Other entry'),
  permission: phrase('拒否された操作', 'Denied permission'),
  log: phrase('対象の台帳ID', 'About the log'),
  disposition: phrase('対応結果コード', 'Disposition'),
  disposition_before: phrase('訂正前の対応結果', 'Result before the correction'),
  correction: phrase('訂正の理由', 'Why it was corrected'),
  answered_by: phrase('応対者', 'Who was on the telephone'),
  lead_decision: phrase('保留した架電対象の判断', 'Decision on a held lead'),
  ground: phrase('判断の理由', 'Ground of the decision'),
  stop_ground: phrase('発信を停止した理由', 'Why calling was stopped'),
  lift_by: phrase('停止を解除できる人', 'Who may lift the stop'),
  refusal_scope: phrase('架電拒否ファイルの範囲', 'Reach of the do-not-call file'),
  refusal_source: phrase('架電拒否ファイルの出所', 'Source of the do-not-call file'),
  same_person_by: phrase('同じ人とみなす条件', 'What makes two rows the same person'),
  set_aside: phrase('行の対応を終えた理由', 'Why the row is not corrected'),
  day_ground: phrase('特別日の理由', 'Why the day is special'),
  ticket_to: phrase('引継ぎ票の宛先', 'For whom the ticket is'),
  ticket_reason: phrase('引継ぎの理由', 'Why it was handed over'),
  ticket_outcome: phrase('引継ぎ票の結果', 'How the ticket ended'),
  notice_level: phrase('周知の区分', 'What the notice asks'),
  preview_end: phrase('プレビューの終わり方', 'How the preview ended'),
  dialling_mode: phrase('発信方式', 'How calls begin'),
  company: phrase('会社', 'Company'),
  sector: phrase('会社の区分', 'Sector of the company'),
  prefecture: phrase('停止した都道府県(JIS X 0401)', 'Prefecture that was stopped (JIS X 0401)'),
  municipality: phrase('停止した市区町村(JIS X 0402)', 'Municipality that was stopped (JIS X 0402)'),
  area_code: phrase('停止した市外局番', 'Area code that was stopped'),
  lift_ground: phrase('停止を解除した理由', 'Why the stop was lifted'),
}

export const entryCommitments: Readonly<Record<CommitmentName, Phrase<string>>> = {
  subject: phrase('対象者', 'Contact'),
  number: phrase('番号', 'Number'),
  address: phrase('接続元アドレス', 'Address'),
  person: phrase('対象となった人', 'Person'),
  label: phrase('名称・文', 'Name or text'),
  query: phrase('検索条件', 'Query'),
  file: phrase('ファイル', 'File'),
  right: phrase('権限の全内容', 'Right'),
}
