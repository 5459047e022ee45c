export { abandonedCheck } from './abandoned-check.ts'
export { type AnswerAccount, createAnswerAccount } from './answer-account.ts'
export { closedDaysCheck } from './closed-days-check.ts'
export { type Findings, isDoubted, readTenantClient } from './doubts.ts'
export { type CallEvent, type CallEvents, callEvent, createCallEvents } from './call-events.ts'
export {
  type CallingRuleChanges,
  type CampaignBook,
  type CampaignDescription,
  type CampaignFacts,
  createCampaignBook,
} from './campaign-book.ts'
export { countDue } from './count-due.ts'
export { countOutsidePeriod, isOutsidePeriod, refusePromiseAfterEnd } from './list-period.ts'
export { placeOfNumber } from './call-in-rows.ts'
export { givePreviewBack, readOwnPreview, type OwnPreview, wantDial } from './own-preview.ts'
export { correctOutcome, type CorrectedResult } from './correct-outcome.ts'
export { type Dialler, type DiallerDependencies, startDialler } from './dialler.ts'
export { excludeLeads } from './exclude-leads.ts'
export { type Finish, type FinishedAttempt, finishAttempts } from './finish-attempts.ts'
export { lockRecorded, type RecordedAttempt } from './recorded-attempts.ts'
export { handOverOwed } from './owed-results.ts'
export { countReach, reachOf, reachResults } from './reach-counts.ts'
export { refuseWithoutNumber } from './unlisted-callers.ts'
export { lineOf } from './live-calls.ts'
export { type AtStep, type DiallerStep, diallerSteps } from './steps.ts'
