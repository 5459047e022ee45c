import type { CallInColumn, ReportColumn, ReportView } from '@sekisho/contract'
import type { Both } from '@sekisho/figures'
import { type Cell, type Sheet, workbook } from './workbook.ts'

type Language = keyof Both

/** What a file says of itself beside its figures. */
export interface FileFacts {
  readonly ledgerSize: number
  readonly ledgerRoot: string
  readonly isTrial: boolean
}

/** The report as an Excel file: what it is and rests on, one sheet for each section, the definitions at the end. */
export function reportWorkbook(report: ReportView, language: Language, facts: FileFacts): Buffer {
  const say = (words: Both): string => words[language]
  const lines = (first: Both, name: Both, some: ReportView['bands']): Sheet => ({
    name: say(name),
    rows: [
      [say(first), ...report.columns.map(({ heading }) => say(heading))],
      ...some.map(({ label, values }) => [say(label), ...cellsOf(values, report.columns)]),
    ],
  })
  const sheets: Sheet[] = [{ name: say(words.about), rows: aboutRows(report, say, language, facts) }]
  for (const section of report.sections) {
    if (section === 'total') sheets.push(lines(words.total, words.total, [report.total]))
    if (section === 'bands') sheets.push(lines(words.band, words.bands, [...report.bands, report.total]))
    if (section === 'days') sheets.push(lines(words.day, words.days, [...report.days, report.total]))
    if (section === 'operators' && report.operators !== null)
      sheets.push(lines(words.operator, words.operators, report.operators))
    if (section === 'results') sheets.push({ name: say(words.results), rows: resultRows(report, say) })
    if (section === 'call_ins') sheets.push(...callInSheets(report, say))
  }
  sheets.push({
    name: say(words.definitions),
    rows: [
      [say(words.column), say(words.definition)],
      ...report.columns.map(({ heading, definition }) => [say(heading), say(definition)]),
      ...(report.sections.includes('call_ins') ? report.callIns.columns : []).map(({ heading, definition }) => [
        `${say(words.callIns)}: ${say(heading)}`,
        say(definition),
      ]),
      ...(report.smallCells.atLeast > 1 ? [[say(words.few), say(fewText(report.smallCells.atLeast))]] : []),
    ],
  })
  return workbook(sheets)
}

/** Calls to own numbers by hours; of a month by day, too. */
function callInSheets({ kind, callIns }: ReportView, say: (words: Both) => string): Sheet[] {
  const { columns, total, bands, days } = callIns
  const sheet = (first: Both, name: string, some: ReportView['bands']): Sheet => ({
    name,
    rows: [
      [say(first), ...columns.map(({ heading }) => say(heading))],
      ...[...some, total].map(({ label, values }) => [say(label), ...cellsOf(values, columns)]),
    ],
  })
  const byHours = sheet(words.band, say(words.callIns), bands)
  return kind === 'daily' ? [byHours] : [byHours, sheet(words.day, say(words.callInDays), days)]
}

function cellsOf(values: readonly (number | null)[], columns: readonly (ReportColumn | CallInColumn)[]): Cell[] {
  return values.map((value, index) =>
    value === null ? null : { value, format: columns[index]?.unit ?? ('count' as const) },
  )
}

function resultRows(report: ReportView, say: (words: Both) => string): Cell[][] {
  return [
    [say(words.code), say(words.result), say(words.count), say(words.share)],
    ...report.results.map(({ code, label, count, share }): Cell[] => [
      code ?? '',
      say(label),
      { value: count, format: 'count' },
      share === null ? null : { value: share, format: 'rate' },
    ]),
  ]
}

function aboutRows(
  report: ReportView,
  say: (words: Both) => string,
  language: Language,
  { ledgerSize, ledgerRoot, isTrial }: FileFacts,
): Cell[][] {
  const madeAt = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: 'Asia/Tokyo',
    dateStyle: 'medium',
    timeStyle: 'medium',
  }).format(report.madeAt)
  return [
    [report.title === '' ? say(words[report.kind]) : report.title, ''],
    [say(words.client), report.client.name],
    [say(words.period), report.from === report.until ? report.from : `${report.from} – ${report.until}`],
    [say(words.campaigns), report.campaigns.map(({ name }) => name).join('、')],
    [say(words.madeAt), `${madeAt} (${say(words.japanTime)})`],
    [say(words.madeBy), report.madeBy],
    [say(words.state), say(report.isOver ? words.over : words.going)],
    [say(words.versions), `${report.layoutVersion} / ${report.rulesVersion}`],
    [say(words.restsOn), `${ledgerSize.toLocaleString('en-US')} / ${ledgerRoot}`],
    [say(words.check), say(words.checkText)],
    ...(isTrial ? [[say(words.trial), say(words.trialText)]] : []),
  ]
}

export function fewText(atLeast: number): Both {
  return {
    ja: `本人や家族の事情がうかがえる結果は、1日に${atLeast}件未満のものがあれば合算して表示します。${atLeast}件未満の30分は隣の時間帯に含めます。`,
    en: `Results that say something of a person or family are shown as one sum when one of them is rarer than ${atLeast} a day. Half hours with fewer than ${atLeast} calls stand with their neighbours.`,
  }
}

const words = {
  about: { ja: 'この報告書', en: 'About' },
  daily: { ja: '日報', en: 'Daily report' },
  monthly: { ja: '月報', en: 'Monthly report' },
  client: { ja: '委託元', en: 'Client' },
  period: { ja: '期間', en: 'Period' },
  campaigns: { ja: 'キャンペーン', en: 'Campaigns' },
  madeAt: { ja: '作成日時', en: 'Made at' },
  japanTime: { ja: '日本時間', en: 'Japan time' },
  madeBy: { ja: '作成者', en: 'Made by' },
  state: { ja: '状態', en: 'State' },
  over: { ja: '期間終了後の集計', en: 'The period is over' },
  going: { ja: '途中の集計(作成日時まで)', en: 'Up to the moment of making' },
  versions: { ja: '書式・定義の版', en: 'Versions of layout and definitions' },
  restsOn: { ja: '記録台帳(件数・要約値)', en: 'Ledger (entries, root)' },
  check: { ja: '原本の確認', en: 'Is this the original?' },
  checkText: {
    ja: '「報告書の確認」でこのファイルを選ぶと、出力時のままかどうかを記録台帳と照合できます。',
    en: 'Choose this file under “Check a report” to hold it against the ledger.',
  },
  trial: { ja: '試用', en: 'Trial' },
  trialText: { ja: '試用環境で作成されました。', en: 'Made by a trial.' },
  total: { ja: '合計', en: 'Total' },
  band: { ja: '時間帯', en: 'Hours' },
  bands: { ja: '時間帯別', en: 'By hours' },
  day: { ja: '日', en: 'Day' },
  days: { ja: '日別', en: 'By day' },
  operator: { ja: 'オペレーター', en: 'Operator' },
  operators: { ja: 'オペレーター別', en: 'By operator' },
  results: { ja: '結果別', en: 'By result' },
  callIns: { ja: '入電', en: 'Call-ins' },
  callInDays: { ja: '入電(日別)', en: 'Call-ins by day' },
  code: { ja: 'コード', en: 'Code' },
  result: { ja: '対応結果', en: 'Result' },
  count: { ja: '件数', en: 'Count' },
  share: { ja: '構成比', en: 'Share' },
  definitions: { ja: '定義', en: 'Definitions' },
  column: { ja: '項目', en: 'Column' },
  definition: { ja: '定義', en: 'Definition' },
  few: { ja: '少数の扱い', en: 'Small numbers' },
} as const satisfies Record<string, Both>
