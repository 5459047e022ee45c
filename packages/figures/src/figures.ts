import type { CountKey, FigureKey, FigureRules } from '@sekisho/contract'
import { COUNTS, type Counts, definitionText, type Reach } from './counts.ts'
import { type Both, both } from './words.ts'

export type FigureUnit = 'rate' | 'per_hour' | 'duration_ms'

/** One figure as data: what is divided by what. */
export interface Figure {
  readonly name: Both
  readonly unit: FigureUnit
  readonly numerator: CountKey
  /** The usual one first; the others a client may choose instead. */
  readonly denominators: readonly [CountKey, ...CountKey[]]
}

const figure = (
  ja: string,
  en: string,
  unit: FigureUnit,
  numerator: CountKey,
  ...denominators: readonly [CountKey, ...CountKey[]]
): Figure => ({ name: both(ja, en), unit, numerator, denominators })

/** The figures of the trade. Changing one here changes it for everybody: a client's own wish is a rule, not code. */
export const FIGURES: Readonly<Record<FigureKey, Figure>> = {
  answer_rate: figure('接続率', 'Answer rate', 'rate', 'answered', 'dialled'),
  contact_rate: figure(
    'コンタクト率',
    'Contact rate',
    'rate',
    'conversations',
    'dialled',
    'answered',
    'answered_by_person',
  ),
  person_contact_rate: figure(
    '本人コンタクト率',
    'Person contact rate',
    'rate',
    'contacts_reached',
    'contacts_tried',
    'list_valid',
  ),
  success_rate: figure(
    '成約率',
    'Success rate',
    'rate',
    'successes',
    'persons',
    'conversations',
    'dialled',
    'contacts_tried',
  ),
  success_per_list: figure('成約率(対リスト)', 'Successes per list', 'rate', 'successes', 'list_valid'),
  start_rate: figure('着手率', 'Started', 'rate', 'list_started', 'list_valid'),
  completion_rate: figure('消化率', 'Completion', 'rate', 'list_finished', 'list_valid'),
  calls_per_hour: figure('CPH', 'CPH', 'per_hour', 'talks', 'productive_ms', 'working_ms'),
  successes_per_hour: figure('SPH', 'SPH', 'per_hour', 'successes', 'productive_ms', 'working_ms'),
  average_talk: figure('ATT', 'ATT', 'duration_ms', 'talk_ms', 'talks'),
  average_wrap_up: figure('ACW', 'ACW', 'duration_ms', 'wrap_up_ms', 'talks'),
  average_handling: figure('AHT', 'AHT', 'duration_ms', 'handling_ms', 'talks'),
  occupancy: figure('占有率', 'Occupancy', 'rate', 'occupied_ms', 'productive_ms'),
  utilisation: figure('稼働率', 'Utilisation', 'rate', 'productive_ms', 'working_ms'),
  abandon_rate: figure('放棄呼率', 'Abandonment', 'rate', 'abandoned', 'answered_by_person', 'answered'),
}

const HOUR_MS = 3_600_000

export function denominatorOf(key: FigureKey, rules: FigureRules): CountKey {
  return rules.denominators[key] ?? FIGURES[key].denominators[0]
}

/** A rate as a part of one, a duration in milliseconds, or per hour; null when there is nothing to divide by. */
export function figureOf(key: FigureKey, counts: Counts, rules: FigureRules): number | null {
  const { numerator, unit } = FIGURES[key]
  const whole = counts[denominatorOf(key, rules)]
  if (whole === 0) return null
  return unit === 'per_hour' ? (counts[numerator] / whole) * HOUR_MS : counts[numerator] / whole
}

const narrowness: readonly Reach[] = ['everywhere', 'days', 'total']

/** The lines that a figure can be given for: as far as both of its parts reach. */
export function reachOfFigure(key: FigureKey, rules: FigureRules): Reach {
  const parts = [COUNTS[FIGURES[key].numerator].reach, COUNTS[denominatorOf(key, rules)].reach]
  return narrowness.findLast((reach) => parts.includes(reach)) ?? 'everywhere'
}

/** The definition in words, with the denominator that holds for this client. */
export function definitionOf(key: FigureKey, rules: FigureRules): Both {
  const parts = [FIGURES[key].numerator, denominatorOf(key, rules)] as const
  const [above, below] = [COUNTS[parts[0]].name, COUNTS[parts[1]].name]
  const isOwn = parts[1] !== FIGURES[key].denominators[0]
  const text = definitionText(parts, true)
  return both(
    `${above.ja} ÷ ${below.ja}${isOwn ? '(この委託元の定義)' : ''}。${text.ja}`,
    `${above.en} ÷ ${below.en}${isOwn ? ' (as this client defines it)' : ''}. ${text.en}`,
  )
}
