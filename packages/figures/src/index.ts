export type { CallInLines, CallInLinesInput } from './call-in-lines.ts'
export { callInLines } from './call-in-lines.ts'
export type { CallInCell, CallInOutcome, RawCallIn, SlotCallIns } from './call-ins.ts'
export {
  addCallIns,
  addCallInSlot,
  callInFigure,
  callInWords,
  countCallIns,
  countsOfCallIns,
  NO_CALL_INS,
} from './call-ins.ts'
export type { AttemptCell, IsSuccess, TimeCell } from './cells.ts'
export { countsOfAttempts, countsOfTime, sumOf } from './cells.ts'
export type { RawAttempt, RawInput, RawSpan } from './count-raw.ts'
export { countRaw } from './count-raw.ts'
export type { Counts, Reach } from './counts.ts'
export { addCounts, COUNTS, NO_COUNTS } from './counts.ts'
export type { Period } from './days.ts'
export { dateOfDay, dayOfDate, periodOf, SLOT_MS, SLOTS_OF_DAY, slotOf } from './days.ts'
export type { LayoutProblem } from './default-layout.ts'
export { DEFAULT_LAYOUT, layoutProblems } from './default-layout.ts'
export type { ResultClass, RulesProblem } from './figure-rules.ts'
export { classOf, DEFAULT_FIGURE_RULES, rulesProblems } from './figure-rules.ts'
export type { Figure, FigureUnit } from './figures.ts'
export { definitionOf, denominatorOf, FIGURES, figureOf, reachOfFigure } from './figures.ts'
export type { Forecast, ForecastInput, LeadsLeft, MeasuredHour } from './forecast.ts'
export { forecast } from './forecast.ts'
export { groupedBy } from './grouped-by.ts'
export type {
  ContactCounts,
  ListCounts,
  Measured,
  OperatorCounts,
  ResultCount,
  SlotCounts,
} from './measured.ts'
export type { LinesInput, ReportLine, ReportLines, ResultLine } from './report-lines.ts'
export { isCount, measureWords, reportColumns, reportLines } from './report-lines.ts'
export { compareShares, type Share, type ShareDifference } from './compare-shares.ts'
export type { KnownResults, MergedResults } from './small-cells.ts'
export { blocksOfDay, mergeSmallResults } from './small-cells.ts'
export type { CauseTimes, LookedMinute, SlotOfWaiting, WaitedMinute } from './waiting.ts'
export { addCauses, divideWait, explainWaiting, MINUTE_MS, totalOf } from './waiting.ts'
export type { Both } from './words.ts'
