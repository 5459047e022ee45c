import type { CallInColumn, CallInCounts, FigureRules, ReportLayout } from '@sekisho/contract'
import { bandsOf, shownUnder } from './bands.ts'
import { addCallIns, callInFigure, callInWords, NO_CALL_INS, type SlotCallIns } from './call-ins.ts'
import { dateOfDay, type Period } from './days.ts'
import type { ReportLine } from './report-lines.ts'
import { type Both, both } from './words.ts'

export interface CallInLines {
  readonly columns: CallInColumn[]
  readonly total: ReportLine
  readonly bands: ReportLine[]
  readonly days: ReportLine[]
}

export interface CallInLinesInput {
  readonly callIns: readonly SlotCallIns[]
  readonly period: Period
  readonly layout: ReportLayout
  readonly rules: FigureRules
}

/**
 * The section of call-ins. As with outbound calls, everything shown is a sum of blocks formed within one campaign and
 * one day; half hours with few calls, those not taken among them, stand with their neighbours.
 */
export function callInLines({ callIns, period, layout, rules }: CallInLinesInput): CallInLines {
  const line = (key: string, label: Both, counts: CallInCounts): ReportLine => ({
    ...{ key, label },
    values: layout.callInColumns.map(({ measure }) => callInFigure(measure, counts, rules)),
  })
  const sum = (some: readonly SlotCallIns[]): CallInCounts =>
    some.reduce((total, { counts }) => addCallIns(total, counts), NO_CALL_INS)
  const days: ReportLine[] = []
  for (let day = period.fromDay; day < period.untilDay; day++) {
    const ofDay = callIns.filter((each) => each.day === day)
    const date = dateOfDay(day)
    if (ofDay.length > 0) days.push(line(date, both(date, date), sum(ofDay)))
  }
  return {
    columns: callInColumns(layout, rules),
    total: line('total', both('合計', 'Total'), sum(callIns)),
    bands: sumsByBand(callIns, layout, rules).map(({ key, label, counts }) => line(key, label, counts)),
    days,
  }
}

function callInColumns({ callInColumns: chosen }: ReportLayout, rules: FigureRules): CallInColumn[] {
  return chosen.map(({ measure, heading }) => {
    const { name, definition, unit } = callInWords(measure, rules)
    return { measure, heading: heading === '' ? name : both(heading, heading), definition, unit }
  })
}

function sumsByBand(callIns: readonly SlotCallIns[], layout: ReportLayout, rules: FigureRules) {
  const sizes = callIns.map(({ counts, ...place }) => ({ ...place, size: counts.arrived + counts.notTaken }))
  const under = shownUnder(sizes, rules.smallCells.atLeast)
  const { bands, others, of } = bandsOf(layout)
  const sums = new Map<string, CallInCounts>()
  for (const { counts, ...place } of callIns) {
    const { key } = of(under(place))
    sums.set(key, addCallIns(sums.get(key) ?? NO_CALL_INS, counts))
  }
  return [...bands, ...(sums.has(others.key) ? [others] : [])].map(({ key, label }) => ({
    ...{ key, label, counts: sums.get(key) ?? NO_CALL_INS },
  }))
}
