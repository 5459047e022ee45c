import type { CampaignId, CountKey, FigureRules, MeasureKey, ReportColumn, ReportLayout } from '@sekisho/contract'
import { countKeys } from '@sekisho/contract'
import { bandsOf, shownUnder } from './bands.ts'
import { sumOf } from './cells.ts'
import { addCounts, COUNTS, type Counts, definitionText, NO_COUNTS, type Reach } from './counts.ts'
import { dateOfDay, type Period } from './days.ts'
import { classOf } from './figure-rules.ts'
import { definitionOf, FIGURES, figureOf, reachOfFigure } from './figures.ts'
import { groupedBy } from './grouped-by.ts'
import type { ContactCounts, Measured } from './measured.ts'
import { type KnownResults, mergeSmallResults } from './small-cells.ts'
import { type Both, both } from './words.ts'

export interface ReportLine {
  readonly key: string
  readonly label: Both
  readonly values: (number | null)[]
}

export interface ResultLine {
  /** Null for those that are shown together because they are few. */
  readonly code: string | null
  readonly count: number
  /** Part of all dialled attempts. */
  readonly share: number | null
}

export interface ReportLines {
  readonly total: ReportLine
  readonly bands: ReportLine[]
  readonly days: ReportLine[]
  readonly operators: ReportLine[]
  readonly results: ResultLine[]
}

export interface LinesInput {
  readonly kind: 'daily' | 'monthly'
  readonly period: Period
  readonly measured: Measured
  readonly layout: ReportLayout
  readonly rules: FigureRules
  readonly resultsOf: (campaignId: CampaignId) => KnownResults
}

/** The lines of a report, from what was counted. The same counts give the same lines, whoever asks. */
export function reportLines(input: LinesInput): ReportLines {
  const { measured, layout, rules, kind } = input
  const line = lineMaker(layout, rules)
  const whole = [...measured.attempts, ...measured.times]
  const contacts = contactSums(measured.contacts, kind)
  const total = { ...sumOf(whole, ({ counts }) => counts), ...contacts, ...listSums(measured) }
  return {
    total: line('total', 'total', both('合計', 'Total'), total),
    bands: bandLines(input).map(({ key, label, counts }) => line('everywhere', key, label, counts)),
    days: dayLines(input).map(({ key, label, counts }) => line('days', key, label, counts)),
    operators: measured.operators.map(({ operatorId, displayName, counts }) =>
      line('everywhere', operatorId, both(displayName, displayName), counts),
    ),
    results: resultLines(input, total.dialled),
  }
}

export const isCount = (measure: MeasureKey): measure is CountKey => countKeys.some((key) => key === measure)

/** The columns with their headings; an empty heading of the layout is the usual one. */
export function reportColumns(layout: ReportLayout, rules: FigureRules): ReportColumn[] {
  return layout.columns.map(({ measure, heading }) => {
    const { name, definition, unit } = measureWords(measure, rules)
    return { measure, heading: heading === '' ? name : both(heading, heading), definition, unit }
  })
}

export function measureWords(
  measure: MeasureKey,
  rules: FigureRules,
): { readonly name: Both; readonly definition: Both; readonly unit: ReportColumn['unit'] } {
  if (!isCount(measure)) {
    const { name, unit } = FIGURES[measure]
    return { name, unit, definition: definitionOf(measure, rules) }
  }
  const { name } = COUNTS[measure]
  return { name, definition: definitionText([measure], false), unit: measure.endsWith('_ms') ? 'duration_ms' : 'count' }
}

/** A line gives what can be said of it: a count that is no sum of parts is null in the parts. */
function lineMaker(layout: ReportLayout, rules: FigureRules) {
  const reaches: readonly Reach[] = ['everywhere', 'days', 'total']
  const reachOf = (measure: MeasureKey): Reach =>
    isCount(measure) ? COUNTS[measure].reach : reachOfFigure(measure, rules)
  return (reach: Reach, key: string, label: Both, counts: Counts): ReportLine => ({
    key,
    label,
    values: layout.columns.map(({ measure }) => {
      if (reaches.indexOf(reachOf(measure)) > reaches.indexOf(reach)) return null
      return isCount(measure) ? counts[measure] : figureOf(measure, counts, rules)
    }),
  })
}

type Line = { readonly key: string; readonly label: Both; readonly counts: Counts }

function contactSums(contacts: readonly ContactCounts[], kind: 'daily' | 'monthly'): Partial<Counts> {
  const isMonth = kind === 'monthly'
  return {
    contacts_tried: sum(contacts, ({ tried, triedFirstInMonth }) => (isMonth ? triedFirstInMonth : tried)),
    contacts_reached: sum(contacts, ({ reached, reachedFirstInMonth }) => (isMonth ? reachedFirstInMonth : reached)),
  }
}

function listSums({ lists }: Measured): Partial<Counts> {
  return {
    list_valid: sum(lists, ({ valid }) => valid),
    list_started: sum(lists, ({ started }) => started),
    list_finished: sum(lists, ({ finished }) => finished),
  }
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

function bandLines({ measured, layout, rules }: LinesInput): Line[] {
  const { bands, others, of } = bandsOf(layout)
  const sums = new Map<string, Counts>()
  const add = (slot: number, counts: Counts) => {
    const { key } = of(slot)
    sums.set(key, addCounts(sums.get(key) ?? NO_COUNTS, counts))
  }
  const sizes = measured.attempts.map(({ counts, ...place }) => ({ ...place, size: counts.dialled }))
  const under = shownUnder(sizes, rules.smallCells.atLeast)
  for (const { counts, ...place } of measured.attempts) add(under(place), counts)
  for (const { slot, counts } of measured.times) add(slot, counts)
  return [...bands, ...(sums.has(others.key) ? [others] : [])].map(({ key, label }) => ({
    key,
    label,
    counts: sums.get(key) ?? NO_COUNTS,
  }))
}

function dayLines({ measured, period }: LinesInput): Line[] {
  const lines: Line[] = []
  const byDay = groupedBy([...measured.attempts, ...measured.times], ({ day }) => day)
  const contacts = groupedBy(measured.contacts, ({ day }) => day)
  for (let day = period.fromDay; day < period.untilDay; day++) {
    const own = byDay.get(day)
    if (own === undefined) continue
    const counts = { ...sumOf(own, (each) => each.counts), ...contactSums(contacts.get(day) ?? [], 'daily') }
    lines.push({ key: dateOfDay(day), label: both(dateOfDay(day), dateOfDay(day)), counts })
  }
  return lines
}

function resultLines({ measured, rules, resultsOf }: LinesInput, dialled: number): ResultLine[] {
  const shown = new Map<string, number>()
  let merged = 0
  const byDay = groupedBy(measured.results, ({ campaignId, day }) => `${campaignId} ${day}`)
  for (const results of byDay.values()) {
    const [first] = results
    if (first === undefined) continue
    // what was not dialled is no result of a call
    const dialledResults = results.filter(({ disposition }) => classOf(disposition, rules).isDialled)
    const counts = new Map(dialledResults.map(({ disposition, attempts }) => [disposition, attempts]))
    const day = mergeSmallResults(counts, rules, resultsOf(first.campaignId))
    for (const [code, count] of day.shown) shown.set(code, (shown.get(code) ?? 0) + count)
    merged += day.merged
  }
  const share = (count: number): number | null => (dialled === 0 ? null : count / dialled)
  const lines = [...shown].map(([code, count]): ResultLine => ({ code, count, share: share(count) }))
  lines.sort((left, right) => right.count - left.count || ((left.code ?? '') < (right.code ?? '') ? -1 : 1))
  return merged === 0 ? lines : [...lines, { code: null, count: merged, share: share(merged) }]
}
