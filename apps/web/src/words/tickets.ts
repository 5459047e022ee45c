import type { TicketAddressee, TicketOutcome, TicketReason, TicketState, TicketStepKind } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const states: Readonly<Record<TicketState, Phrase<string>>> = {
  open: phrase('未着手', 'Open'),
  taken: phrase('対応中', 'Taken'),
  waiting: phrase('待ち', 'Waiting'),
  done: phrase('完了', 'Done'),
  withdrawn: phrase('取下げ(結果の訂正)', 'Withdrawn (result corrected)'),
}

const reasons: Readonly<Record<TicketReason, Phrase<string>>> = {
  explanation: phrase('詳しい説明の希望', 'Wants it explained'),
  decision: phrase('判断が必要', 'Needs a decision'),
  contract: phrase('契約・料金', 'Contract or charges'),
  personal_data: phrase('個人情報の扱い', 'Personal data'),
  complaint: phrase('苦情', 'Complaint'),
  consideration: phrase('配慮が必要', 'Needs consideration'),
  other: phrase('その他', 'Other'),
}

const outcomes: Readonly<Record<TicketOutcome, Phrase<string>>> = {
  settled: phrase('解決した', 'Settled'),
  explained: phrase('説明して納得された', 'Explained and accepted'),
  called_back: phrase('折り返して対応した', 'Called back'),
  told_client: phrase('委託元に引き継いだ', 'Handed to the client'),
  not_reached: phrase('連絡がつかなかった', 'Not reached'),
  not_needed: phrase('対応は不要だった', 'Nothing to do'),
}

const steps: Readonly<Record<TicketStepKind | 'noted', Phrase<string>>> = {
  made: phrase('作成', 'Made'),
  taken: phrase('担当', 'Taken'),
  given: phrase('担当変更', 'Given'),
  waits: phrase('待ち', 'Waits'),
  done: phrase('完了', 'Done'),
  withdrawn: phrase('取下げ', 'Withdrawn'),
  noted: phrase('追記', 'Note'),
}

const addressees: Readonly<Record<TicketAddressee, Phrase<string>>> = {
  supervisor: phrase('SV', 'Supervisor'),
  client: phrase('委託元', 'Client'),
}

/** Hand-over tickets. */
export const tickets = {
  title: phrase('引継ぎ票', 'Hand-over tickets'),
  lead: phrase(
    '「引継ぎ」「苦情」などの結果から作られ、消すことはできません。一覧に氏名や電話番号は出ません。対象者を表示できるのは担当した人だけで、1回ごとに記録されます。',
    'Made by results such as hand-over and complaint; none can be deleted. The list names nobody; whoever took a ticket can see the person, and each time is recorded.',
  ),
  states,
  reasons,
  outcomes,
  steps,
  addressees,
  view: phrase('表示', 'Show'),
  views: {
    unfinished: phrase('未完了', 'Unfinished'),
    own: phrase('自分の担当', 'Mine'),
    done: phrase('完了', 'Done'),
    withdrawn: phrase('取下げ', 'Withdrawn'),
  },
  allCampaigns: phrase('すべてのキャンペーン', 'All campaigns'),
  campaign: phrase('キャンペーン', 'Campaign'),
  due: phrase('期限', 'Due'),
  overdue: phrase('期限超過', 'Overdue'),
  today: phrase('本日まで', 'Today'),
  state: phrase('状態', 'State'),
  result: phrase('対応結果', 'Result'),
  corrected: phrase('結果はあとで訂正されました', 'the result was corrected since'),
  reason: phrase('理由', 'Reason'),
  addressee: phrase('宛先', 'For'),
  owner: phrase('担当', 'Owner'),
  nobody: phrase('未定', 'Nobody yet'),
  mark: phrase('票', 'Ticket'),
  operator: phrase('応対したオペレーター', 'Operator of the call'),
  made: phrase('作成', 'Made'),
  outcome: phrase('結果', 'Outcome'),
  waitsUntil: phrase(
    (day: string) => `${day}まで`,
    (day) => `until ${day}`,
  ),
  shown: phrase(
    (count: string) => `${count}件`,
    (count) => `${count} shown`,
  ),
  more: phrase('200件までを表示しています。', 'Two hundred are shown; the rest follow as these are done.'),
  empty: phrase('引継ぎ票はありません', 'No tickets'),
  emptyBody: phrase(
    '対応結果が「引継ぎ」や「苦情」になると、ここに並びます。',
    'Results such as hand-over and complaint make them.',
  ),
  take: phrase('担当する', 'Take it'),
  takeOver: phrase('引き継いで担当する', 'Take it over'),
  taken: phrase(
    (mark: string) => `票 ${mark} の担当になりました。`,
    (mark) => `Ticket ${mark} is yours.`,
  ),
  give: phrase('担当を渡す', 'Give it'),
  giveTo: phrase('渡す相手', 'Give it to'),
  choose: phrase('選んでください', 'Choose'),
  given: phrase(
    (mark: string, owner: string) => `票 ${mark} の担当を「${owner}」に渡しました。`,
    (mark, owner) => `Ticket ${mark} now belongs to ${owner}.`,
  ),
  texts: phrase(
    (count: string) => `本文(${count}件)`,
    (count) => `Texts (${count})`,
  ),
  noTexts: phrase('本文はありません(メモなしで記録されました)。', 'There is none: the result came without a memo.'),
  open: phrase('本文を開く', 'Open the texts'),
  openHint: phrase(
    '通話のメモと追記です。開いたことは記録台帳に残り、2分で閉じます。',
    'The memo of the call and the notes. Opening is entered; they close after two minutes.',
  ),
  hide: phrase('閉じる', 'Hide'),
  hidesIn: phrase(
    (time: string) => `${time}後に閉じます`,
    (time) => `Closes in ${time}`,
  ),
  memo: phrase('通話のメモ', 'Memo of the call'),
  note: phrase('追記', 'Note'),
  noteHint: phrase(
    '500字まで。封をして保管し、架電リストの廃棄とともに読めなくなります。',
    'Up to 500 characters; sealed, and ends with the call list.',
  ),
  addNote: phrase('追記する', 'Add it'),
  noted: phrase(
    (mark: string) => `票 ${mark} に追記しました。`,
    (mark) => `Noted on ticket ${mark}.`,
  ),
  wait: phrase('待ちにする', 'Wait'),
  waitDay: phrase('この日まで待つ', 'Wait until'),
  waits: phrase(
    (mark: string, day: string) => `票 ${mark} を${day}まで待ちにしました。`,
    (mark, day) => `Ticket ${mark} waits until ${day}.`,
  ),
  finish: phrase('完了にする', 'Done'),
  finished: phrase(
    (mark: string, outcome: string) => `票 ${mark} を「${outcome}」で完了にしました。`,
    (mark, outcome) => `Ticket ${mark} is done: ${outcome}.`,
  ),
  notYours: phrase(
    '追記・待ち・完了は、担当になった人だけができます。',
    'Only its owner adds notes, waits or ends it.',
  ),
  history: phrase('経過', 'History'),
  entry: phrase(
    (position: string) => `記録番号 ${position}`,
    (position) => `entry ${position}`,
  ),
  banner: phrase(
    (count: string) => `期限を過ぎた引継ぎ票が${count}件あります`,
    (count) => `${count} hand-over tickets are overdue`,
  ),
  bannerSee: phrase('一覧を見る', 'See them'),
  atDesk: phrase('引継ぎの理由', 'Why it is handed over'),
  atDeskHint: phrase('引継ぎ票を作ります。内容はメモに書いてください。', 'This makes a ticket; its text is the memo.'),
  atDeskText: phrase('本文は下のメモ', 'The memo is its text'),
  rule: phrase('引継ぎ票', 'Ticket'),
  rules: {
    usual: phrase('既定', 'As usual'),
    nobody: phrase('作らない', 'None'),
    supervisor: phrase('SV宛', 'For supervisors'),
    client: phrase('委託元宛', 'For the client'),
  },
  ruleText: phrase(
    (to: string, days: string) => `引継ぎ票(${to}、${days === '0' ? '当日' : `${days}営業日`})`,
    (to, days) => `ticket (${to}, ${days === '0' ? 'same day' : `${days} business days`})`,
  ),
  ruleDays: phrase('期限(営業日、0は当日)', 'Due in business days (0: same day)'),
} as const
