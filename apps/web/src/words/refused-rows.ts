import { phrase } from './phrase.ts'

export const refusedRows = {
  lead: phrase(
    '行番号は元のファイルの行です。「未対応」の行は、開いて訂正できます。1行ごとに、開いた人と日時が記録台帳に残ります。',
    'Row numbers are those of your file. Rows that are open can be corrected here; who opened which row and when stays in the ledger.',
  ),
  state: phrase('対応', 'State'),
  allStates: phrase('すべての対応', 'All states'),
  states: {
    open: phrase('未対応', 'Open'),
    corrected: phrase('訂正済み', 'Corrected'),
    set_aside: phrase('対応終了', 'Set aside'),
    notKept: phrase('ここでは訂正不可', 'Not here'),
  },
  settled: phrase(
    (state: string, by: string, at: string) => `${state}(${by}、${at})`,
    (state, by, at) => `${state} (${by}, ${at})`,
  ),
  stateCount: phrase(
    (state: string, rows: string) => `${state} ${rows}行`,
    (state, rows) => `${state}: ${rows}`,
  ),
  notKeptWhy: phrase(
    '「ここでは訂正不可」は、中身を保管していない行です(カード番号のような数字のある行、長すぎる行、1リストで10,000行を超えた分)。重複の行も保管していません。元のファイルを直し、「追加」で取り込んでください。',
    'Rows that cannot be corrected here are not kept: those with digits like a card number, very long ones, and whatever is beyond 10,000 rows of a list. Nor are duplicates. Mend the file and add it.',
  ),
  open: phrase('開いて訂正', 'Open and correct'),
  openRow: phrase(
    (row: string) => `${row}行目を開いて訂正`,
    (row) => `Open and correct row ${row}`,
  ),
  opening: phrase('行を開いています…', 'Opening the row…'),
  title: phrase(
    (row: string) => `${row}行目の訂正`,
    (row) => `Correcting row ${row}`,
  ),
  closesItself: phrase(
    '直した項目だけを送ります。5分間操作がないと、入力を残さずに閉じます。',
    'Only what you change is sent. After five minutes without a key it closes and keeps nothing.',
  ),
  save: phrase('保存して次の行へ', 'Save and go on'),
  saveKeys: phrase('Ctrl+Enter でも保存できます。', 'Ctrl+Enter saves, too.'),
  close: phrase('訂正せずに閉じる', 'Close without saving'),
  refusedAgain: phrase(
    'まだ受け入れられません。印のある項目を確認してください。入力はそのまま残っています。',
    'Not accepted yet. Look at the marked fields; what you typed is still here.',
  ),
  accepted: phrase(
    (row: string) => `${row}行目を受け入れました。`,
    (row) => `Row ${row} is in the list.`,
  ),
  acceptedNotCalled: phrase(
    (row: string) => `${row}行目を受け入れました。架電拒否に登録されている人のため、発信しません。`,
    (row) => `Row ${row} is in the list. The person is on the do-not-call list and is not called.`,
  ),
  wasSetAside: phrase(
    (row: string) => `${row}行目の対応を終えました。`,
    (row) => `Row ${row} was set aside.`,
  ),
  wasFirst: phrase(
    (row: string, who: string) => `${row}行目は、先に対応されています: ${who}`,
    (row, who) => `Somebody was first with row ${row}: ${who}`,
  ),
  noMore: phrase('未対応の行はもうありません。', 'No row is open any more.'),
  setAsideTitle: phrase('訂正しないときの理由', 'Why it is not corrected'),
  grounds: {
    not_wanted: phrase('架電の対象ではない', 'Nobody to be called'),
    comes_again: phrase('別のファイルで受け取る', 'Comes with another file'),
    cannot_be_known: phrase('正しい内容が分からない', 'What is right cannot be known'),
    no_row: phrase('合計・備考など、対象者でない行', 'A sum or a remark, not a person'),
  },
  setAside: phrase('訂正せずに対応を終える', 'Set aside'),
  setAsideQuestion: phrase(
    'この行の中身を削除します。あとから訂正できません。',
    'What the row reads is deleted. It cannot be corrected later.',
  ),
} as const
