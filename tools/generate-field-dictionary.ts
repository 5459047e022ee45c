import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  campaignKinds,
  type CommitmentName,
  commitmentNames,
  type CountName,
  countNames,
  type Entry,
  entryReasons,
  entrySchema,
  type EntryType,
  entryTypes,
  fieldCodes,
  type Opening,
  openings,
  outcomes,
  purposes,
  routes,
  systemActors,
} from '@sekisho/contract'
import { z } from 'zod'

/** Japanese and English. */
type Meaning = readonly [ja: string, en: string]

// Everything below is typed by the schema's own names: a member without a meaning does not compile.

const members = {
  v: ['形式の版。常に 1', 'Version of this schema, always 1'],
  id: ['記録の識別子', 'Id of the entry'],
  log: ['この記録が属する台帳。ほかの台帳へ移せない', 'The log it belongs to, so that it cannot be moved into another'],
  type: ['記録の種類(下の表)', 'Type of the entry (table below)'],
  outcome: ['実行・拒否・失敗', 'Whether it was done, denied, or failed'],
  reason: ['拒否または失敗の理由', 'Why it was denied or failed'],
  at: [
    '起きた時刻(1970年からのミリ秒、UTC)。記録した側の時計',
    "When it happened, by the writer's clock: milliseconds since 1970 UTC",
  ],
  actor: ['行為者の仮名。テナントごとに異なる', 'Pseudonym of who did it; another one in each tenant'],
  actor_kind: ['人、または製品のどの部分か', 'A person, or which part of the product'],
  device: ['登録端末の仮名', 'Pseudonym of the registered device'],
  route: ['経路', 'How the session came in'],
  purpose: ['目的', 'What for'],
  campaign_kind: ['本番・試験・該当なし', 'Production, test, or none'],
  on_behalf_of_order: ['根拠となる作業申請', 'The work order it was done for'],
  policy: ['判断に使った規則一式の SHA-256', 'SHA-256 of the policy set of the decision'],
  fields: ['開いた項目(重複なし、整列済み)', 'The fields that were opened: sorted, none twice'],
  counts: ['件数など(下の表)', 'Numbers (table below)'],
  refs: ['人以外のものの識別子(下の表)', 'Ids of things that are not people (table below)'],
  head: ['ほかの台帳の要約。本部の台帳だけにある', 'The head of another log; in the head-office log only'],
  commitments: ['平文の代わりの約束値(下の表)', 'Commitments instead of clear values (table below)'],
  closing: ['点検結果をどう処理したか', 'How the finding that `refs.entry` names ended'],
  report: [
    '閲覧・出力した報告書の種類と期間(日本の日付、両端を含む)',
    'Kind and period of the report that was read or exported: days in Japan, both included',
  ],
  days: [
    '閉じた、または時間を変えた日(日本の日付、両端を含む)と時間。祝日ファイルでは対象の期間',
    'Days that were closed or got other hours, in Japan, both included; of holidays what the file covers',
  ],
  digest: [
    '出力したファイルや選んだ設定の SHA-256。個人情報を含まないものに限る',
    'SHA-256 of the file that left or of what was chosen; only of what holds no personal data',
  ],
} as const satisfies Record<keyof Entry, Meaning>

const refs = {
  campaign: ['キャンペーン', 'Campaign'],
  list: ['架電リスト', 'Call list'],
  upload: ['アップロードされたファイル', 'Uploaded file'],
  attempt: ['架電', 'Attempt'],
  session: ['セッション', 'Session'],
  designation: ['権限指定', 'Designation'],
  job: ['業務', 'Job'],
  site: ['拠点', 'Site'],
  entry: ['ほかの記録', 'Another entry'],
  permission: ['拒否された操作', 'What was asked for and denied'],
  log: ['台帳', 'A log'],
  disposition: ['対応結果コード', 'Code of the disposition'],
  disposition_before: ['訂正前の対応結果コード', 'Code of the disposition before its correction'],
  correction: ['訂正の理由のコード', 'Why it was corrected, as a code'],
  answered_by: ['応対者区分', 'Who was on the telephone, as a code'],
  lead_decision: ['保留した対象をどうしたか', 'What was decided of a held lead'],
  ground: ['その理由のコード', 'Why, as a code'],
  stop_ground: ['発信を停止した理由のコード', 'Why calling was stopped, as a code'],
  lift_by: ['停止を解除できる人(センター長のほかに)', 'Who may lift the stop, beside centre managers'],
  refusal_scope: ['架電拒否ファイルの及ぶ範囲', 'How far a do-not-call file reaches'],
  refusal_source: ['架電拒否ファイルの出所のコード', 'Whose do-not-call file it is, as a code'],
  same_person_by: ['取込で同じ人とみなす条件のコード', 'What makes two rows the same person at an import, as a code'],
  set_aside: ['受け入れなかった行の対応を終えた理由', 'Why a refused row is not corrected'],
  day_ground: ['その日を閉じた、または時間を変えた理由のコード', 'Why days are closed or have other hours, as a code'],
  ticket_to: ['引継ぎ票の宛先', 'For whom a hand-over ticket is'],
  ticket_reason: ['引継ぎの理由のコード', 'Why a call was handed over, as a code'],
  ticket_outcome: ['引継ぎ票の結果のコード', 'How a hand-over ticket ended, as a code'],
  preview_end: ['プレビューの終わり方', 'How a preview ended, as a code'],
  dialling_mode: ['キャンペーンの発信方式のコード', 'How calls of a campaign begin, as a code'],
  company: ['会社', 'Company'],
  sector: ['会社の区分(民間・自治体)のコード', 'Whether a company is a municipality, as a code'],
  notice_level: ['周知が求めること', 'What a notice asks of operators, as a code'],
  prefecture: ['発信を停止した都道府県のコード(JIS X 0401)', 'Prefecture in which calling was stopped, by JIS X 0401'],
  municipality: [
    '発信を停止した市区町村のコード(JIS X 0402、検査数字なし)',
    'Municipality in which calling was stopped, by JIS X 0402',
  ],
  area_code: ['発信を停止した市外局番の先頭の数字', 'Beginning of the telephone numbers that were stopped'],
  lift_ground: ['停止を解除した理由のコード', 'Why the stop was lifted, as a code'],
} as const satisfies Record<keyof NonNullable<Entry['refs']>, Meaning>

const head = {
  log: ['その台帳', 'That log'],
  size: ['その台帳の記録数', 'Entries in it'],
  root: ['その時点のルートハッシュ', 'Its root hash then'],
} as const satisfies Record<keyof NonNullable<Entry['head']>, Meaning>

const report = {
  kind: ['日報か月報か', 'A day or a month'],
  from: ['最初の日', 'First day'],
  until: ['最後の日', 'Last day'],
} as const satisfies Record<keyof NonNullable<Entry['report']>, Meaning>

const days = {
  from: ['最初の日', 'First day'],
  until: ['最後の日', 'Last day'],
  opens: [
    '発信を始められる時刻(0時からの分)。ない日は休み',
    'From when calls are allowed, minutes of the day; absent: closed',
  ],
  closes: ['発信を終える時刻(0時からの分)', 'Until when calls are allowed, minutes of the day'],
} as const satisfies Record<keyof NonNullable<Entry['days']>, Meaning>

const counts = {
  rows: ['行', 'Rows'],
  accepted: ['受入れた行', 'Rows accepted'],
  refused: ['受入れなかった行', 'Rows refused'],
  duplicates: ['重複した行', 'Duplicate rows'],
  do_not_call: ['架電拒否により対象外の件数', 'Contacts on the client’s do-not-call list'],
  contacts: ['対象者', 'Contacts'],
  numbers: ['電話番号', 'Numbers'],
  leads: ['架電対象', 'Leads'],
  memos: ['対応メモ', 'Memos'],
  bytes: ['バイト', 'Bytes'],
  lookups: ['検索', 'Look-ups'],
  hits: ['検索で見つかった件数', 'Hits of a search'],
  sessions: ['セッション', 'Sessions'],
  attempts: ['試行の回数(まとめて1件に記録したもの)', 'Tries, when several are entered as one'],
  operators: ['オペレーター', 'Operators'],
  duration_ms: ['長さ(ミリ秒)', 'Duration in milliseconds'],
  from_position: ['台帳の位置(この位置から)', 'Position in a log, from which on'],
  size: ['台帳の記録数', 'Entries in a log'],
  results: ['表示した記録の件数', 'Entries that were shown'],
  row_number: ['ファイルの行番号', 'Row of the file'],
  priority: [
    '順位(リストの架電順、または担当キャンペーンの優先度)',
    'Place: of a list in the order of calling, of a campaign among an operator’s',
  ],
  skill: ['習熟度', 'Skill of an operator in a campaign'],
  business_days: ['受渡を記入する期限(営業日)', 'Business days within which a hand-over is entered'],
  days_late: ['受渡の記入が期限を過ぎた日数', 'Days by which a hand-over was entered too late'],
  held_out_percent: ['リストのうち対照群として発信しない割合(%)', 'Per cent of a list that is held out of calling'],
  answered: ['人が応答した架電', 'Calls that a person answered'],
  abandoned: ['放棄呼', 'Abandoned calls'],
  cap_percent: ['放棄呼率の上限(%)', 'Cap on abandoned calls, in per cent of live answers'],
  lines_per_ten: ['倍率発信の倍率(空き10名あたりの発信数)', 'Of ratio mode: lines for each ten free operators'],
} as const satisfies Record<CountName, Meaning>

const commitments = {
  subject: ['対象者。リストの鍵による', "The contact; salted under the list's key"],
  number: ['対象者の何番目の番号か。リストの鍵による', "Which number of the contact; salted under the list's key"],
  address: ['接続元アドレス', 'Address of the caller'],
  person: ['対象となった人', 'The person it was done to'],
  label: ['名称(自由記述)', 'A name, which is free text'],
  query: ['検索条件', 'What was searched for'],
  file: ['ファイル内容の要約値', "Digest of a file's content"],
  right: ['権限の全内容(誰に、席、範囲、期間)', 'All of a right: whose, seat, reach, time'],
} as const satisfies Record<CommitmentName, Meaning>

const openingMeanings = {
  contact: ['対象者1件の、記載した項目', 'The named fields of the one contact'],
  memos: ['対象者1件の、記載した件数までの対応メモ', 'Memos of the one contact, at most as many as counted'],
  number: ['対象者1件の電話番号1つ', 'One number of the one contact'],
  lookup: ['検索1回分の索引値(該当なしを含む)', 'The index of one look-up, misses included'],
  upload_sample: ['アップロードの見本行(伏せ字)', 'Masked sample rows of the upload'],
  row_keys: [
    'ファイルの行の照合用索引(件数の範囲内)と、読み替えた箇所の見本(伏せ字)',
    'Blind indexes of rows of the file, at most as many as counted, and masked samples of what was read otherwise',
  ],
  comparison: [
    'ファイルの行と登録済みの対象者との照合結果(件数のみ、行数の範囲内)',
    'Whether rows of the file read as people who are there: counts only, at most as many rows as counted',
  ],
  difference: [
    '同じ照合と、内容が変わる対象者・新しい対象者の封緘(行数の範囲内)',
    'The same, and sealing of who reads otherwise or is new, at most as many rows as counted',
  ],
  import: ['取込みの封緘と索引付け', 'Sealing and indexing of the import'],
  refused_row: ['受け入れなかった1行の、記載した項目', 'The named fields of the one refused row'],
  refused_row_correction: [
    '受け入れなかった1行の、記載した項目を直したうえでの判定と封印。内容は開きません',
    'The judging and sealing of the one refused row with the named fields typed anew; never what it reads',
  ],
} as const satisfies Record<Opening, Meaning>

interface JsonSchema {
  readonly type?: string
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly minimum?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
}

/** The text of docs/field-dictionary.md, from the contract's own schema and tables (M-08). */
export function fieldDictionary(): string {
  const schema = z.toJSONSchema(entrySchema, { io: 'input' }) as JsonSchema
  const types: Readonly<Record<string, EntryType>> = entryTypes
  return [
    '# 項目辞書 / Field dictionary',
    '',
    '記録台帳の項目の意味です。契約パッケージの定義から作られます(手で書き換えないでください)。',
    '',
    'What the fields of the ledgers mean. Made from the contract package by `node tools/run-ts.js tools/generate-field-dictionary.ts`; a test fails when it is out of date.',
    '',
    '## 台帳の1行 / One leaf',
    '',
    '`{"entry":<記録 entry>,"sequenced_at":<ミリ秒 ms>}`: RFC 8785 の正規 JSON、整数のみ。`sequenced_at` は台帳に並べた側の時刻。 / Canonical JSON (RFC 8785) with integers only; `sequenced_at` is the time of the sequencer.',
    '',
    '## 記録 / Entry',
    '',
    ...table(schema, members),
    '',
    '## refs',
    '',
    ...table(schema.properties?.refs, refs),
    '',
    '## head',
    '',
    ...table(schema.properties?.head, head),
    '',
    '## report',
    '',
    ...table(schema.properties?.report, report),
    '',
    '## days',
    '',
    ...table(schema.properties?.days, days),
    '',
    '## counts',
    '',
    '0以上の整数 / Integers from 0.',
    '',
    ...meanings(countNames, counts),
    '',
    '## commitments',
    '',
    'SHA-256(塩 || 値) を Base64 で。塩は鍵サービスだけが導出できる。 / SHA-256(salt || value) in base64; only the key service can derive the salt.',
    '',
    ...meanings(commitmentNames, commitments),
    '',
    '## 記録の種類 / Types',
    '',
    '「開封」は、この記録の記録証明に対して鍵サービスが開くもの。 / “Opens” is what the key service opens against the receipt of such an entry.',
    '',
    '| type | 日本語 | English | 開封 opens | counts | commitments |',
    '|---|---|---|---|---|---|',
    ...Object.entries(types).map(
      ([name, { ja, en, opens, counts: counted, commitments: committed }]) =>
        `| \`${name}\` | ${ja} | ${en} | ${codes(opens === undefined ? [] : [opens])} | ${codes(counted ?? [])} | ${codes(committed ?? [])} |`,
    ),
    '',
    '## 開封 / Openings',
    '',
    ...meanings(openings, openingMeanings),
    '',
    '## 値の一覧 / Closed values',
    '',
    '| | |',
    '|---|---|',
    ...Object.entries({
      outcome: outcomes,
      reason: entryReasons,
      actor_kind: ['person', ...systemActors],
      route: routes,
      purpose: purposes,
      campaign_kind: campaignKinds,
      fields: fieldCodes,
    }).map(([name, values]) => `| \`${name}\` | ${codes(values)} |`),
    '',
  ].join('\n')
}

function table(schema: JsonSchema | undefined, meaningOf: Readonly<Record<string, Meaning>>): string[] {
  const properties = Object.entries(schema?.properties ?? {})
  const missing = properties.filter(([name]) => meaningOf[name] === undefined)
  if (missing.length > 0) throw new Error(`no meaning for ${missing.map(([name]) => name).join(', ')}`)
  return [
    '| 項目 field | 必須 required | 形 form | 意味 | meaning |',
    '|---|---|---|---|---|',
    ...properties.map(([name, shape]) => {
      const [ja = '', en = ''] = meaningOf[name] ?? []
      const isRequired = schema?.required?.includes(name) === true
      return `| \`${name}\` | ${isRequired ? '○' : ''} | ${form(shape)} | ${ja} | ${en} |`
    }),
  ]
}

function meanings(names: readonly string[], meaningOf: Readonly<Record<string, Meaning>>): string[] {
  return [
    '| 名前 name | 意味 | meaning |',
    '|---|---|---|',
    ...names.map((name) => `| \`${name}\` | ${meaningOf[name]?.[0] ?? ''} | ${meaningOf[name]?.[1] ?? ''} |`),
  ]
}

function form(shape: JsonSchema): string {
  if (shape.const !== undefined) return `\`${JSON.stringify(shape.const)}\``
  if (shape.enum !== undefined) return '値の一覧 closed values'
  if (shape.pattern?.includes('-[0-9a-f]{12}') === true) return 'UUID'
  if (shape.pattern !== undefined) return `\`${shape.pattern.replaceAll('|', '\\|')}\``
  if (shape.type === 'array') return '並び list'
  if (shape.type === 'object') return '下の表 table below'
  return shape.type === 'integer' ? '整数 integer' : '文字列 text'
}

function codes(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(' ')
}

export const fieldDictionaryPath = fileURLToPath(new URL('../docs/field-dictionary.md', import.meta.url))

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(fieldDictionaryPath, fieldDictionary())
