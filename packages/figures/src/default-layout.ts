import { callInFigureKeys, type MeasureKey, type ReportLayout } from '@sekisho/contract'

const columns: readonly MeasureKey[] = [
  'dialled',
  'answered',
  'conversations',
  'persons',
  'successes',
  'answer_rate',
  'contact_rate',
  'success_rate',
  'abandon_rate',
  'calls_per_hour',
  'successes_per_hour',
  'average_talk',
  'average_wrap_up',
  'occupancy',
]

const hours = (fromHour: number, untilHour: number) => ({
  ...{ fromMinute: fromHour * 60, untilMinute: untilHour * 60 },
  heading: '',
})

/** What a client gets until it chooses: the table that managers live on, in the bands of the trade. */
export const DEFAULT_LAYOUT: ReportLayout = {
  title: '',
  sections: ['total', 'bands', 'days', 'operators', 'results', 'call_ins'],
  columns: columns.map((measure) => ({ measure, heading: '' })),
  callInColumns: callInFigureKeys.map((measure) => ({ measure, heading: '' })),
  bands: [hours(9, 12), hours(12, 15), hours(15, 18), hours(18, 20)],
}

export type LayoutProblem = 'column_twice' | 'section_twice' | 'band_order'

/** A layout that would show something twice, or bands that do not follow one another. */
export function layoutProblems({ columns: chosen, callInColumns, sections, bands }: ReportLayout): LayoutProblem[] {
  const problems: LayoutProblem[] = []
  const isTwice = [chosen, callInColumns].some((some) => new Set(some.map(({ measure }) => measure)).size < some.length)
  if (isTwice) problems.push('column_twice')
  if (new Set(sections).size < sections.length) problems.push('section_twice')
  const isWrong = bands.some(
    ({ fromMinute, untilMinute }, index) =>
      fromMinute >= untilMinute || fromMinute < (bands[index - 1]?.untilMinute ?? 0),
  )
  if (isWrong) problems.push('band_order')
  return problems
}
