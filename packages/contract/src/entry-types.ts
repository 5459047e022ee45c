import type { CommitmentName, CountName, Outcome } from './entry.ts'

/**
 * What an entry of a type lets the key service open, at most (architecture, Keys). The key service holds this table
 * and no rights: it knows nothing of persons, only that a contact opens with an entry that commits to that contact.
 *
 * - `contact`: the fields named by the entry, of the one contact it commits to as `subject`
 * - `memos`: memos of the one contact it commits to as `subject`, at most `counts.memos` of them
 * - `number`: one number of the one contact, for the attempt the entry names, committed to as `number`
 * - `lookup`: blind indexes of one look-up, misses included
 * - `upload_sample`: masked sample rows of the upload the entry names
 * - `row_keys`: blind indexes of the rows of the upload the entry names, at most `counts.rows` of them, with
 *   masked samples of what is read otherwise than it is written
 * - `comparison`: whether rows of the upload the entry names read as people who are there, at most `counts.rows` of them, in
 *   counts
 * - `difference`: as `comparison`, and sealing anew whoever reads otherwise, under the key of their own list, and who is new
 *   into the list
 * - `import`: sealing and indexing of the upload's rows into the list, at most `counts.rows`
 * - `refused_row`: the fields named by the entry, of the one refused row that `refs.list` and `counts.row_number` name
 * - `refused_row_correction`: judging that one row with the named fields typed anew, and sealing and indexing it when the
 *   rules accept it; never what it reads
 */
export const openings = [
  'contact',
  'memos',
  'number',
  'lookup',
  'upload_sample',
  'row_keys',
  'comparison',
  'difference',
  'import',
  'refused_row',
  'refused_row_correction',
] as const
export type Opening = (typeof openings)[number]

export interface EntryType {
  readonly ja: string
  readonly en: string
  readonly opens?: Opening
  /**
   * With this outcome it orders the end of the keys of the list it names. The key service obeys as long as nothing of
   * the list was ever opened: an undo takes back what nobody has worked with, and a failed import leaves nothing.
   */
  readonly endsListWhen?: Outcome
  readonly counts?: readonly CountName[]
  readonly commitments?: readonly CommitmentName[]
  /** The product found what does not fit together: an alarm on the page of the ledger's health. */
  readonly isFinding?: true
  /**
   * A finding that was closed is not entered again for the same thing, because it happened once or cannot be put right.
   * Any other opens anew when it is seen again.
   */
  readonly staysClosed?: true
}

/** Every type of entry, with its words for people. The field dictionary (M-08) is generated from this table. */
export const entryTypes = {
  'session.signed_in': { ja: 'サインイン', en: 'Signed in', commitments: ['address'] },
  // `label` is the login as it was typed, `person` who it belongs to if anybody
  'session.refused': {
    ja: 'サインイン拒否',
    en: 'Sign-in refused',
    counts: ['attempts'],
    commitments: ['address', 'label', 'person'],
  },
  'session.signed_out': { ja: 'サインアウト', en: 'Signed out' },
  'session.revoked': { ja: 'セッション失効', en: 'Sessions revoked', counts: ['sessions'], commitments: ['person'] },
  // both factors again, before a change of one's own credentials
  'session.proved': { ja: '本人の再確認', en: 'Proved again', commitments: ['address'] },
  'credential.added': { ja: '認証手段の登録', en: 'Credential added', commitments: ['person'] },
  'credential.removed': { ja: '認証手段の削除', en: 'Credential removed', commitments: ['person'] },
  'credential.password_changed': { ja: 'パスワードの変更', en: 'Password changed', commitments: ['person'] },
  'credential.totp_replaced': { ja: '認証アプリの入替', en: 'Authenticator replaced', commitments: ['person'] },
  // all of a person's at once, by somebody else; a new invitation goes with it
  'credential.reset': { ja: '認証手段の再発行', en: 'Credentials reset', commitments: ['person'] },
  // a sign-in from a device that nobody used before, or that this person never used
  'device.registered': { ja: '未知の端末の登録', en: 'Unknown device registered', commitments: ['address', 'person'] },
  'device.first_used': {
    ja: '別の人の端末からのサインイン',
    en: 'First sign-in on a known device',
    commitments: ['address', 'person'],
  },
  // `label` is the id of the device that ended
  'device.withdrawn': { ja: '端末の失効', en: 'Device withdrawn', counts: ['sessions'], commitments: ['label'] },
  'person.created': { ja: 'アカウント発行', en: 'Account issued', commitments: ['person'] },
  // by a colleague who saw who redeemed the link; `label` is the login, where a wrong code or the issuer was refused
  'person.confirmed': { ja: '立会確認', en: 'Confirmed by a colleague', commitments: ['person', 'label'] },
  // the first colleague of a house has nobody to look at him
  'person.unconfirmed': { ja: '立会確認なしの利用開始', en: 'Begun without a colleague', commitments: ['person'] },
  'person.disabled': { ja: 'アカウント停止', en: 'Account disabled', commitments: ['person'] },
  'designation.granted': { ja: '権限指定', en: 'Designation granted', commitments: ['person', 'right'] },
  'designation.withdrawn': { ja: '権限指定の取消', en: 'Designation withdrawn', commitments: ['person'] },
  'party.created': { ja: '当事者の登録', en: 'Party registered', commitments: ['label'] },
  'tenant.created': { ja: 'テナント作成', en: 'Tenant created', commitments: ['label'] },
  // `digest` is that of all settings, `dialling_mode`, `cap_percent` and, of mode `ratio`, `lines_per_ten` are of them
  'campaign.created': {
    ja: 'キャンペーン作成',
    en: 'Campaign created',
    counts: ['cap_percent', 'lines_per_ten'],
    commitments: ['label'],
  },
  'campaign.changed': {
    ja: 'キャンペーン変更',
    en: 'Campaign changed',
    counts: ['cap_percent', 'lines_per_ten'],
    commitments: ['label'],
  },
  'campaign.started': { ja: '発信開始', en: 'Calling started' },
  'campaign.stopped': { ja: '発信停止', en: 'Calling stopped' },
  // another way of pacing (`dialling_mode`) is played beside its calls, by which nothing is dialled; `refs.entry` is its start
  'shadow.started': { ja: '並走試算の開始', en: 'Shadow pacing started', counts: ['cap_percent'] },
  'shadow.stopped': { ja: '並走試算の終了', en: 'Shadow pacing stopped' },
  // of a whole tenant, or of the area, job, campaign or list that `refs` names; nobody is called there until each stop is lifted.
  // In the head office's log: of all tenants
  // `digest`, of a municipality: that of the blind index by which its people are found
  'stop.set': { ja: '発信停止の指示', en: 'Calling stopped by a switch' },
  // the blind index of a municipality is asked for, once, so that calls there can be stopped
  'stop.area_looked_up': {
    ja: '停止する市区町村の照合',
    en: 'Municipality looked up to stop it',
    opens: 'lookup',
    counts: ['lookups'],
    commitments: ['query'],
  },
  // `refs.entry` is the stop
  'stop.lifted': { ja: '発信停止の解除', en: 'Stop lifted' },
  // in the log of every tenant, once: `refs.entry` is the stop, or its lifting, in the head office's; `person` did it
  'stop.set_by_house': {
    ja: '本部による全テナントの発信停止',
    en: 'All tenants stopped by the house',
    commitments: ['person'],
  },
  'stop.lifted_by_house': { ja: '本部による発信停止の解除', en: 'Stop of all tenants lifted', commitments: ['person'] },
  // of a whole tenant, or of the campaign that `refs` names: closed, or with other hours; `days` says which
  'calendar.day_set': { ja: '特別日の設定', en: 'Special day set' },
  // `digest` is that of the days and names of the file, `days` the years that it covers
  'calendar.holidays_imported': { ja: '祝日ファイルの取込', en: 'Holidays imported', counts: ['rows'] },
  // `refs.entry` is the special day, or the file, that does not hold any more
  'calendar.withdrawn': { ja: '特別日・祝日ファイルの取消', en: 'Special day or holidays withdrawn' },
  'upload.received': { ja: 'ファイル受領', en: 'File received', counts: ['bytes'], commitments: ['file'] },
  'upload.inspected': { ja: 'ファイル確認', en: 'File inspected', opens: 'upload_sample', commitments: ['file'] },
  // what an import would do: whom it would add or stop, of people who are there
  'upload.previewed': {
    ja: '取込の事前確認',
    en: 'Import previewed',
    opens: 'row_keys',
    counts: ['rows'],
    commitments: ['file'],
  },
  // what a difference would do: who is new, who reads otherwise, who is missing in the file
  'upload.compared': {
    ja: '差分の事前確認',
    en: 'Difference previewed',
    opens: 'comparison',
    counts: ['rows'],
    commitments: ['file'],
  },
  'upload.discarded': { ja: 'ファイル破棄', en: 'File discarded' },
  'list.import_started': {
    ja: '取込開始',
    en: 'Import started',
    opens: 'import',
    counts: ['rows', 'priority'],
    commitments: ['file'],
  },
  // `do_not_call`: of those accepted, contacts on the client's list: never called
  'list.imported': {
    ja: '取込完了',
    en: 'List imported',
    counts: ['rows', 'accepted', 'refused', 'duplicates', 'do_not_call'],
  },
  'list.import_failed': { ja: '取込失敗', en: 'Import failed', endsListWhen: 'failed' },
  'list.import_undone': {
    ja: '取込取消',
    en: 'Import undone',
    endsListWhen: 'done',
    counts: ['contacts', 'leads'],
  },
  // an exclusion stops leads in batches, each with an entry of its own
  'list.exclusion_started': {
    ja: '消込開始',
    en: 'Exclusion started',
    opens: 'row_keys',
    counts: ['rows'],
    commitments: ['file'],
  },
  'list.leads_excluded': { ja: '架電対象の除外', en: 'Leads stopped', counts: ['leads'] },
  'list.excluded': {
    ja: '消込完了',
    en: 'Exclusion done',
    counts: ['rows', 'accepted', 'refused', 'duplicates', 'leads'],
  },
  'list.exclusion_failed': { ja: '消込失敗', en: 'Exclusion failed', counts: ['leads'] },
  // a difference changes contacts in batches, each with an entry of its own; `numbers`: those that came with it
  'list.difference_started': {
    ja: '差分更新開始',
    en: 'Difference started',
    opens: 'difference',
    counts: ['rows'],
    commitments: ['file'],
  },
  'list.contacts_changed': {
    ja: '対象者の差分更新',
    en: 'Contacts changed by a file',
    counts: ['contacts', 'numbers', 'do_not_call'],
  },
  // `contacts`: those that were changed, `accepted`: those that came new, `leads`: those taken out of calling
  'list.difference_done': {
    ja: '差分更新完了',
    en: 'Difference done',
    counts: ['rows', 'accepted', 'refused', 'duplicates', 'contacts', 'leads', 'do_not_call'],
  },
  'list.difference_failed': {
    ja: '差分更新失敗',
    en: 'Difference failed',
    counts: ['contacts', 'leads'],
    endsListWhen: 'failed',
  },
  // on which days its people may be called (`days`; an open side is the first or the last day there is), in which place, and
  // what share is left out; at the import where anything of it was chosen, and with each change
  'list.terms_set': { ja: '架電リストの条件設定', en: 'Terms of a list set', counts: ['priority', 'held_out_percent'] },
  // whom the share left out: `digest` is that of the ids of these contacts
  'list.holdout_drawn': {
    ja: '対照群の抽出',
    en: 'Held-out people drawn',
    counts: ['held_out_percent', 'accepted', 'contacts'],
  },
  // how a list was handed over: `days` is when it was received and until when that was to be entered, `digest` that of all days
  // and functions; each change is one more
  'list.handover_entered': {
    ja: '受渡の記入',
    en: 'Hand-over of a list entered',
    counts: ['business_days', 'days_late'],
  },
  'list.handover_rule_set': { ja: '受渡の記入期限の設定', en: 'Rule of hand-overs set', counts: ['business_days'] },
  // a row that an import refused, by the supervisor who corrects it; which one stand in `refs.list` and `counts.row_number`
  'refused_row.opened': {
    ja: '受け入れなかった行の表示',
    en: 'Refused row opened',
    opens: 'refused_row',
    counts: ['row_number'],
  },
  // `fields` are those that were typed anew; judged by the rules of its import, whatever comes of it
  'refused_row.judged': {
    ja: '受け入れなかった行の訂正の判定',
    en: 'Correction of a refused row judged',
    opens: 'refused_row_correction',
    counts: ['row_number'],
  },
  // `do_not_call`: whoever it was is on the client's list, and never called
  'refused_row.corrected': {
    ja: '受け入れなかった行の訂正',
    en: 'Refused row corrected',
    counts: ['row_number', 'numbers', 'do_not_call'],
  },
  // `refs.set_aside` says why it is not corrected
  'refused_row.set_aside': {
    ja: '受け入れなかった行の対応終了',
    en: 'Refused row set aside',
    counts: ['row_number'],
  },
  'contact.opened': { ja: '対象者表示', en: 'Contact opened', opens: 'contact', commitments: ['subject'] },
  'memo.opened': {
    ja: '対応メモ表示',
    en: 'Memos opened',
    opens: 'memos',
    counts: ['memos'],
    commitments: ['subject'],
  },
  'contact.searched': {
    ja: '対象者検索',
    en: 'Contact searched',
    opens: 'lookup',
    counts: ['lookups'],
    commitments: ['query'],
  },
  'number.unsealed': {
    ja: '発信番号の開封',
    en: 'Number unsealed',
    opens: 'number',
    commitments: ['subject', 'number'],
  },
  'attempt.ended': { ja: '架電終了', en: 'Attempt ended', counts: ['duration_ms'], commitments: ['subject'] },
  'attempt.recorded': { ja: '対応結果の記録', en: 'Result recorded', commitments: ['subject'] },
  // what became of a campaign's live answers on a day that is over (`days`); `digest` is that of its row, with the worst half hour
  'abandonment.day_closed': {
    ja: '放棄呼の日計の確定',
    en: 'Abandoned calls of a day',
    counts: ['answered', 'abandoned'],
  },
  // once when it begins; the counts are those of the last thirty days, and of the half hour
  'abandonment.near_cap': {
    ja: '放棄呼率の警告(上限の3分の2)',
    en: 'Abandonment near its cap',
    counts: ['answered', 'abandoned', 'cap_percent'],
  },
  'abandonment.at_cap': {
    ja: '放棄呼率の上限到達',
    en: 'Abandonment at its cap',
    counts: ['answered', 'abandoned', 'cap_percent'],
  },
  'abandonment.half_hour_above': {
    ja: '30分間の放棄呼率の上限超過',
    en: 'Abandonment of a half hour above the cap',
    counts: ['answered', 'abandoned', 'cap_percent'],
  },
  // `refs.entry` is the first result; `leads` says whether the lead followed
  'attempt.corrected': {
    ja: '対応結果の訂正',
    en: 'Result corrected',
    counts: ['leads'],
    commitments: ['subject'],
  },
  // `digest` is that of everything it put on the client's list: blind indexes, scopes and jobs
  'do_not_call.recorded': {
    ja: '架電拒否の登録',
    en: 'Do-not-call recorded',
    counts: ['rows'],
    commitments: ['subject'],
  },
  // `refs.entry` is the refusal that does not hold any more: the result of `refs.attempt`, which made it, was corrected, or the
  // number that was said there was misheard
  'do_not_call.withdrawn': {
    ja: '架電拒否の取消',
    en: 'Do-not-call withdrawn',
    counts: ['rows'],
    commitments: ['subject'],
  },
  // a client's own file: it puts people on its list in batches, each `do_not_call.recorded`; `days` is the day it is of
  'do_not_call.file_started': {
    ja: '架電拒否ファイルの取込開始',
    en: 'Do-not-call file started',
    opens: 'row_keys',
    counts: ['rows'],
    commitments: ['file'],
  },
  // `accepted`: rows that were put on the list; `do_not_call`: rows that stood on it already
  'do_not_call.file_taken': {
    ja: '架電拒否ファイルの取込完了',
    en: 'Do-not-call file taken',
    counts: ['rows', 'accepted', 'do_not_call', 'refused', 'duplicates'],
  },
  'do_not_call.file_failed': {
    ja: '架電拒否ファイルの取込失敗',
    en: 'Do-not-call file failed',
    counts: ['accepted'],
  },
  // a lead that waited for a supervisor: what became of it and why stand in `refs`
  'lead.decided': { ja: '保留の判断', en: 'Held lead decided', commitments: ['subject'] },
  'do_not_call.searched': {
    ja: '架電拒否の照会',
    en: 'Do-not-call looked up',
    opens: 'lookup',
    counts: ['lookups'],
    commitments: ['query'],
  },
  // somebody told the operator of `refs.attempt` a number that is not to be called: it is indexed, and what comes of it is a
  // `do_not_call.recorded` whose `refs.entry` is this one; whether anybody has the number is not asked
  'do_not_call.heard': {
    ja: '聞き取った番号の受付',
    en: 'Spoken number taken down',
    opens: 'lookup',
    counts: ['lookups'],
    commitments: ['query'],
  },
  // somebody calls one of the centre's own numbers; its id is the call-in's. The caller's number is looked up, once
  'call_in.arrived': {
    ja: '入電',
    en: 'Call-in arrived',
    opens: 'lookup',
    counts: ['lookups'],
    commitments: ['query'],
  },
  'call_in.withheld': { ja: '入電(番号非通知)', en: 'Call-in without a number' },
  // `refs.entry` of both is the arrival; an operator talks from here on, as in any other attempt
  'call_in.answered': {
    ja: '入電への応答',
    en: 'Call-in answered',
    counts: ['duration_ms'],
    commitments: ['subject'],
  },
  'call_in.ended': { ja: '入電の終了', en: 'Call-in ended without an operator', counts: ['duration_ms'] },
  // the first caller on no list of a campaign is about to reach an operator: `refs.list` is where such callers are written down
  'list.callers_begun': { ja: '名簿にない方の記録の開始', en: 'List of callers on no list begun' },
  // `digest` is that of the number, which is the centre's own
  'own_number.assigned': { ja: '発信者番号の割当', en: 'Own number assigned' },
  // `refs.entry` is the assignment that does not hold any more
  'own_number.withdrawn': { ja: '発信者番号の割当解除', en: 'Own number withdrawn' },
  // the dialler gives an operator a lead to look at before anything rings; its id is the preview's, `refs.entry` of both others
  'preview.given': { ja: 'プレビューの割当', en: 'Preview given', commitments: ['subject'] },
  'contact.previewed': {
    ja: '架電前の対象者表示',
    en: 'Contact opened before a call',
    opens: 'contact',
    commitments: ['subject'],
  },
  // `preview_end` says how: dialled as `refs.attempt`, not called by the operator, or taken away; how long it lasted
  'preview.ended': {
    ja: 'プレビューの終了',
    en: 'Preview ended',
    counts: ['duration_ms'],
    commitments: ['subject'],
  },
  'desk.state_changed': { ja: '受付状態の変更', en: 'Desk state changed' },
  // who works which campaign, and how well; `refs.entry` is the version before, `digest` that of the new one with a random
  // part, so that nobody can guess whom it names
  'assignment.set': {
    ja: '担当の割当',
    en: 'Operator assigned to a campaign',
    counts: ['skill', 'priority'],
    commitments: ['person'],
  },
  'assignment.withdrawn': {
    ja: '担当の解除',
    en: 'Operator taken from a campaign',
    commitments: ['person'],
  },
  // a call-back has another owner: `person`, or without it whoever is free; by a supervisor, the dialler or by rule
  'promise.reassigned': {
    ja: '再コール約束の担当変更',
    en: 'Call-back promise reassigned',
    commitments: ['subject', 'person'],
  },
  // a question with its answer, for operators of the campaign; `digest` is that of the new version's words
  'faq.changed': { ja: 'よくある質問の変更', en: 'FAQ changed' },
  'faq.withdrawn': { ja: 'よくある質問の取下げ', en: 'FAQ withdrawn' },
  // an operator asks for a supervisor; `refs.entry` of the others is the entry by which it was raised. What is said stands in none
  'hand.raised': { ja: '挙手', en: 'Hand raised' },
  'hand.taken': { ja: '挙手への対応開始', en: 'Hand taken' },
  'hand.said': { ja: '挙手のやり取り', en: 'Message under a raised hand' },
  'hand.texts_opened': {
    ja: '挙手の本文の表示',
    en: 'Texts under a hand opened',
    opens: 'memos',
    counts: ['memos'],
    commitments: ['subject'],
  },
  // by the operator, by who took it, or by the product when the operator left the desk
  'hand.lowered': { ja: '挙手の終了', en: 'Hand lowered' },
  'hand.texts_deleted': { ja: '挙手の本文の削除', en: 'Texts under a hand deleted', counts: ['rows'] },
  // a result that is handed over; `days` is the day it is due, and its id stands as `refs.entry` in what follows
  'ticket.made': { ja: '引継ぎ票の作成', en: 'Hand-over ticket made', commitments: ['subject'] },
  'ticket.taken': { ja: '引継ぎ票の担当開始', en: 'Hand-over ticket taken', commitments: ['subject'] },
  'ticket.given': { ja: '引継ぎ票の担当変更', en: 'Hand-over ticket given', commitments: ['subject', 'person'] },
  'ticket.noted': { ja: '引継ぎ票への追記', en: 'Note on a hand-over ticket', commitments: ['subject'] },
  // `days` is the day until which it waits
  'ticket.waits': { ja: '引継ぎ票の待ち', en: 'Hand-over ticket waits', commitments: ['subject'] },
  'ticket.done': { ja: '引継ぎ票の完了', en: 'Hand-over ticket done', commitments: ['subject'] },
  // the result that made it was corrected before anybody had taken it
  'ticket.withdrawn': { ja: '引継ぎ票の取下げ', en: 'Hand-over ticket withdrawn', commitments: ['subject'] },
  'ticket.texts_opened': {
    ja: '引継ぎ票の本文の表示',
    en: 'Texts of a hand-over ticket opened',
    opens: 'memos',
    counts: ['memos'],
    commitments: ['subject'],
  },
  // for whoever took it and has not ended it; `refs.entry` is the ticket
  'ticket.contact_opened': {
    ja: '引継ぎ票の対象者表示',
    en: 'Contact opened by a hand-over ticket',
    opens: 'contact',
    commitments: ['subject'],
  },
  // words for operators; `digest` is that of the version, `refs.entry` the version before it
  'notice.published': { ja: '周知の掲示', en: 'Notice published' },
  'notice.withdrawn': { ja: '周知の取下げ', en: 'Notice withdrawn' },
  // by the operator alone; `refs.entry` is the version that was confirmed
  'notice.confirmed': { ja: '周知の確認', en: 'Notice confirmed' },
  'floor.watched': { ja: 'フロア閲覧', en: 'Floor watched' },
  // `digest` is the SHA-256 of what left, or of the new version of what was chosen
  'report.read': { ja: '報告書の閲覧', en: 'Report read' },
  'report.exported': { ja: '報告書の出力', en: 'Report exported', counts: ['bytes'] },
  'report.layout_changed': { ja: '報告書の書式変更', en: 'Layout of reports changed' },
  'report.rules_changed': { ja: '指標の定義変更', en: 'Definitions of figures changed' },
  'ledger.read': { ja: '台帳閲覧', en: 'Ledger read', counts: ['results'] },
  'access.denied': { ja: '操作拒否', en: 'Access denied', counts: ['attempts'] },
  'keyservice.refused': { ja: '鍵サービスによる拒否', en: 'Refused by the key service', counts: ['from_position'] },
  'ledger.created': { ja: '記録台帳の開始', en: 'Ledger created' },
  'ledger.checkpoint': { ja: '台帳の要約', en: 'Checkpoint of a ledger' },
  'clock.jumped': { ja: '時計の飛び', en: 'Clock jumped', counts: ['duration_ms'] },
  'ledger.stalled': { ja: '台帳停止', en: 'Ledger stalled', counts: ['rows'] },
  'ledger.resumed': { ja: '台帳再開', en: 'Ledger resumed', counts: ['duration_ms'] },
  'ledger.rewound': {
    ja: '台帳巻戻し検出',
    en: 'Ledger rewound',
    counts: ['from_position', 'size'],
    isFinding: true,
  },
  // what the product finds when it holds ledger, keys and tables against each other; `refs.log` says whose log it is about
  'database.rewound': {
    ja: 'データベース巻戻し検出',
    en: 'Database rewound',
    counts: ['rows', 'size'],
    isFinding: true,
  },
  'finding.index_changed': {
    ja: '表示用索引の改変',
    en: 'Index of entries changed',
    counts: ['from_position', 'rows'],
    isFinding: true,
  },
  // `from_position` is where the block of 256 entries begins in which `rows` are not filed under their contacts
  'finding.subject_changed': {
    ja: '対象者索引の欠落・改変',
    en: 'Entries not filed under their contacts',
    counts: ['from_position', 'rows'],
    isFinding: true,
    staysClosed: true,
  },
  'finding.opened_without_call': {
    ja: '通話のない対象者表示',
    en: 'Contact opened without its call',
    counts: ['from_position'],
    isFinding: true,
    staysClosed: true,
  },
  // `size` is how long the log was: one that grew after it was closed opens anew
  'finding.unknown_log': {
    ja: '本部が知らない台帳',
    en: 'Log unknown to the house',
    counts: ['size'],
    isFinding: true,
    staysClosed: true,
  },
  'finding.right_without_entry': { ja: '台帳にない権限', en: 'Right that no entry explains', isFinding: true },
  // `refs.entry` explains, or does not explain, what stands on the client's list under its id
  'finding.do_not_call_changed': {
    ja: '架電拒否の欠落・改変',
    en: 'Do-not-call list changed',
    isFinding: true,
  },
  // `refs.entry` is the stop, or the lifting, that does not stand in the table as it was entered, or was never entered
  'finding.stop_changed': { ja: '発信停止の欠落・改変', en: 'Stop of calling changed', isFinding: true },
  // `refs.entry` is the special day, the file of holidays, or the withdrawal that does not stand as it was entered
  'finding.calendar_changed': { ja: 'カレンダーの欠落・改変', en: 'Calendar changed', isFinding: true },
  // `refs.entry` is the assignment of an own number, or its withdrawal, that does not stand as it was entered
  'finding.own_number_changed': { ja: '発信者番号の欠落・改変', en: 'Own number changed', isFinding: true },
  // `refs.entry` is what was entered of a hand-over ticket and does not stand as it was entered, or was never entered
  'finding.ticket_changed': { ja: '引継ぎ票の欠落・改変', en: 'Hand-over ticket changed', isFinding: true },
  // `refs.entry` is the version of a notice, its confirmation or withdrawal that does not stand as it was entered, or never was
  'finding.notice_changed': { ja: '周知の欠落・改変', en: 'Notice changed', isFinding: true },
  // `refs.entry` is the version of an assignment that does not stand as it was entered, or was never entered
  'finding.assignment_changed': { ja: '担当割当の欠落・改変', en: 'Assignment changed', isFinding: true },
  // `refs.entry` is what was entered of a list's terms or draw and does not stand as it was entered, or was never entered
  'finding.list_terms_changed': { ja: '架電リストの条件の欠落・改変', en: 'Terms of a list changed', isFinding: true },
  // `refs.entry` is what was entered of a hand-over or its rule and does not stand as it was entered, or was never entered
  'finding.handover_changed': { ja: '受渡の記入の欠落・改変', en: 'Hand-over changed', isFinding: true },
  // `refs.campaign` does not stand as its newest entry says, which is `refs.entry`; without it nothing was entered of it
  'finding.campaign_changed': {
    ja: 'キャンペーン設定の欠落・改変',
    en: 'Settings of a campaign changed',
    isFinding: true,
  },
  // `refs.entry` made the company, or the tenant for it, and does not stand as it was entered
  'finding.party_changed': { ja: '委託元の区分・所属の改変', en: 'Sector or client changed', isFinding: true },
  // `refs.entry` is an abandoned call, or a day's account of them, that does not stand as it was entered, or was never entered
  'finding.abandonment_changed': {
    ja: '放棄呼の記録の欠落・改変',
    en: 'Abandoned calls changed',
    isFinding: true,
    staysClosed: true,
  },
  // `refs.entry` is the finding that somebody marked as closed past the product
  'finding.closed_without_entry': {
    ja: '台帳にない処理済みの印',
    en: 'Finding marked as closed without an entry',
    isFinding: true,
  },
  // `refs.entry` is the finding, `closing` says how it ended; what was written about it stands beside, not here
  'finding.closed': { ja: '点検結果の処理', en: 'Finding closed', commitments: ['label'] },
} as const satisfies Record<string, EntryType>

export type EntryTypeName = keyof typeof entryTypes
export const entryTypeNames = Object.keys(entryTypes) as EntryTypeName[]
export const findingTypeNames = entryTypeNames.filter((name) => (entryTypes[name] as EntryType).isFinding === true)
