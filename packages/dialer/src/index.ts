export type { AbandonmentAccount, HalfHour } from './abandonment.ts'
export { ABANDONMENT_WINDOW_DAYS, abandonmentAlarmsOf, firstDayOfWindow, worstHalfHour } from './abandonment.ts'
export { ALLOTMENT_WINDOW_MS, isWanting, leavesTo, type Sharer } from './allotment.ts'
export type { AttemptReason, AttemptRecord, JudgedHistory, ResultRule, RuleOf } from './attempt-history.ts'
export { judgeHistory } from './attempt-history.ts'
export type { AttemptHappening, AttemptState } from './attempt-machine.ts'
export { ATTEMPT_MACHINE } from './attempt-machine.ts'
export type { CallCourse, CallEnd } from './attempt-outcome.ts'
export { systemDisposition } from './attempt-outcome.ts'
export type { BandCode } from './bands.ts'
export { BANDS, bandAt, bandsToTry, nextInBand } from './bands.ts'
export type { CallDurations, CallTimes } from './call-times.ts'
export { acceptedInstant, callDurations } from './call-times.ts'
export { dueOn } from './business-days.ts'
export type { CallingHours, CallingRules, DayKind, DayWindow, SpecialDays } from './calling-hours.ts'
export {
  addBusinessDays,
  CALLING_HOURS_TEMPLATES,
  callableUntil,
  callingRules,
  dayKindOf,
  HARD_WALL,
  mayCallAt,
  nextCallableAt,
  windowOf,
} from './calling-hours.ts'
export type { CampaignDisposition } from './campaign-rule.ts'
export { campaignRules } from './campaign-rule.ts'
export type { Disposition, DoNotCallEffect, NumberEffect } from './default-dispositions.ts'
export { DEFAULT_DISPOSITIONS, defaultDisposition } from './default-dispositions.ts'
export type { DoNotCallRule } from './do-not-call.ts'
export { doNotCallRule } from './do-not-call.ts'
export type { Holiday } from './holidays.ts'
export {
  COMPUTED_HOLIDAYS,
  FIRST_COMPUTED_YEAR,
  HOLIDAYS_KNOWN_UNTIL,
  holidaysOfYear,
  LAST_COMPUTED_YEAR,
  YEAR_END_DAYS,
} from './holidays.ts'
export type { DayNumber } from './japan-time.ts'
export { dateOf, dayOf, JAPAN_OFFSET_MS, startOfDay } from './japan-time.ts'
export type { LeadHappening, LeadOutcome, LeadState } from './lead-machine.ts'
export { LEAD_MACHINE, LEASABLE_STATES } from './lead-machine.ts'
export type { AttemptLimits, FinalReason, NextDue, NextDueInput } from './next-due.ts'
export { DEFAULT_LIMITS, nextDue } from './next-due.ts'
export type { LaunchCode, LaunchDecision, LaunchReason, PacingView, StopCode, Strategy, SwitchCode } from './pacing.ts'
export { previewReason, progressivePacing } from './pacing.ts'
export * from './predictive/index.ts'
export * from './reach/index.ts'
export type { PromiseRefusal } from './promise.ts'
export { checkPromise } from './promise.ts'
export type { HoldReason, RepeatRule, RetryRule, WaitRule } from './retry-rule.ts'
export { HOLD_REASONS } from './retry-rule.ts'
export type { Move, StateMachine } from './state-machine.ts'
export { canMove, drawMachine, MoveError, moved, statesBefore } from './state-machine.ts'
export * from './simulator/index.ts'
export type { LineLimit, WaitingLook, Waits } from './waiting-causes.ts'
export { waitingCauses } from './waiting-causes.ts'
