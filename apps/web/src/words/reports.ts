import { phrase } from './phrase.ts'

export const reports = {
  title: phrase('報告書', 'Reports'),
  lead: phrase(
    '対象者の行を含まない集計です。承認なしで閲覧・出力でき、閲覧と出力は記録台帳に残ります。',
    'Figures without a line of any contact. They need no approval; reading and exporting are entered in the ledger.',
  ),
  kind: phrase('種類', 'Kind'),
  kinds: { daily: phrase('日報', 'Daily'), monthly: phrase('月報', 'Monthly') },
  date: phrase('日付', 'Day'),
  monthHint: phrase('月報は、選んだ日を含む月を集計します。', 'A monthly report covers the month of the chosen day.'),
  scope: phrase('範囲', 'Scope'),
  everything: phrase('全キャンペーン(本番があればテストを除く)', 'All campaigns (no tests where there is production)'),
  job: phrase(
    (name: string) => `業務: ${name}`,
    (name) => `Job: ${name}`,
  ),
  testCampaign: phrase(
    (name: string) => `${name}(テスト)`,
    (name) => `${name} (test)`,
  ),
  exportXlsx: phrase('Excelで出力', 'Export to Excel'),
  print: phrase('印刷・PDF', 'Print or PDF'),
  settings: phrase('書式と定義', 'Layout and definitions'),
  check: phrase('報告書の確認', 'Check a report'),
  live: phrase(
    (at: string) => `${at} 時点(途中の集計・自動更新)`,
    (at) => `As of ${at}, still going on, updated by itself`,
  ),
  over: phrase(
    (at: string) => `${at} 時点(期間終了後の集計)`,
    (at) => `As of ${at}, the period is over`,
  ),
  loading: phrase('集計しています…', 'Counting…'),
  empty: phrase('この期間の架電はありません', 'No calls in this period'),
  emptyBody: phrase('日付か範囲を変えてください。', 'Choose another day or scope.'),
  noCampaigns: phrase('集計できるキャンペーンがありません', 'There is no campaign to report on'),
  noCampaignsBody: phrase('キャンペーンを作ると、ここに集計が出ます。', 'Once there is one, its figures stand here.'),
  sections: {
    total: phrase('合計', 'Total'),
    bands: phrase('時間帯別', 'By hours'),
    days: phrase('日別', 'By day'),
    operators: phrase('オペレーター別', 'By operator'),
    results: phrase('結果別', 'By result'),
    call_ins: phrase('入電', 'Call-ins'),
  },
  callInsApart: phrase(
    '入電は、ほかの表の発信数・接続率・成約率などには含みません。着信した日と時間帯に数えます。',
    'No other table counts call-ins. They stand at the day and the hours of their arrival.',
  ),
  first: {
    total: phrase('期間', 'Period'),
    bands: phrase('時間帯', 'Hours'),
    days: phrase('日', 'Day'),
    operators: phrase('オペレーター', 'Operator'),
  },
  code: phrase('コード', 'Code'),
  result: phrase('対応結果', 'Result'),
  count: phrase('件数', 'Count'),
  share: phrase('構成比', 'Share'),
  small: phrase(
    (least: string) =>
      `本人や家族の事情がうかがえる結果は、1日に${least}件未満のものがあると「少数の結果(合算)」にまとめます。${least}件未満の30分は隣の時間帯に含めます。合計は常に一致します。`,
    (least) =>
      `Results that say something of a person or family are put together when one of them is rarer than ${least} a day. Half hours with fewer than ${least} calls stand with their neighbours. Sums always agree.`,
  ),
  notHere: phrase('この内訳では出せない値です', 'Cannot be given for this line'),
  hintOfDefinitions: phrase(
    '見出しにポインターを合わせるか、Tabキーで選ぶと定義を表示します。',
    'Point at a heading, or reach it by Tab, for its definition.',
  ),
  forecast: phrase('完了見込', 'Finish'),
  forecastRange: phrase(
    (expected: string, earliest: string, latest: string) => `${expected} ごろ(${earliest} 〜 ${latest})`,
    (expected, earliest, latest) => `About ${expected} (${earliest} to ${latest})`,
  ),
  noForecast: phrase('見込みなし', 'Not foreseeable'),
  exported: phrase(
    (name: string) => `${name} を出力し、記録台帳に記録しました。`,
    (name) => `${name} was exported and entered in the ledger.`,
  ),
  client: phrase('委託元', 'Client'),
  period: phrase('期間', 'Period'),
  campaigns: phrase('キャンペーン', 'Campaigns'),
  madeAt: phrase('作成', 'Made'),
  madeBy: phrase('作成者', 'By'),
  versions: phrase(
    (layout: string, rules: string) => `書式: ${layout}・定義: ${rules}`,
    (layout, rules) => `Layout: ${layout}, definitions: ${rules}`,
  ),
  version: phrase(
    (version: string) => `第${version}版`,
    (version) => `version ${version}`,
  ),
  initial: phrase('初期設定', 'as delivered'),
  restsOn: phrase(
    (size: string) => `記録台帳 ${size}件に基づく`,
    (size) => `Rests on ${size} ledger entries`,
  ),
  printDigest: phrase(
    (digest: string) => `照合値 ${digest}`,
    (digest) => `Digest ${digest}`,
  ),
  notEntered: phrase(
    'まだ記録されていません。「記録して印刷」を押すと、作成者と記録台帳の状態が入ります。',
    'Not entered yet. “Enter and print” adds who made it and how the ledger stands.',
  ),
  enterAndPrint: phrase('記録して印刷', 'Enter and print'),
  back: phrase('報告書へ戻る', 'Back to the report'),
  definitions: phrase('定義', 'Definitions'),
  checkLead: phrase(
    'ファイルが出力時のままかどうかを、記録台帳と照合します。ファイルはこの端末の外へ送られません。',
    'Holds a file against the ledger: is it as it was exported? The file does not leave this device.',
  ),
  chooseFile: phrase('ファイルを選ぶ', 'Choose a file'),
  checking: phrase('照合しています…', 'Checking…'),
  original: phrase('原本です', 'This is the original'),
  originalBody: phrase(
    (when: string, who: string, position: string) =>
      `${when} に ${who} が出力したファイルと一致し、記録台帳(記録番号 ${position})で確認できました。`,
    (when, who, position) => `It is what ${who} exported at ${when}, as entry ${position} of the ledger confirms.`,
  ),
  unknownFile: phrase('一致する出力記録がありません', 'No export like this is entered'),
  unknownFileBody: phrase(
    '出力後に変更されたか、ほかの場所で作られたファイルです。保存し直しただけでも内容が変わることがあります。出力した人に原本を求めてください。',
    'It was changed after its export, or made elsewhere. Saving it again may already change it. Ask whoever exported it for the original.',
  ),
  notProven: phrase('記録台帳と一致しません', 'The ledger does not confirm this'),
  notProvenBody: phrase(
    '出力の控えにはありますが、記録台帳の記録と一致しません。控えが書き換えられたおそれがあります。センター長に連絡してください。',
    'The register has it and the ledger does not: somebody may have changed the register. Tell a centre manager.',
  ),
  notYet: phrase('まだ照合できません', 'Cannot be told yet'),
  notYetBody: phrase(
    '記録台帳が応答しないか、記録がまだ置かれていません。少し待ってからもう一度選んでください。',
    'The ledger did not answer, or the entry has no place yet. Wait a little and choose the file again.',
  ),
  fileDigest: phrase('ファイルの照合値 (SHA-256)', 'Digest of the file (SHA-256)'),
} as const

export const reportSettings = {
  title: phrase('報告書の書式と定義', 'Layout and definitions of reports'),
  lead: phrase(
    '保存すると次の版になり、すぐにすべての報告書に効きます。変更は記録台帳に残り、以前の版も保管されます。',
    'Saving makes the next version, which holds for every report at once. Changes are entered; older versions are kept.',
  ),
  layout: phrase('書式', 'Layout'),
  version: phrase(
    (version: string, at: string) => `第${version}版(${at} 変更)`,
    (version, at) => `Version ${version}, changed ${at}`,
  ),
  initial: phrase('初期設定', 'As delivered'),
  reportTitle: phrase('表題', 'Title'),
  reportTitleHint: phrase('空のときは「日報」「月報」', 'Empty: “Daily”, “Monthly”'),
  sections: phrase('載せる表', 'Tables'),
  columns: phrase('列と順序', 'Columns and their order'),
  callInColumns: phrase('入電の列と順序', 'Columns of call-ins and their order'),
  addCallInColumn: phrase('入電の列を追加', 'Add a column of call-ins'),
  heading: phrase(
    (name: string) => `${name} の見出し`,
    (name) => `Heading of ${name}`,
  ),
  up: phrase(
    (name: string) => `${name} を上へ`,
    (name) => `${name} up`,
  ),
  down: phrase(
    (name: string) => `${name} を下へ`,
    (name) => `${name} down`,
  ),
  remove: phrase(
    (name: string) => `${name} を外す`,
    (name) => `Leave out ${name}`,
  ),
  addColumn: phrase('列を追加', 'Add a column'),
  bands: phrase('時間帯', 'Hours'),
  bandsHint: phrase(
    '30分単位。「9:00-12:00 午前, 12:00-15:00」のように並べます。時刻の後に書いた言葉が見出しになります。',
    'By half hours, one after another: “9:00-12:00 Morning, 12:00-15:00”. Words after the hours become the heading.',
  ),
  bandsWrong: phrase('時間帯を読み取れません。', 'These hours cannot be read.'),
  rules: phrase('定義', 'Definitions'),
  classTable: phrase('結果の数え方', 'What results count as'),
  classHint: phrase(
    '結果ごとに、どの数に入れるかを選びます。接続率などの率は、この数え方から計算します。',
    'What each result counts as. Every rate is worked out from this.',
  ),
  classes: {
    contact: phrase('コンタクト', 'Conversation'),
    person: phrase('本人コンタクト', 'Reached the person'),
    success: phrase('成約', 'Success'),
    machine: phrase('留守電・ガイダンス', 'Machine'),
    abandoned: phrase('放棄呼', 'Abandoned'),
    notDialled: phrase('発信数に入れない', 'Not counted as dialled'),
    guarded: phrase('少数なら合算', 'Put together when rare'),
    refusal: phrase('入電のお断り', 'Refusal of a call-in'),
  },
  byCampaign: phrase('成約は、各キャンペーンの設定どおりに数える', 'Each campaign says what a success is'),
  layoutParts: {
    title: phrase('表題', 'Title'),
    sections: phrase('載せる表', 'Tables'),
    columns: phrase('列と順序', 'Columns'),
    callInColumns: phrase('入電の列と順序', 'Columns of call-ins'),
    bands: phrase('時間帯', 'Hours'),
  },
  ruleParts: {
    contact: phrase('コンタクト', 'Conversation'),
    person: phrase('本人コンタクト', 'Reached the person'),
    success: phrase('成約', 'Success'),
    machine: phrase('留守電・ガイダンス', 'Machine'),
    abandoned: phrase('放棄呼', 'Abandoned'),
    notDialled: phrase('発信数に入れない', 'Not counted as dialled'),
    notWorked: phrase('稼働に入れない離席', 'Away and not at work'),
    denominators: phrase('率の分母', 'Denominators'),
    smallCells: phrase('少数の扱い', 'Small numbers'),
    callIns: phrase('入電の数え方', 'Call-ins'),
  },
  denominator: phrase(
    (name: string) => `${name} の分母`,
    (name) => `Denominator of ${name}`,
  ),
  inTime: phrase('入電のサービスレベルの秒数', 'Seconds of the service level of call-ins'),
  inTimeHint: phrase(
    '着信からこの秒数以内につながった入電を数えます。',
    'Call-ins that an operator answered within so long count.',
  ),
  callInWholes: {
    arrived: phrase('入電数', 'Arrived'),
    could_be_answered: phrase('入電数(該当者なしを除く)', 'Arrived, without unknown callers'),
    answered: phrase('応答数', 'Answered'),
  },
  atLeast: phrase('この件数未満を少数とする', 'Fewer than this are few'),
  atLeastHint: phrase('1にするとすべて表示します。', '1 shows everything.'),
  save: phrase('次の版として保存', 'Save as the next version'),
  saved: phrase(
    (version: string) => `第${version}版として保存しました。`,
    (version) => `Saved as version ${version}.`,
  ),
  readOnly: phrase(
    '閲覧のみの権限です。変更したいときは、担当の SV に依頼してください。',
    'You may look only. Ask the supervisor of this work for changes.',
  ),
  problems: {
    column_twice: phrase('同じ列が2つあります。', 'A column stands twice.'),
    section_twice: phrase('同じ表が2つあります。', 'A table stands twice.'),
    band_order: phrase('時間帯が重なっているか、順になっていません。', 'Hours overlap or are out of order.'),
    person_without_contact: phrase(
      '本人コンタクトの結果は、コンタクトの結果にも入れてください。',
      'A result that reaches the person must be a conversation, too.',
    ),
    denominator: phrase('選べない分母です。', 'This denominator cannot be chosen.'),
    guarded_alone: phrase(
      '合算する結果は、数え方が同じものを2つ以上選んでください。1つだけでは合計の差から分かってしまいます。',
      'Of results to be put together, choose at least two that are counted alike; one alone is told by the sums.',
    ),
  },
} as const
