import { phrase } from './phrase.ts'

/** When a list was handed over, who confirmed it, and whether that was entered in time. */
export const handovers = {
  title: phrase('受渡の記入', 'Hand-over'),
  lead: phrase(
    '署名・押印は紙の受渡書に行います。ここには、受領日と、双方が確認した役割・日付だけを記入します。氏名は書きません。',
    'What is signed stays on paper. Entered here are the day on which it was received, and in what function and on which day both sides confirmed it. No names.',
  ),
  onPaper: phrase(
    'この記入は署名に代わるものではありません。署名・押印は下の確認欄に行います。',
    'This does not stand for a signature. Both sides sign below, on paper.',
  ),
  receivedOn: phrase('受領日', 'Received on'),
  receivedHint: phrase(
    (day: string) => `ファイルが届いた日(${day})より後にはできません。`,
    (day) => `Not later than the day on which the file came in (${day}).`,
  ),
  client: phrase('委託元の確認', 'Confirmed by the client'),
  centre: phrase('受託者の確認', 'Confirmed by the centre'),
  on: phrase('確認日', 'On'),
  nobody: phrase('未確認', 'Not yet'),
  functions: {
    client_contact: phrase('委託元 担当者', 'Contact person of the client'),
    client_manager: phrase('委託元 管理責任者', 'Responsible manager of the client'),
    centre_supervisor: phrase('スーパーバイザー', 'Supervisor'),
    centre_manager: phrase('センター長', 'Centre manager'),
    information_manager: phrase('個人情報管理者', 'Manager of personal data'),
  },
  confirmed: phrase(
    (who: string, day: string) => `${who}(${day})`,
    (who, day) => `${who} (${day})`,
  ),
  dueOn: phrase('記入期限', 'To be entered by'),
  rule: phrase(
    (days: string, due: string) => `受領日から${days}営業日以内(${due}まで)`,
    (days, due) => `within ${days} business days (${due})`,
  ),
  late: phrase('期限後の記入', 'Entered late'),
  inTime: phrase('期限内の記入', 'Entered in time'),
  missing: phrase(
    (due: string) => `受渡がまだ記入されていません。期限(${due})を過ぎています。`,
    (due) => `The hand-over is not entered yet. It was due on ${due}.`,
  ),
  waiting: phrase(
    (due: string) => `受渡はまだ記入されていません(期限 ${due})。`,
    (due) => `The hand-over is not entered yet (due ${due}).`,
  ),
  enter: phrase('受渡を記入する', 'Enter the hand-over'),
  change: phrase('新しい版を記入する', 'Enter another version'),
  save: phrase('記録する', 'Record'),
  cancel: phrase('やめる', 'Cancel'),
  saveHint: phrase(
    '記入した日は今日になり、変えられません。前の版は残ります。',
    'It is entered with today’s date, which cannot be changed. Versions of before stay.',
  ),
  enteredBy: phrase('記入', 'Entered'),
  entered: phrase(
    (by: string, at: string, version: string) => `${at} ${by}(第${version}版)`,
    (by, at, version) => `${at} ${by} (version ${version})`,
  ),
  entry: phrase(
    (position: string) => `記録番号 ${position}`,
    (position) => `entry ${position}`,
  ),
  versions: phrase('これまでの版', 'Versions before'),
  conflict: phrase(
    'ほかの人が先に記入しました。最新の内容を表示しています。',
    'Somebody else entered it first. What you see is up to date.',
  ),
  places: {
    'body.receivedOn': phrase(
      '受領日は、ファイルが届いた日より後にはできません。',
      'It cannot have been received after the day on which the file came in.',
    ),
    'body.client.on': phrase('確認日は今日までの日にしてください。', 'A day of confirmation cannot lie ahead.'),
    'body.centre.on': phrase(
      '受託者の確認日は、受領日から今日までの日にしてください。',
      'The centre confirms between the day of receipt and today.',
    ),
  },
  setRule: phrase('記入期限(営業日)', 'To be entered within (business days)'),
  setRuleHint: phrase('以後の記入に適用します。', 'Holds for what is entered from now on.'),
} as const
