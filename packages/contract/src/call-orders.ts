/** Whom a campaign calls first among those who are due; `campaignSettings` says what each of them means. */
export const callOrders = ['due', 'reach'] as const
export type CallOrder = (typeof callOrders)[number]

/** What the number is whose turn it is; a landline that the file does not name is a home's. */
export const reachKinds = ['mobile', 'home', 'work', 'other'] as const
export type ReachKind = (typeof reachKinds)[number]

/**
 * What came of the tries so far: `fresh`, nobody was tried at this number; `unanswered` once or `unanswered_again`; `busy`, the
 * last time; `answered`, the last time by somebody.
 */
export const reachHistories = ['fresh', 'unanswered', 'unanswered_again', 'busy', 'answered'] as const
export type ReachHistory = (typeof reachHistories)[number]
