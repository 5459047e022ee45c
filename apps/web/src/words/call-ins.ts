import { phrase } from './phrase.ts'

/** Calls to own numbers. */
export const callIns = {
  title: phrase('折り返し入電', 'Call-ins'),
  lead: phrase(
    '発信者番号を割り当てると、このキャンペーンの架電はその番号を表示し、その番号への折り返しの電話は空いているオペレーターにつながります。',
    'The campaign’s calls show its own number, and whoever calls it back reaches a free operator.',
  ),
  call: phrase('入電', 'Call-in'),
  callTo: phrase(
    (number: string) => `${number} への折り返し`,
    (number) => `to ${number}`,
  ),
  guidance: phrase(
    'お電話をいただいた方です。お名前を伺い、左の対象者ご本人か確かめてから用件に入ってください。ご家族などの場合は、用件を申し上げません。',
    'This person called us. Ask for the name, and make sure that it is the contact before saying what it is about.',
  ),
  onNoList: phrase('名簿にない方からのお電話', 'A caller who is on no list'),
  guidanceOnNoList: phrase(
    'お名前とご用件を伺ってください。どなたが名簿にあるか、どなたへ架電したかは、こちらから申し上げません。お調べする必要があるときは引継ぎにします。',
    'Ask for the name and what it is about. Say of nobody whether they are on a list or were called. What has to be looked up is handed over.',
  ),
  numberSealed: phrase(
    '番号は封印したまま記録しました。画面には出ません。今後の架電を断る方は、対応結果の「お断り」で登録されます。ほかの番号を断る方は、下の「聞き取った番号の拒否」で登録します。',
    'The number was recorded sealed and is shown to nobody here. A refusal is kept by its result; any other number is registered below, by “Refuse a spoken number”.',
  ),
  numberWithheld: phrase(
    '番号が非通知です。対応結果による架電拒否の登録と、再コールの約束はできません。拒否する番号を伺えたときは、下の「聞き取った番号の拒否」で登録します。',
    'The number is withheld: no result can keep a refusal and no call-back be promised. A number that the caller tells is registered below, by “Refuse a spoken number”.',
  ),
  calledNumber: phrase('着信した番号', 'Number called'),
  noSearch: phrase(
    'この画面から名簿は検索できません。お調べする必要があるときは、挙手するか、引継ぎにしてください。',
    'Lists are not searched from here. Raise your hand, or hand it over, when something has to be looked up.',
  ),
  firstCall: phrase('この番号からの記録はありません', 'Nothing was recorded of this number before'),
  whoAnswersOthers: phrase('名簿にない方からの入電', 'Callers who are on no list'),
  answerOthers: {
    operator: phrase('空いているオペレーターにつなぐ(いなければ案内)', 'To a free operator, or else the announcement'),
    announcement: phrase('いつも案内を流す', 'Always the announcement'),
  },
  calling: phrase('入電', 'Call-ins'),
  waiting: phrase(
    (count: string) => `${count}待ち`,
    (count) => `${count} waiting`,
  ),
  longest: phrase(
    (time: string) => `最長 ${time}`,
    (time) => `longest ${time}`,
  ),
  numbers: phrase('発信者番号', 'Own numbers'),
  number: phrase('番号', 'Number'),
  use: phrase('使い方', 'Use'),
  shown: phrase('架電で表示', 'Shown by calls'),
  answeredOnly: phrase('入電のみ', 'Call-ins only'),
  by: phrase('割り当てた人', 'Assigned by'),
  at: phrase('日時', 'When'),
  none: phrase('発信者番号はまだありません', 'No own number yet'),
  noneBody: phrase(
    '番号を割り当てるまで、このキャンペーンへの折り返しの電話は受けられません。',
    'Until one is assigned nobody can call this campaign back.',
  ),
  add: phrase('番号を割り当てる', 'Assign a number'),
  addHint: phrase(
    '回線事業者と契約した番号を入れてください。ひとつの番号は、ひとつのキャンペーンだけが使えます。',
    'A number of your line contract; one number belongs to one campaign.',
  ),
  notANumber: phrase('市外局番から、数字とハイフンで入れてください。', 'Digits and hyphens, with the area code.'),
  added: phrase('割り当てました。この番号への入電を受けます。', 'Assigned. Calls to it are taken.'),
  withdrawSure: phrase('解除する(以後、この番号の入電は受けません)', 'Withdraw: calls to it are not taken any more'),
  withdrawn: phrase('割当を解除しました。', 'Withdrawn.'),
  days: phrase('入電の件数(14日間)', 'Call-ins of fourteen days'),
  date: phrase('日付', 'Day'),
  noDays: phrase('入電はまだありません', 'Nobody has called yet'),
  noDaysBody: phrase(
    '不在着信を見たお客様から電話があると、ここに日ごとの件数が並びます。',
    'Once somebody calls back, the days stand here.',
  ),
  howCounted: phrase(
    '入電は、架電の件数・接続率・成約率などの数に含みません。',
    'None of these is in the figures of outbound calls.',
  ),
} as const
