/**
 * Every error that can reach a person, with the words they read. A slice throws `ProblemError` with one of these
 * codes; nothing else of an error leaves the server.
 */
export const problems = {
  not_signed_in: { status: 401, ja: 'サインインしてください。', en: 'Please sign in.' },
  sign_in_refused: { status: 401, ja: 'IDまたは認証情報が違います。', en: 'The id or the credentials are wrong.' },
  sign_in_locked: {
    status: 429,
    ja: '失敗が続いたため、しばらくサインインできません。アカウント管理者にお問い合わせください。',
    en: 'Too many failures. Sign-in is locked for a while; ask your account manager.',
  },
  proof_needed: {
    status: 403,
    ja: 'この変更の前に、ご本人であることをもう一度確認してください。',
    en: 'Please prove once more who you are before this change.',
  },
  not_confirmed: {
    status: 403,
    ja: 'まだ利用を開始できません。SVまたはセンター長に、表示された確認番号で立会確認をしてもらってください。番号を控えていないときは、アカウント管理者に新しいリンクを依頼してください。',
    en: 'Not yet: a supervisor or centre manager has to confirm you with the code you were shown. Without the code, ask your account manager for a new link.',
  },
  wrong_confirmation: {
    status: 403,
    ja: 'IDと確認番号の組み合わせが正しくないか、期限が切れています。5回間違えると番号は無効になります。',
    en: 'That id and code do not belong together, or the code is over. Five wrong ones end it.',
  },
  own_invitation: {
    status: 403,
    ja: 'このリンクを発行した人は、本人の代わりに開始することも、立会確認をすることもできません。',
    en: 'Whoever issued this link can neither redeem it nor confirm who did.',
  },
  last_factor: {
    status: 409,
    ja: 'これを削除するとサインインできなくなります。先に別の認証手段を登録してください。',
    en: 'Without this one you could not sign in any more. Register another credential first.',
  },
  forbidden: {
    status: 403,
    ja: 'この操作の権限がありません。権限指定はアカウント管理者にお問い合わせください。',
    en: 'You hold no right for this. Ask your account manager about designations.',
  },
  not_found: { status: 404, ja: '見つかりません。', en: 'Not found.' },
  invalid_input: { status: 400, ja: '入力内容を確認してください。', en: 'Please check what was entered.' },
  municipality_abandons_nobody: {
    status: 400,
    ja: '委託元が自治体のため、放棄呼率の上限は0%にしてください。0%の予測発信・倍率発信は、空いているオペレーター1人につき1件だけ発信します。',
    en: 'The client is a municipality: set the cap on abandoned calls to 0. Predictive and ratio then dial one line for each free operator.',
  },
  too_large: { status: 413, ja: 'ファイルが大きすぎます (上限 2GB)。', en: 'The file is too large (limit 2 GB).' },
  own_finding: {
    status: 403,
    ja: 'ご自身に関わる点検結果が処理されるまで、点検結果を処理できません。ほかの内部監査担当者に依頼してください。',
    en: 'A finding concerns you: until another auditor has closed it, you can close none.',
  },
  already_closed: {
    status: 409,
    ja: 'この点検結果は、ほかの人が先に処理しました。',
    en: 'Somebody else closed this finding first.',
  },
  not_yours_to_lift: {
    status: 403,
    ja: 'この停止を解除できるのは、設定時に決めた人とセンター長だけです。',
    en: 'Only those named when it was set, and centre managers, may lift this stop.',
  },
  conflict: {
    status: 409,
    ja: '別の人が先に変更しました。表示を更新してください。',
    en: 'Somebody changed this first. Reload.',
  },
  not_at_desk: {
    status: 409,
    ja: '席についていません。キャンペーンを選んでから挙手してください。',
    en: 'You are at no desk. Choose a campaign, then raise your hand.',
  },
  taken_by_other: {
    status: 409,
    ja: 'この挙手には、ほかのSVが対応しています。',
    en: 'Another supervisor has taken this hand.',
  },
  after_list_end: {
    status: 409,
    ja: 'その日時は、架電リストの有効期間が終わった後です。期間内の日時を選んでください。期間は、スーパーバイザーが架電リストの画面で延ばせます。',
    en: 'That is after the end of the list’s period. Choose a time within it; a supervisor can move the end on the list’s page.',
  },
  not_your_ticket: {
    status: 409,
    ja: 'この引継ぎ票の担当ではありません。先に担当してください。',
    en: 'This ticket is not yours. Take it first.',
  },
  not_assigned: {
    status: 403,
    ja: 'このキャンペーンの担当に割り当てられていないか、必要な習熟度に届いていません。SVに確認してください。',
    en: 'You are not assigned to this campaign, or it asks for more skill. Ask your supervisor.',
  },
  notice_unread: {
    status: 409,
    ja: '必読の周知が未確認です。読んで確認すると、受付可にできます。',
    en: 'A notice that must be read is not confirmed. Read and confirm it to become available.',
  },
  number_withheld: {
    status: 409,
    ja: '番号が非通知のため、この結果での架電拒否の登録も、再コールの約束もできません。拒否する番号を伺えたときは、「聞き取った番号の拒否」に入力し、別の結果を選んでください。',
    en: 'The number is withheld: this result can keep no refusal and no call-back be promised. Type a number that the caller tells into “Refuse a spoken number”, and choose another result.',
  },
  spoken_numbers_full: {
    status: 409,
    ja: '1つの通話で登録できる番号は3件までです。ほかの番号は、引継ぎにして委託元に確認してもらってください。',
    en: 'One call can refuse three numbers at most. Hand the others over, to be settled with the client.',
  },
  not_correctable: {
    status: 409,
    ja: 'この対応結果は、ここではもう訂正できません。訂正が必要なときは SV に依頼してください。',
    en: 'This result cannot be corrected here any more. Ask your supervisor if it has to be.',
  },
  already_known: {
    status: 409,
    ja: 'すでに登録されています。',
    en: 'This is registered already.',
  },
  already_imported: {
    status: 409,
    ja: '同じ内容のファイルは取込済みです。',
    en: 'A file with the same content was imported already.',
  },
  import_under_way: {
    status: 409,
    ja: 'このキャンペーンの取込が終わってから、もう一度お試しください。',
    en: 'A file is being imported into this campaign. Please try again when that is done.',
  },
  already_called: {
    status: 409,
    ja: '発信が始まったため、取込は取り消せません。',
    en: 'Calling has begun; the import can no longer be undone.',
  },
  upload_incomplete: {
    status: 400,
    ja: 'ファイルが途中で切れました。もう一度送ってください。',
    en: 'The file was cut off. Please send it again.',
  },
  unreadable_file: { status: 422, ja: 'ファイルを読み取れません。', en: 'The file cannot be read.' },
  not_ready: { status: 409, ja: '発信を開始する準備ができていません。', en: 'Not ready to start calling.' },
  seat_taken: {
    status: 409,
    ja: '別の画面で受付中です。この画面に切り替えるには「こちらで受ける」を選んでください。',
    en: 'Another tab holds your seat. Choose “take it here” to switch.',
  },
  no_live_call: {
    status: 409,
    ja: '通話中の対象者ではないため、表示できません。',
    en: 'This contact is not on your live call, so it cannot be shown.',
  },
  preview_over: {
    status: 409,
    ja: 'このプレビューは終了しています。',
    en: 'This preview is over.',
  },
  preview_unseen: {
    status: 409,
    ja: '対象者がまだ表示されていないため、発信できません。',
    en: 'The contact has not been shown yet, so it cannot be dialled.',
  },
  call_over: { status: 409, ja: 'この通話の結果は記録済みです。', en: 'The result of this call is recorded already.' },
  ledger_unavailable: {
    status: 503,
    ja: '記録台帳が応答しないため、個人情報は表示できません。復旧まで発信を止めています。',
    en: 'The ledger does not answer, so personal data cannot be shown. Calling is stopped until it is back.',
  },
  key_service_unavailable: {
    status: 503,
    ja: '鍵サービスが応答しません。復旧後にもう一度お試しください。',
    en: 'The key service does not answer. Please try again when it is back.',
  },
  key_service_refused: {
    status: 403,
    ja: '鍵サービスが開封を拒否しました。この試みは記録されました。',
    en: 'The key service refused to open this. The attempt was recorded.',
  },
  storage_full: {
    status: 507,
    ja: 'サーバーの空き容量がありません。管理者に連絡してください。',
    en: 'The server has no space left. Please tell an administrator.',
  },
  internal: {
    status: 500,
    ja: '処理できませんでした。もう一度お試しください。続く場合は管理者に連絡してください。',
    en: 'That did not work. Please try again, and tell an administrator if it goes on.',
  },
} as const satisfies Record<string, { status: number; ja: string; en: string }>

export type ProblemCode = keyof typeof problems

/**
 * An error meant for a person. `detail` is a closed code or a number path within the input, never a value: values may
 * be personal data, and errors reach logs.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly detail: readonly string[]
  constructor(code: ProblemCode, ...detail: string[]) {
    super(detail.length === 0 ? problems[code].en : `${problems[code].en} (${detail.join(', ')})`)
    this.name = 'ProblemError'
    this.code = code
    this.detail = detail
  }
}
